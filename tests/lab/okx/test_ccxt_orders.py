"""ccxt's own client placing, amending, canceling and asking, over a socket."""

from decimal import Decimal
from typing import Any

import ccxt
import httpx2
import pytest

from tests.lab.okx.venue import Venue, running_venue
from tradewind_lab.okx.auth import sign

PAIR = "BTC/USDT:USDT"


async def refused(client: Any, *order: object, **params: object) -> str:
    """Place an order that must be refused; return the venue's code."""
    with pytest.raises(ccxt.BaseError) as error:
        await client.create_order(PAIR, *order, params=params)
    text = str(error.value)
    return text.partition('"sCode":"')[2].partition('"')[0]


async def test_a_market_order_is_acknowledged_and_told_by_its_client_id() -> None:
    async with running_venue() as venue:
        client = venue.client()
        placed = await client.create_order(PAIR, "market", "buy", 2, params={"clOrdId": "first1"})
        assert (placed["clientOrderId"], placed["status"]) == ("first1", None)
        by_id = await client.fetch_order(placed["id"], PAIR)
        by_client_id = await client.fetch_order(None, PAIR, {"clOrdId": "first1"})
    assert by_id == by_client_id
    assert (by_id["status"], by_id["filled"], by_id["average"]) == ("closed", 2.0, 50000.1)
    assert by_id["fee"] == {"cost": pytest.approx(0.500001), "currency": "USDT"}


async def test_the_single_order_route_serves_as_well() -> None:
    async with running_venue() as venue:
        client = venue.client()
        client.options["createOrder"] = "privatePostTradeOrder"
        placed = await client.create_order(PAIR, "limit", "buy", 1, 49000)
        assert (await client.fetch_order(placed["id"], PAIR))["status"] == "open"


async def test_an_unknown_order_is_not_found() -> None:
    async with running_venue() as venue:
        client = venue.client()
        for asked in ({"clOrdId": "nobody"}, {}):
            with pytest.raises(ccxt.OrderNotFound, match="51603"):
                await client.fetch_order("123", PAIR, asked)


@pytest.mark.parametrize(
    ("order", "params", "code"),
    [
        (("market", "buy", 70), {}, "51008"),
        (("market", "sell", 1), {"reduceOnly": True}, "51169"),
        (("market", "buy", 1), {"posSide": "long"}, "51000"),
        (("market", "buy", 1), {"clOrdId": "no-dash"}, "51000"),
        (("market", "buy", 1), {"tdMode": "spot"}, "51000"),
        (("market", "buy", 1), {"stopLoss": {"triggerPrice": 60000}}, "51280"),
    ],
)
async def test_a_refusal_carries_the_code_of_its_reason(
    order: tuple[object, ...], params: dict[str, object], code: str
) -> None:
    async with running_venue() as venue:
        assert await refused(venue.client(), *order, **params) == code
        assert not venue.exchange.accounts["demo"].orders


async def test_sizes_below_the_minimum_off_the_lot_or_for_no_instrument_are_refused() -> None:
    async with running_venue() as venue:
        client = venue.client()
        await client.load_markets()
        for change, code in (
            ({"sz": "0.001"}, "51020"),
            ({"sz": "0.015"}, "51121"),
            ({"sz": "-1"}, "51000"),
            ({"sz": "NaN"}, "51000"),
            ({"instId": "NONE-USDT-SWAP"}, "51001"),
            ({"side": None}, "50014"),
        ):
            asked = {
                "instId": "BTC-USDT-SWAP",
                "side": "buy",
                "ordType": "market",
                "sz": "1",
                "tdMode": "cross",
            }
            with pytest.raises(ccxt.BaseError, match=f'"sCode":"{code}"'):
                await client.private_post_trade_order({**asked, **change})


async def test_a_duplicate_client_id_is_not_a_second_order() -> None:
    async with running_venue() as venue:
        client = venue.client()
        await client.create_order(PAIR, "market", "buy", 1, params={"clOrdId": "once"})
        assert await refused(client, "market", "buy", 1, None, clOrdId="once") == "51016"
        assert len(await client.fetch_my_trades(PAIR)) == 1


async def test_a_batch_with_one_bad_order_succeeds_in_part() -> None:
    async with running_venue() as venue:
        client = venue.client()
        await client.load_markets()
        good = {"instId": "BTC-USDT-SWAP", "side": "buy", "ordType": "market", "sz": "1", "tdMode": "cross"}
        answered = await client.private_post_trade_batch_orders([good, {**good, "sz": "0.001"}])
    assert answered["code"] == "2"
    assert [row["sCode"] for row in answered["data"]] == ["0", "51020"]


