"""One account's state: what it holds, and every change of it as news. Money is moved in bookkeeping.py alone.

Promise: the wallet equals the opening deposit plus the sum of the bills, exactly.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from tradewind_lab.exchange.bills import Bill
from tradewind_lab.exchange.news import AlgoNews, News, OrderNews, PositionNews, SettingNews
from tradewind_lab.exchange.orders import (
    AlgoOrder,
    AlgoState,
    Fill,
    MarginMode,
    Order,
    PositionMode,
    PositionSide,
    Side,
)
from tradewind_lab.exchange.positions import Position

DEFAULT_LEVERAGE = Decimal(3)

PositionKey = tuple[str, MarginMode, PositionSide]
LeverageKey = tuple[str, MarginMode, PositionSide]


@dataclass(slots=True, kw_only=True)
class Account:
    """Everything that the venue knows about one customer."""

    name: str
    deposit: Decimal
    opened_ms: int
    wallet: Decimal
    position_mode: PositionMode = PositionMode.NET
    leverages: dict[LeverageKey, Decimal] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    algos: dict[str, AlgoOrder] = field(default_factory=dict)
    positions: dict[PositionKey, Position] = field(default_factory=dict)
    closed_positions: list[Position] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    bills: list[Bill] = field(default_factory=list)
    cancel_all_at_ms: int | None = None
    settled_ms: int = 0
    news: list[News] = field(default_factory=list)  # since somebody last took it
    _resting: dict[str, Order] = field(default_factory=dict, init=False)
    _waiting: dict[str, AlgoOrder] = field(default_factory=dict, init=False)
    _by_client_id: dict[str, str] = field(default_factory=dict, init=False)

    def leverage(self, symbol: str, mode: MarginMode, side: PositionSide) -> Decimal:
        """Return the leverage in force; a cross position has one for both of its sides."""
        key = leverage_key(symbol, mode, side)
        return self.leverages.get(key, DEFAULT_LEVERAGE)

    def set_leverage(self, symbol: str, mode: MarginMode, side: PositionSide, leverage: Decimal) -> None:
        """Set the leverage of what is open and of what will be opened."""
        key = leverage_key(symbol, mode, side)
        self.leverages[key] = leverage
        self.news.append(SettingNews())
        for held, position in self.positions.items():
            if leverage_key(*held) == key:
                self.keep_position(held, replace(position, leverage=leverage), "set_leverage")

    def set_position_mode(self, mode: PositionMode) -> None:
        """Keep one position per instrument or two from now on; the caller has seen that there is none."""
        self.position_mode = mode
        self.news.append(SettingNews())

    def set_dead_man(self, due_ms: int | None) -> None:
        """Have every resting order canceled at that moment; None lets them rest."""
        self.cancel_all_at_ms = due_ms
        self.news.append(SettingNews())

    def keep_order(self, order: Order, fill: Fill | None = None) -> None:
        """Put an order in the place of what it was; `fill` is what changed it."""
        self.orders[order.id] = order
        if order.ticket.client_id is not None:
            self._by_client_id[order.ticket.client_id] = order.id
        if order.state.is_open:
            self._resting[order.id] = order
        else:
            self._resting.pop(order.id, None)
        self.news.append(OrderNews(order=order, fill=fill))

    def keep_algo(self, algo: AlgoOrder) -> None:
        """Put a stop or target in the place of what it was."""
        self.algos[algo.id] = algo
        if algo.state is AlgoState.LIVE:
            self._waiting[algo.id] = algo
        else:
            self._waiting.pop(algo.id, None)
        self.news.append(AlgoNews(algo=algo))

    def open_orders(self, symbol: str | None = None) -> list[Order]:
        """Return the orders that may still fill, oldest first."""
        return [o for o in self._resting.values() if symbol in {None, o.ticket.symbol}]

    def live_algos(self, symbol: str | None = None) -> list[AlgoOrder]:
        """Return the stops and targets that wait, oldest first."""
        return [a for a in self._waiting.values() if symbol in {None, a.symbol}]

    def order_by_client_id(self, client_id: str) -> Order | None:
        """Return the order that ever bore this client id."""
        order_id = self._by_client_id.get(client_id)
        return None if order_id is None else self.orders[order_id]

    def closable(self, key: PositionKey, side: Side) -> Decimal:
        """Return the contracts an order of `side` could close that no other closing order has claimed."""
        held = self.held(key)
        if held == 0 or (held > 0) == (side is Side.BUY):
            return Decimal(0)
        claimed = sum(
            (o.remaining for o in self.open_orders(key[0]) if o.ticket.closes() and position_key(o) == key),
            Decimal(0),
        )
        return max(abs(held) - claimed, Decimal(0))

    def held(self, key: PositionKey) -> Decimal:
        """Return the signed contracts of one position, 0 when there is none."""
        position = self.positions.get(key)
        return position.quantity if position else Decimal(0)

    def close_position(self, key: PositionKey, closed: Position, cause: str) -> None:
        """Put a position that has come to nothing among the closed ones."""
        del self.positions[key]
        self.closed_positions.append(closed)
        self.news.append(PositionNews(position=closed, cause=cause))

    def keep_position(self, key: PositionKey, position: Position, cause: str) -> None:
        """Put an open position in the place of what it was; `cause` is OKX's word."""
        self.positions[key] = position
        self.news.append(PositionNews(position=position, cause=cause))


def leverage_key(symbol: str, mode: MarginMode, side: PositionSide) -> LeverageKey:
    """Return where a leverage is kept: isolated positions have one per side, cross positions one in all."""
    return (symbol, mode, PositionSide.NET if mode is MarginMode.CROSS else side)


def position_key(order: Order) -> PositionKey:
    """Return the position that an order belongs to."""
    return (order.ticket.symbol, order.ticket.margin_mode, order.ticket.position_side)
