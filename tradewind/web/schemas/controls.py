"""The kill switch and the runtime mode."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import StringConstraints, field_validator

from tradewind.domain.account import RuntimeMode
from tradewind.domain.desk_state import DeskState, HaltProof, Latch
from tradewind.domain.runtime_mode import ArmingStep, ModeChange
from tradewind.web.schemas.shape import Shape, Time

Person = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]+$")
]
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[^\x00-\x1f]+$")
]


class SwitchState(StrEnum):
    """The positions of the kill switch, as they are spelled over HTTP."""

    ACTIVE = "ACTIVE"
    REDUCING = "REDUCING"
    HALTED = "HALTED"

    @property
    def desk_state(self) -> DeskState:
        """The state that is meant."""
        return DeskState(self.value.lower())

    @classmethod
    def of(cls, state: DeskState) -> "SwitchState":
        """Return the spelling of `state`."""
        return cls(state.value.upper())


class ProofView(Shape):
    """What the venue showed after a stop; counts are null where it could not be asked."""

    is_done: bool
    open_orders: int | None
    protections: int | None
    positions: int | None
    read_at: Time
    error: str | None

    @classmethod
    def of(cls, proof: HaltProof) -> "ProofView":
        """Return the shape of `proof`."""
        return cls(
            is_done=proof.is_done,
            open_orders=proof.open_orders,
            protections=proof.protections,
            positions=proof.positions,
            read_at=proof.read_at,
            error=proof.error,
        )


class KillSwitchView(Shape):
    """What is in force, who said so, and what is left at the venue."""

    state: SwitchState
    by: str
    reason: str
    flatten: bool
    since: Time
    proof: ProofView | None

    @classmethod
    def of(cls, latch: Latch, proof: HaltProof | None) -> "KillSwitchView":
        """Return the shape of the turn that is in force."""
        return cls(
            state=SwitchState.of(latch.state),
            by=latch.by,
            reason=latch.reason,
            flatten=latch.flatten,
            since=latch.at,
            proof=None if proof is None else ProofView.of(proof),
        )


class KillSwitchBody(Shape):
    """A turn of the switch."""

    state: SwitchState
    by: Person
    reason: Reason
    flatten: bool = False
    """Close what is held as well; only with HALTED."""

    @field_validator("state", mode="before")
    @classmethod
    def _spelled(cls, given: object) -> object:
        return SwitchState(given) if isinstance(given, str) and given in set(SwitchState) else given


class ModeChangeView(Shape):
    """One switch of the mode; it waits for approvals while `in_force_at` is null."""

    change_id: int
    mode: RuntimeMode
    by: str
    reason: str
    asked_at: Time
    approvals_needed: int
    approved_by: tuple[str, ...]
    in_force_at: Time | None

    @classmethod
    def of(cls, change: ModeChange) -> "ModeChangeView":
        """Return the shape of `change`."""
        return cls(
            change_id=change.change_id,
            mode=change.mode,
            by=change.by,
            reason=change.reason,
            asked_at=change.asked_at,
            approvals_needed=change.approvals_needed,
            approved_by=change.approved_by,
            in_force_at=change.in_force_at,
        )


class StepView(Shape):
    """One condition of a mode and how it is met."""

    name: str
    is_met: bool
    what: str

    @classmethod
    def of(cls, step: ArmingStep) -> "StepView":
        """Return the shape of `step`."""
        return cls(name=step.name, is_met=step.is_met, what=step.what)


class RuntimeModeView(Shape):
    """The mode that the desk trades in, and what waits for approval."""

    mode: RuntimeMode
    waiting: tuple[ModeChangeView, ...]


class ModeStepsView(Shape):
    """What switching to a mode asks for."""

    mode: RuntimeMode
    is_ready: bool
    steps: tuple[StepView, ...]


class ModeHistoryPage(Shape):
    """Switches of the mode, newest first."""

    items: tuple[ModeChangeView, ...]
    next_cursor: str | None


class RuntimeModeBody(Shape):
    """A wish for another mode."""

    mode: RuntimeMode
    by: Person
    reason: Reason
    confirm: Literal["live"] | None = None
    """The word live, typed, where live is asked for."""

    @field_validator("mode", mode="before")
    @classmethod
    def _spelled(cls, given: object) -> object:
        return RuntimeMode(given) if isinstance(given, str) and given in set(RuntimeMode) else given


class ApprovalBody(Shape):
    """Another person's word for a change that waits."""

    change_id: int
    by: Person
