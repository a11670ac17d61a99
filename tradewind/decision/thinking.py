"""What a model has said so far, told while it is still writing: the latest wins, at a bounded rate, and any may be lost."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import structlog

from tradewind.bus.cache import Batch, BusUnavailable, Cache
from tradewind.bus.keys import DECISION_STREAM, Source
from tradewind.bus.messages import ThinkingNotice
from tradewind.decision.answer_text import storable
from tradewind.domain.clock import Clock, Instant

TELL_EVERY = timedelta(milliseconds=125)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thought:
    """The last of what a model has said to one question so far."""

    model: str
    started_at: Instant
    reasoning: str
    answer: str
    is_over: bool
    """It says no more."""


class Audience(Protocol):
    """Whom a model's thinking is told to."""

    def hear(self, thought: Thought) -> None:
        """Take what replaces the thought before; never waits."""
        ...


class Broadcast:
    """Tells everybody on the bus while `run` runs; a bus that does not answer is not waited for."""

    def __init__(self, cache: Cache, clock: Clock, every: timedelta = TELL_EVERY) -> None:
        self._cache = cache
        self._clock = clock
        self._every_seconds = every.total_seconds()
        self._newest: Thought | None = None
        self._stirred = asyncio.Event()
        self._seq = 0

    def hear(self, thought: Thought) -> None:
        """Keep the newest thought to be told next."""
        self._newest = thought
        self._stirred.set()

    async def run(self) -> None:
        """Tell what is new, until cancelled."""
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            if self._newest is not None:
                await self._tell(self._newest)
            await asyncio.sleep(self._every_seconds)

    async def _tell(self, thought: Thought) -> None:
        self._seq += 1
        notice = ThinkingNotice(
            model=thought.model,
            started_at=thought.started_at,
            seq=self._seq,
            reasoning=storable(thought.reasoning),
            answer=storable(thought.answer),
            is_over=thought.is_over,
            timestamp=self._clock.now(),
        )
        batch = Batch(Source.TRADER_BOT)
        if thought.is_over:
            batch.publish(DECISION_STREAM, notice, summary=f"{thought.model} has said all")
        else:
            batch.whisper(DECISION_STREAM, notice)
        try:
            await self._cache.write(batch)
        except BusUnavailable as e:
            _log.warning("thought_lost", seq=self._seq, error=str(e))
