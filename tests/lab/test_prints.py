"""Trades and the candles that they make."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tests.lab.tapes import FlatTape
from tests.recorded import recorded_root
from tradewind_lab.bars import BLOCK_S, Block, Whole
from tradewind_lab.market import Market
from tradewind_lab.prints import trades
from tradewind_lab.quotes import Candle, Trade
from tradewind_lab.reel import Reel
from tradewind_lab.tape.generator import GeneratedTape
from tradewind_lab.tape.recorded import open_folder

HOUR_S = 3600
GENERATED = Market(Reel(GeneratedTape(seed=7), shift_ms=0))
BEGIN_S = GENERATED.begins_ms // 1000


class ThinTape(FlatTape):
    """BTC with few units of volume a minute: none, one, or just enough to touch every price."""

    def block(self, symbol: str, number: int) -> Block:
        assert symbol == "BTC-USDT-SWAP"
        assert number >= 0
        minutes = np.arange(BLOCK_S // 60)
        opened, closed = 1_000 + minutes % 5, 1_000 + (minutes + 3) % 5
        moves = minutes % 4 == 3
        high = np.where(moves, np.maximum(opened, closed) + 2, opened)
        low = np.where(moves, np.minimum(opened, closed) - 2, opened)
        candles: Whole = np.stack(
            (opened, high, low, np.where(moves, closed, opened), 4 * moves + minutes % 3 % 2)
        )
        legs = np.full(BLOCK_S // 60, 60, dtype=np.int64)
        return Block(step_s=60, candles=candles, leg_seconds=legs, legs=candles)


def compacted(
    every: Iterable[Trade], contract_value: Decimal, *, step_ms: int = 60_000
) -> dict[int, tuple[Decimal, ...]]:
    """Join trades by the minute, or another step, into open, high, low, close and coins."""
    minutes: dict[int, list[Trade]] = defaultdict(list)
    for one in every:
        minutes[one.at_ms // step_ms * step_ms].append(one)
    return {
        minute: (
            found[0].price,
            max(one.price for one in found),
            min(one.price for one in found),
            found[-1].price,
            sum((one.size for one in found), Decimal(0)) * contract_value,
        )
        for minute, found in minutes.items()
    }


def told(candle: Candle) -> tuple[Decimal, ...]:
    return candle.open, candle.high, candle.low, candle.close, candle.volume


@pytest.mark.parametrize("symbol", GENERATED.symbols)
def test_trades_of_a_minute_make_its_candle_exactly(symbol: str) -> None:
    instrument, end_s = GENERATED.instrument(symbol), BEGIN_S + 10 * HOUR_S
    every = trades(GENERATED.reel, instrument, end_s - 3 * HOUR_S, end_s - 1)

    made = compacted(every, instrument.contract_value)

    candles = GENERATED.candles(symbol, "1m", 180, at_ms=end_s * 1000 - 1)
    assert made == {one.open_ms: told(one) for one in candles}


@pytest.mark.parametrize("second", [0, 1, 17, 59])
def test_trades_so_far_make_the_open_candle(second: int) -> None:
    symbol, minute_s = GENERATED.symbols[0], BEGIN_S + HOUR_S
    instrument = GENERATED.instrument(symbol)

    made = compacted(
        trades(GENERATED.reel, instrument, minute_s, minute_s + second), instrument.contract_value
    )

    [candle] = GENERATED.candles(symbol, "1m", 1, at_ms=(minute_s + second) * 1000 + 999)
    assert made == {candle.open_ms: told(candle)}


def test_a_thin_tape_is_made_of_trades_where_anything_was_traded() -> None:
    market = Market(Reel(ThinTape(), shift_ms=0))
    instrument = market.instrument(market.symbols[0])

    made = compacted(trades(market.reel, instrument, 0, HOUR_S - 1), instrument.contract_value)

    candles = market.candles(instrument.symbol, "1m", 60, at_ms=HOUR_S * 1000 - 1)
    assert made == {one.open_ms: told(one) for one in candles if one.volume}


def test_ids_rise_and_sizes_are_whole_lots() -> None:
    instrument = GENERATED.instrument("ETH-USDT-SWAP")

    every = list(trades(GENERATED.reel, instrument, BEGIN_S, BEGIN_S + 600))

    ids = [one.trade_id for one in every]
    assert ids == sorted(set(ids))
    assert all(one.size > 0 and one.size % instrument.lot_size == 0 for one in every)


@pytest.mark.recorded
@pytest.mark.parametrize("timeframe", ["1m", "5m"])
def test_trades_make_the_recorded_candles_exactly(timeframe: str, tmp_path: Path) -> None:
    symbol, step_ms = "DOGE-USDT-SWAP", {"1m": 60_000, "5m": 300_000}[timeframe]
    recorded = recorded_root() / "candles" / "swap" / f"{symbol}_{timeframe}.parquet"
    (tmp_path / recorded.name).symlink_to(recorded)
    market = Market(Reel(open_folder(tmp_path, seed=3), shift_ms=0))
    instrument, begin_s = market.instrument(symbol), market.begins_ms // 1000 + 5 * HOUR_S

    every = trades(market.reel, instrument, begin_s, begin_s + 4 * HOUR_S - 1)
    made = compacted(every, instrument.contract_value, step_ms=step_ms)

    frame = pl.read_parquet(recorded).filter(pl.col.timestamp.is_between(min(made), max(made)))
    assert frame.height == len(made) == 4 * HOUR_S * 1000 // step_ms
    for stamp, *values in frame.select("timestamp", *("open", "high", "low", "close", "volume")).iter_rows():
        assert [float(one) for one in made[stamp]] == values
