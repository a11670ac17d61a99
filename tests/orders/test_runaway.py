"""What an earlier run sent counts, once."""

from pathlib import Path

from tests.brokers.orders import a_close, an_order
from tests.clocks import FakeClock
from tests.orders.desks import opened_ledger
from tradewind.domain.ids import ClientOrderId
from tradewind.orders.kill_switch import KillSwitch
from tradewind.orders.runaway import RunawayCaps, RunawayGuard


async def test_f80_orders_of_an_earlier_run_count_beside_the_closes_of_this_one(tmp_path: Path) -> None:
    clock = FakeClock()
    async with opened_ledger(tmp_path, clock) as ledger:
        switch = KillSwitch(tmp_path / "kill-switch.json", ledger, clock)
        guard = RunawayGuard(RunawayCaps(orders_per_minute=3), switch, clock)
        assert guard.admit(a_close()) is None
        for _ in range(2):  # recovery may be tried more than once
            guard.remember(3)

        assert guard.admit(an_order(client_order_id=ClientOrderId("more"))) is not None
        assert switch.state == "reducing"


async def test_f80_the_close_of_this_run_is_not_counted_twice(tmp_path: Path) -> None:
    clock = FakeClock()
    async with opened_ledger(tmp_path, clock) as ledger:
        switch = KillSwitch(tmp_path / "kill-switch.json", ledger, clock)
        guard = RunawayGuard(RunawayCaps(orders_per_minute=3), switch, clock)
        assert guard.admit(a_close()) is None
        guard.remember(2)

        assert guard.admit(an_order(client_order_id=ClientOrderId("more"))) is None
