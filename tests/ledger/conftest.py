from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.clocks import START, FakeClock
from tests.ledger.records import OPENING_CASH, PORTFOLIO
from tradewind.ledger import Ledger, open_ledger


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/ledger.db"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def ledger(url: str, clock: FakeClock) -> AsyncIterator[Ledger]:
    async with open_ledger(url, clock) as opened:
        await opened.portfolios.open(PORTFOLIO, OPENING_CASH, START)
        yield opened
