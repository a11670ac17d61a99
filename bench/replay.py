"""Lets a desk decide on a recorded tape, decides all of it again, and times that; every decision must come out the same.

Usage: python -m bench.replay [--cycles 200] [--tape FOLDER] [--home FOLDER] [--profile]
"""

import argparse
import asyncio
import cProfile
import hashlib
import json
import pstats
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.figures import Figure, keep
from tests.desk_process import running_desk
from tests.recorded import DEFAULT_ROOT
from tests.research.driven import run_cycles
from tradewind.app.clock import SystemClock
from tradewind.app.decision_log import WhatIf, replaying
from tradewind.ledger import read_ledger
from tradewind.research.replay_log import replay_all
from tradewind.settings import Launch, load_settings

ROUNDS = 5
GOAL = ">= 500"


async def replay_home(home: Path) -> tuple[Counter[str], float]:
    """Decide everything again; return what came of it and how many decisions a second of processor time."""
    settings, clock = load_settings(Launch(home=home), {}), SystemClock()
    counts: Counter[str] = Counter()
    async with (
        read_ledger(settings.database_url, clock) as ledger,
        replaying(settings, WhatIf(), clock) as replay,
    ):
        started = time.process_time()
        async for replayed in replay_all(ledger.decisions, replay):
            counts[replayed.result] += 1
            if replayed.difference:
                print(replayed.record.decision_id, replayed.difference)
        return counts, counts.total() / (time.process_time() - started)  # opening the home is not replaying


def yardstick() -> float:
    """Return how many bundles' worth of bytes this machine hashes a second: the same work for every version."""
    content = b"x" * 200_000
    started = time.process_time()
    for _ in range(200):
        hashlib.sha256(content).digest()
    return 200 / (time.process_time() - started)


def main(home: Path, cycles: int, tape: Path, *, is_profiled: bool) -> None:
    if cycles:
        with running_desk(home, "--tape", str(tape)) as desk:
            started = time.monotonic()
            run_cycles(desk, cycles)
            print(f"{cycles} cycles in {time.monotonic() - started:.1f} s")
            with_trades = sum(
                bool(item["client_order_id"])
                for decision in desk.get("/internal/autotrade/v1/decisions?limit=200")["items"]
                for item in decision["items"]
            )
            print(json.dumps({"orders of the last 200 decisions": with_trades}))
    rounds = [asyncio.run(replay_home(home)) for _ in range(ROUNDS)]
    print(dict(rounds[0][0]))
    rates = [rate for _, rate in rounds]
    print("rates", [round(rate) for rate in rates])
    keep(
        "replay",
        [
            Figure(
                name=f"{rounds[0][0].total()} decisions replayed from the record, per core",
                value=statistics.median(rates),
                unit="1/s",
                yardstick="hashing 200 kB",
                yardstick_value=yardstick(),
                goal=GOAL,
            )
        ],
    )
    assert all(set(counts) <= {"identical"} for counts, _ in rounds), "a decision came out different"
    if is_profiled:
        profile = cProfile.Profile()
        profile.runcall(lambda: asyncio.run(replay_home(home)))
        pstats.Stats(profile).sort_stats("tottime").print_stats(35)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=200)
    parser.add_argument("--tape", type=Path, default=DEFAULT_ROOT / "candles" / "swap")
    parser.add_argument("--home", type=Path, help="a home with decisions; 0 cycles replay what is there")
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        main(
            arguments.home or Path(folder) / "home",
            arguments.cycles,
            arguments.tape,
            is_profiled=arguments.profile,
        )
