"""A venue that is away or refuses the key: openings stop, questions get rarer, and trading waits for an agreement."""

from datetime import timedelta

from tradewind.orders.alerts import AlertKind, Alerts
from tradewind.orders.blocks import BlockCause, OpeningBlocks
from tradewind.orders.config import ReconciliationConfig

TOLERATED = 1
"""Failures in a row that are no outage yet."""


class Outage:
    """Counts failures in a row; one success in between is a probe, the end is an agreement."""

    def __init__(self, blocks: OpeningBlocks, alerts: Alerts, config: ReconciliationConfig) -> None:
        self._blocks = blocks
        self._alerts = alerts
        self._config = config
        self._failures = 0
        self._is_told = False

    @property
    def is_away(self) -> bool:
        """True while nothing opens because of the venue."""
        return self._failures > TOLERATED

    @property
    def pause(self) -> timedelta | None:
        """How long to wait before the next question; None: no failure, the usual cadence."""
        if not self._failures:
            return None
        return min(self._config.first_pause * 2.0 ** min(self._failures - 1, 30), self._config.longest_pause)

    async def failed(self, reason: str) -> None:
        """Count a failure; from the second on nothing opens."""
        self._failures += 1
        if self.is_away:
            await self._tell(BlockCause.VENUE, AlertKind.VENUE_AWAY, f"the venue does not answer: {reason}")

    async def key_refused(self, reason: str) -> None:
        """Nothing opens, and the venue is asked rarely: only a person can mend this."""
        self._failures = max(self._failures + 1, 8)
        await self._tell(BlockCause.KEY, AlertKind.KEY_REFUSED, f"the venue does not take the key: {reason}")

    async def over(self) -> None:
        """The venue answered and both agree."""
        self._failures = 0
        self._blocks.lift(BlockCause.VENUE)
        self._blocks.lift(BlockCause.KEY)
        if self._is_told:
            self._is_told = False
            await self._alerts.tell(AlertKind.VENUE_BACK, "the venue is back, and desk and venue agree")

    async def _tell(self, cause: BlockCause, kind: AlertKind, reason: str) -> None:
        if self._blocks.put(cause, reason) and not self._is_told:
            self._is_told = True
            await self._alerts.tell(kind, reason)
