"""Live frames over real sockets: snapshot, then changes; resume by seq; nobody slows anybody."""

import asyncio
import json
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as connect_socket
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from tests.values import BTC, ETH
from tests.waiting import eventually
from tests.web.deaf import deaf_client, flood
from tests.web.records import a_decision, a_fill, an_order
from tests.web.stage import DESK_ID, Stage, fresh_ticker, live_config, received, running_stage
from tradewind.bus.cache import Batch
from tradewind.bus.keys import DECISION_UPDATE, PORTFOLIO_UPDATE, SYSTEM_UPDATE, Source
from tradewind.bus.messages import DecisionNotice, PortfolioNotice, SystemNotice
from tradewind.domain.clock import Instant
from tradewind.telemetry.health import RoleState
from tradewind.web.schemas.frames import (
    DecisionUpdate,
    MarketSnapshot,
    MarketUpdate,
    PortfolioUpdate,
    SystemUpdate,
)


async def test_the_first_frame_is_a_snapshot_and_then_only_changes_come(stage: Stage) -> None:
    await stage.tick(fresh_ticker(stage, 60_000), fresh_ticker(stage, 3_000, ETH))
    async with stage.socket() as early:
        await _price_seen(early, BTC, 60_000)
        async with stage.socket() as client:
            first = MarketSnapshot.model_validate_json(await client.recv())
            await stage.tick(fresh_ticker(stage, 60_100))
            change = MarketUpdate.model_validate(await received(client, "market_update"), strict=False)

    assert first.epoch == "run-1"
    assert set(first.data) == {BTC, ETH}
    assert list(change.data) == [BTC]
    assert change.data[BTC].price == 60_100
    assert change.seq > first.seq


async def test_a_client_that_comes_back_gets_what_it_missed_and_no_snapshot(stage: Stage) -> None:
    async with stage.socket() as client:
        await stage.tick(fresh_ticker(stage, 60_000))
        seen = await _price_seen(client, BTC, 60_000)
        await stage.tick(fresh_ticker(stage, 60_200))
        await _price_seen(client, BTC, 60_200)

    async with stage.socket(f"?since={seen}&epoch=run-1") as again:
        frame = await received(again, "market_update")

    assert "snapshot" not in frame
    assert frame["data"][BTC]["price"] == 60_200


@pytest.mark.parametrize("query", ["?since=0&epoch=another-run", "?since=999999&epoch=run-1", "?since=0"])
async def test_an_unknown_resume_point_starts_over_with_a_snapshot(stage: Stage, query: str) -> None:
    async with stage.socket(query) as client:
        frame = json.loads(await client.recv())

    assert frame["snapshot"] is True
    assert frame["epoch"] == "run-1"


async def test_account_decision_and_system_follow_their_notices(stage: Stage) -> None:
    decision = a_decision("d1", stage.desk.clock.now())
    await stage.ledger.decisions.add(decision)
    now = stage.desk.clock.now()
    async with stage.socket() as client:
        await received(client, "market_update")
        batch = Batch(Source.TRADER_BOT)
        batch.publish(
            DECISION_UPDATE,
            DecisionNotice(decision_id=decision.decision_id, summary="decided", timestamp=now),
        )
        await stage.cache.write(batch)
        decided = DecisionUpdate.model_validate(await received(client, "decision_update"), strict=False)
        batch = Batch(Source.TRADER_BOT)
        batch.publish(PORTFOLIO_UPDATE, PortfolioNotice(portfolio_id=DESK_ID, summary="fill", timestamp=now))
        await stage.cache.write(batch)
        account = PortfolioUpdate.model_validate(await received(client, "portfolio_update"), strict=False)
        batch = Batch(Source.TRADER_BOT)
        batch.publish(SYSTEM_UPDATE, SystemNotice(summary="paused by hand", timestamp=now))
        await stage.cache.write(batch)
        frame = await received(client, "system_update")
        while frame["data"]["message"] != "paused by hand":
            frame = await received(client, "system_update")
        state = SystemUpdate.model_validate(frame, strict=False)

    assert decided.data.id == "d1"
    assert account.data.account.equity == 100_000
    assert state.data.ready is True
    assert decided.seq < account.seq < state.seq


