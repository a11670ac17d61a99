"""What the simulated venue remembers: orders, fills and cash flows, none of it without bound."""

from collections import deque
from collections.abc import Callable
from decimal import Decimal

from tradewind.brokers.port import BrokerEvent
from tradewind.brokers.simulator.config import SimulatorConfig
from tradewind.brokers.simulator.ticket import HoldingKey, Ticket
from tradewind.domain.cash_flow import CashFlow
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import Side


class Records:
    """Every change is told to `tell` as it is written down; open orders are kept, ended ones up to a number."""

    def __init__(self, config: SimulatorConfig, tell: Callable[[BrokerEvent], None]) -> None:
        self._tell = tell
        self._kept_orders = config.kept_orders
        self._open: dict[str, Ticket] = {}
        self._ended: dict[str, Ticket] = {}
        self._by_client_id: dict[ClientOrderId, str] = {}
        self.fills: deque[Fill] = deque(maxlen=config.kept_fills)
        self.cash_flows: deque[CashFlow] = deque(maxlen=config.kept_fills)

    def known(self, client_order_id: ClientOrderId) -> Ticket | None:
        """Return the order of that client id, None when it was never taken or ended long ago."""
        venue_order_id = self._by_client_id.get(client_order_id)
        return None if venue_order_id is None else self.ticket(venue_order_id)

    def ticket(self, venue_order_id: str) -> Ticket | None:
        """Return the order of that venue id, None when there is none or it ended long ago."""
        return self._open.get(venue_order_id) or self._ended.get(venue_order_id)

    def open_tickets(self, symbol: Symbol | None = None) -> list[Ticket]:
        """Return what rests and what waits, oldest first."""
        return [ticket for ticket in self._open.values() if symbol in (None, ticket.symbol)]

    def resting(self, symbol: Symbol | None = None) -> list[Ticket]:
        """Return the orders in the book, oldest first."""
        return [ticket for ticket in self.open_tickets(symbol) if ticket.trigger_price is None]

    def waiting(self, symbol: Symbol | None = None) -> list[Ticket]:
        """Return the stops and targets that wait for their price, oldest first."""
        return [ticket for ticket in self.open_tickets(symbol) if ticket.trigger_price is not None]

    def claimed(self, key: HoldingKey, side: Side) -> Decimal:
        """Return how much of a position the resting orders of `side` would close."""
        closers = (t for t in self.resting(key[0]) if t.key == key and t.is_reduce_only and t.side is side)
        return sum((ticket.remaining for ticket in closers), Decimal(0))

    def keep(self, ticket: Ticket, *, is_told: bool = True) -> Ticket:
        """Put `ticket` in the place of what it was, and tell it."""
        name = ticket.venue_order_id
        if ticket.client_order_id is not None:
            self._by_client_id[ticket.client_order_id] = name
        if ticket.is_open:
            self._open[name] = ticket
        else:
            self._open.pop(name, None)
            self._ended[name] = ticket
            self._forget()
        if is_told:
            self._tell(ticket.report())
        return ticket

    def post(self, fill: Fill) -> None:
        """Write down and tell an execution."""
        self.fills.append(fill)
        self._tell(fill)

    def pay(self, flow: CashFlow) -> None:
        """Write down and tell a movement of money."""
        self.cash_flows.append(flow)
        self._tell(flow)

    def _forget(self) -> None:
        while len(self._ended) > self._kept_orders:
            oldest = self._ended.pop(next(iter(self._ended)))
            if oldest.client_order_id is not None:
                self._by_client_id.pop(oldest.client_order_id, None)
