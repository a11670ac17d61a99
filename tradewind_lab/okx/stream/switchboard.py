"""Who listens to what: one feed for each topic, each message encoded once for all its listeners."""

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

import orjson

from tradewind_lab.clock import Clock
from tradewind_lab.faults import Faults
from tradewind_lab.market import Market
from tradewind_lab.okx.stream.channels import feed_of
from tradewind_lab.okx.stream.config import StreamConfig
from tradewind_lab.okx.stream.feed import Feed, Push
from tradewind_lab.okx.stream.mischief import FallibleFeed
from tradewind_lab.okx.stream.topic import Topic


class Listener(Protocol):
    """A client as the switchboard sees it."""

    def offer(self, text: str) -> None:
        """Take one message without waiting."""
        ...


@dataclass(slots=True, kw_only=True)
class _Line:
    topic: Topic
    feed: Feed
    due_ms: int
    listeners: dict[Listener, None] = field(default_factory=dict)  # in the order of joining


class Switchboard:
    """Opens a feed with its first listener and closes it with the last."""

    def __init__(self, market: Market, clock: Clock, config: StreamConfig, faults: Faults) -> None:
        self._market = market
        self._clock = clock
        self._config = config
        self._faults = faults
        self._lines: dict[Topic, _Line] = {}

    @property
    def symbols(self) -> tuple[str, ...]:
        """Return every swap that has topics."""
        return self._market.symbols

    @property
    def is_heard(self) -> bool:
        """Tell whether anybody listens to anything."""
        return bool(self._lines)

    def join(self, topic: Topic, listener: Listener) -> None:
        """Let a client hear a topic; it is greeted with what stands, also when it already listened."""
        now_ms = self._clock.now_ms()
        line = self._lines.get(topic)
        if line is None:
            feed = FallibleFeed(feed_of(topic, self._market, self._config), topic, self._faults)
            line = self._lines[topic] = _Line(topic=topic, feed=feed, due_ms=now_ms + feed.every_ms)
        for push in line.feed.welcome(now_ms):
            listener.offer(_encoded(topic, push))
        line.listeners[listener] = None

    def leave(self, topic: Topic, listener: Listener) -> None:
        """Let a client hear a topic no more."""
        line = self._lines.get(topic)
        if line is not None:
            line.listeners.pop(listener, None)
            if not line.listeners:
                del self._lines[topic]

    def forget(self, listener: Listener) -> None:
        """Take a client off every topic."""
        for topic in list(self._lines):
            self.leave(topic, listener)

    async def run(self) -> None:
        """Speak on every topic at its own beat until cancelled."""
        loop = asyncio.get_running_loop()
        beat = loop.time()
        while True:
            beat = max(beat + self._config.pulse_ms / 1000, loop.time())
            await asyncio.sleep(beat - loop.time())
            self.pulse(self._clock.now_ms())

    def pulse(self, now_ms: int) -> None:
        """Speak on the topics that are due, or nearer to this pulse than to the next."""
        soon_ms = now_ms + self._config.pulse_ms // 2
        for line in self._lines.values():
            if line.due_ms > soon_ms:
                continue
            line.due_ms = max(line.due_ms + line.feed.every_ms, now_ms + 1)
            for push in line.feed.pushes(now_ms):
                text = _encoded(line.topic, push)
                for listener in line.listeners:
                    listener.offer(text)


def _encoded(topic: Topic, push: Push) -> str:
    action = {} if push.action is None else {"action": push.action}
    return orjson.dumps({"arg": topic.arg, **action, "data": push.rows}).decode()
