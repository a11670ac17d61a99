"""Orders, fills and money in any order, on a real ledger, against books kept with fractions on a sheet of paper."""

import asyncio
import tempfile
from collections import defaultdict
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from tests.brokers.orders import DESK
from tests.clocks import FakeClock
from tests.ledger.records import BTC, ETH, a_fill, an_order, funding
from tests.orders.desks import CASH, opened_ledger
from tests.orders.test_states import told
from tradewind.domain.cash_flow import CashFlow, CashFlowKind
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import OrderState, Side
from tradewind.ledger import Ledger
from tradewind.orders.register import OrderRegister
from tradewind.orders.states import IllegalStep, OrderEvent
from tradewind.telemetry.metrics import Metrics

ROUNDING = Fraction(1, 10**9)
"""The ledger cuts released cost to 1e-12; a run of fills stays far within this."""
FILL_MOVES = frozenset(
    {OrderState.INTENT, OrderState.SENDING, OrderState.ACCEPTED, OrderState.PARTIAL, OrderState.UNKNOWN}
)
BY_FILL = frozenset({OrderEvent.FILL_PART, OrderEvent.FILL_ALL})

symbols = st.sampled_from([BTC, ETH])
sides = st.sampled_from(Side)
quantities = st.integers(1, 2000).map(lambda lots: Decimal(lots) / 1000)
prices = st.integers(1, 100_000).map(lambda ticks: Decimal(ticks) / 10)
fees = st.integers(-50, 500).map(lambda cents: Decimal(cents) / 1000)


