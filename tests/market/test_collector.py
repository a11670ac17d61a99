"""The collector with a real venue and a real server: complete, isolated, and alive through every failure."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import msgspec
from redis.asyncio import Redis

from tests.fault_proxy import fault_proxy
from tests.lab_faults import arm, disarm
from tests.lab_process import RunningLab
from tests.values import BTC, ETH
from tests.waiting import comes_true, eventually
from tradewind.app.clock import SystemClock
from tradewind.bus.cache import Cache
from tradewind.bus.channels import Rebuilt, subscribe
from tradewind.bus.connection import connect
from tradewind.bus.keys import (
    CANDLES_1H,
    CANDLES_1M,
    CANDLES_15M,
    FUNDING,
    INSTRUMENT,
    MARKET_TICK,
    MARKET_UPDATE_1H,
    MARKET_UPDATE_15M,
    MARKET_UPDATE_ALL,
    MESSAGE_LOG,
    OPEN_INTEREST,
    ORDER_BOOK,
    TICKER,
    SymbolKey,
)
from tradewind.market.collector import Collector
from tradewind.market.config import DEFAULT_SYMBOLS, MarketConfig
from tradewind.market.failures import FailureKind
from tradewind.market.schedule import Datum

KEYS = (TICKER, ORDER_BOOK, FUNDING, OPEN_INTEREST, CANDLES_15M, CANDLES_1H, CANDLES_1M, INSTRUMENT)


def quick(lab: RunningLab, **changes: Any) -> MarketConfig:
    settings: dict[str, Any] = {
        "rest_url": lab.okx,
        "request_share": 1,
        "refresh_every": timedelta(milliseconds=700),
        "request_timeout": timedelta(milliseconds=600),
        "write_after": timedelta(milliseconds=400),
        "symbols": (BTC, ETH),
    }
    return MarketConfig(**settings | changes)


def patient(lab: RunningLab, **changes: Any) -> MarketConfig:
    """One scan for the whole test, with time for every answer."""
    settings: dict[str, Any] = {
        "refresh_every": timedelta(minutes=1),
        "request_timeout": timedelta(seconds=20),
        "write_after": timedelta(seconds=20),
    }
    return quick(lab, **settings | changes)


@asynccontextmanager
async def collecting(redis: Redis, config: MarketConfig) -> AsyncIterator[Collector]:
    """A collector at work; the first scan has been written."""
    clock = SystemClock()
    collector = Collector(Cache(redis, clock), clock, config)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(collector.run())
        await eventually(lambda: collector.health().scans > 0)
        yield collector
        running.cancel()


async def scans_more(collector: Collector, count: int = 1) -> None:
    target = collector.health().scans + count
    await eventually(lambda: collector.health().scans >= target)


def failures(collector: Collector) -> set[tuple[str, Datum, FailureKind]]:
    return {(one.symbol, one.datum, one.kind) for one in collector.health().failures}


async def all_there(redis: Redis, keys: Sequence[SymbolKey[Any]]) -> None:
    """Wait until every one of `keys` holds a value of both symbols."""
    cache = Cache(redis, SystemClock())

    async def are_there() -> bool:
        readings = await cache.read([key.at(symbol) for key in keys for symbol in (BTC, ETH)])
        return all(reading.value is not None for reading in readings)

    await comes_true(are_there)


def arrived(collector: Collector) -> set[tuple[str, Datum]]:
    return {(one.symbol, one.datum) for one in collector.health().successes}


async def test_the_first_scan_fills_every_key_of_six_symbols(lab: RunningLab, redis: Redis) -> None:
    async with collecting(redis, patient(lab, symbols=DEFAULT_SYMBOLS)) as collector:
        readings = await Cache(redis, SystemClock()).read(
            [key.at(s) for key in KEYS for s in DEFAULT_SYMBOLS]
        )

        assert [reading.key for reading in readings if reading.value is None] == []
        assert len(readings) == 48
        assert collector.health().failures == ()


async def test_the_json_that_others_read_is_the_contracts(lab: RunningLab, redis: Redis) -> None:
    async with collecting(redis, patient(lab)):
        content = await redis.get("market:BTC-USDT-SWAP:ohlcv:15m")
        assert isinstance(content, bytes)
        window = msgspec.json.decode(content)

    assert window["timeframe"] == "15m"
    assert window["limit"] == len(window["candles"]) == 50
    assert [type(number) for number in window["candles"][0]] == [int] + [float] * 5
    assert window["exchange_time"] is None
    assert window["timestamp"].endswith("Z")


async def test_keys_are_renewed_long_before_they_expire(lab: RunningLab, redis: Redis) -> None:
    lives = {key.at(BTC).name: int(key.ttl.total_seconds() * 1000) for key in KEYS}
    async with collecting(redis, quick(lab, rules_every=timedelta(milliseconds=700))):
        await all_there(redis, KEYS)
        for name, ttl_ms in lives.items():
            await redis.pexpire(name, ttl_ms - 5_000)

        async def are_renewed() -> bool:
            return all([await redis.pttl(name) > ttl_ms - 4_000 for name, ttl_ms in lives.items()])

        await comes_true(are_renewed)


async def test_a_scan_wakes_its_readers_on_every_channel(lab: RunningLab, redis: Redis) -> None:
    channels = [MARKET_TICK, MARKET_UPDATE_15M, MARKET_UPDATE_1H, MARKET_UPDATE_ALL]
    heard: list[Any] = []
    async with asyncio.timeout(30), collecting(redis, quick(lab)):
        async for event in subscribe(redis, channels):
            if not isinstance(event, Rebuilt):
                heard.append(event)
            if {getattr(message, "timeframe", "tick") for message in heard} == {"tick", "15m", "1h", "all"}:
                break

    whole = next(message for message in heard if getattr(message, "timeframe", "") == "all")
    assert set(whole.symbols) == {BTC, ETH}
    assert heard[0].seq >= 1


async def test_a_scan_is_written_to_the_message_log_with_its_failures(lab: RunningLab, redis: Redis) -> None:
    await arm(lab, "status", "/api/v5/public/funding-rate", symbol=ETH, status=500)
    async with collecting(redis, patient(lab)):
        entries: list[Any] = [fields for _, fields in await redis.xrange(MESSAGE_LOG) or []]

    assert {entry[b"source"] for entry in entries} == {b"market-data"}
    written = {entry[b"channel"] for entry in entries if entry[b"type"] == b"cache_write"}
    assert b"market:BTC-USDT-SWAP:funding" in written
    (failure,) = {entry[b"channel"] for entry in entries if entry[b"type"] == b"error"}
    assert failure == b"ETH-USDT-SWAP funding"


async def test_the_failure_of_one_datum_touches_no_other(lab: RunningLab, redis: Redis) -> None:
    crossed = '{"code":"0","data":[{"bids":[["9","1"]],"asks":[["8","1"]],"ts":"1"}]}'
    await arm(lab, "body", "/api/v5/market/books", symbol=ETH, body=crossed)
    async with collecting(redis, patient(lab)) as collector:
        readings = await Cache(redis, SystemClock()).read([key.at(s) for key in KEYS for s in (BTC, ETH)])

        assert [reading.key for reading in readings if reading.value is None] == [
            "market:ETH-USDT-SWAP:orderbook"
        ]
        assert failures(collector) == {(ETH, Datum.ORDER_BOOK, FailureKind.UNUSABLE)}
        assert collector.health().failed(FailureKind.UNUSABLE) >= 1


async def test_a_hanging_endpoint_delays_nothing_else(lab: RunningLab, redis: Redis) -> None:
    await arm(lab, "hang", "/api/v5/market/candles", symbol=BTC)
    config = patient(lab, write_after=timedelta(milliseconds=400))
    async with collecting(redis, config) as collector:
        health = collector.health()
        assert health.last_scan_took is not None
        assert health.last_scan_took < config.request_timeout
    hanging = {
        (BTC, Datum.CANDLES_15M, FailureKind.TIMEOUT),
        (BTC, Datum.CANDLES_1H, FailureKind.TIMEOUT),
        (BTC, Datum.CANDLES_1M, FailureKind.TIMEOUT),
    }
    async with collecting(redis, quick(lab)) as collector:
        await eventually(lambda: failures(collector) == hanging)
        assert await Cache(redis, SystemClock()).get(CANDLES_15M.at(ETH)) is not None


async def test_what_comes_late_is_written_when_it_comes(lab: RunningLab, redis: Redis) -> None:
    await arm(lab, "delay", "/api/v5/public/open-interest", symbol=ETH, delay_ms=4000)
    config = patient(lab, write_after=timedelta(milliseconds=150))
    async with collecting(redis, config) as collector:
        assert (ETH, Datum.OPEN_INTEREST) not in arrived(collector)
        await eventually(lambda: (ETH, Datum.OPEN_INTEREST) in arrived(collector))
        await all_there(redis, (OPEN_INTEREST,))
        assert failures(collector) == set()


async def test_it_goes_on_after_an_outage_of_the_venue_f44(lab: RunningLab, redis: Redis) -> None:
    await arm(lab, "drop", "/api/v5")
    async with collecting(redis, quick(lab)) as collector:
        await eventually(lambda: {kind for _, _, kind in failures(collector)} == {FailureKind.UNREACHABLE})
        assert await redis.get(TICKER.at(BTC).name) is None

        await disarm(lab)
        await all_there(redis, (ORDER_BOOK,))


async def test_it_goes_on_after_an_absence_of_the_server_f46(lab: RunningLab, redis: Redis) -> None:
    target = redis.connection_pool.connection_kwargs
    async with fault_proxy(target["host"], target["port"]) as proxy:
        proxied = connect(f"redis://127.0.0.1:{proxy.port}/0")
        proxy.is_black_hole = True
        async with collecting(proxied, quick(lab)) as collector:
            assert collector.health().write_failures >= 1
            assert collector.health().last_write_failure is not None
            proxy.is_black_hole = False
            await all_there(redis, (TICKER,))
        await proxied.aclose()


async def test_a_cache_that_lost_everything_is_filled_again_by_the_next_scans_f54(
    lab: RunningLab, redis: Redis
) -> None:
    async with collecting(redis, quick(lab)):
        await redis.flushall()
        await all_there(redis, KEYS)


async def test_cancelling_closes_every_connection_to_the_venue(lab: RunningLab, redis: Redis) -> None:
    async with fault_proxy(urlsplit(lab.okx).hostname or "", urlsplit(lab.okx).port or 0) as proxy:
        config = quick(lab, rest_url=f"http://127.0.0.1:{proxy.port}")
        async with collecting(redis, config):
            assert proxy.open_connections > 0

        await eventually(lambda: proxy.open_connections == 0)


async def test_prices_are_judged_without_a_stream_too_f32(lab: RunningLab, redis: Redis) -> None:
    async with collecting(redis, quick(lab)) as collector:
        await all_there(redis, (TICKER,))
        known = await Cache(redis, SystemClock()).get(TICKER.at(BTC))
        assert known is not None
        row = f'{{"instId":"{BTC}","last":"{known.last_price * 10}","ts":"1"}}'
        await arm(lab, "body", "/api/v5/market/ticker", symbol=BTC, body=f'{{"code":"0","data":[{row}]}}')
        await eventually(lambda: collector.health().failed(FailureKind.UNUSABLE) >= 2)

        ticker = await Cache(redis, SystemClock()).get(TICKER.at(BTC))
    assert ticker is None or ticker.last_price < known.last_price * 2
