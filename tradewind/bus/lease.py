"""Leases: of several processes that could do a work, one does it; the others stand by and take over when it ends.

The holder keeps its key alive. One that was frozen, or cut off from the server, knows by its own monotonic clock that its
lease has run out, and its writes are refused before they leave.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from redis.asyncio import Redis

from tradewind.bus.cache import DEFAULT_TIMEOUT, Batch, BusUnavailable, Cache, ReadLog, answered
from tradewind.bus.codec import decode, encode
from tradewind.bus.coordination import LEASE_TTL, Claim, lease_key
from tradewind.domain.clock import Clock

_TAKE = """
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[2] then
  if ARGV[5] == '' or cjson.decode(held).place ~= ARGV[5] then return held end
  held = false
end
if held then redis.call('PEXPIRE', KEYS[1], ARGV[3]) return held end
local now = redis.call('TIME')
local token = now[1] .. string.format('%06d', tonumber(now[2]))
local claim = '{"holder":' .. ARGV[1] .. ',"place":"' .. ARGV[4] .. '","token":' .. token .. '}'
redis.call('SET', KEYS[1], claim, 'PX', ARGV[3])
return claim
"""
"""Takes a lease that is free or a dead predecessor's in our own place, renews our own, and returns who holds it.

The token is the server's time, so it grows.
"""
_LEAVE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"

_log = structlog.get_logger(__name__)


class Fenced(BusUnavailable):
    """Nothing was written: somebody else may hold the lease by now."""


class LeaseLost(Exception):
    """Somebody else holds the lease."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseConfig:
    """How a lease is kept."""

    ttl: timedelta = LEASE_TTL
    renew_every: timedelta = timedelta(milliseconds=500)
    timeout: timedelta = DEFAULT_TIMEOUT

    def __post_init__(self) -> None:
        if not timedelta(0) < self.renew_every < self.ttl:
            raise ValueError(f"renew_every must be in (0, ttl), was {self.renew_every} of {self.ttl}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who may hold a lease."""

    name: str
    """Unique to a process."""
    place: str = ""
    """Hexadecimal; of several processes only one at a time is in it, so an earlier one of the same place is dead."""


class Lease:
    """One process' side of the lease `name`."""

    def __init__(
        self, redis: Redis, name: str, holder: Holder, clock: Clock, config: LeaseConfig | None = None
    ) -> None:
        self.name = name
        self._redis = redis
        self._holder = holder.name
        self._place = holder.place
        self._clock = clock
        self._config = config or LeaseConfig()
        self._ours: bytes | None = None
        self._good_until = float("-inf")  # monotonic seconds
        self._claim: Claim | None = None

    @property
    def claim(self) -> Claim | None:
        """Who held the lease when the server last answered; None before that."""
        return self._claim

    @property
    def is_ours(self) -> bool:
        """True while nobody else can hold it."""
        return self._ours is not None and self._clock.monotonic() < self._good_until

    async def hold(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do `work` whenever the lease is ours, stand by otherwise; returns when `work` does."""
        while True:
            await self._until_ours()
            try:
                async with asyncio.TaskGroup() as tasks:
                    keeping = tasks.create_task(self._keep(), name=f"lease {self.name}")
                    await work()
                    keeping.cancel()
            except* LeaseLost:
                _log.error("lease_lost", lease=self.name, held_by=self._claim and self._claim.holder)
            else:
                return
            finally:
                await self._leave()

    async def _until_ours(self) -> None:
        told: str | None = None
        while True:
            try:
                if await self._is_taken():
                    return
                held_by = self._claim.holder if self._claim else None
            except BusUnavailable as e:
                held_by = str(e)
            if held_by != told:
                _log.warning("lease_stands_by", lease=self.name, held_by=held_by)
                told = held_by
            await asyncio.sleep(self._config.renew_every.total_seconds())

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(self._config.renew_every.total_seconds())
            try:
                is_kept = await self._is_taken()
            except BusUnavailable as e:
                _log.warning("lease_not_renewed", lease=self.name, error=str(e))
                continue
            if not is_kept:
                raise LeaseLost(self.name)

    async def _is_taken(self) -> bool:
        asked_at = self._clock.monotonic()
        key, ttl_ms = lease_key(self.name), int(self._config.ttl / timedelta(milliseconds=1))
        predecessor = self._place if self._claim is None else ""  # it is there at the start, or not at all
        async with answered(f"asking for the lease {self.name}", self._config.timeout):
            held: Any = await self._redis.eval(
                _TAKE,
                1,
                key.name,
                encode(self._holder).decode(),
                self._ours or b"",
                str(ttl_ms),
                self._place,
                predecessor,
            )
        before, self._claim = self._claim, decode(held, Claim)
        if self._claim.holder != self._holder:
            self._ours = None
            return False
        if before is None or before.token != self._claim.token:
            _log.info("lease_taken", lease=self.name, fence=self._claim.token)
        self._ours, self._good_until = held, asked_at + self._config.ttl.total_seconds()
        return True

    async def _leave(self) -> None:
        ours, self._ours = self._ours, None
        if ours is None:
            return
        try:
            async with answered(f"leaving the lease {self.name}", self._config.timeout):
                await self._redis.eval(_LEAVE, 1, lease_key(self.name).name, ours)
        except BusUnavailable as e:
            _log.warning("lease_not_left", lease=self.name, error=str(e))


class LeasedCache(Cache):
    """A cache that is written only while the lease is ours."""

    def __init__(
        self,
        redis: Redis,
        clock: Clock,
        lease: Lease,
        timeout: timedelta = DEFAULT_TIMEOUT,
        read_log: ReadLog | None = None,
    ) -> None:
        super().__init__(redis, clock, timeout, read_log)
        self._lease = lease

    async def write(self, batch: Batch) -> None:
        """Send the batch as `Cache.write` does; Fenced where somebody else may hold the lease, BusUnavailable."""
        if not self._lease.is_ours:
            raise Fenced(f"not written: the lease {self._lease.name} may be somebody else's")
        await super().write(batch)