@dataclass
class Sheet:
    """What happened, added up the plain way."""

    quantity: dict[Symbol, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    cost: dict[Symbol, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    realized: Fraction = Fraction(0)
    fees: Fraction = Fraction(0)
    funding: Fraction = Fraction(0)
    adjusted: Fraction = Fraction(0)
    capital: Fraction = Fraction(CASH)
    states: dict[ClientOrderId, OrderState] = field(default_factory=dict)
    filled: dict[ClientOrderId, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    wanted: dict[ClientOrderId, Fraction] = field(default_factory=dict)

    def trade(self, fill: Fill) -> None:
        symbol, size, price = fill.symbol, Fraction(fill.quantity) * fill.side.sign, Fraction(fill.price)
        held, cost = self.quantity[symbol], self.cost[symbol]
        if held * size < 0:
            closed = min(abs(held), abs(size)) * (1 if size > 0 else -1)
            released = cost * closed / held  # of the opposite sign of cost
            self.realized -= closed * price - released
            cost, size, held = cost + released, size - closed, held + closed
        self.quantity[symbol], self.cost[symbol] = held + size, cost + size * price
        self.fees += Fraction(fill.fee)

    def count(self, fill: Fill) -> None:
        order = fill.client_order_id
        if order is None:
            return
        self.filled[order] += Fraction(fill.quantity)
        if self.filled[order] >= self.wanted[order]:
            self.states[order] = OrderState.FILLED
        elif self.states[order] in FILL_MOVES:
            self.states[order] = OrderState.PARTIAL

    @property
    def cash(self) -> Fraction:
        return self.capital + self.realized - self.fees - self.funding + self.adjusted


class Books(RuleBasedStateMachine):
    """The ledger and the register under any sequence of news, repeats and restarts included."""

    orders = Bundle("orders")
    fills = Bundle("fills")
    flows = Bundle("flows")

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.stack = AsyncExitStack()
        self.sheet = Sheet()
        self.numbers = 0
        self.runner.run(self.open())

    async def open(self) -> None:
        clock = FakeClock()
        self.ledger: Ledger = await self.stack.enter_async_context(
            opened_ledger(Path(self.folder.name), clock)
        )
        self.register = OrderRegister(self.ledger, DESK, Metrics())

    def teardown(self) -> None:
        self.runner.run(self.stack.aclose())
        self.runner.close()
        self.folder.cleanup()

    def next_name(self, kind: str) -> str:
        self.numbers += 1
        return f"{kind}{self.numbers}"

    @rule(target=orders, symbol=symbols, side=sides, quantity=quantities)
    def intend(self, symbol: Symbol, side: Side, quantity: Decimal) -> ClientOrderId:
        order = an_order(
            self.next_name("tw"),
            portfolio_id=DESK,
            symbol=symbol,
            side=side,
            quantity=BaseQty(quantity),
        )
        assert self.runner.run(self.register.add(order))
        assert not self.runner.run(self.register.add(order))
        self.sheet.states[order.client_order_id] = OrderState.INTENT
        self.sheet.wanted[order.client_order_id] = Fraction(quantity)
        return order.client_order_id

    @rule(order=orders, event=st.sampled_from(sorted(set(OrderEvent) - BY_FILL)))
    def hear(self, order: ClientOrderId, event: OrderEvent) -> None:
        before = self.sheet.states[order]
        expected = told(before, event)
        try:
            record = self.runner.run(self.register.move(order, event))
        except IllegalStep:
            assert expected is None
        else:
            assert record.state is expected
            self.sheet.states[order] = expected

    @rule(target=fills, order=orders, quantity=quantities, price=prices, fee=fees)
    def fill_order(self, order: ClientOrderId, quantity: Decimal, price: Decimal, fee: Decimal) -> Fill:
        record = self.runner.run(self.register.get(order))
        fill = a_fill(
            self.next_name("t"),
            record.order.side,
            str(quantity),
            str(price),
            symbol=record.order.symbol,
            fee=fee,
            client_order_id=order,
        )
        return self.post(fill)

    @rule(target=fills, symbol=symbols, side=sides, quantity=quantities, price=prices, fee=fees)
    def fill_of_nobody(
        self, symbol: Symbol, side: Side, quantity: Decimal, price: Decimal, fee: Decimal
    ) -> Fill:
        return self.post(a_fill(self.next_name("t"), side, str(quantity), str(price), symbol=symbol, fee=fee))

    def post(self, fill: Fill) -> Fill:
        assert self.runner.run(self.ledger.fills.post(DESK, fill, None))
        self.sheet.trade(fill)
        self.sheet.count(fill)
        return fill

    @rule(fill=fills)
    def hear_a_fill_again(self, fill: Fill) -> None:
        assert not self.runner.run(self.ledger.fills.post(DESK, fill, None))

    @rule(target=flows, amount=fees, kind=st.sampled_from(CashFlowKind))
    def move_cash(self, amount: Decimal, kind: CashFlowKind) -> CashFlow:
        flow = replace(funding(str(amount), self.next_name("bill")), kind=kind)
        assert self.runner.run(self.ledger.postings.post_cash_flow(DESK, flow))
        match kind:
            case CashFlowKind.FUNDING:
                self.sheet.funding -= Fraction(flow.amount)
            case CashFlowKind.LIQUIDATION_FEE:
                self.sheet.fees -= Fraction(flow.amount)
            case CashFlowKind.RECONCILIATION:
                self.sheet.adjusted += Fraction(flow.amount)
            case CashFlowKind.DEPOSIT | CashFlowKind.WITHDRAWAL:
                self.sheet.capital += Fraction(flow.amount)
        return flow

    @rule(flow=consumes(flows))
    def hear_of_cash_again(self, flow: CashFlow) -> None:
        assert not self.runner.run(self.ledger.postings.post_cash_flow(DESK, flow))

    @rule()
    def restart(self) -> None:
        self.runner.run(self.stack.aclose())
        self.runner.run(self.open())

    @invariant()
    def books_balance_and_agree_with_the_sheet(self) -> None:
        balances = self.runner.run(self.ledger.postings.balances(DESK))
        assert set(self.runner.run(self.ledger.postings.trial_balance()).values()) <= {Decimal(0)}
        explained = balances.opening_cash + balances.realized_pnl - balances.fees_paid - balances.funding_paid
        assert Fraction(balances.cash) == Fraction(explained) + self.sheet.adjusted
        assert Fraction(balances.fees_paid) == self.sheet.fees
        assert Fraction(balances.funding_paid) == self.sheet.funding
        assert Fraction(balances.opening_cash) == self.sheet.capital
        assert abs(Fraction(balances.realized_pnl) - self.sheet.realized) < ROUNDING
        assert abs(Fraction(balances.cash) - self.sheet.cash) < ROUNDING

    @invariant()
    def positions_are_what_was_traded(self) -> None:
        held = {
            item.position.symbol: item.position for item in self.runner.run(self.ledger.positions.held(DESK))
        }
        assert {s: Fraction(p.quantity) for s, p in held.items()} == {
            symbol: quantity for symbol, quantity in self.sheet.quantity.items() if quantity
        }
        for symbol, position in held.items():
            assert abs(Fraction(position.cost) - self.sheet.cost[symbol]) < ROUNDING

    @invariant()
    def every_order_stands_where_the_news_left_it(self) -> None:
        for order, state in self.sheet.states.items():
            record = self.runner.run(self.register.get(order))
            assert (record.state, Fraction(record.filled)) == (state, self.sheet.filled[order])


Books.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
TestBooks = Books.TestCase
