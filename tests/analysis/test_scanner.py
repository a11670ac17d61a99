"""The scanner wakes for its coins, works in two round trips, and publishes nothing that is old."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from tests.analysis.scans import BTC, CONFIG, ETH, SPY, a_price, a_stock, collected, some_rows
from tests.clocks import START, FakeClock
from tests.fault_proxy import fault_proxy
from tests.valkey import running_valkey
from tests.waiting import eventually
from tradewind.analysis import Scanner, ScannerConfig
from tradewind.bus.cache import Batch, Cache
from tradewind.bus.channels import Heartbeat
from tradewind.bus.connection import connect
from tradewind.bus.keys import (
    CANDIDATES,
    MARKET_CONTEXT,
    MARKET_UPDATE_5M,
    MARKET_UPDATE_ALL,
    MESSAGE_LOG,
    SCANNER_SCORES,
    SCANNER_UPDATE,
    SPOT_CANDLES,
    SPOT_PRICE,
    STOCK_INDICATORS,
    STOCK_PRICE,
    TECHNICAL,
    WATCHLIST,
    Source,
)
from tradewind.bus.messages import MarketUpdate
from tradewind.domain.candle import Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.stock import MarketStatus

M5, H1, H4 = Timeframe.M5, Timeframe.H1, Timeframe.H4
SOON = replace(CONFIG, renew_every=timedelta(milliseconds=50))


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Redis]:
    async with running_valkey(tmp_path) as url:
        client = connect(url)
        yield client
        await client.aclose()


@asynccontextmanager
async def scanning(redis: Redis, clock: FakeClock, config: ScannerConfig = CONFIG) -> AsyncIterator[Scanner]:
    """A scanner at work that has looked at every timeframe once; the market's heart beats."""
    scanner = Scanner(redis, Cache(redis, clock), clock, config)
    async with asyncio.TaskGroup() as tasks:
        beat = tasks.create_task(Heartbeat(redis, Source.MARKET_DATA, clock).run())
        working = tasks.create_task(scanner.run())
        await eventually(lambda: scanner.health().runs >= 3 or scanner.health().failed_runs > 0)
        yield scanner
        working.cancel()
        beat.cancel()


async def written(redis: Redis, batch: Batch) -> None:
    await Cache(redis, FakeClock()).write(batch)


async def test_every_coin_and_timeframe_gets_its_picture(redis: Redis) -> None:
    await written(redis, collected())
    async with scanning(redis, FakeClock()) as scanner:
        assert scanner.health().without_candles == 0
        cache = Cache(redis, FakeClock())
        pictures = await cache.read([TECHNICAL[M5].at(BTC), TECHNICAL[H1].at(ETH), TECHNICAL[H4].at(ETH)])
        scores = await cache.get(SCANNER_SCORES)
        watchlist = await cache.get(WATCHLIST)

    for reading in pictures:
        assert reading.value is not None
        assert reading.value.ema_ribbon.order is not None
        assert reading.value.ttm_squeeze.momentum is not None
        assert reading.value.stoch_rsi.d is not None
    assert pictures[1].value is not None
    assert (pictures[1].value.source, pictures[1].value.exchange_time) == ("binanceus", START)
    assert scores is not None
    assert {(row.symbol, row.timeframe) for row in scores.scores} == {
        (symbol, timeframe) for symbol in (BTC, ETH) for timeframe in (M5, H1, H4)
    }
    ranks = [row.score for row in scores.scores if row.score is not None]
    assert ranks == sorted(ranks, reverse=True)
    assert len(ranks) == 6
    assert watchlist == (SPY, BTC)


async def test_a_score_comes_with_what_it_is_made_of(redis: Redis) -> None:
    await written(redis, collected())
    async with scanning(redis, FakeClock()):
        scores = await Cache(redis, FakeClock()).get(SCANNER_SCORES)

    assert scores is not None
    for row in scores.scores:
        parts = [row.parts.trend, row.parts.strength, row.parts.place, row.parts.lead]
        assert row.score == pytest.approx(sum(part or 0 for part in parts) / 4)
        assert row.ribbon is not None
        assert row.volume_ratio is not None


