"""The watchlist: a file of the home once a person has chosen, that of the settings until then; told on the bus.

It lies beside the settings, not in them: a star on the dashboard is nothing to review, and a file that people write by
hand stays as they wrote it.
"""

import asyncio
import os
from datetime import timedelta
from pathlib import Path

import msgspec
import structlog

from tradewind.bus.cache import Batch, BusUnavailable, Cache
from tradewind.bus.keys import SCANNER_UPDATE, WATCHLIST, Source
from tradewind.bus.messages import ScannerNotice
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.technical import Watchlist
from tradewind.domain.watchlist import ChosenWatchlist

NAME = "watchlist.json"
PART = "watchlist"
RENEW_EVERY = timedelta(minutes=1)
"""Long before the key expires, so that a server that lost it has it again soon."""

_log = structlog.get_logger(__name__)


class _Lines(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    symbols: tuple[str, ...]
    changed_at: str


class KeptWatchlist:
    """The watchlist of one home; `run` tells it on the bus."""

    def __init__(self, home: Path, cache: Cache, clock: Clock, default: Watchlist) -> None:
        self._path = home / NAME
        self._cache = cache
        self._clock = clock
        self._turn = asyncio.Lock()
        self._chosen = _read(self._path) or ChosenWatchlist(symbols=default, changed_at=None)

    def current(self) -> ChosenWatchlist:
        """Return the watchlist in force."""
        return self._chosen

    async def replace(self, symbols: Watchlist) -> ChosenWatchlist:
        """Keep another one and tell it; OSError where it cannot be kept, then the old one stays in force."""
        async with self._turn:
            chosen = ChosenWatchlist(symbols=symbols, changed_at=self._clock.now())
            await asyncio.to_thread(_write, self._path, chosen)
            self._chosen = chosen
        await self._tell(is_news=True)
        return chosen

    async def run(self) -> None:
        """Write it to the cache again and again, until cancelled."""
        while True:
            await self._tell(is_news=False)
            await asyncio.sleep(RENEW_EVERY.total_seconds())

    async def _tell(self, *, is_news: bool) -> None:
        batch = Batch(Source.TRADER_BOT)
        batch.put(WATCHLIST, self._chosen.symbols)
        if is_news:
            notice = ScannerNotice(part=PART, timestamp=self._clock.now())
            batch.publish(SCANNER_UPDATE, notice, "the watchlist changed")
        try:
            await self._cache.write(batch)
        except BusUnavailable as e:
            _log.warning("watchlist_not_published", reason=str(e))


def _read(path: Path) -> ChosenWatchlist | None:
    try:
        lines = msgspec.json.decode(path.read_bytes(), type=_Lines)
        changed_at = Instant.parse(lines.changed_at)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as e:
        _log.error("watchlist_unreadable", file=str(path), error=str(e), used_instead="that of the settings")
        return None
    return ChosenWatchlist(symbols=tuple(Symbol(name) for name in lines.symbols), changed_at=changed_at)


def _write(path: Path, chosen: ChosenWatchlist) -> None:
    """Replace the file in one step, so that no reader sees half of it."""
    lines = _Lines(symbols=chosen.symbols, changed_at=str(chosen.changed_at))
    draft = path.with_name(f"{NAME}.{os.getpid()}")
    draft.write_bytes(msgspec.json.format(msgspec.json.encode(lines), indent=2) + b"\n")
    draft.chmod(0o600)
    draft.replace(path)
