"""Whether the desk of a home has earned the next account: by the arenas that it keeps, and by what is still unsettled."""

from collections.abc import Sequence

from tradewind.app.clock import SystemClock
from tradewind.app.stopping import look
from tradewind.domain.account import RuntimeMode
from tradewind.domain.desk_state import DeskState
from tradewind.domain.order import OrderState
from tradewind.domain.runtime_mode import ArmingStep
from tradewind.ledger import open_ledger
from tradewind.research.arena_folder import kept_boards
from tradewind.research.leaderboard import Leaderboard
from tradewind.research.promotion import promotion
from tradewind.settings import Settings
from tradewind.settings.models import models_config
from tradewind.settings.rooms import promotion_limits

ARENAS = 200
"""How far back a contender is looked for."""


def promotion_steps(
    settings: Settings, contender: str | None = None, incidents: Sequence[str] = ()
) -> Sequence[ArmingStep]:
    """Return every condition in the last arena of `contender`, None: of the desk itself; met or not."""
    wanted = names_of(settings) if contender is None else (contender,)
    home = settings.launch.home
    for stored in kept_boards(home, ARENAS):
        name = _among(stored.leaderboard, wanted)
        if name is not None:
            unsettled = [*_stop(settings), *incidents]
            return promotion(stored.leaderboard, name, promotion_limits(settings), unsettled)
    what = f"{wanted[0]} was in no arena of {home}: tradewind arena --contender {wanted[0]} with baselines"
    return (ArmingStep(name="promotion_arena", is_met=False, what=what),)


def names_of(settings: Settings) -> tuple[str, ...]:
    """Return the names that the desk's decider may have in an arena, the likeliest first."""
    chosen = settings.trading.promotion.contender
    if chosen is not None:
        return (chosen,)
    model = models_config(settings, None).models[0].model
    return f"model:{model}:{settings.trading.cycle.prompt}", f"model:{model}"


async def unsettled_orders(settings: Settings, mode: RuntimeMode) -> Sequence[str]:
    """Return the orders of `mode` whose outcome nobody knows yet, one line each; LedgerUnavailable."""
    found: list[str] = []
    async with open_ledger(settings.database_url, SystemClock()) as ledger:
        for portfolio in await ledger.portfolios.every():
            if portfolio.mode is not mode:
                continue
            unfinished = await ledger.orders.unfinished(portfolio.portfolio_id)
            found += [
                f"the outcome of order {record.order.client_order_id} is unknown"
                for record in unfinished
                if record.state is OrderState.UNKNOWN
            ]
    return found


def _among(board: Leaderboard, wanted: Sequence[str]) -> str | None:
    present = {row.contender for row in board.rows}
    return next((name for name in wanted if name in present), None)


def _stop(settings: Settings) -> Sequence[str]:
    state = look(settings.launch.home).state
    return () if state is DeskState.ACTIVE else (f"the desk is {state}",)
