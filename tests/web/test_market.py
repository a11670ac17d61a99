"""Prices come from the cache, each with its age; what is missing is named."""

from dataclasses import replace
from datetime import timedelta

from tests.values import BTC, ETH
from tests.web.stage import Stage, fresh_ticker, put_rules
from tradewind.domain.clock import Instant


async def test_prices_come_with_age_freshness_and_tick(stage: Stage) -> None:
    await put_rules(stage)
    await stage.tick(fresh_ticker(stage, 61_234.5))

    answer = await stage.http.get("/api/market/v1/prices")

    assert answer.status_code == 200
    price = answer.json()["data"][BTC]
    assert price["price"] == 61_234.5
    assert price["freshness"] == "fresh"
    assert 0 <= price["age_ms"] < 30_000
    assert price["tick_size"] == "0.1"
    assert price["received_at"].endswith("Z")


async def test_a_symbol_without_a_ticker_is_missing_not_zero(stage: Stage) -> None:
    await stage.tick(fresh_ticker(stage))

    body = (await stage.http.get("/api/market/v1/prices")).json()

    assert body["missing"] == [ETH]
    assert list(body["data"]) == [BTC]
    assert body["data"][BTC]["tick_size"] is None


async def test_an_old_price_is_shown_as_blocked(stage: Stage) -> None:
    old = Instant.of(stage.desk.clock.now() - timedelta(minutes=5))
    await stage.tick(replace(fresh_ticker(stage), timestamp=old))

    price = (await stage.http.get("/api/market/v1/prices")).json()["data"][BTC]

    assert price["freshness"] == "blocked"
    assert price["age_ms"] >= 300_000
