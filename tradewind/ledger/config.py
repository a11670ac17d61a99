"""How long the ledger waits and how much it keeps open."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerConfig:
    """Waits and pool sizes of the ledger's database."""

    busy_timeout: timedelta = timedelta(seconds=5)
    """How long a call waits for another process that holds the database."""
    answer_timeout: timedelta = timedelta(seconds=15)
    """How long a whole transaction may take, the waiting included."""
    readers: int = 4
    """Connections that read at the same time."""

    def __post_init__(self) -> None:
        if not timedelta(0) < self.busy_timeout < self.answer_timeout:
            raise ValueError(
                "timeouts must be 0 < busy_timeout < answer_timeout, "
                f"were {self.busy_timeout} and {self.answer_timeout}"
            )
        if self.readers < 1:
            raise ValueError(f"readers must be at least 1, was {self.readers}")
