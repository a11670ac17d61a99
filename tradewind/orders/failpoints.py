"""Named places where a drill may end the process, to prove that nothing is lost there."""

import os
from collections.abc import Callable, Mapping
from enum import StrEnum

DRILL = "TRADEWIND_DRILL"
"""Must be 1 beside FAILPOINT: nobody ends a desk by a variable left over."""
VARIABLE = "FAILPOINT"
EXIT_CODE = 137
"""What a killed process answers."""


class Failpoint(StrEnum):
    """Where; in the order in which an order meets them."""

    INTENT_COMMITTED = "intent_committed"
    CLAIMED = "claimed"
    BEFORE_SEND = "before_send"
    AFTER_SEND = "after_send"
    """The call of the venue is over, whatever came of it."""
    ANSWER_RECEIVED = "answer_received"
    ANSWER_RECORDED = "answer_recorded"
    FILL_RECEIVED = "fill_received"
    BEFORE_FILL_COMMIT = "before_fill_commit"
    AFTER_FILL_COMMIT = "after_fill_commit"
    PROTECTION_MISSING = "protection_missing"
    PROTECTION_PLACED = "protection_placed"
    BEFORE_CANCEL = "before_cancel"
    AFTER_CANCEL = "after_cancel"
    BEFORE_RECOVERY = "before_recovery"
    BEFORE_COMPARING = "before_comparing"
    """Reconciliation has posted what it read and compares nothing yet."""


class FailpointRefused(ValueError):
    """FAILPOINT is set where it must not be, or names nothing; the message says what to do."""


class Failpoints:
    """Does nothing unless one point is armed."""

    def __init__(self, armed: Failpoint | None, nth: int, trip: Callable[[], None]) -> None:
        self._armed = armed
        self._left = nth
        self._trip = trip

    def reach(self, point: Failpoint) -> None:
        """Pass `point`; at the armed one, for the n-th time, the drill's end comes."""
        if point is not self._armed:
            return
        self._left -= 1
        if self._left == 0:
            self._trip()


def no_failpoints() -> Failpoints:
    """Return points that nobody can trip."""
    return Failpoints(None, 1, _end)


def failpoints_from(environment: Mapping[str, str]) -> Failpoints:
    """Return what FAILPOINT=name[:nth] arms; FailpointRefused unless TRADEWIND_DRILL is 1 as well."""
    text = environment.get(VARIABLE, "")
    if not text:
        return no_failpoints()
    if environment.get(DRILL) != "1":
        raise FailpointRefused(
            f"{VARIABLE}={text} would end this desk in the middle of an order; unset it, or set {DRILL}=1 for a drill"
        )
    name, _, count = text.partition(":")
    known = ", ".join(Failpoint)
    if name not in set(Failpoint) or (count and not (count.isdecimal() and int(count) > 0)):
        raise FailpointRefused(f"{VARIABLE}={text} is not name[:nth] with one of {known}")
    return Failpoints(Failpoint(name), int(count or 1), _end)


def _end() -> None:
    os._exit(EXIT_CODE)
