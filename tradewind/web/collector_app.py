"""The page of a collector that runs alone: GET /health for people and watchdogs, GET /metrics for Prometheus."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from fastapi import FastAPI, Request, Response
from starlette.types import ASGIApp

from tradewind.bus.cache import BusUnavailable, Cache
from tradewind.bus.coordination import analysis_report_key
from tradewind.domain.clock import Clock, Instant
from tradewind.market import VenueHealth
from tradewind.market.venues.okx_stream import StreamHealth
from tradewind.telemetry.metrics import CONTENT_TYPE, Metrics
from tradewind.web.config import WebConfig
from tradewind.web.guard import Guard
from tradewind.web.schemas.collector import AnalysisView, CollectorHealthView, StreamView, VenueView

HALVES = ("analyst", "scanner")


class Venues(Protocol):
    """Who knows how the venues are."""

    @property
    def off(self) -> Mapping[str, str]:
        """Venues that are not asked, and why."""
        ...

    @property
    def standing_by(self) -> Mapping[str, str]:
        """Venues that somebody else collects, and who."""
        ...

    def health(self) -> tuple[VenueHealth, ...]:
        """Return every venue that this collector asks."""
        ...

    def stream_health(self) -> StreamHealth | None:
        """Return how the stream of the swaps stands; None where there is none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectorDesk:
    """What the page shows."""

    venues: Venues
    clock: Clock
    metrics: Metrics
    started_at: Instant
    cache: Cache

    async def view(self) -> CollectorHealthView:
        """Return the collector as it stands."""
        now = self.clock.now()
        asked = [VenueView.of(venue, now) for venue in self.venues.health()]
        off = [VenueView.off(venue, reason) for venue, reason in self.venues.off.items()]
        others = [VenueView.standing_by(venue, holder) for venue, holder in self.venues.standing_by.items()]
        fresh = [venue for venue in asked if venue.status == "ok"]
        return CollectorHealthView(
            status="ok" if len(fresh) == len(asked) else "degraded" if fresh or others else "down",
            as_of=now,
            started_at=self.started_at,
            venues=(*asked, *others, *off),
            stream=StreamView.of(self.venues.stream_health()),
            analysis=await self._analysis(now),
        )

    async def _analysis(self, now: Instant) -> tuple[AnalysisView, ...]:
        try:
            readings = await self.cache.read([analysis_report_key(half) for half in HALVES])
        except BusUnavailable:
            return ()
        return tuple(
            AnalysisView.of(half, reading.value, now) for half, reading in zip(HALVES, readings, strict=True)
        )


class CollectorApp(FastAPI):
    """FastAPI inside the guard."""

    def build_middleware_stack(self) -> ASGIApp:
        """Put the guard around everything."""
        desk: CollectorDesk = self.state.desk
        return Guard(super().build_middleware_stack(), self.state.config, desk.clock, desk.metrics)


def create_collector_app(desk: CollectorDesk, config: WebConfig) -> CollectorApp:
    """Return the application that shows `desk`."""
    app = CollectorApp(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.desk = desk
    app.state.config = config
    app.add_api_route("/health", _health, methods=["GET"])
    app.add_api_route("/metrics", _metrics, methods=["GET"])
    return app


async def _health(request: Request, response: Response) -> CollectorHealthView:
    desk: CollectorDesk = request.app.state.desk
    view = await desk.view()
    if view.status == "down":
        response.status_code = 503
    return view


async def _metrics(request: Request) -> Response:
    desk: CollectorDesk = request.app.state.desk
    return Response(desk.metrics.exposition(), media_type=CONTENT_TYPE)
