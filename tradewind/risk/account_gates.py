"""Gates on the state of the desk and of the account, whatever the model asks for."""

from tradewind.domain.decision import GateVerdict
from tradewind.risk.limits import Grounding
from tradewind.risk.opening import Opening, allow, deny


def desk(opening: Opening) -> GateVerdict:
    """The desk itself allows openings on this instrument."""
    block = opening.situation.opening_block
    return deny("desk", block) if block is not None else allow("desk", "openings are allowed")


def grounding(opening: Opening) -> GateVerdict:
    """The reasons cite nothing that nobody showed the model; by default a breach is only noted."""
    cited = ", ".join(opening.situation.unshown)
    if not cited:
        return allow("grounding", "no figure in the reasons is unknown here")
    is_blocking = opening.limits.grounding is Grounding.BLOCKING
    reason = f"the reasons cite {cited}, which nobody showed the model"
    return deny("grounding", reason) if is_blocking else allow("grounding", reason)


def order_rate(opening: Opening) -> GateVerdict:
    """Fewer orders than the limit left in the last minute."""
    sent, limit = opening.situation.orders_last_minute, opening.limits.max_orders_per_minute
    reason = f"{sent} orders in the last minute, limit {limit}"
    return allow("order_rate", reason) if sent < limit else deny("order_rate", reason)


def daily_loss(opening: Opening) -> GateVerdict:
    """Today's loss is below the cap; an unknown result counts as a breach."""
    pnl, cap = opening.situation.account.daily_pnl, opening.limits.daily_loss_cap
    if pnl is None or not pnl.is_finite():
        return deny("daily_loss", "today's result is unknown")
    reason = f"today's result {pnl:f}, loss cap {cap:f}"
    return allow("daily_loss", reason) if pnl > -cap else deny("daily_loss", reason)


def drawdown(opening: Opening) -> GateVerdict:
    """Equity stands near enough to its highest; an unknown distance counts as a breach."""
    share, pause = opening.situation.account.drawdown_share, opening.limits.drawdown_pause_share
    if share is None or not share.is_finite():
        return deny("drawdown", "the drawdown is unknown")
    reason = f"drawdown {share:.2%} of the highest equity, pause at {pause:.2%}"
    return allow("drawdown", reason) if share < pause else deny("drawdown", reason)
