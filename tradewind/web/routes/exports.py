"""Orders, fills and closed positions for spreadsheets: times in UTC, and beside them in a zone that is asked for."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fastapi import APIRouter, Depends, Query, Response

from tradewind.web.csv_text import csv_text
from tradewind.web.dependencies import MAX_PAGE, Cursor, DeskAtHand, Limit
from tradewind.web.policy import HEAVY_READ
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.schemas.fills import TradeView
from tradewind.web.schemas.orders import OrderView
from tradewind.web.schemas.positions import ClosedPositionView
from tradewind.web.schemas.shape import Shape
from tradewind.web.selections import ClosedWanted, FillsWanted, OrdersWanted

NEXT_CURSOR = "X-Next-Cursor"
FOREIGN_CURSOR = "cursor is not an X-Next-Cursor of this list."

router = APIRouter(tags=["orders"])
CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}
ZoneName = Annotated[
    str | None,
    Query(
        pattern=r"^[A-Za-z0-9_+/-]{1,64}$",
        description="IANA name, e.g. Europe/Berlin; every time then stands in that zone too, as NAME_local",
    ),
]


@router.get(
    "/api/orders.csv",
    response_class=Response,
    responses=CSV,
    dependencies=[Depends(HEAVY_READ)],
    openapi_extra=HEAVY_READ.openapi,
)
async def orders_csv(
    desk: DeskAtHand,
    wanted: OrdersWanted,
    limit: Limit = MAX_PAGE,
    cursor: Cursor = None,
    zone: ZoneName = None,
) -> Response:
    """Return orders as CSV, newest first; X-Next-Cursor names the next page, where there is one."""
    try:
        page = await desk.ledger.orders.page(desk.portfolio_id, limit, cursor, wanted)
    except ValueError as e:
        raise Refusal(ProblemType.INVALID_REQUEST, 422, FOREIGN_CURSOR) from e
    return _answer("orders", OrderView, map(OrderView.of, page.items), page.next_cursor, zone)


@router.get(
    "/api/fills.csv",
    response_class=Response,
    responses=CSV,
    dependencies=[Depends(HEAVY_READ)],
    openapi_extra=HEAVY_READ.openapi,
)
async def fills_csv(
    desk: DeskAtHand,
    wanted: FillsWanted,
    limit: Limit = MAX_PAGE,
    cursor: Cursor = None,
    zone: ZoneName = None,
) -> Response:
    """Return executions as CSV, newest first; X-Next-Cursor names the next page, where there is one."""
    try:
        page = await desk.ledger.fills.trades(desk.portfolio_id, wanted, limit, cursor)
    except ValueError as e:
        raise Refusal(ProblemType.INVALID_REQUEST, 422, FOREIGN_CURSOR) from e
    return _answer("fills", TradeView, map(TradeView.of_trade, page.items), page.next_cursor, zone)


@router.get(
    "/api/positions.csv",
    response_class=Response,
    responses=CSV,
    dependencies=[Depends(HEAVY_READ)],
    openapi_extra=HEAVY_READ.openapi,
)
async def positions_csv(
    desk: DeskAtHand,
    wanted: ClosedWanted,
    limit: Limit = MAX_PAGE,
    cursor: Cursor = None,
    zone: ZoneName = None,
) -> Response:
    """Return closed positions as CSV, newest first; X-Next-Cursor names the next page, where there is one."""
    try:
        page = await desk.ledger.positions.closed_trips(desk.portfolio_id, limit, cursor, wanted)
    except ValueError as e:
        raise Refusal(ProblemType.INVALID_REQUEST, 422, FOREIGN_CURSOR) from e
    shown = map(ClosedPositionView.numbered, page.items)
    return _answer("positions", ClosedPositionView, shown, page.next_cursor, zone)


def _answer(
    name: str, shape: type[Shape], rows: Iterable[Shape], next_cursor: str | None, zone: str | None
) -> Response:
    local = None if zone is None else _zone(zone)
    columns = tuple(shape.model_fields)
    times = [column for column in columns if shape.model_fields[column].annotation is datetime]
    header = [*columns, *(f"{column}_local" for column in times if local)]
    text = csv_text(header, (_row(row, columns, times, local) for row in rows))
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    if next_cursor is not None:
        headers[NEXT_CURSOR] = next_cursor
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


def _row(
    row: Shape, columns: Sequence[str], times: Sequence[str], local: ZoneInfo | None
) -> list[str | None]:
    shown = row.model_dump(mode="json")
    cells = [None if shown[name] is None else str(shown[name]) for name in columns]
    return cells if local is None else [*cells, *(_moment(getattr(row, name), local) for name in times)]


def _moment(moment: datetime, local: ZoneInfo) -> str:
    return datetime.fromtimestamp(moment.timestamp(), local).isoformat(timespec="milliseconds")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as e:
        raise Refusal(
            ProblemType.INVALID_REQUEST, 422, f"zone {name} is unknown here; use a name like Europe/Berlin."
        ) from e
