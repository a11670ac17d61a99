"""The log of decisions and their exact inputs."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from tradewind.domain.decision import DecisionRecord
from tradewind.domain.ids import DecisionId
from tradewind.web.dependencies import DEFAULT_PAGE, Cursor, DeskAtHand, Limit
from tradewind.web.desk import Desk
from tradewind.web.policy import HEAVY_READ, READ, TRIGGER
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.readings import read_orders
from tradewind.web.schemas.decision_chain import (
    Consequences,
    DecisionChain,
    LinkView,
    PromptDiff,
    ReplayAnswer,
    ReplayBody,
)
from tradewind.web.schemas.decisions import BundleInputView, BundleView, Decision, DecisionPage

router = APIRouter(prefix="/internal/autotrade/v1/decisions", tags=["decisions"])

Id = Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{1,64}$", description="a decision's id")]


@router.get("", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def decisions(desk: DeskAtHand, limit: Limit = DEFAULT_PAGE, cursor: Cursor = None) -> DecisionPage:
    """Return decisions, newest first."""
    try:
        page = await desk.ledger.decisions.page(desk.portfolio_id, limit, cursor)
    except ValueError as e:
        raise Refusal(ProblemType.INVALID_REQUEST, 422, "cursor is not a next_cursor of this list.") from e
    orders = await read_orders(desk, page.items)
    return DecisionPage(
        items=tuple(Decision.of(record, orders) for record in page.items), next_cursor=page.next_cursor
    )


@router.get("/{decision_id}", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def decision(desk: DeskAtHand, decision_id: Id) -> DecisionChain:
    """Return one decision whole: inputs, prompt and how it differs from the last, answer, verdicts, orders, outcome."""
    record = await _record(desk, decision_id)
    previous = await desk.ledger.decisions.before(record) if record.calls else None
    return DecisionChain(
        **dict(Decision.of(record, await read_orders(desk, [record]))),
        as_of=record.as_of,
        prompt_version=record.prompt_version,
        pause_cycles=record.pause_cycles,
        prompt_diff=PromptDiff.of(record, previous) if previous else None,
        consequences=await _consequences(desk, record.decision_id),
        link=LinkView.of(record, await desk.ledger.decision_audit.verify_one(record.decision_id)),
    )


@router.get("/{decision_id}/bundle", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def bundle(desk: DeskAtHand, decision_id: Id) -> BundleView:
    """Return the exact inputs of one decision."""
    record = await _record(desk, decision_id)
    return BundleView(
        sha256=record.bundle_sha256, inputs=tuple(BundleInputView.of(given) for given in record.bundle)
    )


@router.post("/{decision_id}/replay", dependencies=[Depends(TRIGGER)], openapi_extra=TRIGGER.openapi)
async def replay(desk: DeskAtHand, decision_id: Id, body: ReplayBody | None = None) -> ReplayAnswer:
    """Decide again from stored inputs alone, with another model or prompt if asked; nothing is sent or recorded."""
    record = await _record(desk, decision_id)
    asked = body or ReplayBody()
    async with desk.replays(asked.model, asked.prompt) as again:
        return ReplayAnswer.of(await again.decide(record))


async def _consequences(desk: Desk, decision_id: DecisionId) -> Consequences:
    orders = await desk.ledger.orders.of_decision(desk.portfolio_id, decision_id)
    ids = [record.order.client_order_id for record in orders]
    return Consequences.of(
        orders,
        await desk.ledger.fills.of_orders(desk.portfolio_id, ids),
        await desk.ledger.positions.opened_by(desk.portfolio_id, decision_id),
    )


async def _record(desk: Desk, decision_id: str) -> DecisionRecord:
    record = await desk.ledger.decisions.get(DecisionId(decision_id))
    if record is None or record.portfolio_id != desk.portfolio_id:
        raise Refusal(ProblemType.NOT_FOUND, 404, f"There is no decision {decision_id}.")
    return record
