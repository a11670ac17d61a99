"""Builds the web application around a desk."""

from collections.abc import AsyncIterable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from tradewind.bus.cache import BusUnavailable
from tradewind.bus.channels import Rebuilt
from tradewind.bus.keys import (
    DECISION_STREAM,
    DECISION_UPDATE,
    MARKET_TICK,
    PORTFOLIO_UPDATE,
    SCANNER_UPDATE,
    SIGNALS_UPDATE,
    SYSTEM_UPDATE,
)
from tradewind.ledger import LedgerUnavailable
from tradewind.market.history import HistoryDamaged
from tradewind.web.config import WebConfig
from tradewind.web.curves import CurvesShelf
from tradewind.web.dashboard import Dashboard
from tradewind.web.desk import Desk
from tradewind.web.guard import Guard
from tradewind.web.live.hub import Hub, Notice
from tradewind.web.openapi import PROBLEM_RESPONSES, describe
from tradewind.web.overview import KEPT_FOR as OVERVIEW_KEPT_FOR
from tradewind.web.overview import read_overview
from tradewind.web.problems import (
    ProblemType,
    Refusal,
    answer_crash,
    answer_http_exception,
    answer_invalid_request,
    answer_refusal,
    unavailable,
)
from tradewind.web.rate_limit import RateLimiter
from tradewind.web.routes import (
    arena,
    candles,
    configuration,
    decisions,
    exports,
    feedback,
    fills,
    instrument,
    kill_switch,
    latency,
    live,
    market,
    models,
    orders,
    portfolio,
    positions,
    prompts,
    redis,
    runtime_mode,
    scanner,
    scheduler,
    signals,
    system,
    watchlist,
)
from tradewind.web.shelf import Shelf
from tradewind.web.sparklines import KEPT_FOR as SPARKLINES_KEPT_FOR
from tradewind.web.sparklines import read_sparklines

LIVE_CHANNELS = (
    MARKET_TICK,
    PORTFOLIO_UPDATE,
    DECISION_UPDATE,
    DECISION_STREAM,
    SCANNER_UPDATE,
    SIGNALS_UPDATE,
    SYSTEM_UPDATE,
)
"""What the notices of `create_app` must be subscribed to."""


class WebApp(FastAPI):
    """FastAPI inside the guard, described with its live frames."""

    def build_middleware_stack(self) -> ASGIApp:
        """Put the guard around everything, error pages included."""
        desk: Desk = self.state.desk
        return Guard(super().build_middleware_stack(), self.state.config, desk.clock, desk.metrics)

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document."""
        if self.openapi_schema is None:
            self.openapi_schema = describe(self)
        return self.openapi_schema


def create_app(
    desk: Desk, notices: AsyncIterable[Notice | Rebuilt], config: WebConfig | None = None
) -> WebApp:
    """Return the application for `desk`; `notices` is a subscription to LIVE_CHANNELS, read by the hub alone."""
    config = config or WebConfig()
    app = build_api(config)
    app.state.desk = desk
    app.state.hub = Hub(desk, notices, config.hub)
    app.state.limiter = RateLimiter(desk.clock)
    app.state.overview = Shelf(read_overview, OVERVIEW_KEPT_FOR)
    app.state.sparklines = Shelf(read_sparklines, SPARKLINES_KEPT_FOR)
    app.state.curves = CurvesShelf()
    app.router.default = Dashboard(config.dashboard_folder)
    return app


def build_api(config: WebConfig) -> WebApp:
    """Return the routes without a desk behind them; enough to describe them."""
    app = WebApp(
        title="Tradewind",
        version="1",
        summary="A trading desk on which a language model trades inside limits it cannot change.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        max_body_size=config.max_body_bytes,
        responses=PROBLEM_RESPONSES,
        exception_handlers={
            Refusal: answer_refusal,
            RequestValidationError: answer_invalid_request,
            HTTPException: answer_http_exception,
            Exception: answer_crash,
        },
    )
    app.state.config = config
    _answer_without(app)
    for resource in (
        market,
        candles,
        instrument,
        signals,
        scanner,
        watchlist,
        portfolio,
        decisions,
        feedback,
        prompts,
        models,
        arena,
        latency,
        orders,
        exports,
        positions,
        fills,
        kill_switch,
        runtime_mode,
        configuration,
        scheduler,
        system,
        redis,
        live,
    ):
        app.include_router(resource.router)
    return app


def _answer_without(app: WebApp) -> None:
    """Let every route say which part of the desk does not answer."""
    app.add_exception_handler(BusUnavailable, _answer_without_cache)
    app.add_exception_handler(LedgerUnavailable, _answer_without_ledger)
    app.add_exception_handler(HistoryDamaged, _answer_without_candles)


async def _answer_without_cache(_request: Request, _error: Exception) -> Response:
    return unavailable("cache (Redis)").response()


async def _answer_without_ledger(_request: Request, _error: Exception) -> Response:
    return unavailable("ledger (database)").response()


async def _answer_without_candles(_request: Request, error: Exception) -> Response:
    detail = f"Candles of the history: {error}. Move it away; `tradewind data download` fills the gap."
    return Refusal(ProblemType.UNAVAILABLE, 503, detail).response()
