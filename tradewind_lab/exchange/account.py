"""One account's state and the few places that change it: book a fill, pay funding, store an order.

Promise: the wallet equals the opening deposit plus the sum of the bills, exactly.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from tradewind_lab.exchange.charges import funding_payment
from tradewind_lab.exchange.news import AlgoNews, News, OrderNews, PositionNews, SettingNews
from tradewind_lab.exchange.orders import (
    AlgoOrder,
    AlgoState,
    CancelSource,
    Fill,
    MarginMode,
    Order,
    OrderCategory,
    OrderState,
    PositionMode,
    PositionSide,
    Side,
)
from tradewind_lab.exchange.positions import Position, charged, enlarged, reduced, split
from tradewind_lab.instruments import Instrument

DEFAULT_LEVERAGE = Decimal(3)

PositionKey = tuple[str, MarginMode, PositionSide]
LeverageKey = tuple[str, MarginMode, PositionSide]


class BillType(StrEnum):
    """Why a balance changed, in OKX's numbers."""

    TRADE = "2"
    LIQUIDATION = "5"
    FUNDING = "8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """One change of the wallet: `change` = `pnl` + `fee`, and `balance` stands after it."""

    id: str
    type: BillType
    symbol: str
    side: Side | None
    margin_mode: MarginMode
    order_id: str | None
    size: Decimal
    price: Decimal
    pnl: Decimal
    fee: Decimal
    change: Decimal
    balance: Decimal
    at_ms: int


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
                self._keep_position(held, replace(position, leverage=leverage), "set_leverage")

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
        self.news.append(OrderNews(order=order, fill=fill))

    def keep_algo(self, algo: AlgoOrder) -> None:
        """Put a stop or target in the place of what it was."""
        self.algos[algo.id] = algo
        self.news.append(AlgoNews(algo=algo))

    def open_orders(self, symbol: str | None = None) -> list[Order]:
        """Return the orders that may still fill, oldest first."""
        return [o for o in self.orders.values() if o.state.is_open and symbol in {None, o.ticket.symbol}]

    def live_algos(self, symbol: str | None = None) -> list[AlgoOrder]:
        """Return the stops and targets that wait, oldest first."""
        return [a for a in self.algos.values() if a.state is AlgoState.LIVE and symbol in {None, a.symbol}]

    def order_by_client_id(self, client_id: str) -> Order | None:
        """Return the order that ever bore this client id."""
        return next((o for o in self.orders.values() if o.ticket.client_id == client_id), None)

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

    def cancel(self, order: Order, source: CancelSource, at_ms: int) -> Order:
        """End an order that keeps what it has filled."""
        ended = replace(order, state=OrderState.CANCELED, cancel_source=source, updated_ms=at_ms)
        self.keep_order(ended)
        return ended

    def book(self, fill: Fill, instrument: Instrument, position_id: str) -> Fill:
        """Post one fill to its order, position, wallet and bills; return it with its profit."""
        key = (fill.symbol, fill.margin_mode, fill.position_side)
        cause = self.orders[fill.order_id].category.cause
        before = self.positions.get(key)
        signed = fill.size * fill.side.sign
        closing, opening = split(before.quantity if before else Decimal(0), signed)
        pnl = Decimal(0)
        after = before
        closed: Position | None = None
        if after is not None and closing:
            after, pnl = reduced(after, closing, fill.price)
        booked = replace(fill, pnl=pnl)
        if after is not None:
            after = charged(after, booked)
        if after is not None and after.quantity == 0:
            closed, after = after, None
            self.closed_positions.append(closed)
            del self.positions[key]
        if opening:
            fee = Decimal(0) if closing else fill.fee
            after = (
                enlarged(after, opening, fill.price)
                if after is not None
                else self._opened(booked, opening, fee, instrument, position_id)
            )
        self._post_trade(booked)
        if closed is not None:
            self.news.append(PositionNews(position=closed, cause=cause))
        if after is not None:
            self._keep_position(key, after, cause)
        return booked

    def _keep_position(self, key: PositionKey, position: Position, cause: str) -> None:
        self.positions[key] = position
        self.news.append(PositionNews(position=position, cause=cause))

    def _opened(
        self, fill: Fill, quantity: Decimal, fee: Decimal, instrument: Instrument, position_id: str
    ) -> Position:
        return Position(
            id=position_id,
            symbol=fill.symbol,
            margin_mode=fill.margin_mode,
            position_side=fill.position_side,
            contract_value=instrument.contract_value,
            leverage=self.leverage(fill.symbol, fill.margin_mode, fill.position_side),
            is_long=quantity > 0,
            quantity=quantity,
            average_price=fill.price,
            pnl=Decimal(0),
            fee=fee,
            funding=Decimal(0),
            penalty=Decimal(0),
            is_liquidated=False,
            closed=Decimal(0),
            close_quote=Decimal(0),
            largest=abs(quantity),
            last_trade_id=fill.trade_id,
            opened_ms=fill.at_ms,
            updated_ms=fill.at_ms,
        )

    def _post_trade(self, fill: Fill) -> None:
        order = self.orders[fill.order_id]
        filled = order.filled + fill.size
        state = OrderState.FILLED if filled >= order.ticket.size else OrderState.PARTIALLY_FILLED
        traded = replace(
            order,
            state=state,
            filled=filled,
            quote_filled=order.quote_filled + fill.price * fill.size,
            fee=order.fee + fill.fee,
            pnl=order.pnl + fill.pnl,
            last_fill=fill,
            updated_ms=fill.at_ms,
        )
        self.keep_order(traded, fill)
        self.fills.append(fill)
        is_forced = order.category is OrderCategory.FULL_LIQUIDATION
        change = fill.pnl + fill.fee
        self.wallet += change
        self.bills.append(
            Bill(
                id=fill.bill_id,
                type=BillType.LIQUIDATION if is_forced else BillType.TRADE,
                symbol=fill.symbol,
                side=fill.side,
                margin_mode=fill.margin_mode,
                order_id=fill.order_id,
                size=fill.size,
                price=fill.price,
                pnl=fill.pnl,
                fee=fill.fee,
                change=change,
                balance=self.wallet,
                at_ms=fill.at_ms,
            )
        )

    def pay_funding(self, key: PositionKey, mark: Decimal, rate: Decimal, bill_id: str, at_ms: int) -> Bill:
        """Post one funding payment of one position, also when it is zero."""
        position = self.positions[key]
        payment = funding_payment(position.base_quantity, mark, rate)
        self.wallet += payment
        paid = replace(position, funding=position.funding + payment, updated_ms=at_ms)
        self._keep_position(key, paid, "funding_fee")
        bill = Bill(
            id=bill_id,
            type=BillType.FUNDING,
            symbol=position.symbol,
            side=None,
            margin_mode=position.margin_mode,
            order_id=None,
            size=abs(position.quantity),
            price=mark,
            pnl=payment,
            fee=Decimal(0),
            change=payment,
            balance=self.wallet,
            at_ms=at_ms,
        )
        self.bills.append(bill)
        return bill

    def settle_liquidation(self, amount: Decimal, bill_id: str, at_ms: int) -> Bill:
        """Post what the liquidation of the position that was closed last cost, or what the venue made up for."""
        taken = replace(
            self.closed_positions[-1],
            penalty=self.closed_positions[-1].penalty + amount,
            is_liquidated=True,
            updated_ms=at_ms,
        )
        self.closed_positions[-1] = taken
        self.news.append(PositionNews(position=taken, cause="liquidation"))
        self.wallet += amount
        bill = Bill(
            id=bill_id,
            type=BillType.LIQUIDATION,
            symbol=taken.symbol,
            side=None,
            margin_mode=taken.margin_mode,
            order_id=None,
            size=Decimal(0),
            price=Decimal(0),
            pnl=Decimal(0),
            fee=amount,
            change=amount,
            balance=self.wallet,
            at_ms=at_ms,
        )
        self.bills.append(bill)
        return bill


def leverage_key(symbol: str, mode: MarginMode, side: PositionSide) -> LeverageKey:
    """Return where a leverage is kept: isolated positions have one per side, cross positions one in all."""
    return (symbol, mode, PositionSide.NET if mode is MarginMode.CROSS else side)


def position_key(order: Order) -> PositionKey:
    """Return the position that an order belongs to."""
    return (order.ticket.symbol, order.ticket.margin_mode, order.ticket.position_side)
