"""What the client concludes when the venue, the line, the clock or the key is not as it should be."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.brokers.contract import orders
from tests.brokers.okx.certificates import self_signed
from tests.brokers.okx.venue import OkxVenue, running_okx
from tests.fault_proxy import fault_proxy
from tests.risk.situations import BTC
from tests.waiting import eventually
from tradewind.brokers.okx import KeyUnfit, OkxClient, parse
from tradewind.brokers.port import (
    BrokerUnavailable,
    KeyRefused,
    NotSent,
    OrderExpired,
    OrderRejected,
    OutcomeUnknown,
    RateLimited,
)
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.order import OrderPurpose, OrderState, Side
from tradewind_lab.faults import FaultKind
from tradewind_lab.okx.auth import BUILT_IN_KEYS, DEMO_KEY, LIVE_KEY, READER_KEY, ApiKey

ORDER = "trade/order"


async def ready(venue: OkxVenue, **changes: Any) -> OkxClient:
    """Return a client that has read what it needs before a first order."""
    client = venue.demo(**changes)
    await client.check()
    await client.instrument(BTC)
    return client


async def outcome(sending: Awaitable[object]) -> Exception | None:
    try:
        await sending
    except OrderRejected as e:
        return e
    return None


@pytest.mark.parametrize(
    ("kind", "conditions"),
    [
        (FaultKind.LOSE, {}),
        (FaultKind.TIMEOUT, {"code": "50004"}),
        (FaultKind.DOUBT, {"code": "51149"}),
    ],
    ids=["f01 f03 answer lost", "f05 50004", "f06 51149"],
)
async def test_an_order_that_was_carried_out_without_saying_so_is_unknown_and_there_once(
    tmp_path: Path, kind: FaultKind, conditions: dict[str, object]
) -> None:
    async with running_okx(tmp_path) as venue:
        client = await ready(venue)
        venue.fail(kind, ORDER, method="POST", count=1, **conditions)
        with pytest.raises(OutcomeUnknown):
            await client.place(orders.market("m1"))
        assert venue.orders() == ["m1"]
        found = await client.query(BTC, ClientOrderId("m1"))
    assert found is not None
    assert found.state is OrderState.FILLED


async def test_f03_a_connection_that_is_reset_after_the_request_leaves_the_order_unknown_and_there_once(
    tmp_path: Path,
) -> None:
    async with (
        running_okx(tmp_path) as venue,
        fault_proxy("127.0.0.1", urlsplit(venue.url).port or 0) as proxy,
    ):
        client = await ready(venue, rest_url=f"http://127.0.0.1:{proxy.port}")
        proxy.lose_answer_to = b"POST /api/v5/trade/order "
        with pytest.raises(OutcomeUnknown):
            await client.place(orders.market("m1"))
        await eventually(lambda: venue.orders() == ["m1"])
        assert venue.requests.count(ORDER) == 1
        found = await client.query(BTC, ClientOrderId("m1"))
        await client.aclose()
    assert found is not None


@pytest.mark.parametrize("code", ["50001", "50005", "50013", "50026"])
async def test_a_venue_that_says_it_cannot_leaves_the_order_unknown(tmp_path: Path, code: str) -> None:
    async with running_okx(tmp_path) as venue:
        client = await ready(venue)
        venue.fail(FaultKind.ERROR, ORDER, method="POST", count=1, code=code)
        with pytest.raises(OutcomeUnknown, match=code):
            await client.place(orders.market("m1"))
        assert await client.query(BTC, ClientOrderId("m1")) is None


async def test_f02_an_order_that_was_lost_on_its_way_is_unknown_and_never_sent_again(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = await ready(venue)
        venue.fail(FaultKind.DROP, ORDER, method="POST", count=1)
        with pytest.raises(OutcomeUnknown):
            await client.place(orders.market("m1"))
        assert venue.requests.count(ORDER) == 1
        assert venue.orders() == []


async def test_f01_an_order_that_is_never_answered_is_unknown_within_the_timeout(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = await ready(venue, request_timeout=timedelta(seconds=4))
        venue.fail(FaultKind.HANG, ORDER, method="POST", count=1)
        with pytest.raises(OutcomeUnknown):
            await client.place(orders.market("m1"))


async def test_f04_what_met_no_listener_was_not_sent(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = venue.demo(rest_url="http://127.0.0.1:1")
        with pytest.raises(NotSent):
            await client.place(orders.market("m1"))
        with pytest.raises(BrokerUnavailable):
            await client.positions()
        with pytest.raises(NotSent):
            await client.cancel(BTC, ClientOrderId("m1"))


async def test_f07_a_repeated_id_gives_the_order_that_is_there(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = await ready(venue)
        venue.fail(FaultKind.LOSE, ORDER, method="POST", count=1)
        with pytest.raises(OutcomeUnknown):
            await client.place(orders.market("m1"))
        again = await client.place(orders.market("m1"))
        assert venue.orders() == ["m1"]
    assert again.state is OrderState.FILLED


@pytest.mark.parametrize("status", [400, 401, 403])
async def test_a_status_that_proves_a_refusal_rejects_the_order(tmp_path: Path, status: int) -> None:
    async with running_okx(tmp_path) as venue:
        client = await ready(venue)
        venue.fail(FaultKind.STATUS, ORDER, method="POST", count=1, status=status, body="{}")
        with pytest.raises(OrderRejected, match=str(status)):
            await client.place(orders.market("m1"))


async def test_a_server_error_proves_nothing(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = await ready(venue)
        venue.fail(FaultKind.STATUS, ORDER, method="POST", count=1, status=502, body="<html>")
        with pytest.raises(OutcomeUnknown, match="502"):
            await client.place(orders.market("m1"))


@pytest.mark.parametrize(
    ("kind", "conditions"),
    [
        (FaultKind.STATUS, {"status": 429, "body": "{}", "headers": {"Retry-After": "7"}}),
        (FaultKind.ERROR, {"code": "50011"}),
        (FaultKind.ERROR, {"code": "50061"}),
    ],
    ids=["429", "50011", "50061"],
)
async def test_f38_a_limited_order_may_be_sent_later_and_the_path_is_left_alone_meanwhile(
    tmp_path: Path, kind: FaultKind, conditions: dict[str, object]
) -> None:
    async with running_okx(tmp_path) as venue:
        client = await ready(venue)
        venue.fail(kind, ORDER, method="POST", count=1, **conditions)
        with pytest.raises(RateLimited) as first:
            await client.place(orders.market("m1"))
        sent = venue.requests.count(ORDER)
        with pytest.raises(RateLimited):
            await client.place(orders.market("m1"))
        assert venue.requests.count(ORDER) == sent
        assert await client.query(BTC, ClientOrderId("m1")) is None
    wanted = 7 if "headers" in conditions else 2
    assert first.value.retry_after == timedelta(seconds=wanted)


async def test_f14_a_cancel_without_an_answer_is_not_taken_for_done(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = await ready(venue)
        await client.place(orders.limit("r1", "49000"))
        venue.fail(FaultKind.DROP, "trade/cancel", count=2)
        with pytest.raises(OutcomeUnknown):
            await client.cancel(BTC, ClientOrderId("r1"))
        with pytest.raises(OutcomeUnknown):
            await client.cancel_many(await client.open_orders())
        assert len(await client.open_orders()) == 1


async def test_f20_one_bad_leg_of_many_leaves_the_others_done(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = await ready(venue)
        for number in range(3):
            await client.place(orders.limit(f"r{number}", "49000", quantity="0.01"))
        resting = await client.open_orders()
        bad = next(order.venue_order_id for order in resting if order.client_order_id == "r1")
        venue.fail(FaultKind.REJECT, "trade/cancel-batch-orders", symbol=bad, count=1, code="50027")
        with pytest.raises(OutcomeUnknown, match="50027"):
            await client.cancel_many(resting)
        assert [order.client_order_id for order in await client.open_orders()] == ["r1"]


async def test_f22_an_order_that_is_struck_after_its_receipt_follows_the_venue(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = await ready(venue)
        venue.fail(FaultKind.STRIKE, ORDER, count=1)
        await client.place(orders.market("m1"))
        found = await client.query(BTC, ClientOrderId("m1"))
    assert found is not None
    assert (found.state, found.filled) == (OrderState.CANCELED, Decimal(0))


async def test_f17_a_failed_question_is_not_flat(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = await ready(venue)
        for path in ("account/positions", "account/balance", "trade/orders-pending", "trade/fills"):
            venue.fail(FaultKind.STATUS, path, count=1, status=500, body="")
        for ask in (
            client.positions,
            client.balance,
            client.open_orders,
            lambda: client.fills(venue.clock.now()),
        ):
            with pytest.raises(BrokerUnavailable):
                await ask()


@pytest.mark.parametrize("ahead", [35, -35])
async def test_f40_a_wrong_clock_is_measured_and_corrected_on_demo(tmp_path: Path, ahead: int) -> None:
    async with running_okx(tmp_path) as venue:
        venue.clock.ahead = timedelta(seconds=ahead)
        client = venue.demo()
        await client.place(orders.market("m1"))
        assert venue.orders() == ["m1"]


async def test_f40_a_clock_that_goes_wrong_later_is_corrected_without_a_second_order(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = await ready(venue)
        venue.clock.ahead = timedelta(seconds=60)
        await client.place(orders.market("m1"))
        assert venue.orders() == ["m1"]


async def test_f01_an_opening_that_is_late_on_the_wire_is_refused_there_and_told_as_expired(
    tmp_path: Path,
) -> None:
    async with running_okx(tmp_path) as venue, asyncio.TaskGroup() as tasks:
        client = await ready(venue)
        venue.fail(FaultKind.DELAY, ORDER, method="POST", count=1, delay_ms=1_000)
        sending = tasks.create_task(outcome(client.place(orders.market("m1"))))
        await eventually(lambda: ORDER in venue.requests)
        venue.clock.at_ms += 17_000
        assert isinstance(await sending, OrderExpired)
        assert venue.orders() == []
        assert venue.requests.count(ORDER) == 1


async def test_f01_a_close_that_is_late_on_the_wire_is_taken(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue, asyncio.TaskGroup() as tasks:
        client = await ready(venue)
        await client.place(orders.market("m1"))
        venue.fail(FaultKind.DELAY, ORDER, method="POST", count=1, delay_ms=1_000)
        sending = tasks.create_task(outcome(client.place(orders.closing("c1"))))
        await eventually(lambda: venue.requests.count(ORDER) == 2)
        venue.clock.at_ms += 17_000
        assert await sending is None
        assert venue.orders() == ["m1", "c1"]


async def test_f40_an_order_in_time_by_a_clock_that_runs_behind_is_sent_once_more(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = await ready(venue)
        venue.clock.ahead = timedelta(seconds=-20)
        await client.place(orders.market("m1"))
        assert venue.orders() == ["m1"]
        assert venue.requests.count(ORDER) == 2, "the first was refused for its time alone"


async def test_f40_live_trading_refuses_a_clock_that_is_too_far_off(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        venue.clock.ahead = timedelta(seconds=35)
        with pytest.raises(KeyUnfit, match="clock"):
            await venue.live().check()
        with pytest.raises(OrderRejected, match="clock"):
            await venue.live().place(orders.market("m1"))
        assert venue.orders("live") == []


async def test_f42_a_live_key_in_demo_trading_is_explained(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        with pytest.raises(KeyRefused, match="OKX_DEMO_API_KEY holds a key of OKX live trading"):
            await venue.demo(LIVE_KEY).check()


async def test_f42_a_demo_key_in_live_trading_is_explained(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        with pytest.raises(KeyRefused, match="CCXT_API_KEY holds a key of OKX demo trading"):
            await venue.live(DEMO_KEY).check()


async def test_f43_a_revoked_key_is_told_once_and_not_asked_with_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running_okx(tmp_path) as venue:
        client = await ready(venue)
        await client.place(orders.market("m1", stop_price=Decimal(49_000)))
        venue.fail(FaultKind.REVOKE, "")
        with pytest.raises(KeyRefused, match="OKX_DEMO_API_KEY"):
            await client.positions()
        asked = len(venue.requests)
        for _ in range(20):
            with pytest.raises(KeyRefused):
                await client.positions()
        with pytest.raises(OrderRejected, match="OKX_DEMO_API_KEY"):
            await client.place(orders.market("m2"))
        with pytest.raises(NotSent):
            await client.cancel(BTC, ClientOrderId("m1"))
        assert len(venue.requests) == asked
        assert client.key_reason
        venue.faults.clear()
        waiting = await (await ready(venue)).open_orders()
        assert [order.purpose for order in waiting] == [OrderPurpose.STOP], "protection is left where it is"
    assert capsys.readouterr().out.count("venue_key_refused") == 1


async def test_f44_a_venue_that_stays_silent_is_probed_and_not_flooded(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = await ready(venue, failures_to_pause=3)
        venue.clock.stands_at = venue.clock.monotonic()  # the time of a probe never comes
        venue.fail(FaultKind.STATUS, "account/positions", status=503, body="")
        for _ in range(30):
            with pytest.raises(BrokerUnavailable):
                await client.positions()
        assert venue.requests.count("account/positions") == 3
        with pytest.raises(NotSent):
            await client.place(orders.market("m1"))
        venue.clock.stands_at = None
        venue.faults.clear()
        async with asyncio.timeout(20):
            while True:
                try:
                    await client.positions()
                    break
                except BrokerUnavailable:
                    await asyncio.sleep(0.05)
        await client.place(orders.market("m1"))


async def test_what_is_refused_again_and_again_is_no_silence(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = await ready(venue, failures_to_pause=2)
        await client.place(orders.market("m1"))
        for _ in range(5):
            with pytest.raises(OrderRejected, match="51402"):
                await client.cancel(BTC, ClientOrderId("m1"))
        assert len(await client.positions()) == 1


async def test_f45_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    certificate, key = self_signed(tmp_path)
    async with running_okx(tmp_path, tls=(certificate, key)) as venue:
        client = venue.demo()
        with pytest.raises(BrokerUnavailable, match="ertificate"):
            await client.positions()
        with pytest.raises(NotSent, match="ertificate"):
            await client.place(orders.market("m1"))
        assert venue.requests == []


async def test_s76_a_live_key_that_may_withdraw_is_refused(tmp_path: Path) -> None:
    may_withdraw = ApiKey(
        key="lab-rich-key",
        secret="lab-rich-secret",
        passphrase="lab-rich",
        account="live",
        is_demo=False,
        permissions=("read_only", "trade", "withdraw"),
        label="rich",
        addresses=(),
    )
    async with running_okx(tmp_path, keys=(*BUILT_IN_KEYS, may_withdraw)) as venue:
        with pytest.raises(KeyUnfit, match="CCXT_API_KEY may withdraw"):
            await venue.live(may_withdraw).check()
        with pytest.raises(OrderRejected, match="may withdraw"):
            await venue.live(may_withdraw).place(orders.market("m1"))
        assert venue.orders("live") == []


async def test_a_key_that_may_only_read_trades_nothing(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        with pytest.raises(OrderRejected, match="may not trade"):
            await venue.demo(READER_KEY).place(orders.market("m1"))


async def test_a_second_order_waits_for_no_other_instruments_answer(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = await ready(venue)
        async with asyncio.TaskGroup() as tasks:
            for number, side in enumerate([Side.BUY, Side.SELL] * 4):
                tasks.create_task(client.place(orders.market(f"m{number}", side, "0.01")))
        assert sorted(str(name) for name in venue.orders()) == [f"m{number}" for number in range(8)]


async def test_f40_fills_are_read_by_the_venues_clock(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        venue.clock.ahead = timedelta(minutes=2)
        client = await ready(venue)
        before = venue.clock.now()
        await client.place(orders.market("m1"))
        assert [fill.client_order_id for fill in await client.fills(before)] == ["m1"]


async def test_a_stops_fill_that_was_nobodys_at_first_is_asked_about_again(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        client = await ready(venue)
        before = venue.clock.now()
        await client.place(orders.market("m1", stop_price=Decimal(49_000)))
        venue.move("48900")
        venue.fail(FaultKind.ERROR, ORDER, method="GET", count=1, code="51603")
        first = {fill.client_order_id for fill in await client.fills(before)}
        again = {fill.client_order_id for fill in await client.fills(before)}
    assert None in first
    assert None not in again


def test_an_account_of_which_nothing_was_told_is_not_empty() -> None:
    with pytest.raises(BrokerUnavailable, match="balance"):
        parse.balance(())
