"""What an account is worth at one moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tradewind.domain.clock import Instant
from tradewind.domain.ids import DecisionId, PortfolioId
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import OrderPurpose
from tradewind.domain.position import Position, PositionSide


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPosition:
    """A position valued at the mark price; money in quote currency."""

    symbol: Symbol
    side: PositionSide
    quantity: BaseQty  # unsigned
    entry_price: Decimal
    mark_price: Decimal | None  # None: no usable price; then every value that needs it is None too
    notional: Decimal | None
    unrealized_pnl: Decimal | None
    leverage: Decimal
    margin: Decimal  # entry notional / leverage
    stop_price: Decimal | None
    take_profit_price: Decimal | None
    realized_pnl: Decimal  # of the parts closed so far
    fees: Decimal
    opened_at: Instant
    decision_id: DecisionId | None

    @property
    def net_pnl(self) -> Decimal | None:
        """What the position has earned so far: of the price and of parts closed, less fees; funding stays out."""
        return None if self.unrealized_pnl is None else self.unrealized_pnl + self.realized_pnl - self.fees

    def way_to(self, price: Decimal | None) -> Decimal | None:
        """Return how far the mark price has to rise in the position's favor to reach `price`, below 0: fall."""
        if price is None or self.mark_price is None:
            return None
        return (price - self.mark_price) * self.side.opening_side.sign

    def pnl_at(self, price: Decimal | None) -> Decimal | None:
        """Return the unrealized PnL if the mark price were `price`."""
        if price is None:
            return None
        return (price - self.entry_price) * self.side.opening_side.sign * self.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSnapshot:
    """Equity = cash + unrealized PnL; cash holds deposits, realized PnL, fees and funding."""

    portfolio_id: PortfolioId
    as_of: Instant
    currency: str
    opening_cash: Decimal
    cash: Decimal
    unrealized_pnl: Decimal | None  # None when a position has no usable price
    equity: Decimal | None
    margin_used: Decimal
    available: Decimal | None
    realized_pnl: Decimal  # before fees
    fees_paid: Decimal
    funding_paid: Decimal  # positive: the account paid
    daily_pnl: Decimal | None  # since the last equity recorded up to UTC midnight (or since opening)
    drawdown_share: Decimal | None  # 0..1 below the highest equity seen
    positions: tuple[OpenPosition, ...]

    def position(self, symbol: Symbol) -> OpenPosition | None:
        """Return the open position in `symbol`, None when flat."""
        return next((held for held in self.positions if held.symbol == symbol), None)

    @property
    def gross_exposure(self) -> Decimal | None:
        """The notional of everything held at mark prices; None when one of them is unknown."""
        return _sum(held.notional for held in self.positions)

    @property
    def net_exposure(self) -> Decimal | None:
        """The notional of the longs less that of the shorts; None when one of them is unknown."""
        return _sum(
            None if held.notional is None else held.notional * held.side.opening_side.sign
            for held in self.positions
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EquityPoint:
    """One point of an equity curve."""

    time: Instant
    equity: Decimal


class RuntimeMode(StrEnum):
    """Where orders go."""

    SIMULATOR = "simulator"
    PAPER = "paper"
    LIVE = "live"


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """One desk's account."""

    portfolio_id: PortfolioId
    name: str
    mode: RuntimeMode
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Balances:
    """What the postings of a portfolio add up to, in its currency."""

    opening_cash: Decimal
    cash: Decimal
    realized_pnl: Decimal  # before fees
    fees_paid: Decimal
    funding_paid: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPosition:
    """An open position as the ledger keeps it, without any market price."""

    position: Position
    leverage: Decimal
    stop_price: Decimal | None
    take_profit_price: Decimal | None
    realized_pnl: Decimal  # of the parts closed so far
    fees: Decimal
    opened_at: Instant
    decision_id: DecisionId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedPosition:
    """A round trip, from flat to flat."""

    symbol: Symbol
    side: PositionSide
    quantity: BaseQty  # the most that was held, unsigned
    entry_price: Decimal  # average of the opening fills
    exit_price: Decimal  # average of the closing fills
    realized_pnl: Decimal  # before fees
    fees: Decimal
    opened_at: Instant
    closed_at: Instant
    decision_id: DecisionId | None  # of the opening
    close_purpose: OrderPurpose | None  # of the last closing order; None: nobody knows


def _sum(notionals: Iterable[Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for notional in notionals:
        if notional is None:
            return None
        total += notional
    return total
