"""Empty ledgers of today's schema, copied: to migrate each of them takes longer than most tests of it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.clocks import FakeClock
from tests.postgres import PostgresServer, next_name
from tradewind.ledger import open_ledger

TEMPLATE = "migrated"


def ledger_in(folder: Path, name: str = "ledger.db") -> str:
    """Return the url of the ledger in `folder`; it is made where there is none."""
    file = folder / name
    if not file.exists():
        file.write_bytes(_migrated_file())
    return f"sqlite:///{file}"


def ledger_at(server: PostgresServer) -> str:
    """Return the url of a ledger that nobody has used."""
    _migrate_template(server)
    return server.create(next_name(), TEMPLATE)


@cache
def _migrated_file() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.db"
        _migrate(f"sqlite:///{file}")
        return file.read_bytes()


@cache
def _migrate_template(server: PostgresServer) -> None:
    _migrate(server.create(TEMPLATE))


def _migrate(url: str) -> None:
    """Bring a database to today's schema, in a thread of its own: the test's event loop is running."""

    async def open_and_close() -> None:
        async with open_ledger(url, FakeClock()):
            pass

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, open_and_close()).result()
