"""F71 with real processes: one is stopped by a signal, another takes the account, the first goes on."""

import asyncio
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from pathlib import Path

from tests.brokers.orders import DESK
from tests.orders.desks import opened_ledger
from tests.orders.frozen_desk import BRISK, RealSeconds
from tradewind.orders.tenancy import Tenancy, Tenant


async def test_f71_a_stopped_process_is_followed_and_sends_nothing_when_it_goes_on(tmp_path: Path) -> None:
    clock = RealSeconds()
    program = (sys.executable, "-m", "tests.orders.frozen_desk", str(tmp_path))
    async with opened_ledger(tmp_path, clock) as ledger:
        frozen = await asyncio.create_subprocess_exec(*program, stdin=PIPE, stdout=DEVNULL, stderr=PIPE)
        try:
            assert frozen.stderr
            assert await frozen.stderr.readline() == b"decided\n"
            frozen.send_signal(signal.SIGSTOP)
            newcomer = Tenancy(ledger, Tenant(account=DESK, name="newcomer", place=""), clock, BRISK)
            await newcomer.take()
            frozen.send_signal(signal.SIGCONT)
            async with asyncio.timeout(30):
                _, said = await frozen.communicate(b"\n")
        finally:
            with suppress(ProcessLookupError):
                frozen.kill()

    first, last = said.decode().splitlines()
    assert first == "rejected, 0 sent"
    assert "the account desk is traded by newcomer" in last
