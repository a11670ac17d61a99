"""The circuit of one model: after failures in a row it is left alone, then tried with one question at a time."""

from enum import StrEnum

from tradewind.decision.models_config import BreakerConfig
from tradewind.domain.clock import Clock


class Circuit(StrEnum):
    """Whether a model is asked."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"
    """The next question tries it."""


class Breaker:
    """Counts the failures of one model; time is the monotonic clock's."""

    def __init__(self, config: BreakerConfig, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._failures = 0
        self._try_at: float | None = None  # monotonic seconds; None: the circuit is closed

    @property
    def circuit(self) -> Circuit:
        """How it stands."""
        if self._try_at is None:
            return Circuit.CLOSED
        return Circuit.OPEN if self._clock.monotonic() < self._try_at else Circuit.HALF_OPEN

    @property
    def failures(self) -> int:
        """How many in a row."""
        return self._failures

    @property
    def seconds_left(self) -> float:
        """How long the model is still left alone."""
        return 0.0 if self._try_at is None else max(self._try_at - self._clock.monotonic(), 0.0)

    def admits(self) -> bool:
        """Tell whether the model may be asked; one question of an open circuit's time is let through as a probe."""
        if self.circuit is Circuit.OPEN:
            return False
        if self._try_at is not None:
            self._open()  # a probe that never ends must not let a second one through
        return True

    def succeeded(self) -> None:
        """Close the circuit."""
        self._failures, self._try_at = 0, None

    def failed(self) -> None:
        """Count a failure; enough of them open the circuit."""
        self._failures += 1
        if self._failures >= self._config.failures:
            self._open()

    def _open(self) -> None:
        self._try_at = self._clock.monotonic() + self._config.open_for.total_seconds()