async def test_lost_readiness_is_told_without_any_notice(stage: Stage) -> None:
    async with stage.socket() as client:
        await received(client, "market_update")
        stage.desk.health.report("trader", RoleState.FAILED, "no answer")
        while (frame := await received(client, "system_update"))["data"]["ready"]:
            pass

    assert frame["data"]["reasons"] == ["role trader is failed: no answer"]


async def test_a_lost_subscription_is_rebuilt_and_clients_start_over(stage: Stage) -> None:
    async with stage.socket() as client:
        await received(client, "market_update")
        await stage.tick(fresh_ticker(stage, 60_000))
        await _price_seen(client, BTC, 60_000)

        await stage.redis.client_kill_filter(_type="pubsub")
        while "snapshot" not in (frame := await received(client, "market_update")):
            pass

    assert frame["data"][BTC]["price"] == 60_000


@pytest.mark.parametrize("ping", ["ping", '{"type":"ping"}', '{ "type": "ping" }\n'])
async def test_a_ping_is_answered_with_a_pong(stage: Stage, ping: str) -> None:
    async with stage.socket() as client:
        await client.send(ping)
        assert await received(client, "pong") == {"type": "pong"}


async def test_prices_go_on_after_the_wall_clock_stepped_back_f41(stage: Stage) -> None:
    ahead = stage.desk.clock.now() + timedelta(hours=1)
    async with stage.socket() as client:
        await stage.tick(replace(fresh_ticker(stage, 60_000), timestamp=Instant.of(ahead)))
        await _price_seen(client, BTC, 60_000)
        await stage.tick(fresh_ticker(stage, 60_100))
        await _price_seen(client, BTC, 60_100)


async def test_the_server_pings_too(tmp_path: Path) -> None:
    config = live_config(ping_every=timedelta(milliseconds=50))
    async with running_stage(tmp_path, config=config) as stage, stage.socket() as client:
        assert await received(client, "ping") == {"type": "ping"}


async def test_a_reader_that_stops_reading_is_cut_off_and_others_notice_nothing(tmp_path: Path) -> None:
    config = live_config(stall_limit=timedelta(seconds=3))
    async with running_stage(tmp_path, config=config) as stage, stage.socket() as healthy:
        with await deaf_client(stage):
            await eventually(lambda: stage.clients == 2)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(flood(stage, is_cut := asyncio.Event()))
                reading = tasks.create_task(_read_all(healthy))
                await eventually(lambda: _closed(stage, "stalled") == 1)
                await eventually(lambda: stage.clients == 1)
                is_cut.set()
                reading.cancel()
        await stage.tick(fresh_ticker(stage, 77_777))
        await _price_seen(healthy, BTC, 77_777)


async def test_a_lagging_client_gets_the_newest_price_not_every_price(stage: Stage) -> None:
    async with stage.socket(max_queue=1) as lagging, stage.socket() as quick:
        await received(lagging, "market_update")
        for price in range(60_000, 60_400):
            await stage.tick(fresh_ticker(stage, price))
        await _price_seen(quick, BTC, 60_399)

        seqs = [await _price_seen(lagging, BTC, 60_399)]

    assert seqs[0] > 0


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://127.0.0.1.evil.example", "http://127.0.0.1:1"],
)
async def test_a_foreign_origin_gets_no_socket(stage: Stage, origin: str) -> None:
    """S27, S28, S31."""
    with pytest.raises(InvalidStatus) as refused:
        async with connect_socket(f"ws://{stage.base}/ws/market-data", origin=Origin(origin)):
            pass

    assert refused.value.response.status_code == 403
    assert json.loads(refused.value.response.body)["type"] == "/problems/forbidden-origin"


