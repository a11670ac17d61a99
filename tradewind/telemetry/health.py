"""Which roles live and why the desk is not ready; written by the roles, read by the web."""

from dataclasses import dataclass, replace
from enum import StrEnum

from tradewind.domain.clock import Clock, Instant


class RoleState(StrEnum):
    """How a role is doing."""

    STARTING = "starting"
    RUNNING = "running"
    DEGRADED = "degraded"
    """Alive, but something outside keeps it from its work."""
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleHealth:
    """What a role last said of itself."""

    name: str
    state: RoleState
    since: Instant
    restarts: int
    last_error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthSnapshot:
    """The desk at one moment; ready when there is no reason against it."""

    as_of: Instant
    started_at: Instant
    roles: tuple[RoleHealth, ...]
    reasons: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        """True when every role runs and nobody objects."""
        return not self.reasons


class HealthBoard:
    """The one place where roles report; roles are expected from the start."""

    def __init__(self, clock: Clock, roles: tuple[str, ...]) -> None:
        self._clock = clock
        self._started_at = clock.now()
        self._roles = {name: self._newcomer(name) for name in roles}
        self._objections: dict[str, str] = {}

    def report(self, role: str, state: RoleState, error: str | None = None) -> None:
        """Record that `role` is in `state`; a start after a failure counts as a restart."""
        before = self._roles.get(role) or self._newcomer(role)
        is_restart = state is RoleState.STARTING and before.state in (RoleState.FAILED, RoleState.STOPPED)
        self._roles[role] = replace(
            before,
            state=state,
            since=before.since if state is before.state else self._clock.now(),
            restarts=before.restarts + is_restart,
            last_error=error or before.last_error,
        )

    def object_to_ready(self, topic: str, reason: str) -> None:
        """Keep the desk from being ready because of `reason` until `topic` is settled."""
        self._objections[topic] = reason

    def settle(self, topic: str) -> None:
        """Withdraw the objection about `topic`; harmless when there is none."""
        self._objections.pop(topic, None)

    def snapshot(self) -> HealthSnapshot:
        """Return the board as it stands."""
        idle = [
            f"role {role.name} is {role.state}" + (f": {role.last_error}" if role.last_error else "")
            for role in self._roles.values()
            if role.state is not RoleState.RUNNING
        ]
        return HealthSnapshot(
            as_of=self._clock.now(),
            started_at=self._started_at,
            roles=tuple(self._roles.values()),
            reasons=(*idle, *self._objections.values()),
        )

    def _newcomer(self, name: str) -> RoleHealth:
        return RoleHealth(
            name=name, state=RoleState.STARTING, since=self._clock.now(), restarts=0, last_error=None
        )
