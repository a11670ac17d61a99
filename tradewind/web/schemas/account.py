"""The account, its positions, trades and fills. Money, prices and sizes: decimal strings."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tradewind.domain.account import (
    AccountSnapshot,
    ClosedPosition,
    EquityPoint,
    OpenPosition,
    Portfolio,
    RuntimeMode,
)
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill, Liquidity
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderPurpose, Side
from tradewind.domain.position import PositionSide
from tradewind.portfolio.exposure import Exposure, Use
from tradewind.risk.limits import Enforcement
from tradewind.web.schemas.exposure import ExposureView, UseView
from tradewind.web.schemas.shape import Money, Shape, Time, share


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is shown beside an account's own figures."""

    tick_sizes: Mapping[Symbol, Decimal]
    liquidation_prices: Mapping[tuple[Symbol, PositionSide], Decimal]
    venue_read_at: Instant | None
    """When the venue said the liquidation prices; None: not since the start."""
    exposure: Exposure
    enforcement: Enforcement


class PortfolioView(Shape):
    """Which account this is."""

    id: str
    name: str
    mode: RuntimeMode
    currency: str

    @classmethod
    def of(cls, portfolio: Portfolio) -> "PortfolioView":
        """Return the shape of `portfolio`."""
        return cls(
            id=portfolio.portfolio_id, name=portfolio.name, mode=portfolio.mode, currency=portfolio.currency
        )


class AccountView(Shape):
    """What the account is worth; null where a needed price is unknown."""

    opening_cash: Money
    cash: Money
    equity: Money | None
    available: Money | None
    margin_used: Money
    unrealized_pnl: Money | None
    realized_pnl: Money
    fees_paid: Money
    funding_paid: Money
    daily_pnl: Money | None
    return_share: Money | None  # since opening, of the opening cash
    drawdown_share: Money | None

    @classmethod
    def of(cls, account: AccountSnapshot) -> "AccountView":
        """Return the shape of `account`."""
        earned = None if account.equity is None else account.equity - account.opening_cash
        return cls(
            opening_cash=account.opening_cash,
            cash=account.cash,
            equity=account.equity,
            available=account.available,
            margin_used=account.margin_used,
            unrealized_pnl=account.unrealized_pnl,
            realized_pnl=account.realized_pnl,
            fees_paid=account.fees_paid,
            funding_paid=account.funding_paid,
            daily_pnl=account.daily_pnl,
            return_share=share(earned, account.opening_cash),
            drawdown_share=account.drawdown_share,
        )


class PositionView(Shape):
    """An open position at the mark price; distances are shares of it, above 0 while it has not come that far."""

    symbol: str
    side: PositionSide
    quantity: Money  # base units
    entry_price: Money
    mark_price: Money | None
    notional: Money | None
    cap: UseView
    """The notional beside what one position may be worth."""
    unrealized_pnl: Money | None
    unrealized_pnl_share: Money | None  # of the margin
    leverage: Money
    margin: Money
    stop_price: Money | None
    stop_distance_share: Money | None
    pnl_at_stop: Money | None  # unrealized, before the fee of leaving
    take_profit_price: Money | None
    take_profit_distance_share: Money | None
    pnl_at_take_profit: Money | None
    liquidation_price: Money | None  # as the venue says; null: it says none
    liquidation_distance_share: Money | None
    venue_read_at: Time | None  # when the venue was asked; null: not since the start
    realized_pnl: Money  # of the parts closed so far
    fees: Money
    net_pnl: Money | None  # unrealized and realized less fees
    opened_at: Time
    decision_id: str | None
    tick_size: Money | None

    @classmethod
    def of(cls, held: OpenPosition, beside: "Beside") -> "PositionView":
        """Return the shape of `held`."""
        liquidation = beside.liquidation_prices.get((held.symbol, held.side))
        return cls(
            symbol=held.symbol,
            side=held.side,
            quantity=held.quantity,
            entry_price=held.entry_price,
            mark_price=held.mark_price,
            notional=held.notional,
            cap=UseView.of(Use(used=held.notional, limit=beside.exposure.position_cap)),
            unrealized_pnl=held.unrealized_pnl,
            unrealized_pnl_share=share(held.unrealized_pnl, held.margin),
            leverage=held.leverage,
            margin=held.margin,
            stop_price=held.stop_price,
            stop_distance_share=_left(held, held.stop_price, toward=-1),
            pnl_at_stop=held.pnl_at(held.stop_price),
            take_profit_price=held.take_profit_price,
            take_profit_distance_share=_left(held, held.take_profit_price, toward=1),
            pnl_at_take_profit=held.pnl_at(held.take_profit_price),
            liquidation_price=liquidation,
            liquidation_distance_share=_left(held, liquidation, toward=-1),
            venue_read_at=beside.venue_read_at,
            realized_pnl=held.realized_pnl,
            fees=held.fees,
            net_pnl=held.net_pnl,
            opened_at=held.opened_at,
            decision_id=held.decision_id,
            tick_size=beside.tick_sizes.get(held.symbol),
        )


