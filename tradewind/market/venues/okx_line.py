"""One address of the stream, kept connected: lost connections come back with growing pauses, announced ends are bridged."""

import asyncio
from collections.abc import Callable, Sequence

import structlog

from tradewind.domain.backoff import Backoff
from tradewind.domain.clock import Clock
from tradewind.market.budget import RequestBudget
from tradewind.market.stream_config import StreamConfig
from tradewind.market.venues.okx_frames import Feed
from tradewind.market.venues.okx_live import OkxLive
from tradewind.market.venues.okx_session import Session, SessionLost
from tradewind.market.venues.okx_subscriptions import Subscriptions

_log = structlog.get_logger(__name__)

STABLE_SECONDS = 10.0
"""A connection that lasted so long ends a series of failures."""


class Line:
    """Keeps a session running; `run` is the whole of it."""

    def __init__(
        self,
        *,
        url: str,
        feeds: Sequence[Feed],
        live: OkxLive,
        clock: Clock,
        config: StreamConfig,
        turns: RequestBudget,
        number: Callable[[], int],
        draw: Callable[[], float],
    ) -> None:
        self._url = url
        self._feeds = feeds
        self._live = live
        self._clock = clock
        self._config = config
        self._turns = turns
        self._number = number
        self._backoff = Backoff(config.first_pause, config.longest_pause, draw)
        self._sessions: list[Session] = []
        self._unreadable = 0
        self.connections = 0
        """Attempts since the start."""
        self.replacements = 0
        """Connections that the venue asked to have replaced."""
        self.last_loss: str | None = None

    @property
    def down(self) -> dict[Feed, str]:
        """The feeds that no connection brings, each with the reason."""
        if not self._sessions:
            return dict.fromkeys(self._feeds, self.last_loss or "not connected yet")
        down = [session.subscriptions.down for session in self._sessions]
        return {feed: down[-1][feed] for feed in down[-1] if all(feed in one for one in down)}

    @property
    def renewals(self) -> int:
        """Subscriptions begun again for a snapshot, on the connections that are open."""
        return sum(session.subscriptions.renewals for session in self._sessions)

    @property
    def unreadable(self) -> int:
        """Frames that were none, since the start."""
        return self._unreadable + sum(session.unreadable for session in self._sessions)

    async def run(self) -> None:
        """Stay connected until cancelled."""
        while True:
            await self._succession()
            await asyncio.sleep(self._backoff.failed())

    async def _succession(self) -> None:
        """Run a session and whoever replaces it, until one is lost without a successor."""
        async with asyncio.TaskGroup() as tasks:
            session, living = self._begin(tasks)
            while True:
                leaving = tasks.create_task(session.must_leave.wait())
                await asyncio.wait({living, leaving}, return_when=asyncio.FIRST_COMPLETED)
                leaving.cancel()
                if living.done():
                    return
                self.replacements += 1
                successor, successor_living = self._begin(tasks)
                await self._until_ready(tasks, successor, successor_living, living)
                living.cancel()
                session, living = successor, successor_living

    async def _until_ready(
        self,
        tasks: asyncio.TaskGroup,
        successor: Session,
        successor_living: asyncio.Task[None],
        living: asyncio.Task[None],
    ) -> None:
        ready = tasks.create_task(successor.is_ready.wait())
        await asyncio.wait(
            {ready, successor_living, living},
            timeout=self._config.replace_within.total_seconds(),
            return_when=asyncio.FIRST_COMPLETED,
        )
        ready.cancel()

    def _begin(self, tasks: asyncio.TaskGroup) -> tuple[Session, asyncio.Task[None]]:
        subscriptions = Subscriptions(self._feeds, self._config.ack_within, self._config.first_pause)
        session = Session(self._number(), subscriptions, self._live, self._clock, self._config)
        return session, tasks.create_task(self._live_out(session), name=f"session {session.number}")

    async def _live_out(self, session: Session) -> None:
        await self._turns.turn("connect")
        self.connections += 1
        began = self._clock.monotonic()
        self._sessions.append(session)
        try:
            await session.run(self._url)
        except SessionLost as e:
            self.last_loss = str(e)
            _log.warning("stream_lost", url=self._url, session=session.number, reason=str(e))
        finally:
            self._sessions.remove(session)
            self._unreadable += session.unreadable
            self._live.lost(session.number)
            if self._clock.monotonic() - began >= STABLE_SECONDS:
                self._backoff.succeeded()
