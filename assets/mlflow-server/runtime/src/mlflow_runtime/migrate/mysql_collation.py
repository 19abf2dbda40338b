"""How a MySQL database compares names: by their bytes, so that `lr` and `LR`, `e` and `é`, `a` and `a ` are two.

By default MySQL takes such names for the same one, which no other database of MLflow's does.
"""

import re
from collections.abc import Collection, Generator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, Table, bindparam, event, text
from sqlalchemy.exc import DBAPIError

from mlflow_runtime.migrate.log import say, step

CANDIDATES = ("utf8mb4_0900_bin", "utf8mb4_nopad_bin", "utf8mb4_bin")
"""That of MySQL since 8.0, that of MariaDB, and one of both that overlooks trailing spaces; the first one there is."""


class MysqlCollation:
    """The collation that MLflow's tables are to have."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine, which may have one connection only."""
        self._engine = engine
        with engine.begin() as db:
            statement = text("SELECT collation_name FROM information_schema.collations WHERE collation_name IN :names")
            found = set(db.scalars(statement.bindparams(bindparam("names", CANDIDATES, expanding=True))))
        self.name = next(name for name in CANDIDATES if name in found)

    def other_tables(self, tables: Collection[str]) -> list[str]:
        """Return those of some tables that have another collation, or a column that has.

        MariaDB's JSON is a LONGTEXT with utf8mb4_bin (https://mariadb.com/kb/en/json/), and holds no names.
        """
        statement = text(
            "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()"
            " AND table_name IN :tables AND table_collation <> :collation"
            " UNION SELECT table_name FROM information_schema.columns WHERE table_schema = DATABASE()"
            " AND table_name IN :tables AND collation_name <> :collation"
            " AND NOT (data_type = 'longtext' AND collation_name = 'utf8mb4_bin') ORDER BY 1"
        ).bindparams(bindparam("tables", list(tables), expanding=True), collation=self.name)
        with self._engine.begin() as db:
            return list(db.scalars(statement))

    def referring_tables(self, tables: Collection[str]) -> list[str]:
        """Return the tables of others with a foreign key to a text column of ours: both must have one collation."""
        statement = text(
            "SELECT DISTINCT k.table_name FROM information_schema.key_column_usage k JOIN information_schema.columns c"
            " ON c.table_schema = k.referenced_table_schema AND c.table_name = k.referenced_table_name"
            " AND c.column_name = k.referenced_column_name"
            " WHERE k.referenced_table_schema = DATABASE() AND k.referenced_table_name IN :tables"
            " AND NOT (k.table_schema = DATABASE() AND k.table_name IN :tables)"
            " AND c.collation_name IS NOT NULL ORDER BY 1"
        ).bindparams(bindparam("tables", list(tables), expanding=True))
        with self._engine.begin() as db:
            return list(db.scalars(statement))

    def default(self) -> str:
        """Return the collation that new tables of the database get."""
        with self._engine.begin() as db:
            return str(db.execute(text("SELECT @@collation_database")).scalar_one())

    def set_default(self, name: str | None = None) -> None:
        """Give new tables of the database that collation, or another one, where the account may."""
        name = name or self.name
        if self.default() == name:
            return
        charset = name.partition("_")[0]
        try:
            with self._engine.begin() as db:
                db.exec_driver_sql(f"ALTER DATABASE CHARACTER SET {charset} COLLATE {name}")
        except DBAPIError as error:  # a right on the database is wanted, not on its tables: and only tools need it
            say(f"the collation of the database stays {self.default()}, not {name}: {error.orig}")

    @contextmanager
    def of_new_tables(self) -> Generator[None]:
        """Give it to every table that MLflow creates meanwhile, whatever the database's own is."""

        def set_collation(table: Table, _: Connection, **__: object) -> None:
            table.kwargs.update(mysql_default_charset="utf8mb4", mysql_collate=self.name)

        event.listen(Table, "before_create", set_collation)
        try:
            yield
        finally:
            event.remove(Table, "before_create", set_collation)

    def convert(self, db: Connection, tables: Collection[str]) -> None:
        """Convert tables. Foreign key checks must be off on the connection: both sides of a key change one by one.

        MariaDB refuses to change a column of a key even so; there the keys are dropped, and added at the end.
        """
        keys = _foreign_keys(db, tables) if getattr(db.dialect, "is_mariadb", False) else {}
        with step(f"converting {len(tables)} tables to {self.name}"):
            for table, definitions in keys.items():
                drops = ", ".join(f"DROP FOREIGN KEY {name}" for name in definitions)
                db.exec_driver_sql(f"ALTER TABLE `{table}` {drops}")
            for table in tables:
                db.exec_driver_sql(f"ALTER TABLE `{table}` CONVERT TO CHARACTER SET utf8mb4 COLLATE {self.name}")
            for table, definitions in keys.items():
                adds = ", ".join(f"ADD {definition}" for definition in definitions.values())
                db.exec_driver_sql(f"ALTER TABLE `{table}` {adds}")


def _foreign_keys(db: Connection, tables: Collection[str]) -> dict[str, dict[str, str]]:
    """Return the definitions of foreign keys, by table and name."""
    keys = {}
    for table in tables:
        definition = str(db.exec_driver_sql(f"SHOW CREATE TABLE `{table}`").one()[1])
        found = re.findall(r"^ *(CONSTRAINT (`[^`]+`) FOREIGN KEY .*?),?$", definition, re.MULTILINE)
        if found:
            keys[table] = {name: key for key, name in found}
    return keys
