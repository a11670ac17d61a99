from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.brokers.markets import a_book, a_book_at, a_ticker, the_rules
from tests.brokers.orders import a_close, a_limit_order, an_order
from tests.clocks import START
from tests.risk.situations import BTC
from tradewind.brokers.port import BrokerEvent, OrderRejected, VenueOrder
from tradewind.brokers.simulator.config import SimulatorConfig
from tradewind.brokers.simulator.engine import MatchingEngine
from tradewind.brokers.simulator.ticket import Ticket
from tradewind.brokers.simulator.trading import guard_id
from tradewind.brokers.simulator.view import MarketView, Path
from tradewind.domain.account import HeldPosition
from tradewind.domain.cash_flow import CashFlow
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill, Liquidity
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import Order, OrderKind, OrderPurpose, OrderRecord, OrderState, Side
from tradewind.domain.position import Position

LATER = Instant.of(START + timedelta(seconds=1))
CASH = Decimal(10_000)


def a_view(**changes: Any) -> MarketView:
    return replace(MarketView(book=a_book(), rules=the_rules(), seen_at=START), **changes)


def at(price: float, moment: Instant = LATER) -> MarketView:
    return a_view(book=a_book_at(price, moment), seen_at=moment)


NET = (BTC, None)


class Venue(MatchingEngine):
    """An engine that remembers what it told."""

    def __init__(
        self, orders: tuple[OrderRecord, ...] = (), positions: tuple[HeldPosition, ...] = ()
    ) -> None:
        self.told: list[BrokerEvent] = []
        super().__init__(SimulatorConfig(), self.told.append)
        self.restore(orders, positions, CASH, START)

    def fills_told(self) -> list[Fill]:
        return [event for event in self.told if isinstance(event, Fill)]

    def quantity(self) -> Decimal:
        return self.account.held(NET)

    def trade_at(self, price: float, view: MarketView | None = None) -> None:
        """Let the last trade be at `price`, in the middle of a book of that moment."""
        self.advance(Path.of(a_ticker(price), LATER), view or at(price))

    def guards(self) -> dict[OrderPurpose, Decimal | None]:
        return {guard.purpose: guard.trigger_price for guard in self.records.waiting()}

    def order(self, name: str = "entry") -> Ticket:
        ticket = self.records.known(ClientOrderId(name))
        assert ticket is not None
        return ticket


def test_a_market_order_pays_spread_depth_and_taker_fee() -> None:
    venue = Venue()
    ticket = venue.take(an_order(), a_view())
    assert (ticket.state, ticket.filled) == (OrderState.FILLED, Decimal("0.05"))
    assert ticket.report().average_price == Decimal(60014)
    assert [fill.price for fill in venue.fills_told()] == [Decimal(60010), Decimal(60020)]
    assert sum(fill.fee for fill in venue.fills_told()) == Decimal(60014) * Decimal("0.05") * 5 / 10_000
    assert venue.account.cash == CASH - Decimal("1.50035")


def test_news_comes_in_the_order_in_which_it_happened() -> None:
    venue = Venue()
    venue.take(an_order(), a_view())
    own = [event for event in venue.told if not isinstance(event, CashFlow)]
    states = [e.state if isinstance(e, VenueOrder) else "fill" for e in own if e.client_order_id == "entry"]
    assert states == [OrderState.ACCEPTED, "fill", "fill", OrderState.FILLED]


def test_f13_what_the_book_cannot_fill_is_canceled_and_the_fills_are_kept() -> None:
    venue = Venue()
    ticket = venue.take(an_order(), a_view(book=a_book(asks=((60_010.0, 0.03),))))
    assert (ticket.state, ticket.filled) == (OrderState.CANCELED, Decimal("0.03"))
    assert ticket.reason == "the visible book was too thin for the rest"
    assert venue.quantity() == Decimal("0.03")


def test_f11_the_same_client_order_id_is_not_a_second_order() -> None:
    venue = Venue()
    first = venue.take(an_order(), a_view())
    again = venue.take(an_order(), a_view())
    assert again == first
    assert len(venue.fills_told()) == 2


@pytest.mark.parametrize(
    ("order", "why"),
    [
        (an_order(quantity=BaseQty(Decimal("0.0005"))), "below the smallest order"),
        (an_order(quantity=BaseQty(Decimal("0.0505"))), "not in whole lots"),
        (an_order(stop_price=Decimal("58000.05")), "stop 58000.05 is not on the tick"),
        (a_limit_order(-5), "limit price -5 is not on the tick"),
        (an_order(leverage=Decimal(101)), "leverage 101 is outside"),
        (an_order(quantity=BaseQty(Decimal(1))), "margin 12033.94985 needed"),
        (a_close(), "nothing to reduce"),
        (replace(a_limit_order(1), limit_price=None), "needs its price"),
    ],
)
def test_f21_an_order_against_the_rules_is_refused_and_leaves_nothing(order: Order, why: str) -> None:
    venue = Venue()
    with pytest.raises(OrderRejected, match=why):
        venue.take(order, a_view())
    assert venue.told == []
    assert venue.records.open_tickets() == []


