"""`make chaos SEEDS=200`: every failpoint with every seed, then a share of them with a process that is really killed."""

import argparse
import asyncio
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.chaos.desk import an_empty_ledger
from tests.chaos.line_process import line_process
from tests.chaos.table import Tally, last_line, lines
from tests.chaos.worker import tally_of
from tests.valkey import running_valkey
from tradewind.orders.failpoints import Failpoint

PORTION = 10
"""Runs behind one venue: it settles the accounts of all of them with every request."""
MEMORY = Path("/dev/shm")
"""Processes are killed here, never the machine: nothing has to reach a disk."""

FOLDER = "tradewind-chaos-"


def main() -> None:
    reader = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    reader.add_argument("--seeds", type=int, default=200, help="runs a failpoint")
    reader.add_argument("--first", type=int, default=0, help="the first seed")
    reader.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes; as many as cores")
    reader.add_argument("--failpoint", choices=list(Failpoint), action="append", help="only these")
    chosen = reader.parse_args()
    if chosen.jobs < 1 or chosen.seeds < 1:
        reader.error(f"--jobs and --seeds must be at least 1, were {chosen.jobs} and {chosen.seeds}")
    seeds = range(chosen.first, chosen.first + chosen.seeds)
    points = [Failpoint(p) for p in chosen.failpoint or Failpoint]
    for end in (signal.SIGINT, signal.SIGTERM):  # also where a shell has its background ignore them
        signal.signal(end, signal.default_int_handler)
    began = time.monotonic()
    try:
        tallies = asyncio.run(chaos(points, seeds, chosen.jobs, _swept(MEMORY)))
    except KeyboardInterrupt:
        sys.exit(130)
    took = f"{len(points) * len(seeds)} runs in {time.monotonic() - began:.0f} s, {chosen.jobs} at a time"
    sys.stdout.write("\n".join([*lines(tallies), took, last_line(tallies)]) + "\n")
    sys.exit(0 if all(tally.verdict.is_clean for tally in tallies) else 1)


async def chaos(failpoints: Sequence[Failpoint], seeds: range, jobs: int, place: Path | None) -> list[Tally]:
    """Run everything, `jobs` runs at a time, and return what came of it, one tally a failpoint.

    Everything is written below `place`; None: where the machine keeps what is temporary.
    """
    tallies = {point: Tally(failpoint=point) for point in failpoints}
    portions = deque((point, portion) for point in failpoints for portion in _portions(seeds))
    with tempfile.TemporaryDirectory(prefix=f"{FOLDER}{os.getpid()}-", dir=place) as name:
        empty = Path(name) / "empty.db"
        await an_empty_ledger(empty)
        async with running_valkey(Path(name)) as redis_url, asyncio.TaskGroup() as tasks:
            for _ in range(min(jobs, len(portions))):
                tasks.create_task(_work(portions, tallies, len(seeds), redis_url, empty))
    return list(tallies.values())


async def _work(
    portions: deque[tuple[Failpoint, range]],
    tallies: dict[Failpoint, Tally],
    runs: int,
    redis_url: str,
    empty: Path,
) -> None:
    async with line_process("tests.chaos.worker", redis_url, str(empty)) as worker:
        while portions:
            point, seeds = portions.popleft()
            part = tally_of(await worker.ask({"point": point, "seeds": list(seeds)}))
            tally = tallies[point]
            tally.merge(part)
            told = [*part.verdict.notes, *(lines([tally])[-1:] if tally.runs == runs else ())]
            sys.stderr.write("".join(f"{line}\n" for line in told))


def _swept(memory: Path) -> Path | None:
    """Remove what killed runs left in `memory`, and return it; None where the machine has none."""
    if not memory.is_dir():
        return None
    for left in memory.glob(f"{FOLDER}*-*"):
        if not Path(f"/proc/{left.name.removeprefix(FOLDER).partition('-')[0]}").exists():
            shutil.rmtree(left, ignore_errors=True)
    return memory


def _portions(seeds: range) -> Iterator[range]:
    for first in range(seeds.start, seeds.stop, PORTION):
        yield range(first, min(first + PORTION, seeds.stop))


if __name__ == "__main__":
    main()
