"""The lab's source of time."""

import time
from typing import Protocol


class Clock(Protocol):
    """The only place where the lab learns what time it is."""

    def now_ms(self) -> int:
        """Return wall time in epoch milliseconds."""
        ...


class SystemClock:
    """The machine's time."""

    def now_ms(self) -> int:
        """Return wall time in epoch milliseconds."""
        return time.time_ns() // 1_000_000