async def test_what_somebody_chose_to_watch_is_left_alone(redis: Redis) -> None:
    batch = collected()
    batch.put(WATCHLIST, (ETH,))
    await written(redis, batch)
    async with scanning(redis, FakeClock()):
        assert await Cache(redis, FakeClock()).get(WATCHLIST) == (ETH,)


async def test_each_look_is_told_to_who_shows_it(redis: Redis) -> None:
    await written(redis, collected())
    async with scanning(redis, FakeClock()):
        entries: list[Any] = [fields for _, fields in await redis.xrange(MESSAGE_LOG) or []]

    told = [entry[b"summary"] for entry in entries if entry[b"channel"] == SCANNER_UPDATE.name.encode()]
    assert told[:3] == [b"looked at 5m", b"looked at 1h", b"looked at 4h"]


async def test_the_market_is_told_as_a_whole(redis: Redis) -> None:
    await written(redis, collected())
    async with scanning(redis, FakeClock()):
        context = await Cache(redis, FakeClock()).get(MARKET_CONTEXT)

    assert context is not None
    assert context.market_breadth is not None
    assert (context.market_breadth.advancing, context.market_breadth.declining) == (1, 1)
    assert "2 of the 2 spot coins" in context.market_breadth.scope
    assert context.sector_performance.technology == pytest.approx(2)
    assert context.sector_performance.energy is None
    assert context.vix is None
    assert context.market_regime is not None


async def test_candidates_have_signals_and_the_live_price(redis: Redis) -> None:
    rows = list(some_rows(H1))
    opened, _, _, _, close, _ = rows[-2]
    rows[-2] = (opened, close, 1000.0, close, 900.0, 1000.0)
    batch = collected()
    batch.put(SPOT_CANDLES[H1].at(ETH), tuple(rows))
    await written(redis, batch)
    async with scanning(redis, FakeClock()):
        found = await Cache(redis, FakeClock()).get(CANDIDATES)

    assert found is not None
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    (ether,) = (one for one in found if one.symbol == ETH)
    assert {"breakout", "volume_surge"} <= set(ether.signals)
    assert ether.price == 101.5


async def test_only_the_timeframe_that_is_fresh_is_read_again(redis: Redis) -> None:
    await written(redis, collected())
    clock = FakeClock()
    async with scanning(redis, clock) as scanner:
        clock.advance(timedelta(seconds=30))
        later = clock.now()
        batch = Batch(Source.MARKET_DATA)
        batch.publish(MARKET_UPDATE_5M, MarketUpdate(timeframe="5m", symbols=(BTC,), seq=1, timestamp=START))
        await written(redis, batch)
        await eventually(lambda: scanner.health().last_run_at == later)
        cache = Cache(redis, clock)
        short, long = await cache.read([TECHNICAL[M5].at(BTC), TECHNICAL[H1].at(BTC)])
        scores = await cache.get(SCANNER_SCORES)

    assert short.value is not None
    assert long.value is not None
    assert (short.value.timestamp, long.value.timestamp) == (later, START)
    assert scores is not None
    assert len(scores.scores) == 6


async def test_news_of_swaps_wake_nobody(redis: Redis) -> None:
    async with scanning(redis, FakeClock()) as scanner:
        swap = MarketUpdate(symbols=(Symbol("BTC-USDT-SWAP"),), seq=1, timestamp=START)

        assert scanner._named_by(swap) == ()
        assert scanner._named_by(replace(swap, symbols=(BTC,))) == (M5, H1, H4)
        assert MARKET_UPDATE_ALL.kind is MarketUpdate


async def test_everything_is_renewed_without_any_word_from_the_market(redis: Redis) -> None:
    await written(redis, collected())
    clock = FakeClock()
    async with scanning(redis, clock, SOON) as scanner:
        clock.advance(timedelta(seconds=7))
        later = clock.now()
        await eventually(lambda: set(scanner._renewed_at.values()) == {7.0})
        pictures = await Cache(redis, clock).read([key.at(BTC) for key in TECHNICAL.values()])

    assert [reading.value and reading.value.timestamp for reading in pictures] == [later] * 3


