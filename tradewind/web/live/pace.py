"""How often prices go out: at once while few listen, and never for more than a share of the server's time."""

import asyncio
from collections.abc import Callable

from tradewind.domain.clock import Clock

LONGEST_REST_SECONDS = 0.2


class Pace:
    """Runs `work` when it is due; what becomes due meanwhile waits, together, until the server has rested."""

    def __init__(self, work: Callable[[], None], share: float, clock: Clock) -> None:
        self._work = work
        self._rest_per_second = 1 / share - 1
        self._clock = clock
        self._is_due = asyncio.Event()

    def due(self) -> None:
        """Ask for one more run."""
        self._is_due.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            await self._is_due.wait()
            self._is_due.clear()
            began = self._clock.monotonic()
            self._work()
            spent = self._clock.monotonic() - began
            await asyncio.sleep(min(LONGEST_REST_SECONDS, spent * self._rest_per_second))