def test_a_suspended_or_unknown_instrument_opens_nothing() -> None:
    for rules, why in ((the_rules(is_live=False), "suspended"), (None, "rules .* not cached")):
        with pytest.raises(OrderRejected, match=why):
            Venue().take(an_order(), a_view(rules=rules))


def test_a_book_without_a_whole_lot_rejects_a_market_order() -> None:
    with pytest.raises(OrderRejected, match="nothing for a buy"):
        Venue().take(an_order(), a_view(book=a_book(asks=((60_010.0, 0.0005),))))


def test_closing_needs_no_rules_and_never_turns_the_position() -> None:
    venue = Venue()
    venue.take(an_order(), a_view())
    with pytest.raises(OrderRejected, match=r"0\.08 is more than the 0\.05"):
        venue.take(a_close(quantity=BaseQty(Decimal("0.08"))), a_view(rules=None))
    venue.take(a_close(), a_view(rules=None))
    assert venue.account.holdings == {}


def test_a_round_trip_costs_the_spread_and_both_fees() -> None:
    venue = Venue()
    venue.take(an_order(), at(60_000))
    venue.take(a_close(), at(60_000))
    fees = (Decimal(60_010) + Decimal(59_990)) * Decimal("0.05") * 5 / 10_000
    assert venue.account.cash == CASH - Decimal(20) * Decimal("0.05") - fees


def test_a_limit_away_from_the_market_rests_and_fills_as_maker() -> None:
    venue = Venue()
    assert venue.take(a_limit_order(59_000), a_view()).state is OrderState.ACCEPTED
    venue.trade_at(59_500)
    assert venue.fills_told() == []
    venue.trade_at(58_980)
    (fill,) = venue.fills_told()
    assert (fill.price, fill.liquidity) == (Decimal(59_000), Liquidity.MAKER)
    assert fill.fee == Decimal(59_000) * Decimal("0.05") * 2 / 10_000
    assert venue.guards()[OrderPurpose.STOP] == Decimal(58_000)


def test_a_marketable_limit_takes_what_its_price_allows_and_rests_with_the_rest() -> None:
    venue = Venue()
    ticket = venue.take(a_limit_order(60_015), a_view())
    assert (ticket.state, ticket.filled) == (OrderState.PARTIAL, Decimal("0.03"))
    venue.trade_at(59_000)
    assert venue.order().state is OrderState.FILLED
    assert [fill.liquidity for fill in venue.fills_told()] == [Liquidity.TAKER, Liquidity.MAKER]
    assert len({fill.trade_id for fill in venue.fills_told()}) == 2


def test_a_resting_close_goes_with_its_position() -> None:
    venue = Venue()
    venue.take(an_order(), a_view())
    resting = a_limit_order(
        61_000, **{k: getattr(a_close(), k) for k in ("side", "is_reduce_only", "purpose")}
    )
    venue.take(replace(resting, client_order_id=ClientOrderId("target")), a_view())
    venue.close(BTC, ClientOrderId("exit"), a_view())
    assert venue.order("target").state is OrderState.CANCELED
    venue.trade_at(61_100)
    assert venue.quantity() == 0


def test_f18_every_opening_leaves_its_stop_at_the_venue() -> None:
    venue = Venue()
    venue.take(an_order(), a_view())
    assert venue.guards() == {OrderPurpose.STOP: Decimal(58_000), OrderPurpose.TAKE_PROFIT: Decimal(65_000)}


def test_f18_a_partly_filled_opening_is_protected_too() -> None:
    venue = Venue()
    venue.take(an_order(), a_view(book=a_book(asks=((60_010.0, 0.01),))))
    assert venue.guards()[OrderPurpose.STOP] == Decimal(58_000)
    assert {guard.quantity for guard in venue.records.waiting()} == {Decimal("0.01")}


def test_each_opening_brings_its_own_protection_for_its_own_size() -> None:
    venue = Venue()
    venue.take(an_order(), a_view())
    more = an_order(client_order_id=ClientOrderId("more"), stop_price=Decimal(59_000), take_profit_price=None)
    venue.take(more, a_view())
    venue.trade_at(58_900)
    assert venue.quantity() == Decimal("0.05")
    assert venue.guards() == {OrderPurpose.STOP: Decimal(58_000), OrderPurpose.TAKE_PROFIT: Decimal(65_000)}


def test_a_stop_closes_the_whole_position_at_the_market_and_says_so() -> None:
    venue = Venue()
    entry = venue.take(an_order(), a_view())
    venue.trade_at(59_000)
    assert venue.quantity() == Decimal("0.05")
    venue.trade_at(57_900)
    stop = venue.order(guard_id(entry, OrderPurpose.STOP)).report()
    assert (stop.purpose, stop.side, stop.filled) == (OrderPurpose.STOP, Side.SELL, Decimal("0.05"))
    assert (venue.fills_told()[-1].price, venue.quantity()) == (Decimal(57_890), Decimal(0))
    assert venue.records.open_tickets() == []


