"""The procedure."""

from collections.abc import Mapping

from mlflow.version import VERSION
from sqlalchemy.exc import DBAPIError

from mlflow_runtime.migrate.database import Database
from mlflow_runtime.migrate.disk import check_disk
from mlflow_runtime.migrate.failure import ExitCode, MigrationError
from mlflow_runtime.migrate.log import say, step
from mlflow_runtime.migrate.old_pods import OldPods
from mlflow_runtime.migrate.waiting import wait_while


def migrate(database: Database, environment: Mapping[str, str], seconds: float) -> None:
    """Upgrade a database to the schema of this MLflow. It can be interrupted at any moment and run again.

    Others are waited for, each time, for so many seconds. Raises MigrationError.
    """
    schema = database.schema
    old_pods = OldPods(environment, seconds)
    with database.lock(seconds):
        if database.is_interrupted():
            say(f"an earlier upgrade of the {schema.name} was interrupted")
            old_pods.stop()
            wait_for_users(database, seconds)
            database.take_back()
        database.tidy()
        revision = schema.revision(database.engine)
        if revision == schema.head and not database.needs_conversion():
            say(f"the {schema.name} is at revision {revision} already: nothing to do")
            database.widen()
            sign_again(database)
            return
        if revision and not schema.knows(revision):
            raise MigrationError(
                ExitCode.NEWER,
                f"the {schema.name} has revision {revision} of {schema.maker(database.engine, revision)}, and this is"
                f" MLflow {VERSION}, whose revision is {schema.head}. Nothing was changed; use the newer MLflow, or"
                " restore the backup from before it",
            )
        if strangers := schema.strangers(database.engine):
            raise MigrationError(
                ExitCode.USAGE,
                f"{', '.join(strangers)} in the database of the {schema.name} belongs to another application: MLflow"
                " has a table of that name with other columns. Nothing was changed; give MLflow a separate database",
            )
        check_disk(database.needed_bytes(), database.directory, environment)
        old_pods.stop()  # last: as long as anything is wrong, they go on
        wait_for_users(database, seconds)
        what = (
            f"upgrading the {schema.name} from revision {revision}" if revision else f"initialising the {schema.name}"
        )
        with database.change() as engine:
            if revision != schema.head:
                with step(f"{what} to revision {schema.head}"):
                    schema.bring_to_head(engine)
            schema.sign(engine)
        database.widen()


def sign_again(database: Database) -> None:
    """Record what an interrupted migration did not record. Only a message needs it."""
    try:
        database.schema.sign(database.engine)
    except DBAPIError as error:  # the account may have no right to
        say(f"the {database.schema.name} does not record which MLflow created it: {error.orig}")


def wait_for_users(database: Database, seconds: float) -> None:
    """Return when there are no other connections, since a server must not use tables that change."""

    def used() -> MigrationError | None:
        if users := database.users():
            return MigrationError(
                ExitCode.IN_USE,
                f"other clients are connected, from {', '.join(users)}; stop the servers that use the database",
            )
        return None

    wait_while(used, seconds)
