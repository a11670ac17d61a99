"""How much of each limit is used at this moment, for those that can be measured."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from tradewind.cycle.review import pending_notional
from tradewind.decision.report import ModelReport
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.clock import Instant
from tradewind.portfolio.exposure import Use, exposure
from tradewind.web.desk import Desk
from tradewind.web.schemas.config import LimitUse, LimitUses
from tradewind.web.schemas.shape import share

ZERO = Decimal(0)


async def limit_uses(desk: Desk) -> LimitUses:
    """Return what is used of the limits; LedgerUnavailable."""
    account = await desk.accounts.snapshot(desk.portfolio_id)
    a_minute_ago = Instant.of(desk.clock.now() - timedelta(minutes=1))
    unfinished = await desk.ledger.orders.unfinished(desk.portfolio_id)
    total = exposure(account, desk.risk_limits(), pending_notional(unfinished)).total
    orders = await desk.ledger.orders.count_since(desk.portfolio_id, a_minute_ago)
    return LimitUses(
        as_of=account.as_of,
        items=(
            *_of_account(account, total),
            LimitUse(key="risk.max_orders_per_minute", used=Decimal(orders), what="in the last minute"),
            *_of_models(await desk.models.report()),
        ),
    )


def _of_account(account: AccountSnapshot, total: Use) -> Iterator[LimitUse]:
    pnl, equity = account.daily_pnl, account.equity
    notionals = [position.notional for position in account.positions]
    largest = max((each for each in notionals if each is not None), default=ZERO)
    yield LimitUse(
        key="risk.max_notional_share",
        used=None if None in notionals else share(largest, equity),
        what="the largest position",
    )
    yield LimitUse(key="risk.max_exposure_share", used=share(total.used, equity), what="held and on its way")
    yield LimitUse(
        key="risk.max_leverage",
        used=max((position.leverage for position in account.positions), default=ZERO),
        what="the highest held",
    )
    yield LimitUse(
        key="risk.daily_loss_cap",
        used=None if pnl is None else max(ZERO, -pnl),
        what="lost since midnight UTC",
    )
    yield LimitUse(
        key="risk.drawdown_pause_share", used=account.drawdown_share, what="below the highest equity"
    )


def _of_models(report: ModelReport) -> Iterator[LimitUse]:
    yield LimitUse(key="model_limits.daily_budget_usd", used=report.budget.spent_usd, what="spent today, UTC")
    yield LimitUse(
        key="model_limits.safe_mode_after", used=Decimal(report.failed_decisions), what="failed in a row"
    )
