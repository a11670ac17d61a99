"""With a recorded tape, the cached candles and the banner's prices are the tape's."""

import json
from pathlib import Path

import polars as pl
import pytest
import redis

from tests.desk_process import running_desk
from tests.recorded import recorded_root
from tradewind.bus.codec import decode
from tradewind.bus.keys import CANDLES_1H, CANDLES_15M, SymbolKey
from tradewind.domain.candle import CandleRow, CandleWindow
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol

pytestmark = [pytest.mark.e2e, pytest.mark.recorded, pytest.mark.timeout(600)]

GRID_MS = 8 * 3_600_000
MINUTE_MS = 60_000


def tape_candles(path: Path, minutes: int) -> dict[int, tuple[float, ...]]:
    """Aggregate 5 minute candles by open time."""
    length = minutes * MINUTE_MS
    grouped = (
        pl.read_parquet(path)
        .with_columns((pl.col("timestamp") // length * length).alias("start"))
        .group_by("start", maintain_order=True)
        .agg(
            pl.col("open").first(),
            pl.col("high").max(),
            pl.col("low").min(),
            pl.col("close").last(),
            pl.col("volume").sum(),
        )
    )
    return {row[0]: row[1:] for row in grouped.iter_rows()}


def cached(server: redis.Redis, row: SymbolKey[CandleWindow], symbol: Symbol) -> tuple[CandleRow, ...]:
    key = row.at(symbol)
    content = server.get(key.name)
    assert isinstance(content, bytes), key.name
    return decode(content, key.kind).confirmed


def test_cached_candles_and_prices_equal_the_tape(tmp_path: Path) -> None:
    folder = recorded_root() / "candles" / "swap"
    files = sorted(folder.glob("*-USDT-SWAP_5m.parquet"))
    assert files, f"no five minute candles in {folder}"
    with (
        running_desk(tmp_path / "home", "--tape", str(folder)) as desk,
        redis.Redis.from_url(desk.redis_url) as server,
    ):
        shift_ms = json.loads((desk.home / "lab" / "tape.json").read_text())["shift_ms"]
        assert shift_ms % GRID_MS == 0
        prices = desk.get("/api/market/v1/prices")["data"]
        for file in files:
            symbol = Symbol(file.name.removesuffix("_5m.parquet"))
            for row, minutes, count in ((CANDLES_15M, 15, 49), (CANDLES_1H, 60, 99)):
                tape = tape_candles(file, minutes)
                window = cached(server, row, symbol)
                assert len(window) == count
                for opened_at, *values in window:
                    assert values[:4] == list(tape[opened_at - shift_ms][:4])
                    assert values[4] == pytest.approx(tape[opened_at - shift_ms][4], rel=1e-9)
            stamped = Instant.parse(prices[symbol]["exchange_time"]).epoch_ms - shift_ms
            _, high, low, *_ = tape_candles(file, 5)[stamped // (5 * MINUTE_MS) * 5 * MINUTE_MS]
            assert low <= prices[symbol]["price"] <= high
