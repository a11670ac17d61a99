"""Lets the roles begin once the Redis of REDIS_URL answers and keeps what it is given; until then nothing is traded."""

import asyncio
from datetime import timedelta

import structlog

from tradewind.bus.server_check import UnfitServer, check_server
from tradewind.settings import Settings
from tradewind.telemetry.health import HealthBoard

FIRST_PAUSE = timedelta(milliseconds=250)
LONGEST_PAUSE = timedelta(seconds=2)
TOPIC = "redis"

_log = structlog.get_logger(__name__)


class RedisGate:
    """Shut until an outside server was found fit; the embedded one always is."""

    def __init__(self, settings: Settings, board: HealthBoard) -> None:
        self._url = settings.redis_url
        self._board = board
        self._open = asyncio.Event()
        if self._url is None:
            self._open.set()

    async def wait(self) -> None:
        """Return once the gate is open."""
        await self._open.wait()

    async def run(self) -> None:
        """Ask the server until it is fit, with pauses that double up to 2 s; the board says what it waits for."""
        pause, told = FIRST_PAUSE, ""
        while self._url is not None and not self._open.is_set():
            try:
                await check_server(self._url)
            except (ConnectionError, UnfitServer) as e:
                reason = f"REDIS_URL: {e}"
                self._board.object_to_ready(TOPIC, reason)
                if reason != told:
                    _log.error("redis_awaited", reason=reason)
                    told = reason
                await asyncio.sleep(pause.total_seconds())
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                self._board.settle(TOPIC)
                self._open.set()
