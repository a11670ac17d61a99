"""The historian keeps what the cache has confirmed, once, and never asks a venue."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.clocks import START, FakeClock
from tests.valkey import running_valkey
from tests.waiting import eventually
from tradewind.bus.cache import Batch, Cache
from tradewind.bus.connection import BusClient, connect
from tradewind.bus.keys import CANDLES_1M, CANDLES_15M, SPOT_CANDLES, Source
from tradewind.domain.candle import CandleRow, CandleWindow, Timeframe
from tradewind.domain.instrument import Symbol
from tradewind.market.history import CandleHistory, Series
from tradewind.market.history.historian import Historian, HistoryConfig

BTC = Symbol("BTC-USDT-SWAP")
SERIES = Series(venue="okx", symbol=BTC, timeframe=Timeframe.M15)
QUARTER_MS = 15 * 60_000
FIRST_MS = START.epoch_ms // QUARTER_MS * QUARTER_MS


def rows(start: int, count: int) -> tuple[CandleRow, ...]:
    return tuple(
        (FIRST_MS + place * QUARTER_MS, 100.0, 110.0, 90.0, 101.0, 5.0)
        for place in range(start, start + count)
    )


def a_window(candles: tuple[CandleRow, ...], timeframe: Timeframe = Timeframe.M15) -> CandleWindow:
    return CandleWindow(
        source="okx",
        exchange_time=None,
        timestamp=START,
        symbol=BTC,
        timeframe=timeframe,
        limit=len(candles),
        candles=candles,
        preceding=None,
    )


async def cached(cache: Cache, candles: tuple[CandleRow, ...]) -> None:
    batch = Batch(Source.MARKET_DATA)
    batch.put(CANDLES_15M.at(BTC), a_window(candles))
    await cache.write(batch)


def rows_of(timeframe: Timeframe, count: int, *, end_ms: int = START.epoch_ms) -> tuple[CandleRow, ...]:
    """The newest `count` candles; the last one is open at `end_ms`."""
    step = int(timeframe.length.total_seconds() * 1000)
    first = end_ms // step * step - (count - 1) * step
    return tuple((first + place * step, 100.0, 110.0, 90.0, 101.0, 5.0) for place in range(count))


async def test_confirmed_candles_are_kept_once_and_the_open_one_never(tmp_path: Path) -> None:
    async with running_valkey(tmp_path) as url:
        redis = connect(url)
        clock = FakeClock()
        cache, history = Cache(redis, clock), CandleHistory(tmp_path / "history")
        historian = Historian(cache, history, clock, HistoryConfig(symbols=(BTC,)))
        await cached(cache, rows(0, 5))

        assert await historian.look() == 4
        assert await historian.look() == 0
        await cached(cache, rows(2, 5))
        assert await historian.look() == 2

        assert history.read(SERIES) == list(rows(0, 6))
        await redis.aclose()


async def test_a_restart_continues_where_the_files_end(tmp_path: Path) -> None:
    async with running_valkey(tmp_path) as url:
        redis = connect(url)
        clock = FakeClock()
        cache, history = Cache(redis, clock), CandleHistory(tmp_path / "history")
        await cached(cache, rows(0, 5))
        await Historian(cache, history, clock, HistoryConfig(symbols=(BTC,))).look()

        await cached(cache, rows(1, 6))

        assert await Historian(cache, history, clock, HistoryConfig(symbols=(BTC,))).look() == 2
        await redis.aclose()


async def test_minutes_spot_coins_and_stocks_are_kept_too(tmp_path: Path) -> None:
    async with running_valkey(tmp_path) as url:
        redis = connect(url)
        clock = FakeClock()
        cache, history = Cache(redis, clock), CandleHistory(tmp_path / "history")
        coin, stock = Symbol("BTCUSDT"), Symbol("SPY")
        batch = Batch(Source.MARKET_DATA)
        batch.put(CANDLES_1M.at(BTC), a_window(rows_of(Timeframe.M1, 120), Timeframe.M1))
        for timeframe, key in SPOT_CANDLES.items():
            batch.put(key.at(coin), rows_of(timeframe, 301))
        batch.put(SPOT_CANDLES[Timeframe.M5].at(stock), rows_of(Timeframe.M5, 301))
        await cache.write(batch)

        config = HistoryConfig(symbols=(BTC,), coins=(coin,), stocks=(stock,))
        assert await Historian(cache, history, clock, config).look() == 119 + 3 * 300 + 300

        assert {(one.venue, one.symbol, one.timeframe.value) for one in history.all_series()} == {
            ("okx", BTC, "1m"),
            ("binanceus", coin, "5m"),
            ("binanceus", coin, "1h"),
            ("binanceus", coin, "4h"),
            ("alpaca", stock, "5m"),
        }
        await redis.aclose()


async def test_a_damaged_file_costs_only_its_own_series(tmp_path: Path) -> None:
    async with running_valkey(tmp_path) as url:
        redis = connect(url)
        clock = FakeClock()
        cache, coin = Cache(redis, clock), Symbol("BTCUSDT")
        damaged = tmp_path / "history" / "binanceus" / coin / "5m" / "2026-11-21.day.parquet"
        damaged.parent.mkdir(parents=True)
        damaged.write_bytes(b"PAR1 but no more")
        batch = Batch(Source.MARKET_DATA)
        for timeframe, key in SPOT_CANDLES.items():
            batch.put(key.at(coin), rows_of(timeframe, 3))
        await cache.write(batch)
        history = CandleHistory(tmp_path / "history")

        config = HistoryConfig(symbols=(), coins=(coin,))
        assert await Historian(cache, history, clock, config).look() == 4
        await redis.aclose()


async def test_days_go_into_their_months_once_a_day_beside_what_is_damaged(tmp_path: Path) -> None:
    async with running_valkey(tmp_path) as url:
        redis = connect(url)
        clock = FakeClock()
        history = CandleHistory(tmp_path / "history")
        old = [(START.epoch_ms - 86_400_000, 100.0, 110.0, 90.0, 101.0, 5.0)]
        for symbol in ("AAA", BTC):
            history.append(Series(venue="okx", symbol=Symbol(symbol), timeframe=Timeframe.M15), old)
        (damaged,) = (tmp_path / "history" / "okx" / "AAA").rglob("*.parquet")
        damaged.write_bytes(b"PAR1 but no more")

        async with asyncio.TaskGroup() as tasks:
            historian = Historian(Cache(redis, clock), history, clock, HistoryConfig(symbols=(BTC,)))
            running = tasks.create_task(historian.run())
            month = tmp_path / "history" / "okx" / BTC / "15m" / "2026-11.parquet"
            await eventually(month.exists)
            running.cancel()
        assert history.read(SERIES) == old
        await redis.aclose()


async def test_windows_without_a_new_candle_are_not_read_again(tmp_path: Path) -> None:
    async with running_valkey(tmp_path) as url:
        redis = connect(url)
        clock = FakeClock()
        cache, coin = Cache(redis, clock), Symbol("BTCUSDT")
        batch = Batch(Source.MARKET_DATA)
        for timeframe, key in SPOT_CANDLES.items():
            batch.put(key.at(coin), rows_of(timeframe, 3))
        await cache.write(batch)
        historian = Historian(
            cache, CandleHistory(tmp_path / "history"), clock, HistoryConfig(symbols=(), coins=(coin,))
        )
        await historian.look()

        before = await reads(redis)
        clock.advance(timedelta(minutes=4))
        await historian.look()
        assert await reads(redis) == before
        clock.advance(timedelta(minutes=1))
        await historian.look()
        assert await reads(redis) == before + 1
        await redis.aclose()


async def reads(redis: BusClient) -> int:
    stats: Any = await redis.info("commandstats")
    return int(stats["cmdstat_mget"]["calls"])


async def test_the_last_candle_of_a_closed_exchange_is_kept(tmp_path: Path) -> None:
    async with running_valkey(tmp_path) as url:
        redis = connect(url)
        clock = FakeClock()
        cache, history = Cache(redis, clock), CandleHistory(tmp_path / "history")
        stock = Symbol("SPY")
        yesterday = rows_of(
            Timeframe.M5, 30, end_ms=START.epoch_ms - int(timedelta(hours=16).total_seconds() * 1000)
        )
        batch = Batch(Source.MARKET_DATA)
        batch.put(SPOT_CANDLES[Timeframe.M5].at(stock), yesterday)
        await cache.write(batch)

        assert await Historian(cache, history, clock, HistoryConfig(symbols=(), stocks=(stock,))).look() == 30

        await redis.aclose()