async def test_resting_orders_are_listed_amended_filled_and_then_history() -> None:
    async with running_venue() as venue:
        client = venue.client()
        resting = await client.create_order(PAIR, "limit", "buy", 1, 49000, {"clOrdId": "rest1"})
        await client.edit_order(resting["id"], PAIR, "limit", "buy", 2, 48000)
        [listed] = await client.fetch_open_orders(PAIR)
        assert (listed["amount"], listed["price"], listed["status"]) == (2.0, 48000.0, "open")
        assert not await client.fetch_closed_orders(PAIR)
        venue.move("48500", low="47900")
        assert not await client.fetch_open_orders(PAIR)
        [closed] = await client.fetch_closed_orders(PAIR)
        [trade] = await client.fetch_my_trades(PAIR)
    assert (closed["clientOrderId"], closed["average"]) == ("rest1", 48000.0)
    assert (trade["takerOrMaker"], trade["price"], trade["amount"]) == ("maker", 48000.0, 2.0)
    assert trade["fee"]["cost"] == pytest.approx(0.192)
    assert trade["info"]["fee"] == "-0.192"


@pytest.mark.parametrize(
    ("kind", "params", "status", "filled"),
    [
        ("limit", {"timeInForce": "IOC"}, "canceled", 3.0),
        ("limit", {"timeInForce": "FOK"}, "canceled", 0.0),
        ("limit", {"postOnly": True}, "canceled", 0.0),
        ("limit", {}, "open", 3.0),
        ("market", {}, "canceled", 3.0),
    ],
)
async def test_time_in_force_decides_about_what_the_book_cannot_fill(
    kind: str, params: dict[str, object], status: str, filled: float
) -> None:
    async with running_venue(depth="3") as venue:
        client = venue.client()
        price = None if kind == "market" else 50001
        placed = await client.create_order(PAIR, kind, "buy", 5, price, params)
        order = await client.fetch_order(placed["id"], PAIR)
    assert (order["status"], order["filled"]) == (status, filled)


async def test_canceling_ends_an_order_once() -> None:
    async with running_venue() as venue:
        client = venue.client()
        first = await client.create_order(PAIR, "limit", "buy", 1, 49000)
        second = await client.create_order(PAIR, "limit", "buy", 1, 49000, {"clOrdId": "second2"})
        third = await client.create_order(PAIR, "limit", "buy", 1, 49000)
        await client.cancel_order(first["id"], PAIR)
        await client.cancel_order(None, PAIR, {"clOrdId": "second2"})
        await client.cancel_orders([third["id"]], PAIR)
        assert not await client.fetch_open_orders(PAIR)
        with pytest.raises(ccxt.OrderNotFound, match="51401"):
            await client.cancel_order(second["id"], PAIR)
        with pytest.raises(ccxt.OrderNotFound, match="51400"):
            await client.cancel_order("1", PAIR)
        done = await client.create_order(PAIR, "market", "buy", 1)
        with pytest.raises(ccxt.OrderNotFound, match="51402"):
            await client.cancel_order(done["id"], PAIR)
        canceled = await client.fetch_canceled_orders(PAIR)
    assert {order["id"] for order in canceled} == {first["id"], second["id"], third["id"]}


async def test_an_attached_stop_waits_with_its_entry_then_as_an_order_then_closes() -> None:
    async with running_venue() as venue:
        client = venue.client()
        exits = {"stopLoss": {"triggerPrice": 49000}, "takeProfit": {"triggerPrice": 52000}}
        entry = await client.create_order(PAIR, "limit", "buy", 2, 49900, exits)
        [pending] = await client.fetch_open_orders(PAIR)
        assert (pending["stopLossPrice"], pending["takeProfitPrice"]) == (49000.0, 52000.0)
        assert not await waiting(client)
        venue.move("49850")
        [stop] = await waiting(client)
        assert (stop["stopLossPrice"], stop["takeProfitPrice"], stop["status"]) == (49000.0, 52000.0, "open")
        assert stop["id"] == pending["info"]["attachAlgoOrds"][0]["attachAlgoId"]
        venue.move("48900")
        assert not await waiting(client)
        assert not await client.fetch_positions()
        trades = await client.fetch_my_trades(PAIR)
        fired = await client.fetch_order(stop["id"], PAIR, {"trigger": True})
    assert [(trade["side"], trade["price"]) for trade in trades] == [("buy", 49900.0), ("sell", 48999.9)]
    assert (fired["status"], fired["info"]["actualSide"]) == ("closed", "sl")
    assert trades[0]["order"] == entry["id"]


