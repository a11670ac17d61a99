"""Times the rule policy through the whole desk on 5 minute candles: decision, review, orders, simulator, books.

Usage: python -m bench.backtest [--data FOLDER] [--steps 8000] [--rounds 3]   in processor time, so per core. Without a
folder six swaps are drawn.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from bench.figures import Figure, keep
from tests.research.tapes import a_run, a_walk, run_to, write_candles, write_funding
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.ticker import Ticker
from tradewind.research.backtest import Backtest
from tradewind.research.tape import Tape, read_tape

GOAL = 20_000
PRICES = {"BTC": 60_000, "ETH": 2_500, "SOL": 150, "BNB": 600, "DOGE": 20, "XRP": 200}
DRAWN = 10_000


def drawn(folder: Path) -> Path:
    """Write candles of six swaps."""
    for seed, (coin, price) in enumerate(PRICES.items()):
        symbol = Symbol(f"{coin}-USDT-SWAP")
        write_candles(folder, symbol, a_walk(DRAWN, price, seed))
        write_funding(folder, symbol, [0.0001] * (DRAWN // 96 + 1))
    return folder


def timed(tape: Tape, steps: int) -> tuple[float, float, Backtest]:
    """Return the seconds of getting ready and of running, on one core."""
    started = time.process_time()
    run = a_run(tape, "rule")
    ready = time.process_time()
    asyncio.run(run_to(run, run.first + steps))
    return ready - started, time.process_time() - ready, run


def made_tickers(count: int) -> float:
    """Return how many tickers a second one core makes."""
    at = Instant.from_ms(0)
    started = time.process_time()
    for _ in range(count):
        Ticker(
            source="tape",
            exchange_time=at,
            timestamp=at,
            symbol=Symbol("BTC-USDT-SWAP"),
            last_price=1.0,
            bid=1.0,
            ask=1.0,
            volume_24h=None,
            high_24h=None,
            low_24h=None,
            change_24h=None,
            change_pct_24h=None,
        )
    return count / (time.process_time() - started)


def figures(tape: Tape, steps: int, rounds: int) -> list[Figure]:
    """Measure `rounds` times and take the best: what others take from a core is not ours."""
    runs = [timed(tape, steps) for _ in range(rounds)]
    yardstick = max(made_tickers(50_000) for _ in range(rounds))
    _, _, last = runs[-1]
    count = (last.place - last.first) * len(tape.symbols)
    whole = tape.length * len(tape.symbols)
    rates = {
        "backtest, rule policy, 6 swaps": (count / min(run for _, run, _ in runs), f">= {GOAL}"),
        "computing the indicators of a tape": (whole / min(ready for ready, _, _ in runs), None),
    }
    return [
        Figure(
            name=name,
            value=rate,
            unit="candles/s",
            yardstick="tickers made",
            yardstick_value=yardstick,
            goal=goal,
        )
        for name, (rate, goal) in rates.items()
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--steps", type=int, default=8_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        found = read_tape(arguments.data or drawn(Path(scratch)))
    keep("backtest", figures(found, arguments.steps, arguments.rounds))
