"""`make chaos SEEDS=200`: every failpoint with every seed, then a share of them with a process that is really killed."""

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import structlog

from tests.chaos.desk import an_empty_ledger
from tests.chaos.killing import run_killed
from tests.chaos.run import Report, run_once
from tests.chaos.script import planned
from tests.chaos.table import Tally, last_line, lines
from tests.chaos.venue import ChaosVenue, running_venue
from tests.valkey import running_valkey
from tradewind.orders.failpoints import Failpoint

PORTION = 100
"""Runs behind one venue: its records are read whole for every verdict."""
KILLED_OF = 37
"""Of so many seeds one is run with a process that ends at the failpoint by itself."""


def main() -> None:
    reader = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    reader.add_argument("--seeds", type=int, default=200, help="runs a failpoint")
    reader.add_argument("--first", type=int, default=0, help="the first seed")
    reader.add_argument("--failpoint", choices=list(Failpoint), action="append", help="only these")
    chosen = reader.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    seeds = range(chosen.first, chosen.first + chosen.seeds)
    tallies = asyncio.run(chaos([Failpoint(p) for p in chosen.failpoint or Failpoint], seeds))
    sys.stdout.write("\n".join([*lines(tallies), last_line(tallies)]) + "\n")
    sys.exit(0 if all(tally.verdict.is_clean for tally in tallies) else 1)


async def chaos(failpoints: list[Failpoint], seeds: range) -> list[Tally]:
    """Run everything and return what came of it, one tally a failpoint."""
    with tempfile.TemporaryDirectory(prefix="chaos") as name:
        folder = Path(name)
        empty = folder / "empty.db"
        await an_empty_ledger(empty)
        async with running_valkey(folder) as redis_url:
            return [await _all_of(point, seeds, empty, redis_url) for point in failpoints]


async def _all_of(point: Failpoint, seeds: range, empty: Path, redis_url: str) -> Tally:
    tally = Tally(failpoint=point)
    began = time.monotonic()
    for portion in _portions(seeds):
        async with running_venue([_account(point, seed) for seed in portion]) as venue:
            for seed in portion:
                with tempfile.TemporaryDirectory(dir=empty.parent) as home:
                    shutil.copy(empty, Path(home) / "ledger.db")
                    is_real = seed % KILLED_OF == KILLED_OF - 1
                    tally.add(await _one(point, seed, venue, Path(home), redis_url, is_real=is_real))
                venue.faults.clear()
    tally.seconds = time.monotonic() - began
    sys.stderr.write("\n".join([*tally.verdict.notes, lines([tally])[-1]]) + "\n")
    return tally


async def _one(
    point: Failpoint, seed: int, venue: ChaosVenue, home: Path, redis_url: str, *, is_real: bool
) -> Report:
    runner = run_killed if is_real else run_once
    return await runner(planned(point, seed), venue, _account(point, seed), home, redis_url)


def _account(point: Failpoint, seed: int) -> str:
    return f"{point.replace('_', '')}{seed}"


def _portions(seeds: range) -> Iterator[range]:
    for first in range(seeds.start, seeds.stop, PORTION):
        yield range(first, min(first + PORTION, seeds.stop))


if __name__ == "__main__":
    main()
