"""Keeps a role running: a crash is logged, shown, and followed by a restart after a pause."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from tradewind.domain.clock import Clock
from tradewind.telemetry.health import HealthBoard, RoleState
from tradewind.telemetry.metrics import Metrics

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=30)

_log = structlog.get_logger(__name__)


async def keep_running(
    name: str, role: Callable[[], Awaitable[None]], board: HealthBoard, metrics: Metrics, clock: Clock
) -> None:
    """Run `role` until cancelled; a crash soon after the last doubles the pause before the next start."""
    pause: timedelta | None = None
    while True:
        started = clock.monotonic()
        try:
            await role()
            board.report(name, RoleState.STOPPED, "it ended by itself")
        except Exception as e:
            _log.exception("role_crashed", role=name)
            board.report(name, RoleState.FAILED, first_cause(e))
        pause = next_pause(pause, timedelta(seconds=clock.monotonic() - started))
        await asyncio.sleep(pause.total_seconds())
        metrics.role_restarts.labels(name).inc()
        board.report(name, RoleState.STARTING)


def next_pause(last: timedelta | None, ran: timedelta) -> timedelta:
    """Return how long to wait after a role that `ran` so long has crashed; `last` is the pause before it, None at first."""
    if last is None or ran > LONGEST_PAUSE:
        return FIRST_PAUSE
    return min(last * 2, LONGEST_PAUSE)


def first_cause(error: BaseException) -> str:
    """Return what went wrong in one line; the first of a group of errors."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return f"{type(error).__name__}: {error}"
