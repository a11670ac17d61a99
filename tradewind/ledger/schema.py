"""Brings a database to this version's schema, in one transaction; refuses one from a newer version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select

from tradewind.ledger.database import Database
from tradewind.ledger.errors import SchemaTooNew, SchemaTooOld

MIGRATION_LOCK = 0x7261646577696E64
MIGRATIONS = Path(__file__).parent / "migrations"


async def migrate(database: Database) -> None:
    """Run the missing migrations, all or none; SchemaTooNew, LedgerUnavailable."""
    async with database.writing() as connection:
        await connection.run_sync(_upgrade, database.address)


async def check(database: Database) -> None:
    """Make sure that a database has this version's schema; SchemaTooOld, SchemaTooNew, LedgerUnavailable."""
    async with database.reading() as connection:
        present, head = await connection.run_sync(_revisions, database.address)
    if present != {head}:
        raise SchemaTooOld(
            f"the ledger at {database.address} has schema {', '.join(sorted(present)) or 'none'}, this version reads "
            f"{head}; start the desk once, which brings it up to date"
        )


def _revisions(connection: Connection, address: str) -> tuple[set[str], str | None]:
    _, scripts = _scripts(connection)
    known = {script.revision for script in scripts.walk_revisions()}
    present = set(MigrationContext.configure(connection).get_current_heads())
    if not present <= known:
        raise SchemaTooNew(
            f"the ledger at {address} has schema {', '.join(sorted(present))}, this version knows up to "
            f"{scripts.get_current_head()}; start the version that wrote it, or restore an older backup"
        )
    return present, scripts.get_current_head()


def _scripts(connection: Connection) -> tuple[Config, ScriptDirectory]:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config, ScriptDirectory.from_config(config)


def _upgrade(connection: Connection, address: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))  # two desks may start at once
    present, head = _revisions(connection, address)
    if present != {head}:
        command.upgrade(_scripts(connection)[0], "head")
