"""A team's `.projenrc.py`: a subclass, an override, a service and a rule of its own, from Python through jsii."""

import json

import jsii
from projen import Project
from projen_mlflow import (
    BucketInit,
    ComposeApp,
    ComposeModel,
    ComposeTemplate,
    ContainerImage,
    DependencyCondition,
    EnvValue,
    EnvVariable,
    IComposeRule,
    MinioService,
    MlflowService,
    MysqlService,
    RuleViolation,
    Service,
)


class TunedMysql(MysqlService):
    """Hooks are protected methods, whose names begin with an underscore in Python."""

    def _render_command(self) -> list[str]:
        return [*super()._render_command(), "--max-connections=500"]


@jsii.implements(IComposeRule)
class NoCache:
    """A rule of the team."""

    def check(self, model: ComposeModel) -> list[RuleViolation]:
        """Refuse a service of that name."""
        return [
            RuleViolation(path=service.path, problem="a cache is not wanted", remedy="remove it")
            for service in model.services
            if service.name == "cache"
        ]


project = Project(name="python-team", outdir=".")
app = ComposeApp(project, "mlflow", directory="deploy")
s3 = MinioService(app, "s3")
buckets = BucketInit(app, "create_s3_buckets", server=s3, buckets=["mlflow"])
db = TunedMysql(app, "db")
db.add_override("deploy.resources.limits.memory", "1g")
mlflow = MlflowService(app, "mlflow", backend_store=db, artifact_store=buckets)
status = Service(
    app,
    "status",
    image=ContainerImage.from_registry("python:3.13-slim"),
    environment={"MODE": EnvValue.of("$quiet"), "TOKEN": EnvVariable(app, "TOKEN", secret=True)},
)
status.add_dependency(mlflow, DependencyCondition.HEALTHY)
project.synth()

template = ComposeTemplate.from_app(app)
template.has_service("db", {"image": "mysql:9.7"})
app.add_rule(NoCache())
Service(app, "cache", image=ContainerImage.from_registry("redis:8.2"))
try:
    ComposeTemplate.from_app(app)
    refusal = None
except RuntimeError as error:
    refusal = str(error)
print(json.dumps({"services": template.to_json()["services"], "refusal": refusal}))
