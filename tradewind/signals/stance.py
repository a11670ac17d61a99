"""Score to stance, with hysteresis so that a score at a level does not flap; pure."""

from tradewind.domain.signal import Stance
from tradewind.signals.config import Levels


def stance(before: Stance | None, score: float, levels: Levels) -> Stance:
    """Return the stance at `score`: taken at `enter_at`, kept until `leave_at`; BUY may turn into SELL at once."""
    if score >= levels.enter_at or (before is Stance.BUY and score > levels.leave_at):
        return Stance.BUY
    if score <= -levels.enter_at or (before is Stance.SELL and score < -levels.leave_at):
        return Stance.SELL
    return Stance.HOLD
