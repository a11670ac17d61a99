"""Candles come from the cache and the history behind it, in one row per open time; the overview is read once for everybody."""

import asyncio

import pytest

from tests.values import BTC, ETH
from tests.web.stage import Stage, fresh_ticker
from tradewind.bus.cache import Batch
from tradewind.bus.keys import CANDLES_15M, SPOT_CANDLES, Source
from tradewind.domain.candle import CandleRow, CandleWindow, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.market.history import Series

QUARTER_MS = 15 * 60_000


def rows(stage: Stage, oldest: int, count: int) -> list[CandleRow]:
    """Return `count` candles, the first `oldest` candles before the one that is forming."""
    now_ms = stage.desk.clock.now().epoch_ms // QUARTER_MS * QUARTER_MS
    return [(now_ms - (oldest - place) * QUARTER_MS, 1.0, 2.0, 0.5, 1.5, 3.0) for place in range(count)]


async def put_window(stage: Stage, candles: list[CandleRow]) -> None:
    batch = Batch(Source.MARKET_DATA)
    window = CandleWindow(
        source="okx",
        exchange_time=None,
        timestamp=stage.desk.clock.now(),
        symbol=BTC,
        timeframe=Timeframe.M15,
        limit=len(candles),
        candles=tuple(candles),
        preceding=None,
    )
    batch.put(CANDLES_15M.at(BTC), window)
    await stage.cache.write(batch)


def keep(stage: Stage, candles: list[CandleRow]) -> None:
    series = Series(venue=stage.desk.about().venue, symbol=BTC, timeframe=Timeframe.M15)
    stage.desk.history.append(series, candles)


async def test_history_and_cache_join_without_a_seam(stage: Stage) -> None:
    await put_window(stage, rows(stage, oldest=5, count=6))
    await asyncio.to_thread(keep, stage, rows(stage, oldest=20, count=17))

    body = (await stage.http.get(f"/api/market-data/{BTC}", params={"limit": 500})).json()

    assert [tuple(row) for row in body["candles"]] == rows(stage, oldest=20, count=20)
    assert tuple(body["open_candle"]) == rows(stage, oldest=0, count=1)[0]
    assert body["indicators"] is None


async def test_paging_back_ends_before_the_given_moment(stage: Stage) -> None:
    await put_window(stage, rows(stage, oldest=5, count=6))
    await asyncio.to_thread(keep, stage, rows(stage, oldest=20, count=17))
    before = str(Instant.from_ms(rows(stage, oldest=10, count=1)[0][0]))

    body = (await stage.http.get(f"/api/market-data/{BTC}", params={"limit": 3, "before": before})).json()

    assert [tuple(row) for row in body["candles"]] == rows(stage, oldest=13, count=3)
    assert body["open_candle"] is None
    assert body["received_at"] is None, "the cache has none of these"


@pytest.mark.parametrize(
    ("symbol", "venue", "timeframe"),
    [("BTCUSDT", "binanceus", "5m"), ("BTCUSDT", "binanceus", "4h"), ("SPY", "alpaca", None)],
)
async def test_coins_and_stocks_have_their_history_too(
    stage: Stage, symbol: str, venue: str, timeframe: str | None
) -> None:
    frame = Timeframe(timeframe or "5m")
    step = int(frame.length.total_seconds() * 1000)
    newest = stage.desk.clock.now().epoch_ms // step * step
    every: list[CandleRow] = [(newest - back * step, 1.0, 2.0, 0.5, 1.5, 3.0) for back in reversed(range(20))]
    series = Series(venue=venue, symbol=Symbol(symbol), timeframe=frame)
    await asyncio.to_thread(stage.desk.history.append, series, every[:15])
    batch = Batch(Source.MARKET_DATA)
    batch.put(SPOT_CANDLES[frame].at(Symbol(symbol)), tuple(every[10:]))
    await stage.cache.write(batch)

    asked = {} if timeframe is None else {"timeframe": timeframe}
    body = (await stage.http.get(f"/api/market-data/{symbol}", params=asked)).json()

    assert [tuple(row) for row in body["candles"]] == every[:-1]
    assert tuple(body["open_candle"]) == every[-1]
    assert (body["timeframe"], body["indicators"]) == (frame.value, None)


async def test_an_unknown_symbol_or_timeframe_is_refused(stage: Stage) -> None:
    unknown = await stage.http.get("/api/market-data/PEPE-USDT-SWAP")
    odd = await stage.http.get(f"/api/market-data/{BTC}", params={"timeframe": "7m"})
    naive = await stage.http.get(f"/api/market-data/{BTC}", params={"before": "2026-01-01T00:00:00"})

    assert (unknown.status_code, unknown.json()["type"]) == (404, "/problems/not-found")
    assert odd.status_code == 422
    assert naive.status_code == 422


