from decimal import Decimal

import pytest

from tests.lab.exchange.scripted import AFTER_START_MS, BTC, ScriptedMarket, a_protection, a_ticket, opened
from tradewind_lab.exchange.amendments import Amendment
from tradewind_lab.exchange.orders import (
    CancelSource,
    MarginMode,
    OrderState,
    OrderType,
    PositionMode,
    PositionSide,
    Rejected,
    Ticket,
)
from tradewind_lab.exchange.record import Happening

NOW = AFTER_START_MS
NET = (BTC, MarginMode.CROSS, PositionSide.NET)


def an_amendment(size: str | None = None, price: str | None = None, stop: str | None = None) -> Amendment:
    return Amendment(
        size=None if size is None else Decimal(size),
        price=None if price is None else Decimal(price),
        stop_trigger=None if stop is None else Decimal(stop),
        stop_price=None,
        target_trigger=None,
        target_price=None,
    )


def test_a_market_order_walks_the_book_level_by_level_and_pays_the_taker_fee() -> None:
    market = ScriptedMarket("50000", spread="0.2", depth="2")
    market.levels = 3
    exchange, account = opened(market)
    order = exchange.desk.place(account, a_ticket("buy", "3"), NOW)
    assert [(f.price, f.size, f.is_maker) for f in account.fills] == [
        (Decimal("50000.1"), Decimal(2), False),
        (Decimal("50000.2"), Decimal(1), False),
    ]
    assert order.state is OrderState.FILLED
    assert order.fee == -(Decimal("50000.1") * 2 + Decimal("50000.2")) * Decimal("0.01") * Decimal("0.0005")
    assert account.wallet == account.deposit + order.fee


def test_a_market_order_beyond_the_depth_fills_in_part_and_its_rest_is_canceled() -> None:
    exchange, account = opened(ScriptedMarket(depth="2"))
    order = exchange.desk.place(account, a_ticket("buy", "3"), NOW)
    assert (order.state, order.filled, order.cancel_source) == (
        OrderState.CANCELED,
        Decimal(2),
        CancelSource.IOC_REMAINDER,
    )
    assert account.held(NET) == 2


@pytest.mark.parametrize(
    ("ticket", "state", "filled"),
    [
        (a_ticket("buy", "3", "49999"), OrderState.LIVE, 0),
        (a_ticket("buy", "3", "50001"), OrderState.PARTIALLY_FILLED, 2),
        (a_ticket("buy", "3", "50001", kind=OrderType.IOC), OrderState.CANCELED, 2),
        (a_ticket("buy", "3", "50001", kind=OrderType.FOK), OrderState.CANCELED, 0),
        (a_ticket("buy", "2", "50001", kind=OrderType.FOK), OrderState.FILLED, 2),
        (a_ticket("buy", "3", "50001", kind=OrderType.POST_ONLY), OrderState.CANCELED, 0),
        (a_ticket("buy", "3", "49999", kind=OrderType.POST_ONLY), OrderState.LIVE, 0),
        (a_ticket("sell", "3", "49999", kind=OrderType.IOC), OrderState.CANCELED, 2),
    ],
)
def test_each_time_in_force_takes_what_it_may(ticket: Ticket, state: OrderState, filled: int) -> None:
    exchange, account = opened(ScriptedMarket(depth="2"))
    order = exchange.desk.place(account, ticket, NOW)
    assert (order.state, order.filled) == (state, Decimal(filled))


@pytest.mark.parametrize(
    ("ticket", "code"),
    [
        (a_ticket(symbol="NONE-USDT-SWAP"), "51001"),
        (a_ticket(size="0.001"), "51020"),
        (a_ticket(size="0.015"), "51121"),
        (a_ticket(size="35000.01"), "51202"),
        (a_ticket(price="50000.05"), "51000"),
        (a_ticket(kind=OrderType.LIMIT), "51000"),
        (a_ticket(client_id="not-allowed"), "51000"),
        (a_ticket(position_side=PositionSide.LONG), "51000"),
        (a_ticket(size="70"), "51008"),
        (a_ticket(size="70", price="49999"), "51008"),
        (a_ticket("sell", reduce_only=True), "51169"),
        (a_ticket(protections=(a_protection(stop="50001"),)), "51280"),
        (a_ticket(protections=(a_protection(target="49999"),)), "51279"),
        (a_ticket("sell", protections=(a_protection(stop="49999"),)), "51278"),
        (a_ticket("sell", protections=(a_protection(target="50001"),)), "51277"),
        (a_ticket(price="49000", protections=(a_protection(stop="49500"),)), "51047"),
        (a_ticket(price="49000", protections=(a_protection(target="48500"),)), "51046"),
        (a_ticket("sell", price="51000", protections=(a_protection(stop="50500"),)), "51049"),
        (a_ticket("sell", price="51000", protections=(a_protection(target="51500"),)), "51048"),
    ],
)
def test_a_refused_ticket_names_its_code_and_leaves_no_order(ticket: Ticket, code: str) -> None:
    exchange, account = opened(ScriptedMarket())
    with pytest.raises(Rejected) as refused:
        exchange.desk.place(account, ticket, NOW)
    assert refused.value.code == code
    assert not account.orders
    assert [entry.kind for entry in exchange.record.entries()] == [Happening.ORDER_REFUSED]


