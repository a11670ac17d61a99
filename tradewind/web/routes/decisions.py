"""The log of decisions and their exact inputs."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from tradewind.domain.account import RuntimeMode
from tradewind.domain.decision import DecisionRecord
from tradewind.domain.ids import DecisionId
from tradewind.web.decision_filter import Wanted, own_portfolios
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
async def decisions(
    desk: DeskAtHand, wanted: Wanted, limit: Limit = DEFAULT_PAGE, cursor: Cursor = None
) -> DecisionPage:
    """Return decisions, newest first; symbol, action and verdict are asked of one proposal."""
    try:
        page = await desk.ledger.decisions.search(wanted, limit, cursor)
    except ValueError as e:
        raise Refusal(ProblemType.INVALID_REQUEST, 422, "cursor is not a next_cursor of this list.") from e
    orders = await read_orders(desk, page.items)
    return DecisionPage(
        items=tuple(Decision.of(record, orders) for record in page.items), next_cursor=page.next_cursor
    )


@router.get("/{decision_id}", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def decision(desk: DeskAtHand, decision_id: Id) -> DecisionChain:
    """Return one decision whole: inputs, prompt and how it differs from the last, answer, verdicts, orders, outcome."""
    record, mode = await _record_and_mode(desk, decision_id)
    beside = await desk.ledger.decisions.neighbors(record)
    previous = await desk.ledger.decisions.before(record) if record.calls else None
    return DecisionChain(
        **dict(Decision.of(record, await read_orders(desk, [record]))),
        mode=mode,
        earlier_id=beside.earlier,
        later_id=beside.later,
        as_of=record.as_of,
        prompt_version=record.prompt_version,
        pause_cycles=record.pause_cycles,
        prompt_diff=PromptDiff.of(record, previous) if previous else None,
        consequences=await _consequences(desk, record),
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


async def _consequences(desk: Desk, record: DecisionRecord) -> Consequences:
    ledger, owner = desk.ledger, record.portfolio_id
    orders = await ledger.orders.of_decision(owner, record.decision_id)
    ids = [sent.order.client_order_id for sent in orders]
    return Consequences.of(
        orders,
        await ledger.fills.of_orders(owner, ids),
        await ledger.positions.opened_by(owner, record.decision_id),
    )


async def _record(desk: Desk, decision_id: str) -> DecisionRecord:
    return (await _record_and_mode(desk, decision_id))[0]


async def _record_and_mode(desk: Desk, decision_id: str) -> tuple[DecisionRecord, RuntimeMode]:
    record = await desk.ledger.decisions.get(DecisionId(decision_id))
    own = {each.portfolio_id: each.mode for each in await own_portfolios(desk)}
    if record is None or record.portfolio_id not in own:
        raise Refusal(ProblemType.NOT_FOUND, 404, f"There is no decision {decision_id}.")
    return record, own[record.portfolio_id]
