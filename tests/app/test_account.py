import asyncio
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.brokers.orders import DESK
from tests.orders.desks import opened_ledger
from tradewind.app.account import holding_account
from tradewind.app.clock import SystemClock
from tradewind.app.outside import StartRefused
from tradewind.orders.tenancy import Tenancy, TenancyConfig
from tradewind.settings.process import Launch

QUICK = TenancyConfig(
    lifetime=timedelta(seconds=20),
    renew_every=timedelta(milliseconds=50),
    opening_margin=timedelta(seconds=1),
)


async def test_f70_a_desk_of_another_home_is_refused_and_one_of_the_same_home_follows(tmp_path: Path) -> None:
    clock = SystemClock()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    async with opened_ledger(tmp_path, clock) as ledger:

        def holding(home: str, *roles: str) -> AbstractAsyncContextManager[Tenancy]:
            return holding_account(
                DESK, Launch(home=tmp_path / home, roles=roles), ledger, clock, config=QUICK
            )

        async with holding("one") as first, asyncio.TaskGroup() as tasks:
            keeping = tasks.create_task(first.keep())
            with pytest.raises(
                StartRefused, match=r"is traded by desk, process \d+ on .*stop that desk first"
            ):
                async with holding("two"):
                    pass
            async with holding("two", "web", "analyst") as onlooker:
                assert onlooker.token is None
            keeping.cancel()
        async with holding("two") as second:
            assert second.token == 2
