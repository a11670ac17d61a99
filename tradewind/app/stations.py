"""A venue's place among processes: whoever holds its lease collects, answers readers and reports; the others stand by."""

import asyncio
import os
import secrets
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import structlog

from tradewind.bus.asking import RefreshMarks
from tradewind.bus.cache import Batch, BusUnavailable, Cache
from tradewind.bus.connection import BusClient
from tradewind.bus.coordination import REFRESH_REQUESTS, venue_report_key
from tradewind.bus.keys import Source
from tradewind.bus.lease import Holder, Lease, LeasedCache
from tradewind.bus.streams import ConsumerGroup, Membership
from tradewind.domain.clock import Clock
from tradewind.market import Ground, VenueHealth
from tradewind.market.collector_report import report_of
from tradewind.market.collector_requests import RefreshAnswers, Renewal
from tradewind.telemetry.metrics import Metrics

REPORT_EVERY = timedelta(seconds=3)

_log = structlog.get_logger(__name__)


class Collects(Protocol):
    """Fetches everything of one venue."""

    async def run(self) -> None:
        """Collect until cancelled."""
        ...

    def renewals(self) -> Mapping[str, Renewal]:
        """Return, by key, how a datum is renewed on request."""
        ...

    def health(self) -> VenueHealth:
        """Return what went well and what did not."""
        ...


C = TypeVar("C", bound=Collects)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What the work that one process at a time does is built on."""

    redis: BusClient
    clock: Clock
    metrics: Metrics
    holder: str
    """The name of this process, unique over its restarts."""
    place: str = ""
    """The home folder that this process has to itself; empty: none."""

    def lease(self, name: str) -> Lease:
        """Return this process' side of the lease `name`."""
        return Lease(self.redis, name, Holder(name=self.holder, place=self.place), self.clock)

    def cache(self, lease: Lease) -> Cache:
        """Return a cache that is written only while `lease` is ours."""
        return LeasedCache(self.redis, self.clock, lease)


class Station(Generic[C]):
    """One venue; `run` is the whole of it."""

    def __init__(self, venue: str, shift: Shift, build: Callable[[Ground], C]) -> None:
        self._venue = venue
        self._shift = shift
        self._lease = shift.lease(f"collector:{venue}")
        self._cache = shift.cache(self._lease)
        self.collects = build(Ground(cache=self._cache, clock=shift.clock, metrics=shift.metrics))
        marks = RefreshMarks(shift.redis, shift.clock)
        self._answers = RefreshAnswers(self.collects.renewals(), marks, shift.clock)
        self._requests = ConsumerGroup(
            shift.redis,
            self._cache,
            Membership(stream=REFRESH_REQUESTS, group=venue, consumer=shift.holder),
            shift.metrics,
        )

    @property
    def held_by(self) -> str | None:
        """Who else collects this venue; None: we do, or nobody can tell."""
        claim = self._lease.claim
        return None if claim is None or claim.holder == self._shift.holder else claim.holder

    def health(self) -> VenueHealth:
        """Return how our own collecting goes."""
        return self.collects.health()

    async def run(self) -> None:
        """Collect while we hold the venue's lease, until cancelled."""
        await self._lease.hold(self._work)

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.collects.run(), name=f"collects {self._venue}")
            tasks.create_task(self._requests.run(self._answers.answer), name=f"answers for {self._venue}")
            tasks.create_task(self._report(), name=f"reports {self._venue}")

    async def _report(self) -> None:
        key = venue_report_key(self._venue)
        while True:
            report = report_of(self.health(), self._shift.holder, self._shift.clock.now())
            batch = Batch(Source.MARKET_DATA)
            batch.put(key, report)
            try:
                await self._cache.write(batch)
            except BusUnavailable as e:
                _log.warning("venue_not_reported", venue=self._venue, error=str(e))
            await asyncio.sleep(REPORT_EVERY.total_seconds())


def place_of(home: Path) -> str:
    """Return the lasting name of a home folder; only for the process that holds its lock. OSError."""
    path = home / "place"
    if not path.exists():
        path.write_text(secrets.token_hex(8))
    return path.read_text().strip()


def known_place(home: Path) -> str:
    """Return the lasting name of a home folder, empty where no desk ever ran on it; OSError."""
    path = home / "place"
    return path.read_text().strip() if path.exists() else ""


def holder_name(role: str) -> str:
    """Return a name for this process that people can find it by."""
    return f"{role}, process {os.getpid()} on {socket.gethostname()} ({secrets.token_hex(2)})"
