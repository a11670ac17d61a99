"""One WebSocket connection to OKX from its opening to its end: subscribes, listens, and notices its own death."""

import asyncio
from datetime import timedelta
from typing import Protocol

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tradewind.domain.clock import Clock
from tradewind.market.failures import Unusable
from tradewind.market.stream_config import StreamConfig
from tradewind.market.venues.okx_frames import PING, Acknowledged, Declined, Notice, Push, read_frame
from tradewind.market.venues.okx_subscriptions import Subscriptions

_log = structlog.get_logger(__name__)

LEAVE_SOON = "64008"
"""The venue closes this connection within a minute: https://www.okx.com/docs-v5/en/#overview-websocket-notification"""
TICK_SECONDS = 0.1
LARGEST_FRAME = 8 * 2**20
FRAMES_AT_ONCE = 32
"""Frames that are taken before others may run: who reads a flood to its end writes nothing of it meanwhile."""


class SessionLost(ConnectionError):
    """The connection is gone, or never was; the message says why."""


class Sink(Protocol):
    """Who takes the pushes."""

    def take(self, push: Push, session: int) -> bool:
        """Take a push; False when its feed must be begun again for a snapshot."""
        ...


class Session:
    """A connection; `run` is its whole life."""

    def __init__(
        self, number: int, subscriptions: Subscriptions, sink: Sink, clock: Clock, config: StreamConfig
    ) -> None:
        self.number = number
        self.subscriptions = subscriptions
        self.unreadable = 0
        """Frames that were none."""
        self.is_ready = asyncio.Event()
        """Everything was confirmed once."""
        self.must_leave = asyncio.Event()
        """The venue asked for another connection instead of this one."""
        self._sink = sink
        self._clock = clock
        self._config = config
        self._heard_at = 0.0
        self._pinged_at = 0.0

    async def run(self, url: str) -> None:
        """Connect and listen until the connection ends, which is a SessionLost."""
        connection = await self._open(url)
        self._heard_at = self._pinged_at = self._clock.monotonic()
        reason = ""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._listen(connection), name="listens")
                tasks.create_task(self._keep(connection), name="keeps alive")
        except* (WebSocketException, OSError, TimeoutError) as group:
            reason = "; ".join(f"{type(e).__name__}: {e}" for e in group.exceptions)
        finally:
            connection.transport.abort()
        raise SessionLost(reason)

    async def _open(self, url: str) -> ClientConnection:
        try:
            async with asyncio.timeout(self._config.connect_timeout.total_seconds()):
                return await connect(
                    url, compression=None, open_timeout=None, ping_interval=None, max_size=LARGEST_FRAME
                )
        except (WebSocketException, OSError, TimeoutError) as e:
            raise SessionLost(f"no connection to {url}: {type(e).__name__}: {e}") from e

    async def _listen(self, connection: ClientConnection) -> None:
        while True:
            for _ in range(FRAMES_AT_ONCE):
                try:
                    text = await connection.recv()
                except ConnectionClosed as e:
                    raise SessionLost(f"closed: {e}") from e
                self._heard_at = self._clock.monotonic()
                self._take(text)
            await asyncio.sleep(0)  # a frame that has come already is handed out without a turn of the loop

    def _take(self, text: str | bytes) -> None:
        try:
            frame = read_frame(text)
        except Unusable as e:
            self.unreadable += 1
            _log.warning("frame_unreadable", reason=str(e))
            return
        match frame:
            case Push():
                if not self._sink.take(frame, self.number):
                    self.subscriptions.renew(frame.feed, self._heard_at)
            case Acknowledged():
                self.subscriptions.acknowledged(frame)
                if not self.subscriptions.down:
                    self.is_ready.set()
            case Declined():
                feed = self.subscriptions.declined(frame, self._heard_at)
                _log.warning("subscription_refused", feed=str(feed), reason=frame.reason)
            case Notice(code=code, text=said):
                _log.info("venue_notice", code=code, text=said)
                if code == LEAVE_SOON:
                    self.must_leave.set()
            case None:
                pass

    async def _keep(self, connection: ClientConnection) -> None:
        while True:
            now = self._clock.monotonic()
            silence = timedelta(seconds=now - self._heard_at)
            if silence >= self._config.dead_after:
                raise SessionLost(f"nothing was heard for {silence.total_seconds():.1f} s")
            if (
                silence >= self._config.ping_after
                and now - self._pinged_at >= self._config.ping_after.total_seconds()
            ):
                self._pinged_at = now
                await self._send(connection, PING)
            for text in self.subscriptions.due(now):
                await self._send(connection, text)
            await asyncio.sleep(TICK_SECONDS)

    async def _send(self, connection: ClientConnection, text: str) -> None:
        async with asyncio.timeout(self._config.connect_timeout.total_seconds()):
            await connection.send(text)
