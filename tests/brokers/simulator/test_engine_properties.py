"""Whatever happens at the simulated venue, its account is the sum of what it told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.brokers.markets import LOT, a_book, a_ticker, the_rules
from tests.brokers.orders import an_order
from tests.clocks import START
from tests.risk.situations import BTC
from tradewind.brokers.port import BrokerEvent, OrderRejected
from tradewind.brokers.simulator.config import SimulatorConfig
from tradewind.brokers.simulator.engine import MatchingEngine
from tradewind.brokers.simulator.view import MarketView, Path
from tradewind.domain.account import HeldPosition
from tradewind.domain.cash_flow import CashFlow
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import Order, OrderKind, OrderRecord, OrderState, Side
from tradewind.domain.position import apply_fill, flat

CASH = Decimal(100_000)

orders = st.builds(
    an_order,
    side=st.sampled_from(Side),
    kind=st.sampled_from((OrderKind.MARKET, OrderKind.LIMIT)),
    quantity=st.integers(1, 80).map(lambda lots: BaseQty(lots * LOT)),
    limit_price=st.integers(59_000, 61_000).map(Decimal),
    is_reduce_only=st.booleans(),
    stop_price=st.none() | st.integers(58_000, 62_000).map(Decimal),
    take_profit_price=st.none() | st.integers(58_000, 62_000).map(Decimal),
)
prices = st.integers(57_500, 62_500).map(float)
events = st.lists(st.one_of(orders, prices, st.just("restart")), max_size=40)


def thin_market(price: float, at: Instant = START) -> MarketView:
    book = a_book(
        bids=((price - 10, 0.02), (price - 20, 0.03)), asks=((price + 10, 0.02), (price + 20, 0.03))
    )
    return MarketView(book=book, rules=the_rules(), seen_at=at)


class Diary:
    """Everything that the venue told, and what follows from it."""

    def __init__(self) -> None:
        self.fills: list[Fill] = []
        self.flows = Decimal(0)

    def hear(self, event: BrokerEvent) -> None:
        if isinstance(event, Fill):
            self.fills.append(event)

        if isinstance(event, CashFlow):
            self.flows += event.amount

    def account(self) -> tuple[Decimal, Decimal]:
        position, cash = flat(BTC), CASH + self.flows
        for fill in self.fills:
            effect = apply_fill(position, fill)
            position, cash = effect.position, cash + effect.realized_pnl - fill.fee
        return position.quantity, cash


def state_of(engine: MatchingEngine) -> tuple[Decimal, Decimal]:
    return engine.account.held((BTC, None)), engine.account.cash


def reborn(engine: MatchingEngine, diary: Diary, placed: dict[str, Order], moment: Instant) -> MatchingEngine:
    """Return a venue restored from what a ledger would remember of this one."""
    again = MatchingEngine(SimulatorConfig(), diary.hear)
    records = [
        OrderRecord(
            order=placed[ticket.client_order_id],
            state=ticket.state,
            venue_order_id=None,
            filled=ticket.filled,
            average_price=ticket.report().average_price,
            reason=None,
            updated_at=START,
        )
        for ticket in engine.records.resting()
        if ticket.client_order_id is not None
    ]
    held = [
        HeldPosition(
            position=holding.position,
            leverage=holding.leverage,
            stop_price=Decimal(57_000),
            take_profit_price=None,
            realized_pnl=Decimal(0),
            fees=Decimal(0),
            opened_at=START,
            decision_id=None,
        )
        for holding in engine.account.holdings.values()
    ]
    again.restore(records, held, engine.account.cash, moment)
    return again


def numbered(names: Iterator[int], order: Order) -> Order:
    limit_price = order.limit_price if order.kind is OrderKind.LIMIT else None
    return replace(order, client_order_id=ClientOrderId(f"o{next(names)}"), limit_price=limit_price)


@given(script=events)
def test_cash_and_position_are_the_sum_of_what_was_told_and_no_reduction_turns_a_position(
    script: list[Order | float | str],
) -> None:
    diary, names, placed, price = Diary(), iter(range(1000)), dict[str, Order](), 60_000.0
    engine = MatchingEngine(SimulatorConfig(), diary.hear)
    engine.restore((), (), CASH, START)
    for number, happening in enumerate(script):
        moment = Instant.of(START + timedelta(milliseconds=number))
        before = state_of(engine)[0]
        match happening:
            case Order() as order:
                order = numbered(names, order)
                placed[order.client_order_id] = order
                try:
                    engine.take(order, thin_market(price, moment))
                except OrderRejected:
                    assert engine.records.known(order.client_order_id) is None
                if order.is_reduce_only:
                    assert abs(state_of(engine)[0]) <= abs(before)
            case float():
                price = happening
                engine.advance(Path.of(a_ticker(price), moment), thin_market(price, moment))
            case _:
                engine = reborn(engine, diary, placed, moment)
        assert state_of(engine) == diary.account()
    assert len({fill.trade_id for fill in diary.fills}) == len(diary.fills)


@given(script=st.lists(orders, min_size=1, max_size=20))
def test_every_market_order_ends_at_once_and_every_report_adds_up(script: list[Order]) -> None:
    diary, names = Diary(), iter(range(1000))
    engine = MatchingEngine(SimulatorConfig(), diary.hear)
    engine.restore((), (), CASH, START)
    for order in (numbered(names, draft) for draft in script):
        try:
            ticket = engine.take(order, thin_market(60_000.0))
        except OrderRejected:
            continue
        own = [fill for fill in diary.fills if fill.client_order_id == order.client_order_id]
        assert ticket.filled == sum((fill.quantity for fill in own), Decimal(0))
        assert (ticket.state is OrderState.FILLED) == (ticket.filled == order.quantity)
        assert order.kind is OrderKind.LIMIT or ticket.state.is_final
