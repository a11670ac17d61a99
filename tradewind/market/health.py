"""What the collector knows about its own work."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.market.failures import FailureKind
from tradewind.market.refresh import RefreshHealth
from tradewind.market.schedule import Datum, Fetch
from tradewind.market.weight import WeightBudget


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureCount:
    """How often a datum of a symbol failed in one way since the start."""

    symbol: Symbol
    datum: Datum
    kind: FailureKind
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Success:
    """When a datum of a symbol last arrived."""

    symbol: Symbol
    datum: Datum
    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectorHealth:
    """The collector at one moment."""

    scans: int
    skipped_beats: int
    last_scan_at: Instant | None  # None: none has ended
    last_scan_took: timedelta | None  # until its values were written
    write_failures: int
    last_write_failure: str | None
    failures: tuple[FailureCount, ...]
    successes: tuple[Success, ...]

    def failed(self, kind: FailureKind) -> int:
        """Return how many fetches failed this way since the start."""
        return sum(one.count for one in self.failures if one.kind is kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueHealth:
    """A venue whose data are refreshed kind by kind, at one moment."""

    venue: str
    weight_used: int | None
    """In the running minute, by everybody at our address as far as the venue tells; None where it counts otherwise."""
    weight_limit: int | None
    closed_until: Instant | None  # None: it may be asked
    feeds: tuple[RefreshHealth, ...]

    @classmethod
    def of(cls, venue: str, budget: WeightBudget, feeds: tuple[RefreshHealth, ...]) -> Self:
        """Return the health of `venue` as `budget` and `feeds` tell."""
        return cls(
            venue=venue,
            weight_used=budget.used,
            weight_limit=budget.limit,
            closed_until=budget.open_again_at,
            feeds=feeds,
        )


class Tally:
    """Counts while the collector works; `health` is a copy for others."""

    def __init__(self) -> None:
        self._failures: Counter[tuple[Fetch, FailureKind]] = Counter()
        self._scans = 0
        self._last_scan: tuple[Instant, timedelta] | None = None
        self._write_failures = 0
        self._last_write_failure: str | None = None
        self.last_success: dict[Fetch, Instant] = {}

    def failed(self, fetch: Fetch, kind: FailureKind) -> None:
        """Count a failure."""
        self._failures[fetch, kind] += 1

    def arrived(self, fetch: Fetch, at: Instant) -> None:
        """Remember a success."""
        self.last_success[fetch] = at

    def write_failed(self, reason: str) -> None:
        """Count values that did not reach the bus."""
        self._write_failures += 1
        self._last_write_failure = reason

    def scanned(self, at: Instant, took: timedelta) -> None:
        """Count a scan."""
        self._scans += 1
        self._last_scan = (at, took)

    def health(self, skipped_beats: int) -> CollectorHealth:
        """Return everything as it stands."""
        at, took = self._last_scan or (None, None)
        return CollectorHealth(
            scans=self._scans,
            skipped_beats=skipped_beats,
            last_scan_at=at,
            last_scan_took=took,
            write_failures=self._write_failures,
            last_write_failure=self._last_write_failure,
            failures=tuple(
                FailureCount(symbol=fetch.symbol, datum=fetch.datum, kind=kind, count=count)
                for (fetch, kind), count in self._failures.items()
            ),
            successes=tuple(
                Success(symbol=fetch.symbol, datum=fetch.datum, at=at)
                for fetch, at in self.last_success.items()
            ),
        )