async def test_long_timeframes_wait_longer_when_nobody_speaks(redis: Redis) -> None:
    await written(redis, collected())
    clock = FakeClock()
    async with scanning(redis, clock) as scanner:
        assert scanner._take_due() == []
        clock.advance(timedelta(seconds=60))
        assert scanner._take_due() == [M5]
        clock.advance(timedelta(seconds=90))
        assert scanner._take_due() == [M5, H1]
        clock.advance(timedelta(seconds=150))
        assert scanner._take_due() == [M5, H1, H4]


async def test_candles_that_no_longer_move_are_no_candles_f31(redis: Redis) -> None:
    await written(redis, collected())
    clock = FakeClock(Instant.of(START + timedelta(minutes=7)))
    async with scanning(redis, clock) as scanner:
        assert scanner.health().without_candles == 2
        assert await redis.get(TECHNICAL[M5].at(BTC).name) is None
        scores = await Cache(redis, clock).get(SCANNER_SCORES)

    assert scores is not None
    assert {row.timeframe for row in scores.scores} == {H1, H4}


async def test_only_confirmed_candles_count_f34(redis: Redis) -> None:
    batch = collected()
    rows = some_rows(M5, seed=0)
    wild = (*rows[:-1], (rows[-1][0], 1.0, 1e9, 1e-9, 1e9, 1e9))
    batch.put(SPOT_CANDLES[M5].at(BTC), rows)
    batch.put(SPOT_CANDLES[M5].at(ETH), wild)
    await written(redis, batch)
    async with scanning(redis, FakeClock()):
        calm, shaken = await Cache(redis, FakeClock()).read([TECHNICAL[M5].at(BTC), TECHNICAL[M5].at(ETH)])

    assert calm.value is not None
    assert shaken.value == replace(calm.value, symbol=ETH)


@pytest.mark.parametrize(
    "content",
    [
        b"[1, 2",
        b"[]",
        b"[[1,2,3,4,5,6]]",
        b'{"a": 1}',
        b"[[1,1,1,1,1,1],[9999999999999999,1,1,1,1,1]]",
        b"null",
    ],
)
async def test_poison_costs_only_its_own_coin_and_timeframe_f57(redis: Redis, content: bytes) -> None:
    await written(redis, collected())
    await redis.set(SPOT_CANDLES[M5].at(BTC).name, content)
    async with scanning(redis, FakeClock()) as scanner:
        assert scanner.health().without_candles == 1
        assert await redis.get(TECHNICAL[M5].at(BTC).name) is None
        assert await redis.get(TECHNICAL[M5].at(ETH).name) is not None


async def test_old_prices_are_unknown_and_not_counted(redis: Redis) -> None:
    batch = collected()
    old = Instant.of(START - timedelta(seconds=121))
    batch.put(SPOT_PRICE.at(ETH), replace(a_price(ETH), timestamp=old))
    await written(redis, batch)
    async with scanning(redis, FakeClock()):
        context = await Cache(redis, FakeClock()).get(MARKET_CONTEXT)

    assert context is not None
    assert context.market_breadth is not None
    assert "1 of the 2 spot coins" in context.market_breadth.scope


async def test_a_stock_has_indicators_of_its_cached_candles(redis: Redis) -> None:
    await written(redis, collected())
    async with scanning(redis, FakeClock()):
        indicators = await Cache(redis, FakeClock()).get(STOCK_INDICATORS.at(SPY))

    assert indicators is not None
    assert (indicators.source, indicators.market_status) == ("alpaca", MarketStatus.OPEN)
    assert None not in {
        indicators.rsi_14,
        indicators.macd,
        indicators.macd_signal,
        indicators.bollinger_width,
    }


