"""Times a decision without its model: from the account and the bundle of six symbols to the committed record.

A canned answer stands in for the model; the market changes before every cycle, so that no input is on record yet.
The cycle runs on the event loop that a desk runs on.
Usage: python -m bench.decision_overhead [--cycles 200] [--profile]
"""

import argparse
import cProfile
import json
import pstats
import random
import sqlite3
import statistics
import tempfile
import time
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import structlog
import uvloop

from bench.figures import Figure, keep, percentile
from tests.cycle.desk import CycleDesk, a_desk
from tests.decision.markets import SIX, a_ticker, a_window, an_order_book, indicators
from tests.fakes.chat_server import decides
from tradewind.app.clock import SystemClock
from tradewind.bus import keys
from tradewind.bus.cache import Batch, Cache
from tradewind.cycle.ports import Ports
from tradewind.cycle.trade import TradeCycle
from tradewind.decision.decide import Decider
from tradewind.decision.prompt import load_texts
from tradewind.domain.account import EquityPoint
from tradewind.domain.candle import CandleWindow, Timeframe
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.decision import ModelCall, Trigger
from tradewind.domain.ids import DecisionId
from tradewind.portfolio import AccountReader

GOAL_MS = 25
ANSWER = json.dumps(
    {
        "reasoning": "The figures do not speak clearly.",
        "decisions": [
            {"symbol": symbol, "action": "no_entry", "rationale": "RSI near 55 and no trend"}
            for symbol in SIX
        ],
    }
)


class Canned:
    """A model that answers at once and always the same."""

    model = "canned"

    async def ask(
        self, system_prompt: str, user_prompt: str, earlier: tuple[ModelCall, ...] = ()
    ) -> tuple[ModelCall, ...]:
        """Return the answer."""
        call = ModelCall(
            model=self.model,
            system_prompt=system_prompt,
            user_prompt=user_prompt,
            raw_answer=ANSWER,
            reasoning_content=None,
            prompt_tokens=4000,
            completion_tokens=400,
            cost_usd=Decimal("0.001"),
            latency_ms=0,
            error=None,
        )
        return (*earlier, call)


class Counted:
    """Ids in their order."""

    def __init__(self) -> None:
        self._count = 0

    def decision_id(self) -> DecisionId:
        """Return the next one."""
        self._count += 1
        return DecisionId(f"bench{self._count:06d}")


def moved(window: CandleWindow, share: float) -> CandleWindow:
    """Return the window with a last candle of its own."""
    rows = window.candles
    last = (*rows[-1][:4], rows[-1][4] * share, rows[-1][5])
    return replace(window, candles=(*rows[:-1], last))


async def write_market(cache: Cache, now: Instant, draw: random.Random) -> None:
    """Write six instruments whose every value differs from the last ones."""
    batch = Batch(keys.Source.MARKET_DATA)
    for symbol in SIX:
        share = 1 + draw.uniform(-0.001, 0.001)
        price = 60_000 * share
        batch.put(
            keys.TICKER.at(symbol),
            a_ticker(now, symbol, last_price=price, bid=price - 0.1, ask=price + 0.1),
        )
        book = an_order_book(
            now,
            symbol,
            bids=tuple((price - 0.1 - n, draw.uniform(0.1, 9)) for n in range(20)),
            asks=tuple((price + 0.1 + n, draw.uniform(0.1, 9)) for n in range(20)),
        )
        batch.put(keys.ORDER_BOOK.at(symbol), book)
        batch.put(keys.CANDLES_15M.at(symbol), moved(a_window(now, symbol), share))
        batch.put(keys.CANDLES_1H.at(symbol), moved(a_window(now, symbol, Timeframe.H1, 100), share))
        batch.put(keys.INDICATORS.at(symbol), indicators(now, symbol))
    await cache.write(batch)


def wired(desk: CycleDesk, clock: Clock) -> tuple[TradeCycle, Cache]:
    """Return a cycle on real time beside the desk's own parts."""
    cache = Cache(desk.redis, clock)
    ports: Ports = replace(
        desk.ports,
        cache=cache,
        clock=clock,
        ids=Counted(),
        accounts=AccountReader(desk.ledger, cache, clock),
        decider=Decider(Canned(), load_texts("v2")),
    )
    return TradeCycle(ports, desk.mandate), cache


async def add_a_day(desk: CycleDesk, now: Instant) -> None:
    """Give the desk the equity curve of a day, a point a minute."""
    for minute in range(1440, 0, -1):
        at = Instant.from_ms(now.epoch_ms - minute * 60_000)
        await desk.ledger.equity.add(desk.mandate.portfolio_id, EquityPoint(time=at, equity=Decimal(100_000)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """What one cycle took, in milliseconds."""

    wall: float
    processor: float
    """Of every thread, SQLite's too; says less than `wall` about disks, and more where others use the machine."""


async def measure(cycles: int, folder: Path, profile: cProfile.Profile | None) -> list[Took]:
    """Return what each cycle took."""
    clock, draw = SystemClock(), random.Random(1)  # noqa: S311 -- prices of a bench
    async with a_desk(folder, decides(), symbols=SIX) as desk:
        cycle, cache = wired(desk, clock)
        await add_a_day(desk, clock.now())
        took = []
        for number in range(cycles + 10):
            await write_market(cache, clock.now(), draw)
            if profile is not None and number == 10:
                profile.enable()
            started, worked = time.perf_counter(), time.process_time()
            outcome = await cycle.run(Trigger.SCHEDULE)
            worked, ended = time.process_time() - worked, time.perf_counter()
            took.append(Took(wall=(ended - started) * 1000, processor=worked * 1000))
            if outcome != "decided":
                raise SystemExit(f"the cycle ended {outcome}")
        if profile is not None:
            profile.disable()
        return took[10:]


def durable_commits(folder: Path, rounds: int) -> list[float]:
    """Return what an empty durable commit takes here, in milliseconds."""
    connection = sqlite3.connect(folder / "yardstick.db", isolation_level=None)
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=full")
    connection.execute("create table t (n integer)")
    took = []
    for n in range(rounds):
        started = time.perf_counter()
        connection.execute("begin immediate")
        connection.execute("insert into t values (?)", (n,))
        connection.execute("commit")
        took.append((time.perf_counter() - started) * 1000)
    connection.close()
    return took


def main(cycles: int, *, is_profiled: bool) -> None:
    """Measure, print and keep."""
    profile = cProfile.Profile() if is_profiled else None
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        took = uvloop.run(measure(cycles, folder, profile))
        commits = durable_commits(folder, cycles)
    if profile is not None:
        pstats.Stats(profile).sort_stats("tottime").print_stats(45)
        return
    wall, processor = [each.wall for each in took], [each.processor for each in took]
    figures = [
        Figure(
            name=f"decision without its model, 6 symbols, {name}",
            value=value,
            unit="ms",
            yardstick="one durable commit, same share",
            yardstick_value=commit,
            goal=goal,
        )
        for name, value, commit, goal in (
            ("median", statistics.median(wall), statistics.median(commits), None),
            ("p95", percentile(wall, 0.95), percentile(commits, 0.95), f"< {GOAL_MS}"),
            ("best", min(wall), min(commits), None),
            ("processor time, median", statistics.median(processor), statistics.median(commits), None),
        )
    ]
    keep("decision_overhead", figures)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=200)
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    main(arguments.cycles, is_profiled=arguments.profile)