async def waiting(client: Any) -> list[Any]:
    kinds: list[Any] = []
    for kind in ("oco", "conditional"):
        kinds += await client.fetch_open_orders(PAIR, params={"trigger": True, "ordType": kind})
    return kinds


async def test_a_lost_stop_can_be_placed_again_moved_and_canceled_by_itself() -> None:
    async with running_venue() as venue:
        client = venue.client()
        await client.create_order(PAIR, "market", "buy", 2)
        await client.create_order(
            PAIR, "market", "sell", 2, None, {"stopLossPrice": 49000, "reduceOnly": True}
        )
        [stop] = await waiting(client)
        assert stop["stopLossPrice"] == 49000.0
        await client.edit_order(
            stop["id"], PAIR, "conditional", "sell", 2, None, {"stopLossPrice": 49500, "newSlOrdPx": "-1"}
        )
        [stop] = await waiting(client)
        assert stop["stopLossPrice"] == 49500.0
        await client.cancel_orders([stop["id"]], PAIR, {"trigger": True})
        assert not await waiting(client)


async def test_a_position_closes_at_market_in_one_call() -> None:
    async with running_venue() as venue:
        client = venue.client()
        await client.create_order(PAIR, "market", "sell", 3)
        await client.close_position(PAIR)
        assert not await client.fetch_positions()
        [history] = await client.fetch_positions_history([PAIR])
        with pytest.raises(ccxt.ExchangeError, match="51023"):
            await client.close_position(PAIR)
    assert history["info"]["direction"] == "short"
    assert history["realizedPnl"] == pytest.approx(-1.506)


async def test_the_dead_mans_timer_cancels_what_rests() -> None:
    async with running_venue() as venue:
        client = venue.client()
        await client.create_order(PAIR, "limit", "buy", 1, 49000)
        await client.cancel_all_orders_after(10_000)
        venue.move("50000", seconds=9)
        assert len(await client.fetch_open_orders(PAIR)) == 1
        venue.move("50000", seconds=2)
        assert not await client.fetch_open_orders(PAIR)


async def test_the_venues_own_truth_agrees_with_what_it_told_its_customer() -> None:
    async with running_venue() as venue:
        client = venue.client()
        await client.create_order(PAIR, "market", "buy", 2, params={"clOrdId": "seen1"})
        assert await refused(client, "market", "buy", 900, None, clOrdId="big1") == "51008"
        trades = await client.fetch_my_trades(PAIR)
        truth = await whole_truth(venue)
    account = truth["accounts"]["demo"]
    assert [order["clOrdId"] for order in account["orders"]] == ["seen1"]
    assert [fill["tradeId"] for fill in account["fills"]] == [trade["id"] for trade in trades]
    assert account["positions"][0]["pos"] == "2"
    assert Decimal(account["wallet"]) == Decimal(10000) + Decimal(account["fills"][0]["fee"])
    assert [(e["kind"], e["client_id"]) for e in truth["record"]] == [
        ("order_accepted", "seen1"),
        ("fill", "seen1"),
        ("order_refused", "big1"),
    ]


async def whole_truth(venue: Venue) -> Any:
    async with httpx2.AsyncClient(timeout=30) as http:
        return (await http.get(f"{venue.url}/lab/exchange", timeout=20)).json()


@pytest.mark.parametrize(("body", "code"), [("", "50000"), ("{", "50002"), ("[]", "50002"), ("[1]", "50002")])
async def test_a_body_that_is_no_order_is_refused(body: str, code: str) -> None:
    async with running_venue() as venue:
        client = venue.client()
        signed = client.sign("trade/batch-orders", ["private"], "POST", {})
        stamp = signed["headers"]["OK-ACCESS-TIMESTAMP"]
        message = f"{stamp}POST/api/v5/trade/batch-orders{body}"
        headers = {
            **client.headers,
            **signed["headers"],
            "OK-ACCESS-SIGN": sign(client.secret, message),
        }
        async with httpx2.AsyncClient(timeout=30) as http:
            url = f"{venue.url}/api/v5/trade/batch-orders"
            answered = await http.post(url, content=body, headers=headers, timeout=20)
    assert answered.json()["code"] == code