def test_a_client_id_is_good_for_one_order_even_after_it_is_done() -> None:
    exchange, account = opened(ScriptedMarket())
    exchange.desk.place(account, a_ticket(client_id="a1"), NOW)
    with pytest.raises(Rejected, match="51016"):
        exchange.desk.place(account, a_ticket(client_id="a1"), NOW)
    assert len(account.orders) == 1


def test_a_refused_client_id_may_be_used_again() -> None:
    exchange, account = opened(ScriptedMarket())
    with pytest.raises(Rejected, match="51020"):
        exchange.desk.place(account, a_ticket(size="0.001", client_id="a1"), NOW)
    assert exchange.desk.place(account, a_ticket(client_id="a1"), NOW).state is OrderState.FILLED


def test_closing_more_than_is_held_is_refused_and_resting_closes_claim_their_share() -> None:
    exchange, account = opened(ScriptedMarket())
    exchange.desk.place(account, a_ticket("buy", "3"), NOW)
    exchange.desk.place(account, a_ticket("sell", "2", "51000", reduce_only=True), NOW)
    with pytest.raises(Rejected, match="51112"):
        exchange.desk.place(account, a_ticket("sell", "2", reduce_only=True), NOW)
    with pytest.raises(Rejected, match="51170"):
        exchange.desk.place(account, a_ticket("buy", "1", reduce_only=True), NOW)
    exchange.desk.place(account, a_ticket("sell", "1", reduce_only=True), NOW)
    assert account.held(NET) == 2


def test_a_close_needs_no_margin() -> None:
    market = ScriptedMarket()
    exchange, account = opened(market)
    exchange.desk.place(account, a_ticket("buy", "59"), NOW)
    market.tell(NOW + 1, "42000")
    exchange.settle(NOW + 1)
    assert exchange.standing(account, NOW + 1).available == 0
    exchange.desk.place(account, a_ticket("sell", "59", reduce_only=True), NOW + 1)
    assert account.held(NET) == 0


def test_an_order_through_zero_closes_one_position_and_opens_another() -> None:
    market = ScriptedMarket()
    exchange, account = opened(market)
    exchange.desk.place(account, a_ticket("buy", "2"), NOW)
    market.tell(NOW + 1, "51000")
    exchange.desk.place(account, a_ticket("sell", "5"), NOW + 1)
    position = account.positions[NET]
    assert (position.quantity, position.average_price) == (Decimal(-3), Decimal(51000))
    assert [closed.pnl for closed in account.closed_positions] == [Decimal(20)]
    assert position.id != account.closed_positions[0].id


def test_hedged_positions_stand_beside_each_other_and_close_by_their_side() -> None:
    exchange, account = opened(ScriptedMarket())
    exchange.set_position_mode(account, PositionMode.LONG_SHORT)
    exchange.desk.place(account, a_ticket("buy", "2", position_side=PositionSide.LONG), NOW)
    exchange.desk.place(account, a_ticket("sell", "3", position_side=PositionSide.SHORT), NOW)
    assert account.held((BTC, MarginMode.CROSS, PositionSide.LONG)) == 2
    assert account.held((BTC, MarginMode.CROSS, PositionSide.SHORT)) == -3
    with pytest.raises(Rejected, match="51112"):
        exchange.desk.place(account, a_ticket("sell", "2.5", position_side=PositionSide.LONG), NOW)
    exchange.desk.place(account, a_ticket("sell", "2", position_side=PositionSide.LONG), NOW)
    assert account.held((BTC, MarginMode.CROSS, PositionSide.LONG)) == 0