async def test_a_foreign_host_name_gets_no_socket(stage: Stage) -> None:
    port = int(stage.base.rpartition(":")[2])
    with pytest.raises(InvalidStatus) as refused:
        async with connect_socket(f"ws://rebound.example:{port}/ws/market-data", host="127.0.0.1", port=port):
            pass

    assert refused.value.response.status_code == 421


@pytest.mark.parametrize(
    "query", ["?since=-1", "?since=1e3", "?since=1&since=2", "?token=secret", "?since=٣"]
)
async def test_a_resume_point_that_is_none_is_refused(stage: Stage, query: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with stage.socket(query):
            pass

    assert refused.value.response.status_code == 422


async def test_more_sockets_than_allowed_are_refused_and_the_others_stay(tmp_path: Path) -> None:
    """S37."""
    config = live_config(max_clients=2, max_clients_per_address=2)
    async with running_stage(tmp_path, config=config) as stage, stage.socket() as one, stage.socket():
        with pytest.raises(InvalidStatus) as refused:
            async with stage.socket():
                pass
        await one.send("ping")
        assert await received(one, "pong") == {"type": "pong"}

    assert refused.value.response.status_code == 503
    assert json.loads(refused.value.response.body)["type"] == "/problems/too-many-clients"


@pytest.mark.parametrize(
    ("message", "code"), [(b"\x00\x01", 1003), ("x" * 70_000, 1009), ("[" * 10_000, None)]
)
async def test_strange_messages_harm_nobody(stage: Stage, message: str | bytes, code: int | None) -> None:
    """S35."""
    async with stage.socket() as client, stage.socket() as other:
        await client.send(message)
        if code is not None:
            assert await _close_code(client) == code
        await other.send("ping")
        assert await received(other, "pong") == {"type": "pong"}


async def test_a_client_that_talks_too_much_is_closed(stage: Stage) -> None:
    """S36."""
    async with stage.socket() as client:
        with suppress(ConnectionClosed):  # it may be closed before the last of them
            for _ in range(100):
                await client.send("hello")

        assert await _close_code(client) == 1008


async def test_a_closed_page_is_forgotten(stage: Stage) -> None:
    async with stage.socket() as client:
        await received(client, "market_update")
        assert stage.clients == 1

    await eventually(lambda: stage.clients == 0)


async def _price_seen(client: ClientConnection, symbol: str, price: float) -> int:
    while True:
        frame = await received(client, "market_update")
        found = frame["data"].get(symbol)
        if found and found["price"] == price:
            return int(str(frame["seq"]))


async def _close_code(client: ClientConnection) -> int | None:
    try:
        while True:
            async with asyncio.timeout(30):
                await client.recv()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


def _closed(stage: Stage, reason: str) -> float | None:
    return stage.desk.metrics.registry.get_sample_value(
        "tradewind_ws_clients_closed_total", {"reason": reason}
    )


async def _read_all(healthy: ClientConnection) -> None:
    async for _ in healthy:
        pass


async def test_the_account_follows_the_price_of_what_it_holds(stage: Stage) -> None:
    order = an_order(stage.desk.clock.now())
    await stage.ledger.orders.add(order)
    await stage.ledger.fills.post(DESK_ID, a_fill(order, "t1"), order)
    async with stage.socket() as client:
        await _announce_account(stage)
        first = await received(client, "portfolio_update")
        await stage.tick(replace(fresh_ticker(stage, 61_000), bid=None))
        moved = await received(client, "portfolio_update")

    assert first["data"]["positions"][0]["mark_price"] is None
    assert moved["data"]["positions"][0]["mark_price"] == "61000.0"


async def _announce_account(stage: Stage) -> None:
    notice = PortfolioNotice(portfolio_id=DESK_ID, summary="look", timestamp=stage.desk.clock.now())
    batch = Batch(Source.TRADER_BOT)
    batch.publish(PORTFOLIO_UPDATE, notice, summary=notice.summary)
    await stage.cache.write(batch)
