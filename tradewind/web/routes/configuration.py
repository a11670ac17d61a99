"""The settings: what is in force, who decided it, and changing it."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from fastapi import APIRouter, Depends
from fastapi.exceptions import RequestValidationError

from tradewind.domain.configuration import (
    ConfigFile,
    EditOutdated,
    EditRefused,
    NotConfirmed,
    SettingKey,
    SettingValue,
    ValuesRefused,
)
from tradewind.web.consequences import consequences_of
from tradewind.web.dependencies import Cursor, DeskAtHand, Limit
from tradewind.web.limit_uses import limit_uses
from tradewind.web.policy import HEAVY_READ, TRIGGER
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.schemas.config import (
    ConfigChangeView,
    ConfigHistoryPage,
    ConfigPreviewBody,
    ConfigPreviewView,
    ConfigUpdateBody,
    ConfigUpdateView,
    ConfigView,
    LimitUses,
    SymbolsView,
)
from tradewind.web.schemas.system import SettingsView

router = APIRouter(prefix="/api/config", tags=["configuration"])


@router.get("/app", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def app(desk: DeskAtHand) -> ConfigView:
    """Return how the desk runs: each key in force, in the files, as shipped, and who decided it."""
    return await _view(desk, ConfigFile.APP)


@router.get("/trading", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def trading(desk: DeskAtHand) -> ConfigView:
    """Return what is traded and the limits, in the same form."""
    return await _view(desk, ConfigFile.TRADING)


@router.get("/logging", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def logging(desk: DeskAtHand) -> ConfigView:
    """Return what is logged, in the same form."""
    return await _view(desk, ConfigFile.LOGGING)


@router.get("/symbols", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def symbols(desk: DeskAtHand) -> SymbolsView:
    """Return what is collected, and what of it the model may trade."""
    traded = await desk.configuration.document(ConfigFile.TRADING)
    configured = _names(_key(traded.keys, "symbols").in_files)
    collected = tuple(desk.symbols)
    narrowed = _names(_key(traded.keys, "model_symbols").in_force)
    return SymbolsView(
        collected=collected,
        configured=configured,
        tradable=narrowed or _names(_key(traded.keys, "symbols").in_force),
        coins=tuple(desk.coins),
        stocks=tuple(desk.stocks),
        watchlist=desk.watchlist.current().symbols,
    )


@router.get("/usage", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def usage(desk: DeskAtHand) -> LimitUses:
    """Return how much of each limit is used now, for those that can be measured."""
    return await limit_uses(desk)


@router.get("/history", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def history(desk: DeskAtHand, limit: Limit = 50, cursor: Cursor = None) -> ConfigHistoryPage:
    """Return every change that was made over HTTP, newest first."""
    try:
        page = await desk.configuration.history(limit, cursor)
    except ValueError as e:
        raise Refusal(ProblemType.INVALID_REQUEST, 422, str(e)) from e
    return ConfigHistoryPage(items=tuple(map(ConfigChangeView.of, page.items)), next_cursor=page.next_cursor)


@router.post("/preview", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def preview(desk: DeskAtHand, body: ConfigPreviewBody) -> ConfigPreviewView:
    """Return what a change would do: tighter or looser, at once or after a start; nothing is written."""
    async with _refusing():
        found = await desk.configuration.preview(body.edit())
    account = await desk.accounts.snapshot(desk.portfolio_id)
    return ConfigPreviewView.of(found, consequences_of(found.changes, account))


@router.post("/update", dependencies=[Depends(TRIGGER)], openapi_extra=TRIGGER.openapi)
async def update(desk: DeskAtHand, body: ConfigUpdateBody) -> ConfigUpdateView:
    """Write a change into its file and take it over; what loosens a limit needs digest and word of its preview."""
    async with _refusing():
        change = await desk.configuration.update(body.edit(), body.said())
    return ConfigUpdateView(change=ConfigChangeView.of(change), state=SettingsView.of(desk.settings()))


async def _view(desk: DeskAtHand, file: ConfigFile) -> ConfigView:
    return ConfigView.of(await desk.configuration.document(file), desk.settings())


@asynccontextmanager
async def _refusing() -> AsyncIterator[None]:
    """Say in a problem document why nothing was changed."""
    try:
        yield
    except ValuesRefused as e:
        raise RequestValidationError(
            [
                {"type": "value_error", "loc": ("values", key), "msg": reason, "input": None}
                for key, reason in e.reasons.items()
            ]
        ) from e
    except EditOutdated as e:
        raise Refusal(ProblemType.REFUSED, 412, str(e)) from e
    except NotConfirmed as e:
        raise Refusal(ProblemType.REFUSED, 403, str(e)) from e
    except EditRefused as e:
        raise Refusal(ProblemType.REFUSED, 409, str(e)) from e


def _key(keys: Iterable[SettingKey], name: str) -> SettingKey:
    return next(each for each in keys if each.key == name)


def _names(value: SettingValue) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
