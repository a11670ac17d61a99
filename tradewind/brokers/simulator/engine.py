"""The simulated venue's orders, fills and protection: synchronous, no input or output, deterministic.

Not simulated: funding, liquidation, and the effect of our own orders on the book.
"""

from collections import deque
from collections.abc import Callable, Sequence
from decimal import Decimal

from tradewind.brokers.port import BrokerEvent, OrderRejected
from tradewind.brokers.simulator.acceptance import broken_terms, refusal, untradable
from tradewind.brokers.simulator.account import Holding, SimulatedAccount
from tradewind.brokers.simulator.config import SimulatorConfig
from tradewind.brokers.simulator.matching import Sweep, Trade, has_reached, opposite_levels, sweep, triggered
from tradewind.brokers.simulator.ticket import Ticket
from tradewind.brokers.simulator.view import MarketView
from tradewind.domain.account import HeldPosition
from tradewind.domain.cash_flow import CashFlow
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill, Liquidity
from tradewind.domain.ids import ClientOrderId, DecisionId, client_order_id
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import Order, OrderKind, OrderPurpose, OrderRecord, OrderState, TimeInForce
from tradewind.domain.ticker import Ticker

_BPS = Decimal(10_000)
_RESTING = (OrderState.ACCEPTED, OrderState.PARTIAL)
_TAKEN_BY_THE_VENUE = (*_RESTING, OrderState.PENDING_CANCEL)


