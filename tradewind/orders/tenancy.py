"""One desk at a time trades an account: the right is kept in the ledger, where the orders are.

No wall clock decides: a holder is gone when it has been silent for long enough by the newcomer's monotonic clock, and a
holder that was frozen for as long knows it by its own. What it had in hand is then refused by the ledger itself.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import structlog

from tradewind.domain.account_lease import AccountLease
from tradewind.domain.clock import Clock
from tradewind.domain.ids import PortfolioId
from tradewind.domain.order import Order, OrderPurpose
from tradewind.ledger import Ledger, LedgerUnavailable

_log = structlog.get_logger(__name__)


class AccountTaken(Exception):
    """Another desk trades the account; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """Who wants to trade which account."""

    account: PortfolioId
    name: str
    """Unique to a process; people can find it by that."""
    place: str
    """Of several processes only one at a time is in it; empty: none such."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TenancyConfig:
    """How the right is kept."""

    lifetime: timedelta = timedelta(seconds=30)
    """After so long without a sign of its holder the account is free."""
    renew_every: timedelta = timedelta(seconds=5)
    opening_margin: timedelta = timedelta(seconds=10)
    """Nothing is opened in the last part of the lifetime: an order needs its time to leave."""

    def __post_init__(self) -> None:
        if not timedelta(0) < self.renew_every * 2 <= self.lifetime - self.opening_margin:
            raise ValueError(
                f"renew_every must be above 0 and fit twice into lifetime less opening_margin, was {self.renew_every}"
            )


class Tenancy:
    """One process' side of the right; `take`, then keep `keep` running, `leave` at the end."""

    def __init__(
        self, ledger: Ledger, tenant: Tenant, clock: Clock, config: TenancyConfig | None = None
    ) -> None:
        self._leases = ledger.account_leases
        self._tenant = tenant
        self._clock = clock
        self._config = config or TenancyConfig()
        self._lease: AccountLease | None = None
        self._good_until = float("-inf")  # monotonic seconds

    @property
    def token(self) -> int | None:
        """What the ledger must hold for an order to be sent; None while the account is not ours."""
        return None if self._lease is None else self._lease.token

    def refusal(self, order: Order) -> str | None:
        """Return why this process may not send `order`, None when it may.

        What makes a position smaller also leaves while the ledger cannot be asked.
        """
        if self._lease is None:
            return f"this process does not trade the account {self._tenant.account}"
        margin = self._config.opening_margin.total_seconds()
        is_sure = self._clock.monotonic() < self._good_until - margin
        if is_sure or (order.purpose is not OrderPurpose.OPEN and order.is_reduce_only):
            return None
        return (
            f"nobody knows whether the account {self._tenant.account} is still ours: the ledger did not say"
        )

    async def take(self) -> None:
        """Become the one who trades, or stay it; AccountTaken. LedgerUnavailable where it was not ours before."""
        if self._lease is not None:
            try:
                await self._renew()
            except LedgerUnavailable as e:
                _log.warning("account_not_renewed", account=self._tenant.account, error=str(e))
            return
        seen = await self._leases.of(self._tenant.account)
        if seen is not None and seen.is_held and not self._is_predecessor(seen):
            await self._until_silent(seen)
        asked_at = self._clock.monotonic()
        tenant = self._tenant
        taken = await self._leases.take(tenant.account, tenant.name, tenant.place, instead_of=seen)
        if taken is None:
            raise await self._taken()
        self._hold(taken, asked_at)
        _log.info("account_taken", account=tenant.account, token=taken.token)

    async def keep(self) -> None:
        """Show that this process lives, until cancelled; AccountTaken when another one trades."""
        while True:
            await asyncio.sleep(self._config.renew_every.total_seconds())
            try:
                await self._renew()
            except LedgerUnavailable as e:
                _log.warning("account_not_renewed", account=self._tenant.account, error=str(e))

    async def leave(self) -> None:
        """Let others trade the account; never fails."""
        lease, self._lease = self._lease, None
        if lease is None:
            return
        try:
            await self._leases.leave(lease)
        except LedgerUnavailable as e:
            _log.warning("account_not_left", account=lease.account, error=str(e))

    async def _renew(self) -> None:
        asked_at = self._clock.monotonic()
        if self._lease is None:
            raise await self._taken()
        if await self._leases.renew(self._lease):
            self._hold(self._lease, asked_at)
            return
        self._lease = None
        error = await self._taken()
        _log.error("account_lost", account=self._tenant.account, reason=str(error))
        raise error

    def _hold(self, lease: AccountLease, asked_at: float) -> None:
        self._lease = lease
        self._good_until = asked_at + self._config.lifetime.total_seconds()

    def _is_predecessor(self, seen: AccountLease) -> bool:
        return seen.holder == self._tenant.name or (
            bool(self._tenant.place) and seen.place == self._tenant.place
        )

    async def _until_silent(self, seen: AccountLease) -> None:
        """Return when the holder has given no sign for the whole lifetime; AccountTaken with its first sign."""
        _log.warning("account_held", account=seen.account, holder=seen.holder, since=str(seen.since))
        end = self._clock.monotonic() + self._config.lifetime.total_seconds()
        while self._clock.monotonic() < end:
            await asyncio.sleep(self._config.renew_every.total_seconds() / 2)
            found = await self._leases.of(seen.account)
            if found is None or not found.is_held:
                return
            if (found.token, found.beats) != (seen.token, seen.beats):
                raise await self._taken()

    async def _taken(self) -> AccountTaken:
        found = await self._leases.of(self._tenant.account)
        who = f"{found.holder}, since {found.since}" if found and found.is_held else "nobody any more"
        return AccountTaken(
            f"the account {self._tenant.account} is traded by {who}; stop that desk first, one account has one desk"
        )
