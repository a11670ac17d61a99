"""What waits for one client: at most one frame per slot, the latest wins."""

import asyncio

from tradewind.telemetry.metrics import Metrics
from tradewind.web.live.frames import DECISION_SLOT, Frame, merged


class Outbox:
    """Bounded by the number of slots; a client that keeps up gets every frame as it was encoded."""

    def __init__(self, max_decisions: int, metrics: Metrics) -> None:
        self._max_decisions = max_decisions
        self._metrics = metrics
        self._waiting: dict[str, Frame] = {}
        self._has_frames = asyncio.Event()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, frame: Frame) -> None:
        """Add `frame`; it goes last, so the seq of what is taken never falls."""
        older = self._waiting.pop(frame.slot, None)
        if older is not None:
            self._metrics.ws_frames_conflated.inc()
            frame = merged(older, frame)
        self._waiting[frame.slot] = frame
        if len(self._waiting) > self._max_decisions:
            self._drop_old_decisions()
        self._has_frames.set()

    async def take(self) -> str:
        """Wait for the oldest frame and return its text."""
        await self._has_frames.wait()
        frame = self._waiting.pop(next(iter(self._waiting)))
        if not self._waiting:
            self._has_frames.clear()
        return frame.encoded()

    def _drop_old_decisions(self) -> None:
        decisions = [slot for slot in self._waiting if slot.startswith(DECISION_SLOT)]
        for slot in decisions[: -self._max_decisions]:
            del self._waiting[slot]
            self._metrics.ws_frames_dropped.inc()
