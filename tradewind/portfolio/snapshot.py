"""Values an account, pure: what the ledger says, at the prices of this moment."""

from collections.abc import Mapping
from decimal import Decimal

from tradewind.domain.account import AccountSnapshot, HeldPosition, OpenPosition
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.position import PositionSide
from tradewind.domain.ticker import Ticker
from tradewind.ledger import Standing

ZERO = Decimal(0)
ONE = Decimal(1)


def value_account(
    standing: Standing, mark_prices: Mapping[Symbol, Decimal], as_of: Instant
) -> AccountSnapshot:
    """Return the account at `mark_prices`; a held symbol without one leaves equity and what follows None.

    Daily PnL starts at the standing's start point, or at the opening cash where there is none. The drawdown is
    measured from the highest of the opening cash, the recorded curve and this moment.
    """
    positions = tuple(_valued(held, mark_prices.get(held.position.symbol)) for held in standing.held)
    balances = standing.balances
    unrealized = _sum_known([position.unrealized_pnl for position in positions])
    margin_used = sum((position.margin for position in positions), ZERO)
    equity = None if unrealized is None else balances.cash + unrealized
    day_start = standing.start_point.equity if standing.start_point else balances.opening_cash
    return AccountSnapshot(
        portfolio_id=standing.portfolio.portfolio_id,
        as_of=as_of,
        currency=standing.portfolio.currency,
        opening_cash=balances.opening_cash,
        cash=balances.cash,
        unrealized_pnl=unrealized,
        equity=equity,
        margin_used=margin_used,
        available=None if equity is None else equity - margin_used,
        realized_pnl=balances.realized_pnl,
        fees_paid=balances.fees_paid,
        funding_paid=balances.funding_paid,
        daily_pnl=None if equity is None else equity - day_start,
        drawdown_share=None if equity is None else _drawdown_share(standing, equity),
        positions=positions,
    )


def mark_price(ticker: Ticker) -> Decimal:
    """Return the middle of the best quotes, the last price where a side is missing."""
    if ticker.bid is None or ticker.ask is None:
        return _exact(ticker.last_price)
    return (_exact(ticker.bid) + _exact(ticker.ask)) / 2


def _valued(held: HeldPosition, mark: Decimal | None) -> OpenPosition:
    position = held.position
    side, entry_price = position.side, position.entry_price
    if side is None or entry_price is None:
        raise ValueError(f"the ledger holds a flat position in {position.symbol}")
    return OpenPosition(
        symbol=position.symbol,
        side=PositionSide(side),
        quantity=BaseQty(abs(position.quantity)),
        entry_price=entry_price,
        mark_price=mark,
        notional=None if mark is None else abs(position.quantity) * mark,
        unrealized_pnl=None if mark is None else position.unrealized_pnl(mark),
        leverage=held.leverage,
        margin=abs(position.cost) / held.leverage,
        stop_price=held.stop_price,
        take_profit_price=held.take_profit_price,
        realized_pnl=held.realized_pnl,
        fees=held.fees,
        opened_at=held.opened_at,
        decision_id=held.decision_id,
    )


def _sum_known(amounts: list[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if len(known) == len(amounts) else None


def _drawdown_share(standing: Standing, equity: Decimal) -> Decimal | None:
    peaks = [standing.balances.opening_cash, standing.highest_equity, equity]
    highest = max(peak for peak in peaks if peak is not None)
    return min((highest - equity) / highest, ONE) if highest > 0 else None


def _exact(price: float) -> Decimal:
    return Decimal(repr(price))
