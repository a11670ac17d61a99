"""Alive is not ready; the status says what runs and how old everything is."""

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from prometheus_client.parser import text_string_to_metric_families

from tests.values import BTC, a_window
from tests.web.stage import Stage, fresh_ticker
from tradewind.bus.cache import Batch
from tradewind.bus.keys import CANDLES_15M, SPOT_CANDLES, SPOT_PRICE, KeyAt, Source
from tradewind.domain.candle import Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.desk_state import DeskState
from tradewind.domain.instrument import Symbol
from tradewind.domain.spot import SpotPrice
from tradewind.orders.blocks import BlockCause
from tradewind.telemetry.health import RoleState
from tradewind.web.ages import measure_ages

V = TypeVar("V")


async def test_every_address_of_health_says_alive(stage: Stage) -> None:
    for path in ("/api/health", "/health", "/healthz"):
        answer = await stage.http.get(path)
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_ready_becomes_503_with_reasons_when_a_role_fails(stage: Stage) -> None:
    ready = await stage.http.get("/readyz")
    stage.desk.health.report("collector", RoleState.FAILED, "venue down")
    unready = await stage.http.get("/readyz")

    assert (ready.status_code, ready.json()) == (200, {"ready": True, "reasons": []})
    assert unready.status_code == 503
    assert unready.headers["content-type"] == "application/problem+json"
    assert unready.json()["ready"] is False
    assert unready.json()["reasons"] == ["role collector is failed: venue down"]


async def test_the_status_names_market_model_roles_and_feeds(stage: Stage) -> None:
    await stage.tick(fresh_ticker(stage))

    body = (await stage.http.get("/api/status")).json()

    assert body["market"] == {"venue": "okx", "source": "lab", "is_simulated": True, "tape": "seeded"}
    assert body["model"]["is_rule_policy"] is True
    assert body["settings"]["version"] == "5e77e0"
    assert body["settings"]["waiting"] == ["trading.risk.x stays 1"]
    assert [role["name"] for role in body["roles"]] == ["collector", "trader"]
    feeds = {(feed["symbol"], feed["datum"]): feed for feed in body["feeds"]}
    assert feeds[BTC, "ticker"]["freshness"] == "fresh"
    assert feeds[BTC, "ohlcv:15m"] == {
        "symbol": BTC,
        "datum": "ohlcv:15m",
        "exchange_time": None,
        "received_at": None,
        "age_ms": None,
        "has_gap": None,
        "freshness": "blocked",
    }


async def test_metrics_are_in_prometheus_format(stage: Stage) -> None:
    await stage.http.get("/api/health")

    answer = await stage.http.get("/metrics")

    families = {family.name for family in text_string_to_metric_families(answer.text)}
    assert {"tradewind_http_requests", "tradewind_ws_clients", "tradewind_event_loop_lag_seconds"} <= families


async def test_the_age_of_every_datum_is_measured_and_what_is_missing_has_none(stage: Stage) -> None:
    await stage.tick(fresh_ticker(stage))

    ages = await _ages(stage)
    await stage.redis.flushall()
    after_loss = await _ages(stage)

    assert ages.keys() == {(BTC, "ticker")}
    assert 0 <= ages[BTC, "ticker"] < 10
    assert after_loss == {}


async def test_the_age_of_scanned_coins_is_that_of_their_older_stamp(stage: Stage) -> None:
    now = stage.desk.clock.now()
    coin = Symbol("BTCUSDT")
    price = SpotPrice(
        source="binanceus",
        exchange_time=Instant.of(now - timedelta(seconds=40)),
        timestamp=now,
        symbol=coin,
        price=60_000.0,
        change24h=None,
        volume=None,
    )
    batch = Batch(Source.MARKET_DATA)
    batch.put(SPOT_PRICE.at(coin), price)
    await stage.cache.write(batch)
    desk = replace(stage.desk, coins=(coin, Symbol("ETHUSDT")))

    await measure_ages(desk)

    def age(symbol: str) -> float | None:
        labels = {"symbol": symbol, "datum": "price"}
        return desk.metrics.registry.get_sample_value("tradewind_datum_age_seconds", labels)

    assert 40 <= (age("BTCUSDT") or 0) < 50
    assert age("ETHUSDT") is None