def _left(held: OpenPosition, price: Decimal | None, *, toward: int) -> Decimal | None:
    """Return how far the mark price is from `price`; `toward`: 1 where it lies in the position's favor, else -1."""
    way = held.way_to(price)
    return None if way is None else share(way * toward, held.mark_price)


class ClosedTrade(Shape):
    """A round trip, from flat to flat."""

    symbol: str
    side: PositionSide
    quantity: Money
    entry_price: Money
    exit_price: Money
    realized_pnl: Money  # before fees
    fees: Money
    opened_at: Time
    closed_at: Time
    decision_id: str | None
    close_purpose: OrderPurpose | None

    @classmethod
    def of(cls, closed: ClosedPosition) -> "ClosedTrade":
        """Return the shape of `closed`."""
        return cls(
            symbol=closed.symbol,
            side=closed.side,
            quantity=closed.quantity,
            entry_price=closed.entry_price,
            exit_price=closed.exit_price,
            realized_pnl=closed.realized_pnl,
            fees=closed.fees,
            opened_at=closed.opened_at,
            closed_at=closed.closed_at,
            decision_id=closed.decision_id,
            close_purpose=closed.close_purpose,
        )


class FillView(Shape):
    """One execution."""

    trade_id: str
    symbol: str
    side: Side
    quantity: Money
    price: Money
    fee: Money  # a cost is positive
    fee_currency: str
    liquidity: Liquidity
    client_order_id: str | None
    exchange_time: Time

    @classmethod
    def of(cls, fill: Fill) -> "FillView":
        """Return the shape of `fill`."""
        return cls(
            trade_id=fill.trade_id,
            symbol=fill.symbol,
            side=fill.side,
            quantity=fill.quantity,
            price=fill.price,
            fee=fill.fee,
            fee_currency=fill.fee_currency,
            liquidity=fill.liquidity,
            client_order_id=fill.client_order_id,
            exchange_time=fill.exchange_time,
        )


class EquityPointView(Shape):
    """One point of the curve."""

    time: Time
    equity: Money

    @classmethod
    def of(cls, point: EquityPoint) -> "EquityPointView":
        """Return the shape of `point`."""
        return cls(time=point.time, equity=point.equity)


class EquityCurve(Shape):
    """Equity over time, thinned to the asked number of points."""

    currency: str
    opening_cash: Money
    points: tuple[EquityPointView, ...]


class LiveAccount(Shape):
    """The `data` of a portfolio_update frame."""

    account: AccountView
    positions: tuple[PositionView, ...]

    exposure: ExposureView

    @classmethod
    def of(cls, account: AccountSnapshot, beside: Beside) -> "LiveAccount":
        """Return the shape of `account` with its positions."""
        return cls(
            account=AccountView.of(account),
            positions=tuple(PositionView.of(held, beside) for held in account.positions),
            exposure=ExposureView.of(beside.exposure, beside.enforcement),
        )
