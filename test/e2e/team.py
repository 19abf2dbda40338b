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
    RuleLevel,
    RuleViolation,
    Service,
)


class TunedMysql(MysqlService):
    """Hooks are protected methods, whose names begin with an underscore in Python."""

    def _render_command(self) -> list[str]:
        return [*super()._render_command(), "--max-connections=500"]


@jsii.implements(IComposeRule)
class NoCache:
    """A rule of the team; what it does not say, its level, has its default."""

    @property
    def name(self) -> str:
        """The name, by which a service can ignore the rule."""
        return "no-cache"

    def check(self, model: ComposeModel) -> list[RuleViolation]:
        """Refuse a service of that name."""
        return [
            RuleViolation(path=service.path, problem="a cache is not wanted", remedy="remove it")
            for service in model.services
            if service.name == "cache"
        ]


@jsii.implements(IComposeRule)
class Owned:
    """A warning of the team."""

    @property
    def name(self) -> str:
        """The name, by which a service can ignore the rule."""
        return "owned"

    @property
    def level(self) -> RuleLevel:
        """Printed, unless the app is strict."""
        return RuleLevel.WARNING

    def check(self, model: ComposeModel) -> list[RuleViolation]:
        """Miss a label."""
        return [
            RuleViolation(path=service.path, problem="it has no owner", remedy="label it")
            for service in model.services
            if service.name == "status" and "labels" not in service.definition
        ]


def refusal_of_override() -> str | None:
    """Return what an app says of an override whose value has a type that Compose refuses."""
    other = ComposeApp(Project(name="other", outdir="other"), "app")
    web = Service(other, "web", image=ContainerImage.from_registry("redis:8.2"))
    web.add_override("ports", "8080:80")
    return refusal_of(other)


def refusal_of(app: ComposeApp) -> str | None:
    """Return what the app says when it is not valid."""
    try:
        ComposeTemplate.from_app(app)
    except RuntimeError as error:
        return str(error)
    return None


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
app.add_rule(Owned())
project.synth()

template = ComposeTemplate.from_app(app)
template.has_service("db", {"image": "mysql:9.7"})
app.add_rule(NoCache())
cache = Service(app, "cache", image=ContainerImage.from_registry("redis:8.2"))
refusal = refusal_of(app)
cache.ignore_rule("no-cache", "it is for one test")
seen = {"services": template.to_json()["services"], "refusal": refusal}
print(json.dumps({**seen, "ignored": refusal_of(app), "mistyped": refusal_of_override()}))
