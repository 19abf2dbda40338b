"""A copy of MLflow's tables of a MySQL database, in that database, from which they can be brought back."""

import re
from collections.abc import Collection, Generator
from contextlib import contextmanager

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, delete, insert, inspect, select
from sqlalchemy.dialects.mysql import LONGTEXT

from mlflow_runtime.migrate.failure import ExitCode, MigrationError
from mlflow_runtime.migrate.log import step
from mlflow_runtime.migrate.mysql_collation import MysqlCollation

PREFIX = "mlflow_migrate_"
STATE = Table(
    f"{PREFIX}state",
    MetaData(),
    Column("kind", String(8), primary_key=True),  # target, default, table or trigger
    Column("name", String(64), primary_key=True),
    Column("copy", String(64)),
    Column("ddl", LONGTEXT),
)
"""What the copy holds. Its rows come and go by one commit each: where they are, the copy is whole and still needed."""


class MysqlCopy:
    """Created before an upgrade, restored if that fails or is interrupted, removed after it succeeded.

    Tables of others in the same database are neither copied nor dropped.
    """

    def __init__(self, engine: Engine, collation: MysqlCollation, tables: Collection[str], version_table: str) -> None:
        """Take the engine, which may have one connection only, and the names of all tables that MLflow may have."""
        self._engine = engine
        self._collation = collation
        self._names = {*tables, version_table}
        self._version_table = version_table

    def target(self) -> str | None:
        """Return the revision that the upgrade of this copy leads to; None when there is no copy, or half of one."""
        if STATE.name not in self._copies():
            return None
        with self._engine.begin() as db:
            return db.scalar(select(STATE.c.name).where(STATE.c.kind == "target"))

    def tables_of_others(self) -> list[str]:
        """Return the tables of the database that are not MLflow's."""
        present = inspect(self._engine).get_table_names()
        return sorted(set(present).difference(self._names, self._copies()))

    def make(self, target: str) -> None:
        """Copy all tables.

        The database has no revision from the same commit on: no server starts on it, and what is cut off from here on
        is known to be, also where the revision is the target already and only a collation changes.
        """
        tables = self._tables()
        with step(f"copying {len(tables)} tables"), self._session() as db:
            STATE.create(db)
            state: list[dict[str, str | None]] = [
                {"kind": "target", "name": target, "copy": None, "ddl": None},
                {"kind": "default", "name": self._collation.default(), "copy": None, "ddl": None},
            ]
            for number, table in enumerate(tables):
                copy = f"{PREFIX}{number}"
                db.exec_driver_sql(f"CREATE TABLE {copy} LIKE {quoted(table)}")
                copy_rows(db, table, copy)
                ddl = db.exec_driver_sql(f"SHOW CREATE TABLE {quoted(table)}").one()[1]
                state.append({"kind": "table", "name": table, "copy": copy, "ddl": ddl})
            state += [
                {"kind": "trigger", "name": trigger, "copy": None, "ddl": ddl}
                for trigger, ddl in self._triggers(db).items()
            ]
            db.execute(insert(STATE), state)
            if self._version_table in tables:
                db.exec_driver_sql(f"DELETE FROM {quoted(self._version_table)}")
            db.commit()

    def convert(self, tables: Collection[str]) -> None:
        """Give tables the collation, and their triggers too, which remember that of the database."""
        with self._session() as db:
            self._collation.convert(db, tables)
            db.exec_driver_sql("SET SESSION sql_mode = DEFAULT")  # a trigger keeps the mode that it was made in
            for trigger, ddl in self._triggers(db).items():
                db.exec_driver_sql(f"DROP TRIGGER {quoted(trigger)}")
                db.exec_driver_sql(ddl)

    def put_revision_back(self) -> None:
        """Give the database its revision again."""
        with self._engine.begin() as db:
            saved = select(STATE.c.copy).where(STATE.c.kind == "table", STATE.c.name == self._version_table)
            copy = db.execute(saved).scalar()
            if copy:
                db.exec_driver_sql(f"INSERT INTO {quoted(self._version_table)} SELECT * FROM {quoted(copy)}")

    def restore(self) -> None:
        """Replace MLflow's tables by those of the copy. It can be interrupted and run again."""
        with self._engine.begin() as db:
            saved = db.execute(select(STATE)).all()
        # Earlier releases copied the tables of others too, and a restore of theirs may have dropped some.
        present = inspect(self._engine).get_table_names()
        tables = [row for row in saved if row.kind == "table" and (row.name in self._names or row.name not in present)]
        with step(f"bringing back {len(tables)} tables"), self._session() as db:
            # The revision goes first and comes last: where it is the target, the upgrade counts as complete.
            for table in sorted(self._tables(), key=lambda name: name != self._version_table):
                db.exec_driver_sql(f"DROP TABLE {quoted(table)}")
            for row in tables:
                db.exec_driver_sql(row.ddl)
                if row.name != self._version_table:
                    copy_rows(db, row.copy, row.name)
            db.commit()
            for row in saved:
                if row.kind == "default":
                    self._collation.set_default(row.name)
            db.exec_driver_sql("SET SESSION sql_mode = DEFAULT")
            for row in saved:
                if row.kind == "trigger":
                    db.exec_driver_sql(row.ddl)
        self.put_revision_back()
        self.discard()

    def discard(self) -> None:
        """Remove the copy; it is void from the first commit on."""
        copies = self._copies()
        if copies:
            with step("removing the copy"), self._session() as db:
                if STATE.name in copies:
                    db.execute(delete(STATE))
                    db.commit()
                for table in copies:
                    db.exec_driver_sql(f"DROP TABLE {quoted(table)}")

    def _copies(self) -> list[str]:
        numbered = re.compile(rf"{PREFIX}(state|\d+)")
        return [table for table in inspect(self._engine).get_table_names() if numbered.fullmatch(table)]

    def _tables(self) -> list[str]:
        return sorted(self._names.intersection(inspect(self._engine).get_table_names()))

    def _triggers(self, db: Connection) -> dict[str, str]:
        """Return the statements that make the triggers of MLflow's tables.

        Without a definer who is somebody else: only an administrator may name one.
        """
        me = str(db.exec_driver_sql("SELECT CURRENT_USER()").scalar())
        triggers = {}
        for row in db.exec_driver_sql("SHOW TRIGGERS").mappings().all():
            if row["Table"] in self._names:
                ddl = str(db.exec_driver_sql(f"SHOW CREATE TRIGGER {quoted(row['Trigger'])}").one()[2])
                own = row["Definer"] == me
                triggers[row["Trigger"]] = ddl if own else re.sub(r"^CREATE DEFINER=\S+ ", "CREATE ", ddl)
        return triggers

    @contextmanager
    def _session(self) -> Generator[Connection]:
        """Give the connection, as it must be set to move tables one by one and rows with an id of 0."""
        with self._engine.connect().execution_options(no_parameters=True) as db:
            db.exec_driver_sql("SET SESSION foreign_key_checks = 0, sql_mode = 'NO_AUTO_VALUE_ON_ZERO'")
            yield db
            db.exec_driver_sql("SET SESSION foreign_key_checks = DEFAULT, sql_mode = DEFAULT")
            db.commit()


def copy_rows(db: Connection, source: str, target: str) -> None:
    """Copy all rows between two tables of the same columns and commit; raise MigrationError when some are missing."""
    # A generated column takes no value.
    columns = ", ".join(
        quoted(name)
        for name, expression in db.exec_driver_sql(
            "SELECT column_name, generation_expression FROM information_schema.columns"
            f" WHERE table_schema = DATABASE() AND table_name = '{target}' ORDER BY ordinal_position"
        )
        if not expression
    )
    db.exec_driver_sql(f"INSERT INTO {quoted(target)} ({columns}) SELECT {columns} FROM {quoted(source)}")
    db.commit()
    counts = [db.exec_driver_sql(f"SELECT COUNT(*) FROM {quoted(table)}").scalar() for table in (source, target)]
    if counts[0] != counts[1]:
        raise MigrationError(ExitCode.FAILED, f"{source} has {counts[0]} rows, and its copy {target} has {counts[1]}")


def quoted(name: str) -> str:
    """Write a name as an SQL identifier."""
    return "`" + name.replace("`", "``") + "`"
