"""The kill switch from outside a running desk: through the latch on the disk, which every desk of that home obeys."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tradewind.app.clock import SystemClock
from tradewind.bus.folder_lock import is_taken
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.desk_state import DeskState, HaltProof, Latch
from tradewind.orders import ReleaseRefused
from tradewind.orders.latch_file import (
    HALT_NAME,
    LATCH_NAME,
    PROOF_NAME,
    LatchUnreadable,
    halt_file,
    read_latch,
    read_proof,
    write_latch,
)

BY = "the command line"


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchView:
    """What a home's files say of its desk."""

    latch: Latch | None  # None: never pressed
    unreadable: str | None  # why the latch cannot be read; then the desk is halted
    has_halt_file: bool
    is_running: bool
    proof: HaltProof | None  # of the stop that is in force; None: none yet

    @property
    def state(self) -> DeskState:
        """What is in force."""
        if self.unreadable or self.has_halt_file:
            return DeskState.HALTED
        return self.latch.state if self.latch else DeskState.ACTIVE


def look(home: Path) -> SwitchView:
    """Read a home's kill switch."""
    latch, unreadable = None, None
    try:
        latch = read_latch(home / LATCH_NAME)
    except LatchUnreadable as e:
        unreadable = str(e)
    proof = read_proof(home / PROOF_NAME)
    is_of_now = proof is not None and latch is not None and proof.read_at >= latch.at
    return SwitchView(
        latch=latch,
        unreadable=unreadable,
        has_halt_file=halt_file(home) is not None,
        is_running=is_taken(home),
        proof=proof if is_of_now else None,
    )


def turn(
    home: Path, state: DeskState, reason: str, *, flatten: bool = False, clock: Clock | None = None
) -> SwitchView:
    """Turn the switch; a running desk obeys within a second, one that starts later before it trades.

    ReleaseRefused while the file HALT lies there; OSError when the disk refuses.
    """
    before = look(home)
    if state is DeskState.ACTIVE and before.has_halt_file:
        raise ReleaseRefused(f"the file {HALT_NAME} lies in {home}; remove it first")
    now = (clock or SystemClock()).now()
    if before.latch is not None:
        now = max(now, Instant.of(before.latch.at + timedelta(milliseconds=1)))
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_latch(home / LATCH_NAME, Latch(state=state, by=BY, reason=reason, flatten=flatten, at=now))
    return look(home)
