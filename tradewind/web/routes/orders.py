"""Orders: the list, one of them, and what a person may do: preview, place, amend, cancel."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Response

from tradewind.cycle.by_hand import AmendRefused
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderPurpose, OrderRecord, OrderState
from tradewind.orders import IllegalStep
from tradewind.orders.amendment import Amended, AmendOutcome, Change, NotAmendable
from tradewind.web.by_hand import UNDECIDED, IdempotencyKey, order_of, place, require_settled
from tradewind.web.dependencies import DEFAULT_PAGE, Cursor, DeskAtHand, Limit
from tradewind.web.desk import Desk
from tradewind.web.policy import HEAVY_READ, ORDER, READ
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.schemas.orders import (
    ORDER_ID,
    SOMEBODY,
    AmendBody,
    OrderBody,
    OrderPage,
    OrderView,
    PlacedView,
    PreviewView,
    objections,
)
from tradewind.web.selections import OrdersWanted

router = APIRouter(prefix="/api/orders", tags=["orders"])

Id = Annotated[str, Path(pattern=ORDER_ID, description="an order's id")]
Scope = Annotated[Literal["all", "open"], Query(description="open: those that something can still happen to")]
PROTECTION = frozenset({OrderPurpose.STOP, OrderPurpose.TAKE_PROFIT})


@router.get("", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def orders(
    desk: DeskAtHand,
    wanted: OrdersWanted,
    scope: Scope = "all",
    limit: Limit = DEFAULT_PAGE,
    cursor: Cursor = None,
) -> OrderPage:
    """Return orders, newest first; of the open ones always all, whatever else is asked."""
    if scope == "open":
        unfinished = await desk.ledger.orders.unfinished(desk.portfolio_id)
        return OrderPage(items=tuple(map(OrderView.of, reversed(unfinished))), next_cursor=None)
    try:
        page = await desk.ledger.orders.page(desk.portfolio_id, limit, cursor, wanted)
    except ValueError as e:
        raise Refusal(ProblemType.INVALID_REQUEST, 422, "cursor is not a next_cursor of this list.") from e
    return OrderPage(items=tuple(map(OrderView.of, page.items)), next_cursor=page.next_cursor)


@router.post("", status_code=201, dependencies=[Depends(ORDER)], openapi_extra=ORDER.openapi)
async def place_order(
    desk: DeskAtHand, body: OrderBody, response: Response, key: IdempotencyKey = None
) -> PlacedView:
    """Place an order by hand, through the same gates as a decision's; 202 while its outcome is unknown."""
    placed = await place(desk, order_of(body), key)
    if placed.order.state in UNDECIDED:
        response.status_code = 202
    return placed


@router.post("/preview", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def preview(desk: DeskAtHand, body: OrderBody) -> PreviewView:
    """Say what every gate would say to an order now; nothing is recorded or sent."""
    return PreviewView.of(await desk.by_hand.preview(order_of(body)))


@router.get("/{order_id}", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def order(desk: DeskAtHand, order_id: Id) -> OrderView:
    """Return one order."""
    return OrderView.of(await _record(desk, order_id))


@router.patch("/{order_id}", dependencies=[Depends(ORDER)], openapi_extra=ORDER.openapi)
async def amend(desk: DeskAtHand, order_id: Id, body: AmendBody, response: Response) -> OrderView:
    """Change a resting limit order; more risk meets the gates again. 202: the venue has not confirmed it."""
    if body.quantity is None and body.limit_price is None:
        raise Refusal(ProblemType.INVALID_REQUEST, 422, "Name a quantity, a limit_price or both.")
    require_settled(desk)
    record = await _record(desk, order_id)
    change = Change(
        quantity=None if body.quantity is None else BaseQty(body.quantity), limit_price=body.limit_price
    )
    try:
        amended = await desk.by_hand.amend(record, change, body.by, body.reason)
    except NotAmendable as e:
        raise Refusal(ProblemType.REFUSED, 409, f"Not changed: {e}.") from e
    except AmendRefused as e:
        reasons = objections(e.item)
        raise Refusal(ProblemType.REFUSED, 409, f"The order stays as it was: {e}.", reasons=reasons) from e
    _refuse_unchanged(amended)
    if amended.outcome is AmendOutcome.UNCONFIRMED:
        response.status_code = 202
    return OrderView.of(amended.record)


@router.delete("/{order_id}", dependencies=[Depends(ORDER)], openapi_extra=ORDER.openapi)
async def cancel(desk: DeskAtHand, order_id: Id, response: Response) -> OrderView:
    """Take out what rests of an order; 202 while the venue has not confirmed it."""
    require_settled(desk)
    record = await _record(desk, order_id)
    if record.order.purpose in PROTECTION:
        raise Refusal(
            ProblemType.REFUSED,
            409,
            "A stop or target protects its position and would be put back: close the position.",
        )
    if record.state.is_final and record.state is not OrderState.CANCELED:
        raise Refusal(ProblemType.REFUSED, 409, f"Nothing rests: the order is {record.state}.")
    try:
        after = await desk.by_hand.cancel(record.order.client_order_id, SOMEBODY)
    except IllegalStep as e:
        raise Refusal(ProblemType.REFUSED, 409, f"Not canceled: {e}.") from e
    if not after.state.is_final:
        response.status_code = 202
    return OrderView.of(after)


def _refuse_unchanged(amended: Amended) -> None:
    if amended.outcome is AmendOutcome.REFUSED:
        raise Refusal(
            ProblemType.REFUSED,
            409,
            f"The order stays as it was: {amended.reason}.",
            reasons=[str(amended.reason)],
        )


async def _record(desk: Desk, order_id: str) -> OrderRecord:
    record = await desk.ledger.orders.get(ClientOrderId(order_id))
    if record is None or record.order.portfolio_id != desk.portfolio_id:
        raise Refusal(ProblemType.NOT_FOUND, 404, f"There is no order {order_id}.")
    return record
