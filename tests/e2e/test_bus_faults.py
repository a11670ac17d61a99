"""A trading desk whose Redis dies, freezes or is emptied: it waits, says so, and trades on nothing but fresh prices."""

import json
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
import redis

from tests.desk_process import DeskProcess, running_desk, wait_until
from tests.valkey_process import fragile_valkey

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

DECISIONS = "/internal/autotrade/v1/decisions"
PORTFOLIO = "/internal/autotrade/v1/portfolio"
TRIGGER = "/internal/autotrade/v1/scheduler/trigger"


def reasons(desk: DeskProcess) -> list[str]:
    """Why the desk is not ready; nothing when it is."""
    try:
        desk.get("/readyz")
    except HTTPError as e:
        return list(json.load(e)["reasons"])
    return []


def decisions(desk: DeskProcess) -> list[dict[str, Any]]:
    return list(desk.get(DECISIONS)["items"])


def has_decided(desk: DeskProcess, amount: int) -> bool:
    return len(decisions(desk)) >= amount


def fills(desk: DeskProcess) -> list[str]:
    return [fill["trade_id"] for fill in desk.get(PORTFOLIO)["fills"]]


async def test_without_redis_the_desk_is_not_ready_and_does_not_trade_f46_f55(tmp_path: Path) -> None:
    async with fragile_valkey(tmp_path / "fragile") as server:
        with running_desk(tmp_path / "home", environment={"REDIS_URL": server.url}) as desk:
            wait_until(lambda: has_decided(desk, 1), 120, "no first decision")
            server.freeze()
            wait_until(lambda: reasons(desk), 120, "the desk calls itself ready without Redis")
            before = fills(desk)

            desk.post(TRIGGER)
            desk.survive(3)

            assert desk.get("/healthz") == {"status": "ok"}
            assert fills(desk) == before
            server.thaw()
            wait_until(lambda: not reasons(desk), 120, "the desk did not recover")


async def test_a_killed_redis_costs_no_decision_and_doubles_none_f47(tmp_path: Path) -> None:
    async with fragile_valkey(tmp_path / "fragile") as server:
        with running_desk(tmp_path / "home", environment={"REDIS_URL": server.url}) as desk:
            wait_until(lambda: has_decided(desk, 1), 120, "no first decision")
            before = [decision["id"] for decision in decisions(desk)]

            await server.kill()
            wait_until(lambda: reasons(desk), 120, "the desk calls itself ready without Redis")
            await server.start()
            wait_until(lambda: not reasons(desk), 120, "the desk did not recover")
            desk.post(TRIGGER)
            wait_until(lambda: has_decided(desk, len(before) + 1), 120, "no decision after the return")

            after = [decision["id"] for decision in decisions(desk)]
            assert after[-len(before) :] == before
            assert max(Counter(after).values()) == 1
            assert max(Counter(fills(desk)).values(), default=1) == 1


async def test_an_emptied_redis_fills_again_and_the_loss_places_no_order_f54(tmp_path: Path) -> None:
    async with fragile_valkey(tmp_path / "fragile") as server:
        environment = {"REDIS_URL": server.url, "TRADEWIND_TRADING__CYCLE__LAB_PERIOD_SECONDS": "3600"}
        with running_desk(tmp_path / "home", environment=environment) as desk:
            wait_until(lambda: has_decided(desk, 1), 120, "no first decision")
            before = [decision["id"] for decision in decisions(desk)]

            with redis.Redis.from_url(server.url) as client:
                client.flushall()
            prices = wait_until(lambda: all_prices(desk), 120, "the prices did not come back")
            wait_until(lambda: not reasons(desk), 120, "the desk did not recover")

            assert [decision["id"] for decision in decisions(desk)] == before
            assert len(prices) == len(desk.get("/api/status")["symbols"])


def all_prices(desk: DeskProcess) -> dict[str, Any] | None:
    body = desk.get("/api/market/v1/prices")
    return None if body["missing"] else dict(body["data"])
