"""A desk that holds an account, is frozen, and then carries out what it had decided; run as a program by a test."""

import asyncio
import ctypes
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

from tests.brokers.orders import DESK
from tests.clocks import FakeClock
from tests.fakes.broker import ScriptedBroker
from tests.orders.desks import DECISION, an_opening, opened_ledger
from tests.orders.test_tenancy import an_execution_of
from tradewind.bus.server_program import PR_SET_PDEATHSIG
from tradewind.orders.tenancy import AccountTaken, Tenancy, TenancyConfig, Tenant

SECOND = timedelta(seconds=1)
BRISK = TenancyConfig(lifetime=3 * SECOND, renew_every=SECOND, opening_margin=SECOND)


class RealSeconds(FakeClock):
    """The day stands still, so that no decision gets too old; seconds pass."""

    def monotonic(self) -> float:
        return time.monotonic()


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


async def decide_freeze_trade(folder: Path) -> None:
    clock = RealSeconds()
    broker = ScriptedBroker(clock)
    async with opened_ledger(folder, clock) as ledger:
        tenancy = Tenancy(ledger, Tenant(account=DESK, name="the frozen desk", place=""), clock, BRISK)
        await tenancy.take()
        opening = an_opening()
        say("decided")
        sys.stdin.readline()  # the freeze comes here
        record = await an_execution_of(tenancy, ledger, broker, clock).execute(opening, DECISION)
        say(f"{record.state}, {len(broker.placed)} sent")
        try:
            await tenancy.keep()
        except AccountTaken as e:
            say(str(e))


def end_with_the_test() -> None:
    """A stopped process hears of nothing but SIGKILL."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    end_with_the_test()
    asyncio.run(decide_freeze_trade(Path(sys.argv[1])))
