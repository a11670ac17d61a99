"""How much of each limit an account uses, pure; money in its currency, None where a needed figure is unknown."""

from dataclasses import dataclass
from decimal import Decimal

from tradewind.domain.account import AccountSnapshot
from tradewind.risk.limits import RiskLimits

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What is used, and what the limit is."""

    used: Decimal | None
    limit: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """An account beside its limits, as the gates read both."""

    gross: Decimal | None  # all positions' notional
    net: Decimal | None  # longs less shorts
    pending: Decimal | None
    """Openings on their way."""
    total: Use
    """Gross and pending together."""
    position_cap: Decimal | None
    """What one position may be worth."""
    leverage: Use
    """Highest leverage of a position; None: there is none."""
    margin: Use
    """Of the equity."""
    day_loss: Use
    """What was lost since midnight UTC, 0 on a day that earned."""
    drawdown: Use
    """Shares of the highest equity, 0..1."""


def exposure(account: AccountSnapshot, limits: RiskLimits, pending: Decimal | None) -> Exposure:
    """Return how the account stands to `limits`."""
    gross = account.gross_exposure
    equity = account.equity
    leverages = [position.leverage for position in account.positions]
    return Exposure(
        gross=gross,
        net=account.net_exposure,
        pending=pending,
        total=Use(
            used=None if gross is None or pending is None else gross + pending,
            limit=None if equity is None else equity * limits.max_total_exposure_share,
        ),
        position_cap=None if equity is None else equity * limits.max_notional_share,
        leverage=Use(used=max(leverages, default=None), limit=limits.max_leverage),
        margin=Use(used=account.margin_used, limit=equity),
        day_loss=Use(
            used=None if account.daily_pnl is None else max(-account.daily_pnl, ZERO),
            limit=limits.daily_loss_cap,
        ),
        drawdown=Use(used=account.drawdown_share, limit=limits.drawdown_pause_share),
    )
