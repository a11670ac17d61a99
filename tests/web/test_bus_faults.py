"""What a page still gets while Redis fails, and after: the record makes up for what the bus lost."""

import asyncio
from datetime import timedelta

from tests.values import BTC
from tests.web.records import a_decision
from tests.web.stage import DESK_ID, Stage, fresh_ticker, received
from tradewind.bus.cache import Batch
from tradewind.bus.keys import DECISION_UPDATE, MARKET_TICK, Source
from tradewind.bus.messages import DecisionNotice
from tradewind.domain.clock import Instant

DECISIONS = "/internal/autotrade/v1/decisions"
PORTFOLIO = "/internal/autotrade/v1/portfolio"


async def test_decisions_made_while_the_subscription_was_gone_still_reach_the_page_f49(stage: Stage) -> None:
    async with stage.socket() as client:
        await _decided(stage, "d0", is_announced=True)
        assert (await received(client, "decision_update"))["data"]["id"] == "d0"

        for number in (1, 2, 3):
            await _decided(stage, f"d{number}", is_announced=False)  # its notice is lost
        await stage.redis.client_kill_filter(_type="pubsub")

        seen = [(await received(client, "decision_update"))["data"]["id"] for _ in range(3)]
    assert seen == ["d1", "d2", "d3"]


async def test_losing_all_of_redis_loses_nothing_of_the_record_f52_f54(stage: Stage) -> None:
    await _decided(stage, "d1", is_announced=True)
    before = [(await stage.http.get(path)).json() for path in (DECISIONS, PORTFOLIO)]

    await stage.redis.flushall()
    await stage.redis.client_kill_filter(_type="pubsub")

    after = [(await stage.http.get(path)).json() for path in (DECISIONS, PORTFOLIO)]
    assert after[0] == before[0]
    assert after[1]["account"]["cash"] == before[1]["account"]["cash"]
    assert await stage.ledger.orders.unfinished(DESK_ID) == []


async def test_the_account_is_sent_again_from_the_record_after_a_loss_f52(stage: Stage) -> None:
    async with stage.socket() as client:
        await received(client, "market_update")
        await stage.redis.flushall()
        await stage.redis.client_kill_filter(_type="pubsub")

        assert (await received(client, "portfolio_update"))["data"]["account"]["cash"] == "100000"


async def test_prices_that_were_lost_are_said_to_be_missing_not_zero_f54(stage: Stage) -> None:
    await stage.tick(fresh_ticker(stage))

    await stage.redis.flushall()
    body = (await stage.http.get("/api/market/v1/prices")).json()

    assert body["data"] == {}
    assert BTC in body["missing"]


async def test_a_poison_notice_is_skipped_and_the_next_one_arrives_f57_f59(stage: Stage) -> None:
    async with stage.socket() as client:
        await received(client, "market_update")
        await stage.redis.publish(MARKET_TICK.name, b"\x00 not json")
        await stage.redis.publish(MARKET_TICK.name, b'{"schema": 99, "tickers": "of the future"}')
        await stage.tick(fresh_ticker(stage, 61_000))

        while BTC not in (frame := await received(client, "market_update"))["data"]:
            pass
    assert frame["data"][BTC]["price"] == 61_000


async def test_a_page_is_answered_while_redis_is_paused_and_lives_on_after_f48_f55(stage: Stage) -> None:
    async with stage.socket() as client:
        await received(client, "market_update")
        await stage.redis.client_pause(15_000, all=True)
        async with asyncio.timeout(12):
            await client.send("ping")
            await received(client, "pong")
            assert (await stage.http.get("/healthz")).status_code == 200

        while (await stage.http.get("/api/market/v1/prices")).status_code != 200:
            pass
        await stage.tick(fresh_ticker(stage, 62_000))
        while BTC not in (frame := await received(client, "market_update"))["data"]:
            pass
    assert frame["data"][BTC]["price"] == 62_000


async def _decided(stage: Stage, decision_id: str, *, is_announced: bool) -> None:
    number = int(decision_id.removeprefix("d"))
    at = Instant.of(stage.desk.clock.now() + timedelta(milliseconds=number))
    record = a_decision(decision_id, at)
    await stage.ledger.decisions.add(record)
    if is_announced:
        batch = Batch(Source.TRADER_BOT)
        notice = DecisionNotice(decision_id=record.decision_id, summary="decided", timestamp=at)
        batch.publish(DECISION_UPDATE, notice)
        await stage.cache.write(batch)
