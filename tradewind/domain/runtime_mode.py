"""Which account the desk trades, and who said so."""

from dataclasses import dataclass

from tradewind.domain.account import RuntimeMode
from tradewind.domain.clock import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeChange:
    """One switch of the runtime mode, asked for or in force."""

    change_id: int
    mode: RuntimeMode
    by: str
    reason: str
    asked_at: Instant
    approvals_needed: int
    """People besides the one who asked."""
    approved_by: tuple[str, ...]
    in_force_at: Instant | None
    """None: it waits for approvals, or was never given them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmingStep:
    """One condition of a mode, and how a person meets it."""

    name: str
    is_met: bool
    what: str
    """What is found; what to do where it is not met."""