@pytest.mark.parametrize(("status", "knows"), [(MarketStatus.OPEN, False), (MarketStatus.CLOSED, True)])
async def test_candles_of_yesterday_count_only_while_the_exchange_is_closed(
    redis: Redis, status: MarketStatus, *, knows: bool
) -> None:
    batch = collected()
    yesterday = Instant.of(START - timedelta(hours=20))
    batch.put(SPOT_CANDLES[M5].at(SPY), some_rows(M5, now=yesterday))
    batch.put(STOCK_PRICE.at(SPY), a_stock(SPY, status=status))
    await written(redis, batch)
    async with scanning(redis, FakeClock()):
        indicators = await Cache(redis, FakeClock()).get(STOCK_INDICATORS.at(SPY))

    assert indicators is not None
    assert (indicators.rsi_14 is not None) is knows
    assert (indicators.exchange_time == Instant.of(yesterday + M5.length)) is knows


@pytest.mark.parametrize(("since_close", "is_counted"), [(119, False), (120, True)])
async def test_the_last_candle_of_a_closed_exchange_counts_once_no_older_value_can_be_left(
    redis: Redis, since_close: int, *, is_counted: bool
) -> None:
    closed_at = Instant.of(START - timedelta(seconds=since_close))
    opened_ms = closed_at.epoch_ms - 300_000
    rows = some_rows(M5)
    shift = opened_ms - rows[-1][0]
    batch = collected()
    batch.put(SPOT_CANDLES[M5].at(SPY), tuple((row[0] + shift, *row[1:]) for row in rows))
    batch.put(STOCK_PRICE.at(SPY), a_stock(SPY, status=MarketStatus.CLOSED))
    await written(redis, batch)
    async with scanning(redis, FakeClock()):
        indicators = await Cache(redis, FakeClock()).get(STOCK_INDICATORS.at(SPY))

    assert indicators is not None
    assert indicators.exchange_time == (closed_at if is_counted else Instant.from_ms(opened_ms))


async def test_an_empty_bus_gives_empty_lists_and_unknowns(redis: Redis) -> None:
    async with scanning(redis, FakeClock()) as scanner:
        assert scanner.health().without_candles == 6
        cache = Cache(redis, FakeClock())
        scores, found = await cache.get(SCANNER_SCORES), await cache.get(CANDIDATES)
        context = await cache.get(MARKET_CONTEXT)
        assert await redis.get(STOCK_INDICATORS.at(SPY).name) is None

    assert scores is not None
    assert (scores.scores, found) == ((), ())
    assert context is not None
    assert (context.market_breadth, context.market_regime) == (None, None)


async def test_a_run_is_one_read_and_one_write(redis: Redis) -> None:
    await written(redis, collected())
    before: Any = await redis.info("commandstats")
    async with scanning(redis, FakeClock()) as scanner:
        runs = scanner.health().runs
        after: Any = await redis.info("commandstats")

    assert after["cmdstat_mget"]["calls"] - before.get("cmdstat_mget", {"calls": 0})["calls"] == runs
    assert after["cmdstat_set"]["calls"] - before["cmdstat_set"]["calls"] == runs * 6 + 1


async def test_it_goes_on_after_an_absence_of_the_server_f46_f47(redis: Redis) -> None:
    target = redis.connection_pool.connection_kwargs
    await written(redis, collected())
    async with fault_proxy(target["host"], target["port"]) as proxy:
        proxied = connect(f"redis://127.0.0.1:{proxy.port}/0")
        proxy.is_black_hole = True
        async with scanning(proxied, FakeClock(), SOON) as scanner:
            assert scanner.health().last_failure is not None
            proxy.is_black_hole = False
            await eventually(lambda: scanner.health().runs > 0)
        await proxied.aclose()


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"renew_every": timedelta(0)}, "renew_every"),
        ({"renew_every": timedelta(seconds=120)}, "renew_every"),
        ({"coins": (BTC, BTC)}, "coins"),
        ({"watchlist": (SPY, SPY)}, "watchlist"),
        ({"reference": Symbol("XRPUSDT")}, "reference"),
    ],
)
def test_a_setting_out_of_range_is_named(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        replace(CONFIG, **changes)
