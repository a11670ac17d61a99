"""How long orders may take and how patiently lost ones are looked for."""

from dataclasses import dataclass
from datetime import timedelta

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersConfig:
    """Deadlines of the order path."""

    intent_lifetime: timedelta = 30 * _SECOND
    """An order that has not left by then is dropped: the market that it was decided on is gone."""
    answer_timeout: timedelta = 10 * _SECOND
    """For each call of the broker; a send without an answer is an unknown order."""
    query_delays: tuple[timedelta, ...] = (
        timedelta(milliseconds=500),
        1 * _SECOND,
        2 * _SECOND,
        4 * _SECOND,
        8 * _SECOND,
    )
    """Waits between the queries for a lost order; not found after the last of them is proof that it never arrived."""
    settle_every: timedelta = 1 * _SECOND
    """How often the ledger is searched for orders that need to be looked for."""
    recheck_after: timedelta = 15 * _SECOND
    """A market order that is not through by then is asked about: news of it was lost."""
    resend_after: timedelta = 1 * _SECOND
    """Wait before an order leaves again of which provably nothing has left."""
    ledger_retry: timedelta = 1 * _SECOND
    """Wait before a fill is posted again to a ledger that was unavailable."""
    fills_overlap: timedelta = 60 * _SECOND
    """How much earlier than the oldest unfinished order fills are read again, for clocks that differ."""

    def __post_init__(self) -> None:
        _require_positive(
            self,
            "intent_lifetime",
            "answer_timeout",
            "settle_every",
            "recheck_after",
            "resend_after",
            "ledger_retry",
        )
        if self.fills_overlap < timedelta(0):
            raise ValueError(f"fills_overlap must not be negative, was {self.fills_overlap}")
        if not self.query_delays or min(self.query_delays) < timedelta(0):
            raise ValueError(
                f"query_delays must be waits of 0 or more, at least one, were {self.query_delays}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionConfig:
    """How long a position may stand without its stop, and how closely that is watched."""

    limit: timedelta = 10 * _SECOND
    """From the first reading without a stop; then the position is closed at the market."""
    check_every: timedelta = 5 * _SECOND
    confirm_after: timedelta = timedelta(milliseconds=500)
    """Between two readings while something is missing or left over."""
    answer_timeout: timedelta = 5 * _SECOND
    """For a reading, and for one attempt to place a stop or target."""
    most_at_once: int = 32
    """So many positions are acted on at the same time."""

    def __post_init__(self) -> None:
        _require_positive(self, "limit", "check_every", "confirm_after", "answer_timeout")
        if self.most_at_once < 1:
            raise ValueError(f"most_at_once must be at least 1, was {self.most_at_once}")
        if self.confirm_after * 2 > self.limit:
            raise ValueError(f"confirm_after must be at most half of limit, was {self.confirm_after}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciliationConfig:
    """How often desk and venue are compared, and how far back their histories are read."""

    every: timedelta = 15 * _SECOND
    answer_timeout: timedelta = 10 * _SECOND
    """For each call of the venue."""
    longest_pause: timedelta = timedelta(minutes=1)
    """Between two tries while the venue is away or refuses the key; the first is `first_pause`, each doubles."""
    first_pause: timedelta = 1 * _SECOND
    overlap: timedelta = timedelta(minutes=1)
    """How much earlier than the last agreement histories are read, for clocks that differ."""
    search_back: timedelta = timedelta(days=7)
    """How far histories are read when the positions do not agree."""
    patience: timedelta = timedelta(minutes=1)
    """How long a difference must be the same before it is booked as what it is: histories may lag."""

    def __post_init__(self) -> None:
        _require_positive(
            self,
            "every",
            "answer_timeout",
            "longest_pause",
            "first_pause",
            "overlap",
            "search_back",
            "patience",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StopConfig:
    """How a stop of the desk is carried out, and how the dead man's switch is held."""

    answer_timeout: timedelta = 5 * _SECOND
    ledger_timeout: timedelta = 1 * _SECOND
    """A stop does not wait longer for the ledger to tell closes from openings."""
    first_pause: timedelta = timedelta(milliseconds=250)
    longest_pause: timedelta = 2 * _SECOND
    """Between two tries to clear the venue."""
    verify_every: timedelta = 5 * _SECOND
    """Once all is clear: an order that was on its way may still arrive."""
    dead_man_patience: timedelta = 60 * _SECOND
    dead_man_every: timedelta = 15 * _SECOND

    def __post_init__(self) -> None:
        _require_positive(
            self,
            "answer_timeout",
            "ledger_timeout",
            "first_pause",
            "longest_pause",
            "verify_every",
            "dead_man_patience",
            "dead_man_every",
        )
        if self.dead_man_every * 2 > self.dead_man_patience:
            raise ValueError(f"dead_man_every must be at most half its patience, was {self.dead_man_every}")


def _require_positive(config: object, *names: str) -> None:
    for name in names:
        value: timedelta = getattr(config, name)
        if value <= timedelta(0):
            raise ValueError(f"{name} must be above 0, was {value}")
