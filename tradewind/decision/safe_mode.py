"""After failed decisions in a row the desk opens nothing until a model decides again, or the operator says so."""

from collections.abc import Callable

import structlog

from tradewind.domain.decision import Outcome

_log = structlog.get_logger(__name__)


class SafeMode:
    """Counts decisions; `after` tells how many failures in a row it takes."""

    def __init__(self, after: Callable[[], int]) -> None:
        self._after = after
        self._failures = 0

    @property
    def failures(self) -> int:
        """How many decisions in a row failed."""
        return self._failures

    @property
    def opening_block(self) -> str | None:
        """Why nothing opens, None outside safe mode."""
        if self._failures < self._after():
            return None
        return (
            f"safe mode: {self._failures} decisions in a row failed; "
            "it ends with the next one that succeeds, or by the operator"
        )

    def note(self, outcome: Outcome) -> None:
        """Count a decision; one for which no model was asked counts neither way."""
        was_safe = self.opening_block is not None
        if outcome is Outcome.ABSTAINED:
            self._failures += 1
        elif outcome is Outcome.DECIDED:
            self._failures = 0
        if was_safe != (self.opening_block is not None):
            _log.warning("safe_mode", is_on=not was_safe, failures=self._failures)

    def release(self, by: str) -> None:
        """End it by the operator's word; as many failures again bring it back."""
        _log.warning("safe_mode_released", by=by, failures=self._failures)
        self._failures = 0
