"""How far the desk may trade at all, and who said so."""

from dataclasses import dataclass
from enum import StrEnum

from tradewind.domain.clock import Instant
from tradewind.domain.ids import PortfolioId
from tradewind.domain.order import Order, OrderPurpose


class DeskState(StrEnum):
    """The positions of the kill switch, from free to stopped."""

    ACTIVE = "active"
    REDUCING = "reducing"  # closes only
    HALTED = "halted"  # nothing but protection, and closes by hand

    @property
    def severity(self) -> int:
        """0 for ACTIVE, rising."""
        return list(DeskState).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskIdentity:
    """Which of the desks on one database: by its home, which stays over modes, and by its account, which outlives a home."""

    home: str
    """The lasting name of the home folder."""
    account: PortfolioId


@dataclass(frozen=True, slots=True, kw_only=True)
class Latch:
    """One turn of the kill switch."""

    state: DeskState
    by: str  # a person, a rule of the desk, a file
    reason: str
    flatten: bool  # close what is held as well
    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class HaltProof:
    """What was left at the venue when it was last asked after a stop."""

    state: DeskState
    is_done: bool  # nothing is left that this state takes away
    open_orders: int | None  # without protection; None: not read
    protections: int | None
    positions: int | None
    read_at: Instant
    error: str | None


def refusal_in(state: DeskState, order: Order) -> str | None:
    """Return why `order` may not leave in `state`; None when it may.

    Protection always leaves. A close leaves unless the desk is halted and a decision asks for it.
    """
    if state is DeskState.ACTIVE or order.purpose in (OrderPurpose.STOP, OrderPurpose.TAKE_PROFIT):
        return None
    if order.purpose is OrderPurpose.OPEN or not order.is_reduce_only:
        return f"the desk is {state}: nothing is opened"
    if state is DeskState.HALTED and order.decision_id is not None:
        return "the desk is halted: decisions are not carried out"
    return None
