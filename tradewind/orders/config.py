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
    ledger_retry: timedelta = 1 * _SECOND
    """Wait before a fill is posted again to a ledger that was unavailable."""
    fills_overlap: timedelta = 60 * _SECOND
    """How much earlier than the oldest unfinished order fills are read again, for clocks that differ."""

    def __post_init__(self) -> None:
        for name in ("intent_lifetime", "answer_timeout", "settle_every", "recheck_after", "ledger_retry"):
            value: timedelta = getattr(self, name)
            if value <= timedelta(0):
                raise ValueError(f"{name} must be above 0, was {value}")
        if self.fills_overlap < timedelta(0):
            raise ValueError(f"fills_overlap must not be negative, was {self.fills_overlap}")
        if not self.query_delays or min(self.query_delays) < timedelta(0):
            raise ValueError(
                f"query_delays must be waits of 0 or more, at least one, were {self.query_delays}"
            )
