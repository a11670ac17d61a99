"""Answers readers that missed a datum: one renewal within the venue's budget, however many ask for it.

A renewal that began after a request answers it, so a request that is delivered twice costs nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog

from tradewind.bus.asking import RefreshMarks
from tradewind.bus.coordination import REFRESH_PATIENCE, RefreshRequest
from tradewind.domain.clock import Clock, Instant
from tradewind.market.failures import FetchFailed

Renewal = Callable[[], Awaitable[None]]
"""Fetches one datum, or all that come with one request, and writes it; FetchFailed."""

_log = structlog.get_logger(__name__)


class RefreshAnswers:
    """The requests for the keys of one venue."""

    def __init__(self, renewals: Mapping[str, Renewal], marks: RefreshMarks, clock: Clock) -> None:
        self._turns: dict[Renewal, _Turn] = {renewal: _Turn() for renewal in renewals.values()}
        self._renewals = renewals
        self._marks = marks
        self._clock = clock

    async def answer(self, request: RefreshRequest) -> None:
        """Renew what is asked for, unless nobody waits for it any more; BusUnavailable where that cannot be told."""
        renewal = self._renewals.get(request.key)
        if renewal is None:
            return  # another venue's
        if self._clock.now() - request.asked_at > REFRESH_PATIENCE:
            return
        if await self._is_renewed(renewal, request):
            await self._marks.done(request.key)
        else:
            await self._marks.failed(request.key)

    async def _is_renewed(self, renewal: Renewal, request: RefreshRequest) -> bool:
        turn = self._turns[renewal]
        async with turn.lock:
            if turn.began_at is None or turn.began_at < request.asked_at:
                turn.began_at = self._clock.now()
                turn.is_renewed = await self._is_fetched(renewal, request.key)
            return turn.is_renewed

    async def _is_fetched(self, renewal: Renewal, key: str) -> bool:
        try:
            async with asyncio.timeout(REFRESH_PATIENCE.total_seconds()):
                await renewal()
        except (FetchFailed, TimeoutError) as e:
            _log.warning("refresh_on_request_failed", key=key, error=str(e) or repr(e))
            return False
        return True


class _Turn:
    """One renewal at a time, and what came of the last."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.began_at: Instant | None = None
        self.is_renewed = False
