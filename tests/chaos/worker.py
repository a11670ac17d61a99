"""A share of the runs in a process of its own: `python -m tests.chaos.worker REDIS_URL EMPTY_LEDGER`, a portion a line."""

import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import structlog

from tests.chaos.desk import Home
from tests.chaos.killing import run_killed
from tests.chaos.line_process import LineProcess, line_process
from tests.chaos.pace import PacedLoop
from tests.chaos.run import Report, run_once
from tests.chaos.script import planned
from tests.chaos.table import Tally
from tests.chaos.venue import ChaosVenue, running_venue
from tests.chaos.verdict import Verdict
from tradewind.orders.failpoints import Failpoint

KILLED_OF = 37
"""Of so many seeds one is run with a process that ends at the failpoint by itself."""


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with asyncio.Runner(loop_factory=PacedLoop) as runner:
        runner.run(_serve(sys.argv[1], Path(sys.argv[2])))


def tally_of(answer: dict[str, Any]) -> Tally:
    """Return the tally that a worker wrote."""
    verdict = Verdict(**answer.pop("verdict"))
    return Tally(failpoint=Failpoint(answer.pop("failpoint")), verdict=verdict, **answer)


async def run_portion(
    point: Failpoint, seeds: Sequence[int], redis_url: str, empty: Path, nursery: LineProcess
) -> Tally:
    """Run `seeds` behind one venue, each with an account of its own."""
    tally = Tally(failpoint=point)
    began = time.monotonic()
    async with running_venue([_account(point, seed) for seed in seeds]) as venue:
        for seed in seeds:
            with tempfile.TemporaryDirectory(dir=empty.parent) as name:
                shutil.copy(empty, Path(name) / "ledger.db")
                home = Home(
                    folder=Path(name),
                    venue_url=venue.url,
                    account=_account(point, seed),
                    origin=venue.clock.origin,
                    redis_url=redis_url,
                )
                tally.add(await _one(point, seed, venue, home, nursery))
            venue.faults.clear()
    tally.seconds = time.monotonic() - began
    return tally


async def _one(point: Failpoint, seed: int, venue: ChaosVenue, home: Home, nursery: LineProcess) -> Report:
    plan = planned(point, seed)
    if seed % KILLED_OF == KILLED_OF - 1:
        return await run_killed(plan, venue, home, nursery)
    return await run_once(plan, venue, home.account, home.folder, home.redis_url)


def _account(point: Failpoint, seed: int) -> str:
    return f"{point.replace('_', '')}{seed}"


async def _serve(redis_url: str, empty: Path) -> None:
    async with line_process("tests.chaos.trader") as nursery:
        await nursery.ask(None)
        while line := await asyncio.to_thread(sys.stdin.readline):
            told = json.loads(line)
            tally = await run_portion(Failpoint(told["point"]), told["seeds"], redis_url, empty, nursery)
            sys.stdout.write(json.dumps(asdict(tally)) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
