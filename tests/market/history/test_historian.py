"""The historian keeps what the cache has confirmed, once, and never asks a venue."""

from pathlib import Path

from tests.clocks import START, FakeClock
from tests.valkey import running_valkey
from tradewind.bus.cache import Batch, Cache
from tradewind.bus.connection import connect
from tradewind.bus.keys import CANDLES_15M, Source
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


async def cached(cache: Cache, candles: tuple[CandleRow, ...]) -> None:
    batch = Batch(Source.MARKET_DATA)
    window = CandleWindow(
        source="okx",
        exchange_time=None,
        timestamp=START,
        symbol=BTC,
        timeframe=Timeframe.M15,
        limit=len(candles),
        candles=candles,
        preceding=None,
    )
    batch.put(CANDLES_15M.at(BTC), window)
    await cache.write(batch)


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
