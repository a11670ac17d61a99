"""Cash and positions at the simulated venue; never any input or output."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from tradewind.brokers.port import VenueOrder
from tradewind.domain.account import HeldPosition
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import OrderPurpose, OrderState, Side
from tradewind.domain.position import Position, apply_fill, flat

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """An open position with its protection at the venue."""

    position: Position
    leverage: Decimal
    stop_price: Decimal | None
    take_profit_price: Decimal | None

    @property
    def quantity(self) -> BaseQty:
        """The size, unsigned."""
        return BaseQty(abs(self.position.quantity))

    @property
    def closing_side(self) -> Side:
        """The order side that reduces it."""
        return Side.SELL if self.position.quantity > 0 else Side.BUY

    @property
    def margin(self) -> Decimal:
        """What it ties up, at its entry."""
        return abs(self.position.cost) / self.leverage

    def protections(self, symbol: Symbol, at: Instant) -> list[VenueOrder]:
        """Return its stop and target as orders that wait for the whole position."""
        prices = {OrderPurpose.STOP: self.stop_price, OrderPurpose.TAKE_PROFIT: self.take_profit_price}
        return [
            VenueOrder(
                client_order_id=None,
                venue_order_id=f"sim-{symbol}-{purpose}",
                symbol=symbol,
                state=OrderState.ACCEPTED,
                filled=BaseQty(ZERO),
                average_price=None,
                reason=None,
                updated_at=at,
                purpose=purpose,
                side=self.closing_side,
                trigger_price=price,
            )
            for purpose, price in prices.items()
            if price is not None
        ]


class SimulatedAccount:
    """One account in net mode: one position per instrument, one stop and one take profit on it."""

    def __init__(self) -> None:
        self.cash = ZERO
        self.holdings: dict[Symbol, Holding] = {}

    def restore(self, positions: Iterable[HeldPosition], cash: Decimal) -> None:
        """Begin from what the ledger holds."""
        self.cash = cash
        self.holdings = {
            held.position.symbol: Holding(
                position=held.position,
                leverage=held.leverage,
                stop_price=held.stop_price,
                take_profit_price=held.take_profit_price,
            )
            for held in positions
        }

    @property
    def available(self) -> Decimal:
        """Cash that no position ties up; unrealized PnL counts for neither side."""
        return self.cash - sum((holding.margin for holding in self.holdings.values()), ZERO)

    def reducible(self, symbol: Symbol, side: Side) -> BaseQty:
        """Return how much an order of `side` could reduce; zero when nothing is held the other way."""
        holding = self.holdings.get(symbol)
        return holding.quantity if holding and holding.closing_side is side else BaseQty(ZERO)

    def book(self, fill: Fill, leverage: Decimal) -> None:
        """Take `fill` into cash and position; a position that becomes flat loses its protection."""
        before = self.holdings.get(fill.symbol)
        effect = apply_fill(before.position if before else flat(fill.symbol), fill)
        self.cash += effect.realized_pnl - fill.fee
        if not effect.position.quantity:
            del self.holdings[fill.symbol]
        elif before is None or effect.position.side is not before.position.side:
            self.holdings[fill.symbol] = Holding(
                position=effect.position, leverage=leverage, stop_price=None, take_profit_price=None
            )
        else:
            self.holdings[fill.symbol] = replace(before, position=effect.position)

    def agree(
        self, symbol: Symbol, leverage: Decimal, stop_price: Decimal | None, take_profit_price: Decimal | None
    ) -> None:
        """Put an opening's terms on the whole position; a protection it does not name stays. Nothing when flat."""
        holding = self.holdings.get(symbol)
        if holding is None:
            return
        self.holdings[symbol] = replace(
            holding,
            leverage=leverage,
            stop_price=holding.stop_price if stop_price is None else stop_price,
            take_profit_price=(holding.take_profit_price if take_profit_price is None else take_profit_price),
        )
