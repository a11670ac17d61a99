"""The message log as it grows: one reader of the stream for all clients, each with its own filter."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing

from tradewind.bus.message_log import LogEntry, LogFilter, LogLoss, MessageLog
from tradewind.domain.clock import Clock
from tradewind.telemetry.metrics import Metrics
from tradewind.web.live.frames import LogLines, log_frame
from tradewind.web.live.outbox import Outbox
from tradewind.web.schemas.redis import LogEntryView


class LogTail:
    """Reads only while somebody listens."""

    def __init__(self, log: MessageLog, clock: Clock, metrics: Metrics) -> None:
        self._log = log
        self._clock = clock
        self._metrics = metrics
        self._listeners: dict[Outbox, LogFilter] = {}
        self._has_listeners = asyncio.Event()

    def listen(self, outbox: Outbox, wanted: LogFilter) -> None:
        """Send what is added from here on and `wanted` to `outbox`; a second call changes the filter."""
        self._listeners[outbox] = wanted
        self._has_listeners.set()

    def leave(self, outbox: Outbox) -> None:
        """Send nothing more to `outbox`; harmless when it does not listen."""
        self._listeners.pop(outbox, None)
        if not self._listeners:
            self._has_listeners.clear()

    async def run(self) -> None:
        """Read while there are listeners, until cancelled."""
        while True:
            await self._has_listeners.wait()
            async with aclosing(self._log.tail()) as news:
                async for added in news:
                    if not self._listeners:
                        break
                    self._deliver(added)

    def _deliver(self, added: Sequence[LogEntry] | LogLoss) -> None:
        loss = added.reason if isinstance(added, LogLoss) else None
        entries = () if isinstance(added, LogLoss) else added
        texts = [LogEntryView.of(entry).model_dump_json() for entry in entries]
        now = self._clock.now()
        for outbox, wanted in self._listeners.items():
            admitted = tuple(
                text
                for entry, text in zip(entries, texts, strict=True)
                if wanted.admits(entry.kind, entry.source, entry.channel)
            )
            if admitted or loss:
                self._metrics.ws_frames.labels("log_entry").inc()
                outbox.put(log_frame(LogLines(entries=admitted, loss=loss), now))