def test_the_position_mode_cannot_change_while_something_is_open() -> None:
    exchange, account = opened(ScriptedMarket())
    exchange.desk.place(account, a_ticket("buy", "1", "49000"), NOW)
    with pytest.raises(Rejected, match="59000"):
        exchange.set_position_mode(account, PositionMode.LONG_SHORT)


def test_leverage_beyond_the_instrument_or_the_margin_is_refused() -> None:
    exchange, account = opened(ScriptedMarket())
    of = (BTC, MarginMode.CROSS, PositionSide.NET)
    with pytest.raises(Rejected, match="59102"):
        exchange.set_leverage(account, of, Decimal(101), NOW)
    exchange.set_leverage(account, of, Decimal(10), NOW)
    exchange.desk.place(account, a_ticket("buy", "100"), NOW)
    with pytest.raises(Rejected, match="59108"):
        exchange.set_leverage(account, of, Decimal(2), NOW)
    assert account.leverage(*of) == 10


def test_isolated_margin_leaves_the_cash_and_cross_margin_claims_what_is_available() -> None:
    exchange, account = opened(ScriptedMarket())
    exchange.desk.place(account, a_ticket("buy", "3", mode=MarginMode.ISOLATED), NOW)
    exchange.desk.place(account, a_ticket("buy", "3"), NOW)
    at = exchange.standing(account, NOW)
    assert at.equity == account.wallet
    assert at.cash == account.wallet - 500
    assert at.available == account.wallet - 1000
    assert at.isolated_equity == 500


def test_amending_changes_price_and_size_and_trades_at_once_when_it_crosses() -> None:
    exchange, account = opened(ScriptedMarket())
    order = exchange.desk.place(account, a_ticket("buy", "1", "49000"), NOW)
    exchange.desk.amend(account, order, an_amendment("2", "49500"), NOW)
    amended = account.orders[order.id]
    assert (amended.ticket.size, amended.ticket.price, amended.filled) == (
        Decimal(2),
        Decimal(49500),
        Decimal(0),
    )
    exchange.desk.amend(account, amended, an_amendment(price="50000"), NOW)
    assert account.orders[order.id].state is OrderState.FILLED


@pytest.mark.parametrize(
    ("amendment", "code"),
    [
        (an_amendment(), "51500"),
        (an_amendment(price="49000.01"), "51000"),
        (an_amendment(size="0.015"), "51121"),
        (an_amendment(size="70"), "51502"),
        (an_amendment(stop="48000"), "51000"),
    ],
)
def test_a_refused_amendment_leaves_the_order_as_it_was(amendment: Amendment, code: str) -> None:
    exchange, account = opened(ScriptedMarket())
    order = exchange.desk.place(account, a_ticket("buy", "1", "49000"), NOW)
    with pytest.raises(Rejected, match=code):
        exchange.desk.amend(account, order, amendment, NOW)
    assert account.orders[order.id] == order


def test_closing_a_position_ends_its_stops_and_resting_closes() -> None:
    exchange, account = opened(ScriptedMarket())
    exchange.desk.place(account, a_ticket("buy", "2", protections=(a_protection(stop="49000"),)), NOW)
    resting = exchange.desk.place(account, a_ticket("sell", "1", "51000", reduce_only=True), NOW)
    assert len(account.live_algos()) == 1
    exchange.close_position(account, NET, None, clear_orders=True, at_ms=NOW)
    assert account.held(NET) == 0
    assert not account.live_algos()
    assert account.orders[resting.id].state is OrderState.CANCELED


def test_a_position_too_large_for_its_leverage_is_refused_and_a_smaller_one_is_not() -> None:
    exchange, account = opened(ScriptedMarket(), "100000000")
    exchange.set_leverage(account, NET, Decimal(50), NOW)
    exchange.desk.place(account, a_ticket("buy", "20000"), NOW)
    with pytest.raises(Rejected, match="51004"):
        exchange.desk.place(account, a_ticket("buy", "1"), NOW)
    exchange.desk.place(account, a_ticket("sell", "20001"), NOW)


def test_what_a_turned_position_leaves_behind_ends_with_it() -> None:
    exchange, account = opened(ScriptedMarket())
    exchange.desk.place(account, a_ticket("buy", "1", protections=(a_protection("49000"),)), NOW)
    exchange.desk.place(account, a_ticket("sell", "2"), NOW)
    assert account.held(NET) == -1
    assert account.live_algos() == []
