"""Brings a database to this version's schema, in one transaction; refuses one from a newer version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select

from tradewind.ledger.database import Database
from tradewind.ledger.errors import SchemaTooNew

MIGRATION_LOCK = 0x7261646577696E64
MIGRATIONS = Path(__file__).parent / "migrations"


async def migrate(database: Database) -> None:
    """Run the missing migrations, all or none; SchemaTooNew, LedgerUnavailable."""
    async with database.writing() as connection:
        await connection.run_sync(_upgrade, database.address)


def _upgrade(connection: Connection, address: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))  # two desks may start at once
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    present = set(MigrationContext.configure(connection).get_current_heads())
    if not present <= known:
        raise SchemaTooNew(
            f"the ledger at {address} has schema {', '.join(sorted(present))}, this version knows up to "
            f"{scripts.get_current_head()}; start the version that wrote it, or restore an older backup"
        )
    if present != {scripts.get_current_head()}:
        command.upgrade(config, "head")
