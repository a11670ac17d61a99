"""Orders for spreadsheets."""

from fastapi import APIRouter, Depends, Response

from tradewind.domain.order import OrderRecord
from tradewind.web.csv_text import csv_text
from tradewind.web.dependencies import MAX_PAGE, Cursor, DeskAtHand, Limit
from tradewind.web.policy import HEAVY_READ
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.schemas.orders import OrderView

COLUMNS = tuple(OrderView.model_fields)
NEXT_CURSOR = "X-Next-Cursor"

router = APIRouter(tags=["orders"])


@router.get(
    "/api/orders.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
    dependencies=[Depends(HEAVY_READ)],
    openapi_extra=HEAVY_READ.openapi,
)
async def orders_csv(desk: DeskAtHand, limit: Limit = MAX_PAGE, cursor: Cursor = None) -> Response:
    """Return orders as CSV, newest first; X-Next-Cursor names the next page, where there is one."""
    try:
        page = await desk.ledger.orders.page(desk.portfolio_id, limit, cursor)
    except ValueError as e:
        raise Refusal(ProblemType.INVALID_REQUEST, 422, "cursor is not an X-Next-Cursor of this list.") from e
    headers = {"Content-Disposition": 'attachment; filename="orders.csv"'}
    if page.next_cursor is not None:
        headers[NEXT_CURSOR] = page.next_cursor
    return Response(
        csv_text(COLUMNS, map(_row, page.items)), media_type="text/csv; charset=utf-8", headers=headers
    )


def _row(record: OrderRecord) -> list[str | None]:
    shown = OrderView.of(record).model_dump(mode="json")
    return [None if shown[name] is None else str(shown[name]) for name in COLUMNS]
