"""Alive, ready, status, metrics."""

from fastapi import APIRouter, Depends, Response

from tradewind.telemetry.metrics import CONTENT_TYPE
from tradewind.web.ages import measure_ages, read_feeds
from tradewind.web.dependencies import DeskAtHand
from tradewind.web.desk import DeskDescription
from tradewind.web.policy import HEALTH, READ
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.readings import read_venues
from tradewind.web.schemas.system import (
    Alive,
    MarketView,
    ModelView,
    OpeningBlockView,
    Readiness,
    RoleView,
    SettingsView,
    Status,
)

router = APIRouter(tags=["system"])


@router.get("/healthz", dependencies=[Depends(HEALTH)], openapi_extra=HEALTH.openapi)
@router.get("/health", dependencies=[Depends(HEALTH)], openapi_extra=HEALTH.openapi)
@router.get("/api/health", dependencies=[Depends(HEALTH)], openapi_extra=HEALTH.openapi)
async def health() -> Alive:
    """Say that the process answers."""
    return Alive(status="ok")


@router.get("/readyz", dependencies=[Depends(HEALTH)], openapi_extra=HEALTH.openapi)
async def ready(desk: DeskAtHand) -> Readiness:
    """Say that the desk can trade, or 503 with the reasons why not."""
    snapshot = desk.health.snapshot()
    if not snapshot.is_ready:
        raise Refusal(ProblemType.NOT_READY, 503, "The desk is not ready.", reasons=snapshot.reasons)
    return Readiness(ready=True, reasons=())


@router.get("/api/status", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def status(desk: DeskAtHand) -> Status:
    """Return what runs, on which market, with which model, and the age of every cached datum."""
    snapshot = desk.health.snapshot()
    about = desk.about()
    return Status(
        version=about.version,
        ready=snapshot.is_ready,
        reasons=snapshot.reasons,
        started_at=snapshot.started_at,
        mode=about.mode,
        desk_state=desk.orders.kill_switch.state,
        opening_blocks=tuple(OpeningBlockView.of(block) for block in desk.orders.opening_blocks()),
        market=_market(about),
        model=ModelView(
            name=about.model, base_url_host=about.model_host, is_rule_policy=about.is_rule_policy
        ),
        settings=SettingsView.of(desk.settings()),
        roles=tuple(RoleView.of(role) for role in snapshot.roles),
        symbols=tuple(desk.symbols),
        feeds=await read_feeds(desk),
        venues=await read_venues(desk),
    )


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    dependencies=[Depends(READ)],
    openapi_extra=READ.openapi,
)
async def metrics(desk: DeskAtHand) -> Response:
    """Return every metric in Prometheus' text format, with the age of every datum at this moment."""
    await measure_ages(desk)
    return Response(desk.metrics.exposition(), media_type=CONTENT_TYPE)


def _market(about: DeskDescription) -> MarketView:
    return MarketView(
        venue=about.venue, source=about.market_source, is_simulated=about.is_simulated, tape=about.tape
    )
