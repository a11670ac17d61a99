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
