"""How closed round trips add up, pure; money in the account's currency, net of fees."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Self

from tradewind.domain.account import AccountSnapshot
from tradewind.domain.projections import Performance

ZERO = Decimal(0)
PERCENT = Decimal(100)
PERCENT_STEP = Decimal("0.0001")
SOURCE = "ledger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Wins and losses so far; what came out even is neither."""

    wins: int = 0
    losses: int = 0
    won: Decimal = ZERO
    lost: Decimal = ZERO  # not above 0
    largest_win: Decimal | None = None
    largest_loss: Decimal | None = None

    def after(self, net_pnl: Decimal) -> Self:
        """Return the results with one more round trip."""
        is_win, is_loss = net_pnl > ZERO, net_pnl < ZERO
        return type(self)(
            wins=self.wins + is_win,
            losses=self.losses + is_loss,
            won=self.won + max(net_pnl, ZERO),
            lost=self.lost + min(net_pnl, ZERO),
            largest_win=max(self.largest_win or ZERO, net_pnl) if is_win else self.largest_win,
            largest_loss=min(self.largest_loss or ZERO, net_pnl) if is_loss else self.largest_loss,
        )

    def with_all(self, net_pnls: Iterable[Decimal]) -> Self:
        """Return the results with more round trips."""
        return reduce(lambda results, net_pnl: results.after(net_pnl), net_pnls, self)


def performance(account: AccountSnapshot, results: Results) -> Performance:
    """Return what is shown of an account and its results."""
    decided = results.wins + results.losses
    return Performance(
        source=SOURCE,
        exchange_time=None,
        timestamp=account.as_of,
        daily_pnl=account.daily_pnl,
        daily_pnl_pct=_daily_pct(account),
        win_count=results.wins,
        loss_count=results.losses,
        win_rate=results.wins / decided if decided else None,
        avg_win=results.won / results.wins if results.wins else None,
        avg_loss=results.lost / results.losses if results.losses else None,
        largest_win=results.largest_win,
        largest_loss=results.largest_loss,
    )


def percent_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return `part` in percent of `whole` to four places; None of nothing or less."""
    return (part / whole * PERCENT).quantize(PERCENT_STEP) if whole > ZERO else None


def _daily_pct(account: AccountSnapshot) -> Decimal | None:
    if account.equity is None or account.daily_pnl is None:
        return None
    return percent_of(account.daily_pnl, account.equity - account.daily_pnl)
