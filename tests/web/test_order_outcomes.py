"""What the venue makes of an order by hand is what the answer says, and nothing is claimed that is not known."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from redis.asyncio import Redis

from tests.decision.markets import a_market
from tests.fakes.broker import Reply, ScriptedBroker
from tests.values import BTC, ETH
from tests.web.stage import Stage, a_desk, an_order_desk, by_hand, running_stage
from tests.web.trading import ORDERS, an_opening
from tradewind.app.clock import SystemClock
from tradewind.brokers.port import OutcomeUnknown, VenueOrder
from tradewind.bus.cache import Cache
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import Symbol
from tradewind.ledger import Ledger
from tradewind.web.config import WebConfig
from tradewind.web.desk import Desk

AT_REST = an_opening(kind="limit", limit_price="55000", stop_price="54000")


class DeafToChanges(ScriptedBroker):
    """A venue that never confirms a change."""

    async def amend(self, symbol: Symbol, client_order_id: ClientOrderId, **_: object) -> VenueOrder:
        raise OutcomeUnknown(f"no answer about {client_order_id} of {symbol}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A served desk and the venue that it trades at."""

    stage: Stage
    broker: ScriptedBroker

    async def ask(self, method: str, path: str, body: Any = None, key: str | None = None) -> httpx2.Response:
        await self.stage.cache.write(a_market(self.stage.desk.clock.now(), (BTC, ETH)))
        headers = {} if key is None else {"Idempotency-Key": key}
        return await self.stage.http.request(method, path, json=body, headers=headers, timeout=30)


@pytest.fixture
async def counter(tmp_path: Path) -> AsyncIterator[Counter]:
    brokers: list[ScriptedBroker] = []

    def build(ledger: Ledger, redis: Redis, history: Path, clock: SystemClock) -> Desk:
        brokers.append(DeafToChanges(clock))
        desk, cache = a_desk(ledger, redis, history, clock), Cache(redis, clock)
        orders = an_order_desk(ledger, cache, clock, desk.metrics, tmp_path, broker=brokers[0])
        return replace(desk, orders=orders, by_hand=by_hand(ledger, cache, clock, desk.metrics, orders))

    config = WebConfig(answer_within=timedelta(seconds=5))
    async with running_stage(tmp_path, config, build=build) as stage:
        stage.desk.orders.is_settled.set()
        yield Counter(stage=stage, broker=brokers[0])


async def test_a_venue_that_refuses_is_quoted(counter: Counter) -> None:
    counter.broker.place_replies.append(Reply.REJECT)
    answer = await counter.ask("POST", ORDERS, an_opening())
    assert (answer.status_code, answer.json()["reasons"]) == (409, ["insufficient margin"])
    (order,) = (await counter.ask("GET", ORDERS)).json()["items"]
    assert order["id"] in answer.json()["detail"]
    assert order["state"] == "rejected"


async def test_an_order_without_an_answer_is_accepted_for_looking_after(counter: Counter) -> None:
    counter.broker.place_replies.append(Reply.LOSE_THE_ANSWER)
    answer = await counter.ask("POST", ORDERS, an_opening())
    assert (answer.status_code, answer.json()["order"]["state"]) == (202, "unknown")
    again = await counter.ask("POST", ORDERS, an_opening())
    assert again.status_code == 409
    assert "unknown" in again.json()["reasons"][0]
    assert len(counter.broker.placed) == 1


async def test_a_change_and_a_cancel_without_an_answer_are_not_claimed(counter: Counter) -> None:
    order_id = (await counter.ask("POST", ORDERS, AT_REST)).json()["order"]["id"]
    changed = await counter.ask("PATCH", f"{ORDERS}/{order_id}", {"limit_price": "55500"})
    assert (changed.status_code, changed.json()["limit_price"]) == (202, "55000")

    counter.broker.cancel_replies.append(Reply.LOSE_THE_REQUEST)
    canceled = await counter.ask("DELETE", f"{ORDERS}/{order_id}")
    assert (canceled.status_code, canceled.json()["state"]) == (202, "pending_cancel")


async def test_s49_who_waited_in_vain_asks_again_with_the_same_key(counter: Counter) -> None:
    counter.broker.place_replies.append(Reply.NEVER_ANSWER)
    first = await counter.ask("POST", ORDERS, an_opening(), key="k1")
    again = await counter.ask("POST", ORDERS, an_opening(), key="k1")

    assert (first.status_code, first.json()["type"]) == (503, "/problems/unavailable")
    assert (again.status_code, again.json()["is_repeat"]) == (202, True)
    assert again.json()["order"]["state"] == "sending"
    assert len(counter.broker.placed) == 1