def test_a_short_takes_its_profit_below() -> None:
    venue = Venue()
    short = an_order(side=Side.SELL, stop_price=Decimal(62_000), take_profit_price=Decimal(55_000))
    entry = venue.take(short, a_view())
    venue.trade_at(54_900)
    target = venue.order(guard_id(entry, OrderPurpose.TAKE_PROFIT))
    assert (target.state, target.side) == (OrderState.FILLED, Side.BUY)


def test_a_stop_in_a_thin_book_closes_what_the_book_gives_and_ends_as_at_okx() -> None:
    venue = Venue()
    entry = venue.take(an_order(), a_view())
    thin = a_view(book=a_book(bids=((57_890.0, 0.02),), asks=((57_910.0, 1.0),)), seen_at=LATER)
    venue.trade_at(57_900, thin)
    stop = venue.order(guard_id(entry, OrderPurpose.STOP))
    assert (stop.state, stop.filled) == (OrderState.CANCELED, Decimal("0.02"))
    assert (venue.quantity(), venue.guards()) == (Decimal("0.03"), {})


def test_without_a_book_a_stop_waits() -> None:
    venue = Venue()
    venue.take(an_order(), a_view())
    venue.advance(Path.of(a_ticker(57_900), LATER), None)
    assert OrderPurpose.STOP in venue.guards()


def held_record(order: Order, state: OrderState, filled: str = "0") -> OrderRecord:
    return OrderRecord(
        order=order,
        state=state,
        venue_order_id=None,
        filled=BaseQty(Decimal(filled)),
        average_price=Decimal(60_000) if Decimal(filled) else None,
        reason=None,
        updated_at=START,
    )


def a_held_long() -> HeldPosition:
    return HeldPosition(
        position=Position(symbol=BTC, quantity=BaseQty(Decimal("0.05")), cost=Decimal(3000)),
        leverage=Decimal(5),
        stop_price=Decimal(58_000),
        take_profit_price=None,
        realized_pnl=Decimal(0),
        fees=Decimal(0),
        opened_at=START,
        decision_id=None,
    )


def test_less_leverage_needs_the_margin_of_the_whole_position() -> None:
    venue = Venue(positions=(a_held_long(),))
    addition = an_order(quantity=BaseQty(Decimal("0.12")), leverage=Decimal(1))
    with pytest.raises(OrderRejected, match=r"margin 7205\.\d* needed, 7000\.\d* available"):
        venue.take(addition, a_view())
    venue.take(replace(addition, leverage=Decimal(2)), a_view())
    assert venue.account.leverage(NET) == 2


def test_after_a_restart_a_restored_stop_still_closes_the_position() -> None:
    venue = Venue(positions=(a_held_long(),))
    venue.trade_at(57_000)
    assert venue.account.holdings == {}


def test_after_a_restart_a_partly_filled_limit_goes_on_with_fresh_trade_ids() -> None:
    before = Venue()
    before.take(a_limit_order(60_015), a_view())
    venue = Venue(orders=(held_record(a_limit_order(60_015), OrderState.PARTIAL, "0.03"),))
    assert venue.order().filled == Decimal("0.03")
    venue.trade_at(59_000)
    (fill,) = venue.fills_told()
    assert fill.quantity == Decimal("0.02")
    assert fill.trade_id not in {earlier.trade_id for earlier in before.fills_told()}


@pytest.mark.parametrize("state", [OrderState.INTENT, OrderState.SENDING, OrderState.UNKNOWN])
def test_f08_after_a_restart_an_order_never_seen_accepted_is_unknown_here(state: OrderState) -> None:
    assert Venue(orders=(held_record(an_order(), state),)).records.known(ClientOrderId("entry")) is None


def test_f10_after_a_restart_an_unfilled_market_order_is_canceled() -> None:
    venue = Venue(orders=(held_record(an_order(), OrderState.ACCEPTED),))
    ticket = venue.order()
    assert (ticket.state, ticket.reason) == (OrderState.CANCELED, "the simulator stopped before it filled")


def test_after_a_restart_a_stop_that_was_sent_alone_waits_under_its_own_id_and_only_once() -> None:
    alone = a_close(
        client_order_id=ClientOrderId("stop"),
        kind=OrderKind.TRIGGER,
        purpose=OrderPurpose.STOP,
        trigger_price=Decimal(58_000),
    )
    venue = Venue(orders=(held_record(alone, OrderState.ACCEPTED),), positions=(a_held_long(),))
    assert [guard.client_order_id for guard in venue.records.waiting()] == ["stop"]
    venue.trade_at(57_900)
    assert (venue.order("stop").state, venue.quantity()) == (OrderState.FILLED, Decimal(0))
