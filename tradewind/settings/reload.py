"""Settings that change while the desk runs: files are read again, judged whole, and taken over as one value.

What cannot be read, or does not go together, changes nothing; the error stays visible until the files are right.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import structlog

from tradewind.domain.clock import Clock
from tradewind.domain.settings_state import SettingsState
from tradewind.settings.acceptance import NAME, Acceptance, acceptance_of, digest_of, use_up
from tradewind.settings.changes import FILES, Change, differing, taken_over
from tradewind.settings.process import Settings
from tradewind.settings.source import SettingsRefused

LOOK_EVERY = timedelta(seconds=1)
Looks = tuple[tuple[int, int, int] | None, ...]
"""Of each file: time of its last change in ns, size, inode; None: there is none."""

_log = structlog.get_logger(__name__)


class SettingsWatch:
    """The settings in force; `run` keeps them in step with the files of HOME/config.

    A file counts once it has stood unchanged for one look, so that one that is still being written is not read.
    """

    def __init__(
        self,
        settings: Settings,
        read: Callable[[], Settings],
        clock: Clock,
        look_every: timedelta = LOOK_EVERY,
    ) -> None:
        self._settings = settings
        self._read = read
        self._clock = clock
        self._look_seconds = look_every.total_seconds()
        self._home = settings.launch.home
        self._state = SettingsState(version=settings.version, in_force_since=clock.now())
        self._swapped = asyncio.Event()
        self._turn = asyncio.Lock()
        self._seen: Looks | None = None
        self._judged: Looks | None = None  # None: not since the start
        self._owned = tuple(file for file in self._files() if file.exists())

    @property
    def settings(self) -> Settings:
        """What is in force: one value, replaced as a whole."""
        return self._settings

    @property
    def state(self) -> SettingsState:
        """How they stand beside the files."""
        return self._state

    async def beyond(self, known: Settings) -> Settings:
        """Wait until other settings than `known` are in force and return them."""
        while self._settings is known:
            await self._swapped.wait()
        return self._settings

    async def run(self) -> None:
        """Look at the files again and again, until cancelled."""
        while True:
            await asyncio.sleep(self._look_seconds)
            await self.look()

    async def look(self) -> None:
        """Look once: files that have come to rest since the last look are read and taken over, or refused."""
        async with self._turn:
            await self._look()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        """Leave the files alone while the block writes them whole; what it wrote is taken over before the block ends."""
        async with self._turn:
            before = self._looks()
            yield
            after = self._looks()
            seen = self._seen or before
            self._seen = tuple(
                now if now != was else known for was, now, known in zip(before, after, seen, strict=True)
            )
            await self._look()

    async def _look(self) -> None:
        looks = self._looks()
        is_at_rest, self._seen = looks == self._seen, looks
        if not is_at_rest or looks == self._judged:
            return
        try:
            self._refuse_removed(looks)
            read, digest = await asyncio.to_thread(self._read_all)
            if self._looks() != looks:
                return
            acceptance = acceptance_of(self._home, digest)
            change = taken_over(self._settings, read, is_accepted=acceptance is not None)
            self._take(change, digest, acceptance)
        except SettingsRefused as e:
            self._refuse(str(e))
        except OSError as e:
            self._refuse(f"{e.filename}: {e.strerror}")
        self._judged = self._seen = self._looks()

    def _read_all(self) -> tuple[Settings, str | None]:
        return self._read(), digest_of(self._home)

    def _refuse_removed(self, looks: Looks) -> None:
        for file, look in zip(self._files(), looks, strict=False):
            if look is None and file in self._owned:
                raise SettingsRefused(
                    f"{file}: was removed; put it back, or start the desk again to run on the shipped values"
                )

    def _refuse(self, error: str) -> None:
        if error != self._state.error:
            _log.error("settings_refused", error=error, version=self._state.version)
        self._state = replace(self._state, error=error)

    def _take(self, change: Change, digest: str | None, acceptance: Acceptance | None) -> None:
        keys = tuple(differing(self._settings, change.settings))
        now = self._clock.now()
        state = SettingsState(
            version=change.settings.version,
            in_force_since=now if keys else self._state.in_force_since,
            waiting=change.waiting,
            waiting_sha256=digest if change.waiting else None,
            needs_restart=change.needs_restart,
        )
        use_up(self._home)  # first: what cannot be used up would count again
        if acceptance is not None:
            _log.warning("limits_accepted", by=acceptance.by, sha256=acceptance.sha256)
        if keys:
            _log.warning("settings_taken_over", keys=keys, version=state.version)
        if state.waiting and state.waiting != self._state.waiting:
            _log.warning("settings_wait", waiting=state.waiting, accept="tradewind config accept")
        if state.needs_restart and state.needs_restart != self._state.needs_restart:
            _log.warning("settings_need_a_restart", keys=state.needs_restart)
        self._owned = tuple(file for file in self._files() if file.exists())
        self._state = state
        if keys:
            self._settings = change.settings
            self._swapped.set()
            self._swapped = asyncio.Event()

    def _files(self) -> tuple[Path, ...]:
        return tuple(self._home / "config" / f"{name}.yaml" for name in FILES)

    def _looks(self) -> Looks:
        return tuple(_look(path) for path in (*self._files(), self._home / NAME))


def _look(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
