"""What is watched."""

from fastapi import APIRouter, Depends

from tradewind.domain.instrument import Symbol
from tradewind.web.dependencies import DeskAtHand
from tradewind.web.policy import EDIT, READ
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.schemas.scanner import WatchlistBody, WatchlistView

router = APIRouter(prefix="/api/watchlist", tags=["scanner"])


@router.get("", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def watchlist(desk: DeskAtHand) -> WatchlistView:
    """Return what is watched, in the order in which it was chosen."""
    return WatchlistView.of(desk.watchlist.current(), desk.clock.now())


@router.put("", dependencies=[Depends(EDIT)], openapi_extra=EDIT.openapi)
async def replace_watchlist(desk: DeskAtHand, body: WatchlistBody) -> WatchlistView:
    """Watch these symbols instead; kept over restarts, and told on the bus at once."""
    symbols = tuple(Symbol(name) for name in body.symbols)
    if len(set(symbols)) != len(symbols):
        raise Refusal(ProblemType.INVALID_REQUEST, 422, "A symbol may be on the list once.")
    followed = {*desk.symbols, *desk.coins, *desk.stocks, *desk.watchlist.current().symbols}
    if unknown := [name for name in symbols if name not in followed]:
        raise Refusal(ProblemType.INVALID_REQUEST, 422, f"The desk does not follow {unknown[0]}.")
    try:
        chosen = await desk.watchlist.replace(symbols)
    except OSError as e:
        raise Refusal(
            ProblemType.UNAVAILABLE,
            503,
            f"The list stays as it was, it could not be written to the home folder: {e.strerror or e}.",
            headers={"Retry-After": "5"},
        ) from e
    return WatchlistView.of(chosen, desk.clock.now())
