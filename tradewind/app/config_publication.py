"""Shows the settings in force on the bus, one key for each file; nothing secret is among them."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import msgspec
import structlog

from tradewind.bus.cache import Batch, BusUnavailable, Cache
from tradewind.bus.keys import CONFIG, Source
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.projections import ConfigSection
from tradewind.settings import Settings
from tradewind.settings.reload import SettingsWatch
from tradewind.telemetry.redaction import Redaction

RENEW_EVERY = timedelta(minutes=1)
"""Long before the keys expire, so that a server that lost them has them again soon."""
SOURCE = "settings"

_log = structlog.get_logger(__name__)


class ConfigPublication:
    """The sections of the desk's settings, renewed; `run` is the whole of it."""

    def __init__(
        self, cache: Cache, clock: Clock, watch: SettingsWatch, renew_every: timedelta = RENEW_EVERY
    ) -> None:
        self._cache = cache
        self._clock = clock
        self._watch = watch
        self._renew_seconds = renew_every.total_seconds()

    async def run(self) -> None:
        """Write every section at once, when it changes, and again and again, until cancelled."""
        while True:
            settings = self._watch.settings
            batch = Batch(Source.TRADER_BOT)
            for name, section in sections(settings, self._clock.now()).items():
                batch.put(CONFIG[name], section)
            try:
                await self._cache.write(batch)
            except BusUnavailable as e:
                _log.warning("settings_not_published", reason=str(e))
            with suppress(TimeoutError):
                async with asyncio.timeout(self._renew_seconds):
                    await self._watch.beyond(settings)


def sections(settings: Settings, now: Instant) -> dict[str, ConfigSection]:
    """Return each file's values by their keys, with the stamp; what looks like a secret is replaced."""
    redaction = Redaction(settings.secrets)
    files = {"app": settings.app, "trading": settings.trading, "logging": settings.logging}
    stamp: ConfigSection = {"source": SOURCE, "exchange_time": None, "timestamp": now}
    return {
        name: {key: redaction.value(key, value) for key, value in msgspec.to_builtins(file).items()} | stamp
        for name, file in files.items()
    }
