"""Small folders of candles, and a run over one of them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from tradewind.app.tape_venue import SimulatedTapeVenue
from tradewind.brokers.simulator import SimulatorConfig
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.research.backtest import Backtest
from tradewind.research.backtest_config import BacktestConfig
from tradewind.research.policies import Policy, policy_named
from tradewind.research.tape import STEP_MS, Tape, read_tape

START = Instant.parse("2025-03-01T00:00:00Z")
BTC, ETH = Symbol("BTC-USDT-SWAP"), Symbol("ETH-USDT-SWAP")
PRICES = {BTC: 60_000.0, ETH: 2_500.0}

Candle = tuple[float, float, float, float, float]
"""Open, high, low, close, volume."""


def a_walk(count: int, price: float, seed: int, volatility: float = 0.002) -> list[Candle]:
    """Draw candles that hang together."""
    drawn = np.random.default_rng(seed)
    closes = np.round(price * np.exp(np.cumsum(drawn.normal(0, volatility, count))), 1)
    opens = np.concatenate([[price], closes[:-1]])
    reach = np.round(np.abs(drawn.normal(0, volatility, (2, count))) * price, 1)
    highs, lows = np.maximum(opens, closes) + reach[0], np.minimum(opens, closes) - reach[1]
    return list(
        zip(opens.tolist(), highs.tolist(), lows.tolist(), closes.tolist(), [50.0] * count, strict=True)
    )


def write_candles(
    folder: Path, symbol: Symbol, candles: Sequence[Candle], places: Sequence[int] | None = None
) -> None:
    """Write candles at their places on the grid (None: one after the other)."""
    times = [START.epoch_ms + place * STEP_MS for place in places or range(len(candles))]
    columns = dict(zip(("open", "high", "low", "close", "volume"), zip(*candles, strict=True), strict=True))
    pl.DataFrame({"timestamp": times, **columns}).write_parquet(folder / f"{symbol}_5m.parquet")


def write_funding(folder: Path, symbol: Symbol, rates: Sequence[float]) -> None:
    """Write a rate for every 8 hours from the start."""
    times = [START.epoch_ms + place * 8 * 3600 * 1000 for place in range(len(rates))]
    pl.DataFrame({"timestamp": times, "funding_rate": list(rates)}).write_parquet(
        folder / f"{symbol}_funding.parquet"
    )


def a_folder(folder: Path, count: int = 700, seed: int = 3) -> Path:
    """Write two swaps with their funding."""
    for place, (symbol, price) in enumerate(PRICES.items()):
        write_candles(folder, symbol, a_walk(count, price, seed + place))
        write_funding(folder, symbol, [0.0001 * (1 + turn % 3) for turn in range(count * 5 // 480 + 1)])
    return folder


def a_tape(folder: Path, count: int = 700, seed: int = 3) -> Tape:
    return read_tape(a_folder(folder, count, seed))


def a_run(tape: Tape, policy: Policy | str = "rule", config: BacktestConfig | None = None) -> Backtest:
    """Put a run together on the simulator's venue."""
    decider = policy_named(policy, 7) if isinstance(policy, str) else policy
    chosen = config or BacktestConfig(decider=decider.model, symbols=tape.symbols)
    return Backtest(tape, chosen, decider, SimulatedTapeVenue(SimulatorConfig()))


async def run_to(run: Backtest, place: int | None = None) -> Backtest:
    """Step until `place`, or to the end."""
    while not run.is_done and (place is None or run.place < place):
        await run.step()
    return run


def planted(tape: Tape, symbol: Symbol, place: int, **columns: float) -> Tape:
    """Return the tape with the columns of `symbol` multiplied from `place` on."""
    columns_before = tape.columns[symbol]
    series = {name: getattr(columns_before, name).copy() for name in columns}
    for name, factor in columns.items():
        series[name][place:] *= factor
    return replace(tape, columns={**tape.columns, symbol: replace(columns_before, **series)})
