"""Keeps a role running: a crash is logged, shown, and followed by a restart after a pause."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from tradewind.telemetry.health import HealthBoard, RoleState

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=30)

_log = structlog.get_logger(__name__)


async def keep_running(name: str, role: Callable[[], Awaitable[None]], board: HealthBoard) -> None:
    """Run `role` until cancelled; each crash doubles the pause before the next start."""
    pause = FIRST_PAUSE
    while True:
        try:
            await role()
            board.report(name, RoleState.STOPPED, "it ended by itself")
        except Exception as e:
            _log.exception("role_crashed", role=name)
            board.report(name, RoleState.FAILED, first_cause(e))
        await asyncio.sleep(pause.total_seconds())
        pause = min(pause * 2, LONGEST_PAUSE)
        board.report(name, RoleState.STARTING)


def first_cause(error: BaseException) -> str:
    """Return what went wrong in one line; the first of a group of errors."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return f"{type(error).__name__}: {error}"
