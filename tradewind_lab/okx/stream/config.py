"""How often the stream speaks, and what it allows a client."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamConfig:
    """Cadences in milliseconds and OKX's limits."""

    tick_ms: int = 250
    """Between two pushes of a ticker, mark price or candle."""
    book_ms: int = 100
    """Between two looks at a book."""
    heartbeat_ms: int = 60_000
    """A book that stands still for that long says so with seqId equal to prevSeqId."""
    idle_ms: int = 30_000
    """A client is closed when nothing was said for that long, by it or to it."""
    requests_per_hour: int = 480
    """Of subscribe, unsubscribe and login, for each connection."""
    connections_per_second: int = 3
    """For each client address."""

    def __post_init__(self) -> None:
        """Refuse what cannot be kept."""
        for name in ("tick_ms", "book_ms", "heartbeat_ms", "idle_ms"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, was {getattr(self, name)}")

    @property
    def pulse_ms(self) -> int:
        """Return the shortest cadence."""
        return min(self.tick_ms, self.book_ms)