async def test_the_overview_names_every_symbol_and_is_kept_for_half_a_minute(stage: Stage) -> None:
    await stage.tick(fresh_ticker(stage, 61_234.5))

    first = (await stage.http.get("/api/market-data/all/overview")).json()
    await stage.tick(fresh_ticker(stage, 70_000.0))
    second = (await stage.http.get("/api/market-data/all/overview")).json()

    assert first["data"][BTC]["price"]["price"] == 61_234.5
    assert first["data"][ETH]["price"] is None
    assert second == first


async def test_lines_stand_beside_the_candles_with_their_warm_up_before_them(stage: Stage) -> None:
    await asyncio.to_thread(keep, stage, rows(stage, oldest=100, count=100))
    asked: dict[str, str | int] = {"limit": 10, "indicators": "sma_20,bollinger"}

    body = (await stage.http.get(f"/api/market-data/{BTC}", params=asked)).json()

    assert len(body["candles"]) == 10
    assert body["lines"] == {
        name: [1.5] * 10 for name in ("sma_20", "bollinger_upper", "bollinger_mid", "bollinger_lower")
    }


async def test_a_line_that_is_not_warm_is_null_and_an_unknown_one_is_refused(stage: Stage) -> None:
    await asyncio.to_thread(keep, stage, rows(stage, oldest=21, count=21))

    early = (await stage.http.get(f"/api/market-data/{BTC}", params={"indicators": "sma_20"})).json()
    odd = await stage.http.get(f"/api/market-data/{BTC}", params={"indicators": "sma_20,ichimoku"})

    assert early["lines"] == {"sma_20": [None] * 19 + [1.5, 1.5]}
    assert odd.status_code == 422
    assert "'ichimoku'" in odd.json()["detail"]


async def test_longer_candles_are_added_up_and_the_last_is_open_while_it_lacks_hours(stage: Stage) -> None:
    hour_ms, four = 3_600_000, 4 * 3_600_000
    begin = stage.desk.clock.now().epoch_ms // four * four
    hours: list[CandleRow] = [
        (begin + place * hour_ms, 1.0, 2.0 + place % 4, 0.5, 1.5, 3.0) for place in range(-9, 1)
    ]
    series = Series(venue="okx", symbol=BTC, timeframe=Timeframe.H1)
    await asyncio.to_thread(stage.desk.history.append, series, hours)

    body = (await stage.http.get(f"/api/market-data/{BTC}", params={"timeframe": "4h"})).json()

    assert body["candles"] == [
        [begin - 2 * four, 1.0, 5.0, 0.5, 1.5, 12.0],
        [begin - four, 1.0, 5.0, 0.5, 1.5, 12.0],
    ]
    assert body["open_candle"] == [begin, 1.0, 2.0, 0.5, 1.5, 3.0]


async def test_an_incomplete_candle_that_can_grow_no_more_is_left_out(stage: Stage) -> None:
    minute_ms, five = 60_000, 300_000
    begin = (stage.desk.clock.now().epoch_ms // five - 10) * five
    minutes: list[CandleRow] = [(begin + place * minute_ms, 1.0, 2.0, 0.5, 1.5, 3.0) for place in range(8)]
    series = Series(venue="okx", symbol=BTC, timeframe=Timeframe.M1)
    await asyncio.to_thread(stage.desk.history.append, series, minutes)

    body = (await stage.http.get(f"/api/market-data/{BTC}", params={"timeframe": "5m"})).json()

    assert [row[0] for row in body["candles"]] == [begin]
    assert body["open_candle"] is None


async def test_what_is_charted_is_told_and_anything_else_refused_with_what_there_is(stage: Stage) -> None:
    listed = (await stage.http.get("/api/market-data/all/symbols")).json()["items"]
    day_of_a_stock = await stage.http.get("/api/market-data/SPY", params={"timeframe": "1d"})

    assert [(each["symbol"], each["kind"]) for each in listed] == [
        (BTC, "swap"),
        (ETH, "swap"),
        ("BTCUSDT", "coin"),
        ("SPY", "stock"),
    ]
    assert listed[0]["timeframes"] == ["1m", "5m", "15m", "1h", "4h", "1d"]
    assert day_of_a_stock.status_code == 422
    assert "take 5m" in day_of_a_stock.json()["detail"]
