"""The rows of the key table by which processes agree on who works: leases, refresh requests, reports."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

from tradewind.bus.keys import KeyAt, Source
from tradewind.domain.analysis_report import AnalysisReport
from tradewind.domain.clock import Instant
from tradewind.domain.venue import VenueReport

V_co = TypeVar("V_co", covariant=True)

LEASE_TTL = timedelta(seconds=4)
"""Short enough that a peer takes over before prices expire, long enough for a machine that is busy elsewhere."""
REFRESH_PATIENCE = timedelta(seconds=2)
"""How long a reader waits for what it asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who holds a lease."""

    holder: str
    place: str
    """The home folder that the holder has to itself; empty: none."""
    token: int
    """Higher with each holder; what carries a lower one is out of date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshRequest:
    """A reader missed a key and asks for one refresh of it."""

    key: str
    asked_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream(Generic[V_co]):
    """A stream of events, each of which one of several consumers has to work through."""

    name: str
    kind: type[V_co]
    schema: int
    """Version of `kind`; entries of another one are parked."""
    length: int

    @property
    def parked(self) -> str:
        """The stream of what has an unknown schema version."""
        return f"{self.name}:parked"

    @property
    def dead(self) -> str:
        """The stream of what could not be worked through."""
        return f"{self.name}:dead"


REFRESH_REQUESTS = Stream(name="market:refresh_requests", kind=RefreshRequest, schema=1, length=1000)
STREAMS: tuple[Stream[object], ...] = (REFRESH_REQUESTS,)


def lease_key(name: str) -> KeyAt[Claim]:
    """Return the key that the holder of the lease `name` keeps alive."""
    return KeyAt(name=f"lease:{name}", kind=Claim, ttl=LEASE_TTL, owner=Source.MARKET_DATA)


def refresh_mark(key: str) -> str:
    """Return the key that says how a refresh of `key` stands; missing: nobody has asked, or it is done."""
    return f"market:refresh:{key}"


def analysis_report_key(half: str) -> KeyAt[AnalysisReport]:
    """Return the key of what one half of the analyst says of itself."""
    return KeyAt(
        name=f"ta:report:{half}",
        kind=AnalysisReport,
        ttl=timedelta(seconds=15),
        owner=Source.TA_SERVICE,
    )


def venue_report_key(venue: str) -> KeyAt[VenueReport]:
    """Return the key of what the collector of `venue` says of itself."""
    return KeyAt(
        name=f"market:venue:{venue}",
        kind=VenueReport,
        ttl=timedelta(seconds=15),
        owner=Source.MARKET_DATA,
    )
