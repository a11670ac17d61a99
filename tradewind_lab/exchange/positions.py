"""One position of a linear swap and its arithmetic: average-price netting, exact to twelve decimals. Pure.

`liquidation_price` is an estimate for display.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from tradewind_lab.exchange.charges import TAKER_RATE, settled
from tradewind_lab.exchange.orders import Fill, MarginMode, PositionSide


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Contracts held (negative when short, 0 once closed) and the running account of what they brought."""

    id: str
    symbol: str
    margin_mode: MarginMode
    position_side: PositionSide
    contract_value: Decimal
    leverage: Decimal
    is_long: bool
    quantity: Decimal
    average_price: Decimal
    cost: Decimal  # USDT, signed like quantity; its parts add up to the whole, whatever an average is rounded to
    pnl: Decimal
    fee: Decimal
    funding: Decimal
    penalty: Decimal  # of its liquidation, negative; 0 of a position that was none
    is_liquidated: bool
    closed: Decimal  # contracts closed so far
    close_quote: Decimal  # sum of price times contracts over those
    largest: Decimal
    last_trade_id: str
    opened_ms: int
    updated_ms: int

    @property
    def direction(self) -> int:
        """Return 1 for long, -1 for short."""
        return 1 if self.is_long else -1

    @property
    def base_quantity(self) -> Decimal:
        """Return the signed size in base units."""
        return self.quantity * self.contract_value

    @property
    def realized(self) -> Decimal:
        """Return profit, fees, funding and penalty together."""
        return self.pnl + self.fee + self.funding + self.penalty

    def notional(self, price: Decimal) -> Decimal:
        """Return its worth in USDT at `price`."""
        return abs(self.base_quantity) * price

    def unrealized(self, price: Decimal) -> Decimal:
        """Return the profit if it were closed at `price` without fees."""
        return settled(self.base_quantity * price - self.cost)

    def margin(self, price: Decimal) -> Decimal:
        """Return the initial margin: by the mark when cross, by the entry when isolated."""
        worth = self.notional(price) if self.margin_mode is MarginMode.CROSS else abs(self.cost)
        return worth / self.leverage

    def maintenance(self, price: Decimal, rate: Decimal) -> Decimal:
        """Return the margin that must stay at a tier's `rate`."""
        return self.notional(price) * rate

    def must_stay(self, price: Decimal, rate: Decimal) -> Decimal:
        """Return the margin at which the venue liquidates: maintenance and a taker's fee for closing."""
        return self.maintenance(price, rate) + self.notional(price) * TAKER_RATE

    def break_even(self) -> Decimal:
        """Return the price at which closing as a taker pays for both fees."""
        signed = self.direction * TAKER_RATE
        return self.average_price * (1 + signed) / (1 - signed)


def split(quantity: Decimal, signed_size: Decimal) -> tuple[Decimal, Decimal]:
    """Split a signed fill into the part that closes `quantity` and the part that opens beyond it."""
    if quantity == 0 or (quantity > 0) == (signed_size > 0):
        return Decimal(0), signed_size
    closing = min(abs(signed_size), abs(quantity)).copy_sign(signed_size)
    return closing, signed_size - closing


def enlarged(position: Position, signed_size: Decimal, price: Decimal) -> Position:
    """Return the position after contracts of its own direction were added at `price`."""
    quantity = position.quantity + signed_size
    cost = position.cost + price * signed_size * position.contract_value
    return replace(
        position,
        quantity=quantity,
        average_price=cost / (quantity * position.contract_value),
        cost=cost,
        largest=max(position.largest, abs(quantity)),
    )


def reduced(position: Position, signed_size: Decimal, price: Decimal) -> tuple[Position, Decimal]:
    """Return the position after contracts were closed at `price`, and the profit of those in USDT."""
    closed, held = abs(signed_size), abs(position.quantity)
    released = position.cost if closed == held else settled(position.cost * closed / held)
    pnl = settled(price * -signed_size * position.contract_value - released)
    smaller = replace(
        position,
        quantity=position.quantity + signed_size,
        cost=position.cost - released,
        pnl=position.pnl + pnl,
        closed=position.closed + abs(signed_size),
        close_quote=position.close_quote + abs(signed_size) * price,
    )
    return smaller, pnl


def charged(position: Position, fill: Fill) -> Position:
    """Return the position with the fee and identity of its latest fill."""
    return replace(position, fee=position.fee + fill.fee, last_trade_id=fill.trade_id, updated_ms=fill.at_ms)


def liquidation_price(
    *,
    direction: int,
    average_price: Decimal,
    base_quantity: Decimal,
    margin: Decimal,
    maintenance_rate: Decimal,
) -> Decimal | None:
    """Estimate where `margin` is used up to maintenance and a taker's fee; None where no price does that.

    `base_quantity` is unsigned. Freqtrade's published figures for OKX follow the same rule.
    """
    room = margin / base_quantity
    price = (average_price - direction * room) / (1 - direction * (maintenance_rate + TAKER_RATE))
    return price if price > 0 else None
