"""What a person must hear of: logged, counted, and told over the bus where there is one."""

from enum import StrEnum

import structlog

from tradewind.bus.cache import Batch, BusUnavailable, Cache
from tradewind.bus.keys import SYSTEM_UPDATE, Source
from tradewind.bus.messages import SystemNotice
from tradewind.domain.clock import Clock
from tradewind.telemetry.metrics import Metrics

_log = structlog.get_logger(__name__)


class AlertKind(StrEnum):
    """What happened."""

    UNPROTECTED = "unprotected"
    PROTECTION_RESTORED = "protection_restored"
    EMERGENCY_CLOSE = "emergency_close"
    EXTERNAL = "external"
    MISMATCH = "mismatch"
    BALANCE = "balance"
    LIQUIDATION = "liquidation"
    VENUE_AWAY = "venue_away"
    VENUE_BACK = "venue_back"
    KEY_REFUSED = "key_refused"
    DEAD_MAN = "dead_man"
    FORECAST_EXCEEDED = "forecast_exceeded"
    """A position lost more than its decision had forecast."""


class Alerts:
    """Tells people; never fails."""

    def __init__(self, cache: Cache, clock: Clock, metrics: Metrics) -> None:
        self._cache = cache
        self._clock = clock
        self._metrics = metrics

    async def tell(self, kind: AlertKind, summary: str) -> None:
        """Raise one alert."""
        _log.error("order_alert", kind=kind, summary=summary)
        self._metrics.order_alerts.labels(kind=kind.value).inc()
        batch = Batch(Source.TRADER_BOT)
        batch.publish(
            SYSTEM_UPDATE, SystemNotice(summary=summary, timestamp=self._clock.now()), summary=summary
        )
        try:
            await self._cache.write(batch)
        except BusUnavailable as e:
            _log.warning("alert_not_published", kind=kind, error=str(e))
