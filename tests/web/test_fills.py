"""Fills of one symbol and span, each with the decision behind it."""

from datetime import timedelta

from tests.values import BTC, ETH
from tests.web.records import a_fill, an_order
from tests.web.stage import DESK_ID, Stage
from tradewind.domain.clock import Instant


async def put_fills(stage: Stage) -> Instant:
    """Two fills of an order of ours, an hour apart, one that was nobody's, one of another symbol."""
    now = stage.desk.clock.now()
    earlier = Instant.of(now - timedelta(hours=1))
    order = an_order(earlier)
    await stage.ledger.orders.add(order)
    foreign = an_order(now, "tworder2", symbol=ETH)
    for fill in (
        a_fill(order, "1", quantity=order.quantity / 2),
        a_fill(order, "2", quantity=order.quantity / 2, exchange_time=now),
        a_fill(order, "3", client_order_id=None, exchange_time=now),
        a_fill(foreign, "4", client_order_id=None, exchange_time=now),
    ):
        await stage.ledger.fills.post(DESK_ID, fill, None)
    return now


async def test_a_fill_names_its_decision_and_purpose_and_a_foreign_one_has_none(stage: Stage) -> None:
    await put_fills(stage)

    body = (await stage.http.get("/api/fills", params={"symbol": BTC})).json()

    told = [(each["trade_id"], each["decision_id"], each["purpose"]) for each in body["items"]]
    assert told == [("3", None, None), ("2", "d1", "open"), ("1", "d1", "open")]


async def test_a_span_is_of_the_venues_time_its_end_excluded(stage: Stage) -> None:
    now = await put_fills(stage)

    since = (await stage.http.get("/api/fills", params={"symbol": BTC, "since": str(now)})).json()
    before = (await stage.http.get("/api/fills", params={"symbol": BTC, "before": str(now)})).json()

    assert [each["trade_id"] for each in since["items"]] == ["3", "2"]
    assert [each["trade_id"] for each in before["items"]] == ["1"]


async def test_pages_follow_each_other_and_a_foreign_cursor_is_refused(stage: Stage) -> None:
    await put_fills(stage)

    first = (await stage.http.get("/api/fills", params={"limit": 3})).json()
    rest = (await stage.http.get("/api/fills", params={"limit": 3, "cursor": first["next_cursor"]})).json()
    odd = await stage.http.get("/api/fills", params={"cursor": "x"})
    naive = await stage.http.get("/api/fills", params={"since": "2026-01-01T00:00:00"})

    assert [each["trade_id"] for each in (*first["items"], *rest["items"])] == ["4", "3", "2", "1"]
    assert rest["next_cursor"] is None
    assert (odd.status_code, naive.status_code) == (422, 422)