class MatchingEngine:
    """Every change is told to `tell`, in order, before the call that made it returns."""

    def __init__(self, config: SimulatorConfig, tell: Callable[[BrokerEvent], None]) -> None:
        self._config = config
        self._tell = tell
        self.account = SimulatedAccount()
        self.tickets: dict[ClientOrderId, Ticket] = {}
        self.fills: deque[Fill] = deque(maxlen=config.kept_fills)
        self.cash_flows: deque[CashFlow] = deque(maxlen=config.kept_fills)

    def restore(
        self, orders: Sequence[OrderRecord], positions: Sequence[HeldPosition], cash: Decimal, at: Instant
    ) -> None:
        """Begin from what the ledger remembers; an order that it never saw accepted is unknown here.

        A market order whose fills were not recorded counts as canceled: it never rests.
        """
        self.account.restore(positions, cash)
        for record in orders:
            if record.state not in _TAKEN_BY_THE_VENUE:
                continue
            ticket = Ticket.remembered(record)
            if ticket.limit_price is None:
                ticket = ticket.canceled("the simulator stopped before it filled", at)
            self.tickets[ticket.client_order_id] = ticket

    def resting(self) -> list[Ticket]:
        """Return the orders that wait for the market."""
        return [ticket for ticket in self.tickets.values() if ticket.state in _RESTING]

    def watched(self) -> set[Symbol]:
        """Return the instruments on which a ticker can change something."""
        return {ticket.symbol for ticket in self.resting()} | set(self.account.holdings)

    def take(self, order: Order, view: MarketView) -> Ticket:
        """Accept `order` and fill what the book gives; OrderRejected with the reason.

        The same client order id gives the same order again and no second execution.
        """
        if known := self.tickets.get(order.client_order_id):
            return known
        if reason := refusal(order, view, self.account):
            raise OrderRejected(reason)
        if order.kind is OrderKind.TRIGGER:
            return self._guard(order, view)
        return self._match(Ticket.of(order, view.seen_at), view)

    def cancel(self, ticket: Ticket, reason: str, at: Instant) -> Ticket:
        """Take out what is left of `ticket`."""
        return self._keep(ticket.canceled(reason, at))

    def amend(
        self, ticket: Ticket, view: MarketView, *, quantity: BaseQty | None, price: Decimal | None
    ) -> Ticket:
        """Change a resting order and fill what the book now gives; OrderRejected leaves it as it was."""
        amended = ticket.amended(quantity, price, view.seen_at)
        if reason := broken_terms(amended, view):
            raise OrderRejected(reason)
        if amended.time_in_force is TimeInForce.POST_ONLY and self._sweep(amended, view).trades:
            raise OrderRejected(f"a post-only order at {amended.limit_price} would take from the book")
        return self._match(self._keep(amended), view)

    def close(self, symbol: Symbol, client_order_id: ClientOrderId, view: MarketView) -> Ticket | None:
        """Close the whole position at the market; None when there is none, OrderRejected."""
        holding = self.account.holdings.get(symbol)
        if holding is None:
            return None
        ticket = self._closing(client_order_id, symbol, holding, OrderPurpose.CLOSE, view.seen_at)
        return self._match(ticket, view)

    def fill_reached(self, ticker: Ticker, at: Instant) -> None:
        """Fill every resting order that the market of `ticker` has reached, at its own price."""
        for ticket in self.resting():
            price = ticket.limit_price
            if (
                ticket.symbol == ticker.symbol
                and price is not None
                and has_reached(ticket.side, price, ticker)
            ):
                self._fill_resting(ticket, price, at)

    def set_off(self, ticker: Ticker) -> OrderPurpose | None:
        """Return the protection that `ticker` triggers, None when there is none."""
        holding = self.account.holdings.get(ticker.symbol)
        if holding is None:
            return None
        return triggered(holding.closing_side, holding.stop_price, holding.take_profit_price, ticker)

    def protect(self, ticker: Ticker, view: MarketView) -> Ticket | None:
        """Close the position at the market if `ticker` triggers its stop or take profit; OrderRejected."""
        purpose = self.set_off(ticker)
        if purpose is None:
            return None
        holding = self.account.holdings[ticker.symbol]
        ticket = self._closing(
            self._protective_id(ticker.symbol, purpose, view.seen_at),
            ticker.symbol,
            holding,
            purpose,
            view.seen_at,
        )
        return self._match(ticket, view)

    def _guard(self, order: Order, view: MarketView) -> Ticket:
        """Make a stop or target that comes alone the position's own; the order itself ends with that."""
        holding = self.account.holdings[order.symbol]
        is_stop = order.purpose is OrderPurpose.STOP
        self.account.agree(
            order.symbol,
            holding.leverage,
            order.trigger_price if is_stop else None,
            None if is_stop else order.trigger_price,
        )
        ticket = self._keep(Ticket.of(order, view.seen_at))
        return self.cancel(ticket, "kept as the position's own", view.seen_at)

    def _sweep(self, ticket: Ticket, view: MarketView) -> Sweep:
        levels = opposite_levels(view.book, ticket.side)
        return sweep(levels, ticket.side, self._fillable(ticket), view.lot, ticket.limit_price)

    def _match(self, ticket: Ticket, view: MarketView) -> Ticket:
        swept = self._sweep(ticket, view)
        if not swept.trades and ticket.limit_price is None:
            raise OrderRejected(f"the order book of {ticket.symbol} has nothing for a {ticket.side}")
        self._keep(ticket)
        if reason := untradable(ticket, swept):
            return self.cancel(ticket, reason, view.seen_at)
        for trade in swept.trades:
            ticket = self._execute(ticket, trade, Liquidity.TAKER, view.seen_at)
        self._attach(ticket)
        if ticket.remaining and not ticket.may_rest:
            return self.cancel(ticket, "the visible book was too thin for the rest", view.seen_at)
        return self._keep(ticket) if swept.trades else ticket

    def _fill_resting(self, ticket: Ticket, price: Decimal, at: Instant) -> None:
        quantity = self._fillable(ticket)
        if quantity:
            ticket = self._execute(ticket, Trade(price=price, quantity=quantity), Liquidity.MAKER, at)
            self._attach(ticket)
        if ticket.remaining:
            self.cancel(ticket, "the position that it reduced is closed", at)
        else:
            self._keep(ticket)

    def _fillable(self, ticket: Ticket) -> BaseQty:
        if not ticket.is_reduce_only:
            return ticket.remaining
        return min(ticket.remaining, self.account.reducible(ticket.symbol, ticket.side))

    def _execute(self, ticket: Ticket, trade: Trade, liquidity: Liquidity, at: Instant) -> Ticket:
        maker, taker = self._config.maker_fee_bps, self._config.taker_fee_bps
        fee_bps = maker if liquidity is Liquidity.MAKER else taker
        fill = Fill(
            venue=self._config.venue,
            symbol=ticket.symbol,
            trade_id=ticket.next_trade_id,
            client_order_id=ticket.client_order_id,
            venue_order_id=ticket.venue_order_id,
            side=ticket.side,
            quantity=trade.quantity,
            price=trade.price,
            fee=trade.quantity * trade.price * fee_bps / _BPS,
            fee_currency=self._config.currency,
            liquidity=liquidity,
            exchange_time=at,
        )
        self.account.book(fill, ticket.leverage)
        self.fills.append(fill)
        self._tell(fill)
        return ticket.after(trade, at)

    def _attach(self, ticket: Ticket) -> None:
        if ticket.filled and not ticket.is_reduce_only:
            self.account.agree(ticket.symbol, ticket.leverage, ticket.stop_price, ticket.take_profit_price)

    def _keep(self, ticket: Ticket) -> Ticket:
        self.tickets[ticket.client_order_id] = ticket
        self._tell(ticket.report())
        return ticket

    def _closing(
        self,
        client_order_id: ClientOrderId,
        symbol: Symbol,
        holding: Holding,
        purpose: OrderPurpose,
        at: Instant,
    ) -> Ticket:
        return Ticket(
            client_order_id=client_order_id,
            symbol=symbol,
            side=holding.closing_side,
            purpose=purpose,
            quantity=holding.quantity,
            limit_price=None,
            time_in_force=TimeInForce.IOC,
            is_reduce_only=True,
            leverage=holding.leverage,
            stop_price=None,
            take_profit_price=None,
            state=OrderState.ACCEPTED,
            filled=BaseQty(Decimal(0)),
            cost=Decimal(0),
            reason=None,
            updated_at=at,
        )

    def _protective_id(self, symbol: Symbol, purpose: OrderPurpose, at: Instant) -> ClientOrderId:
        # The moment is part of the id: a stop that filled in part before a crash triggers again under another
        # id, so that its later trades are not taken for repeats.
        trigger = DecisionId(f"{self._config.venue}|{symbol}|{at}")
        attempt = 1
        while (child := client_order_id(trigger, purpose, attempt)) in self.tickets:
            attempt += 1
        return child
