"""What became of decisions: lessons, calibration and the risk journal."""

from typing import Annotated, Literal

import structlog
from fastapi import APIRouter, Depends, Path, Query

from tradewind.decision.calibration import calibration
from tradewind.decision.earned import earned_by
from tradewind.decision.feedback import judged_of
from tradewind.domain.hygiene import clean
from tradewind.web.dependencies import DEFAULT_PAGE, Cursor, DeskAtHand, Limit
from tradewind.web.policy import HEAVY_READ, READ, TRIGGER
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.schemas.controls import Person
from tradewind.web.schemas.feedback import (
    CalibrationView,
    LessonBody,
    LessonPage,
    LessonView,
    RiskJournalPage,
)

PLACE = "/internal/autotrade/v1"
MOST_JUDGED = 2_000
"""So many of the last results are compared with their confidence."""

router = APIRouter(prefix=PLACE, tags=["feedback"])
_log = structlog.get_logger(__name__)

Scope = Annotated[Literal["active", "all"], Query(description="all: those that hold no longer as well")]
Model = Annotated[str | None, Query(min_length=1, max_length=200, description="only what it decided")]
LessonId = Annotated[str, Path(pattern=r"^[0-9a-z]{1,64}$", description="a lesson's id")]
By = Annotated[Person, Query(description="who retires it")]


@router.get("/lessons", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def lessons(
    desk: DeskAtHand, scope: Scope = "active", limit: Limit = DEFAULT_PAGE, cursor: Cursor = None
) -> LessonPage:
    """Return what results have taught, newest first."""
    try:
        page = await desk.ledger.lessons.page(desk.portfolio_id, limit, cursor, with_retired=scope == "all")
    except ValueError as e:
        raise _foreign_cursor() from e
    return LessonPage(items=tuple(map(LessonView.of, page.items)), next_cursor=page.next_cursor)


@router.post("/lessons", status_code=201, dependencies=[Depends(TRIGGER)], openapi_extra=TRIGGER.openapi)
async def add_lesson(desk: DeskAtHand, body: LessonBody) -> LessonView:
    """Add a lesson in one's own words; the next decision sees it as a quotation."""
    cleaned = clean(body.text)
    if not cleaned.is_scorable or not cleaned.text:
        oddities = ", ".join(sorted(cleaned.flags)) or "nothing visible"
        raise Refusal(ProblemType.INVALID_REQUEST, 422, f"The text would not be quoted: {oddities}.")
    lesson = await desk.ledger.lessons.add(desk.portfolio_id, cleaned.text, body.by, desk.clock.now())
    _log.info("lesson_added", lesson_id=lesson.lesson_id, by=body.by)
    return LessonView.of(lesson)


@router.delete("/lessons/{lesson_id}", dependencies=[Depends(TRIGGER)], openapi_extra=TRIGGER.openapi)
async def retire_lesson(desk: DeskAtHand, lesson_id: LessonId, by: By) -> LessonView:
    """Retire a lesson: no later decision sees it; it stays on record, and its rule is counted no more."""
    lesson = await desk.ledger.lessons.retire(desk.portfolio_id, lesson_id, by, desk.clock.now())
    if lesson is None:
        raise Refusal(ProblemType.NOT_FOUND, 404, f"There is no lesson {lesson_id}.")
    _log.info("lesson_retired", lesson_id=lesson_id, by=by)
    return LessonView.of(lesson)


@router.get("/calibration", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def confidence_calibration(desk: DeskAtHand, model: Model = None) -> CalibrationView:
    """Return how stated confidence agrees with what was won, over the last 2,000 closed positions."""
    outcomes = await desk.ledger.outcomes.known(desk.portfolio_id, desk.clock.now(), MOST_JUDGED)
    chosen = [each for each in outcomes if model in (None, each.model)]
    return CalibrationView.of(calibration(judged_of(chosen)), earned_by(chosen), model)


@router.get("/risk-journal", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def risk_journal(
    desk: DeskAtHand, limit: Limit = DEFAULT_PAGE, cursor: Cursor = None
) -> RiskJournalPage:
    """Return what openings promised of their risk and what became of it, newest first."""
    try:
        page = await desk.ledger.risk_journal.page(desk.portfolio_id, limit, cursor)
    except ValueError as e:
        raise _foreign_cursor() from e
    return RiskJournalPage.of(page.items, page.next_cursor)


def _foreign_cursor() -> Refusal:
    return Refusal(ProblemType.INVALID_REQUEST, 422, "cursor is not a next_cursor of this list.")
