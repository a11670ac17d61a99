"""The beats that a model asked to sit out. Only the questions pause: stops, reconciliation and the kill switch go on."""

from dataclasses import dataclass

from tradewind.domain.ids import DecisionId


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseStatus:
    """How a pause stands."""

    beats_left: int
    decision_id: DecisionId | None  # of the decision that asked for it; None: there is none


class Pause:
    """Counts the beats down; a trigger by hand ends it."""

    def __init__(self) -> None:
        self._left = 0
        self._decision_id: DecisionId | None = None

    def begin(self, beats: int, decision_id: DecisionId) -> None:
        """Sit out the next `beats` beats; 0 changes nothing."""
        if beats > 0:
            self._left, self._decision_id = beats, decision_id

    def takes_beat(self) -> bool:
        """Use up one beat of the pause; False when there is none."""
        if not self._left:
            return False
        self._left -= 1
        return True

    def end(self) -> None:
        """Ask again from the next cycle on."""
        self._left = 0

    def status(self) -> PauseStatus:
        """Return how it stands."""
        return PauseStatus(beats_left=self._left, decision_id=self._decision_id if self._left else None)
