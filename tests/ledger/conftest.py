"""Every test of the ledger runs on both databases, unless its module names one."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.clocks import START, FakeClock
from tests.ledger.records import OPENING_CASH, PORTFOLIO
from tests.ledgers import ledger_at, ledger_in
from tests.postgres import PostgresServer, new_database, running_postgres
from tradewind.ledger import Ledger, open_ledger


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with running_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield ledger_in(tmp_path)
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = ledger_at(server)
    yield url
    server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where no migration has been."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = new_database(server)
    yield url
    server.drop(url)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def ledger(url: str, clock: FakeClock) -> AsyncIterator[Ledger]:
    async with open_ledger(url, clock) as opened:
        await opened.portfolios.open(PORTFOLIO, OPENING_CASH, START)
        yield opened
