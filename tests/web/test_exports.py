"""Orders, fills and closed positions as lists that are filtered and as CSV that no spreadsheet runs."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.values import BTC, ETH
from tests.web.records import a_fill, an_order
from tests.web.stage import DESK_ID, Stage
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderState, Side

WINTER = Instant.parse("2026-01-15T12:00:00Z")
SUMMER = Instant.parse("2026-07-15T12:00:00Z")


@pytest.fixture
async def desk(stage: Stage) -> Stage:
    """A round trip in BTC in winter, a rejected sell of ETH in summer."""
    await round_trip(stage, BTC, WINTER)
    rejected = an_order(SUMMER, "r1", symbol=ETH, side=Side.SELL)
    await stage.ledger.orders.add(rejected)
    await stage.ledger.orders.advance(
        rejected.client_order_id, OrderState.INTENT, OrderState.REJECTED, reason='=HYPERLINK("http://x","y")'
    )
    return stage


async def round_trip(stage: Stage, symbol: Symbol, at: Instant) -> None:
    later = Instant.of(at + timedelta(minutes=5))
    for name, side, moment, price in (("o", Side.BUY, at, "60000"), ("c", Side.SELL, later, "61000")):
        order = an_order(moment, f"{name}1", symbol=symbol, side=side)
        await stage.ledger.orders.add(order)
        await stage.ledger.fills.post(DESK_ID, a_fill(order, f"t{name}", price=Decimal(price)), order)


async def rows(stage: Stage, path: str) -> list[dict[str, str]]:
    answer = await stage.http.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


async def test_s58_a_venues_words_are_no_formula(desk: Stage) -> None:
    cells = [row["reason"] for row in await rows(desk, "/api/orders.csv?state=rejected")]

    assert cells == ['\'=HYPERLINK("http://x","y")']


async def test_fills_and_closed_positions_come_as_csv(desk: Stage) -> None:
    fills = await rows(desk, "/api/fills.csv")
    (closed,) = await rows(desk, "/api/positions.csv")

    assert [(row["trade_id"], row["price"]) for row in fills] == [("tc", "61000"), ("to", "60000")]
    assert (closed["symbol"], closed["side"], Decimal(closed["net_pnl"])) == (BTC, "long", Decimal("75.20"))


async def test_times_stand_in_utc_and_in_the_zone_that_is_asked_for(desk: Stage) -> None:
    newest, *_, oldest = await rows(desk, "/api/orders.csv?zone=Europe/Berlin")

    assert oldest["created_at"] == "2026-01-15T12:00:00.000Z"
    assert oldest["created_at_local"] == "2026-01-15T13:00:00.000+01:00"
    assert newest["created_at_local"] == "2026-07-15T14:00:00.000+02:00"
    assert "created_at_local" not in (await rows(desk, "/api/orders.csv"))[0]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "Europe", "%2Fetc%2Fpasswd", "..", "%00"])
async def test_a_zone_that_is_none_is_refused(desk: Stage, zone: str) -> None:
    assert (await desk.http.get(f"/api/orders.csv?zone={zone}")).status_code == 422


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["r1", "c1", "o1"]),
        (f"?symbol={BTC}&side=sell", ["c1"]),
        ("?state=rejected", ["r1"]),
        ("?since=2026-01-15T12:01:00Z", ["r1", "c1"]),
        ("?before=2026-01-15T12:01:00Z", ["o1"]),
    ],
)
async def test_list_and_export_are_filtered_alike(desk: Stage, query: str, found: list[str]) -> None:
    listed = (await desk.http.get(f"/api/orders{query}")).json()["items"]

    assert [order["id"] for order in listed] == found
    assert [row["id"] for row in await rows(desk, f"/api/orders.csv{query}")] == found


async def test_fills_and_closed_positions_are_filtered(desk: Stage) -> None:
    fills = (await desk.http.get("/api/fills?side=buy")).json()
    none = (await desk.http.get(f"/api/positions?symbol={ETH}")).json()
    longs = (await desk.http.get("/api/positions?side=long")).json()

    assert ([fill["trade_id"] for fill in fills["items"]], fills["next_cursor"]) == (["to"], None)
    assert (none["closed"], len(longs["closed"])) == ([], 1)


async def test_pages_of_fills_follow_each_other(desk: Stage) -> None:
    first = (await desk.http.get("/api/fills?limit=1")).json()
    second = (await desk.http.get(f"/api/fills?limit=1&cursor={first['next_cursor']}")).json()

    assert [page["items"][0]["trade_id"] for page in (first, second)] == ["tc", "to"]


@pytest.mark.parametrize(
    "query", ["colour=red", "state=maybe", "side=long", "since=2026-01-15T12:00:00", "cursor=x"]
)
async def test_what_a_list_cannot_be_asked_is_refused(desk: Stage, query: str) -> None:
    for path in ("/api/orders", "/api/orders.csv"):
        assert (await desk.http.get(f"{path}?{query}")).status_code == 422