async def test_the_status_tells_both_times_of_a_datum_and_a_gap_in_it(stage: Stage) -> None:
    ticker = fresh_ticker(stage)
    await stage.tick(ticker)
    window = a_window([1.0, 2.0, 3.0, 4.0])
    torn = replace(window, timestamp=stage.desk.clock.now(), candles=window.candles[1:])
    await _put(stage, CANDLES_15M.at(BTC), torn)

    body = (await stage.http.get("/api/status")).json()
    text = (await stage.http.get("/metrics")).text

    feeds = {(feed["symbol"], feed["datum"]): feed for feed in body["feeds"]}
    assert feeds[BTC, "ticker"]["exchange_time"] == str(ticker.exchange_time)
    assert feeds[BTC, "ticker"]["received_at"] == str(ticker.timestamp)
    assert (feeds[BTC, "ohlcv:15m"]["has_gap"], feeds[BTC, "ohlcv:15m"]["freshness"]) == (True, "blocked")
    assert _gap_of(text, "ticker", BTC) == 0
    assert _gap_of(text, "ohlcv:15m", BTC) == 1


async def test_candles_of_a_coin_are_as_old_as_the_end_of_their_last(stage: Stage) -> None:
    coin, stock = Symbol("BTCUSDT"), Symbol("SPY")
    minute = Instant.of(stage.desk.clock.now() - timedelta(minutes=7)).epoch_ms
    torn = tuple((minute - ago * 300_000, 1.0, 1.0, 1.0, 1.0, 1.0) for ago in (3, 1, 0))
    for symbol in (coin, stock):
        await _put(stage, SPOT_CANDLES[Timeframe.M5].at(symbol), torn)
    desk = replace(stage.desk, coins=(coin,), stocks=(stock,))

    await measure_ages(desk)

    labels = {"symbol": coin, "datum": "ohlcv:5m"}
    age = desk.metrics.registry.get_sample_value("tradewind_datum_age_seconds", labels)
    gaps = [
        desk.metrics.registry.get_sample_value("tradewind_datum_gap", {**labels, "symbol": symbol})
        for symbol in (coin, stock)
    ]
    assert 120 <= (age or 0) < 130
    assert gaps == [1, 0], "an exchange that was closed leaves no gap"


async def test_metrics_answer_while_redis_does_not(stage: Stage) -> None:
    await stage.redis.client_pause(12000, all=True)

    assert await _ages(stage) == {}
    text = (await stage.http.get("/metrics")).text

    assert "tradewind_http_requests_total" in text


async def _ages(stage: Stage) -> dict[tuple[str, str], float]:
    text = (await stage.http.get("/metrics")).text
    return {
        (sample.labels["symbol"], sample.labels["datum"]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "tradewind_datum_age_seconds"
    }


def _gap_of(text: str, datum: str, symbol: str) -> float:
    (value,) = (
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "tradewind_datum_gap" and sample.labels == {"symbol": symbol, "datum": datum}
    )
    return float(value)


async def _put(stage: Stage, key: KeyAt[V], value: V) -> None:
    batch = Batch(Source.MARKET_DATA)
    batch.put(key, value)
    await stage.cache.write(batch)


async def test_f16_the_status_tells_what_keeps_the_desk_from_opening(stage: Stage) -> None:
    blocks = stage.desk.orders.execution._safeguards.blocks
    blocks.put(BlockCause.RECONCILIATION, "positions differ", BTC)
    await stage.desk.orders.kill_switch.press(DeskState.REDUCING, "ann", "drill")

    body = (await stage.http.get("/api/status")).json()

    assert body["desk_state"] == "reducing"
    assert [(block["cause"], block["symbol"], block["reason"]) for block in body["opening_blocks"]] == [
        ("reconciliation", BTC, "positions differ")
    ]


async def test_the_latency_of_orders_is_unknown_before_the_first(stage: Stage) -> None:
    body = (await stage.http.get("/internal/autotrade/v1/metrics/latency/okx-order")).json()

    assert [one["stage"] for one in body["stages"]] == ["place", "ack", "fill"]
    assert {one["p99_ms"] for one in body["stages"]} == {None}
