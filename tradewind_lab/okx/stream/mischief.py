"""Feeds that fail on demand: what a rule in force does to the messages of a topic."""

from typing import Final

from tradewind_lab.faults import FaultKind, Faults
from tradewind_lab.okx.stream.books import BookFeed
from tradewind_lab.okx.stream.candles import CandleFeed
from tradewind_lab.okx.stream.feed import Feed, Push
from tradewind_lab.okx.stream.spoiling import PRICE_KINDS, dated, mispriced
from tradewind_lab.okx.stream.topic import Topic

_BOOK_KINDS: Final = frozenset({FaultKind.STILL, FaultKind.RESET, FaultKind.RESTART})
_CANDLE_KINDS: Final = frozenset({FaultKind.DUPLICATE, FaultKind.REVISED, FaultKind.DISORDERED})


class FallibleFeed:
    """A feed whose messages are what the feed within says, unless a rule for its topic is in force.

    A rule is counted once for each message that it spoils.
    """

    def __init__(self, feed: Feed, topic: Topic, faults: Faults) -> None:
        self._feed = feed
        self._topic = topic
        self._faults = faults
        self._frozen_ms: int | None = None
        self.every_ms = feed.every_ms

    def welcome(self, now_ms: int) -> list[Push]:
        """Return the feed's own welcome, as it is."""
        return self._feed.welcome(now_ms)

    def pushes(self, now_ms: int) -> list[Push]:
        """Return what the listeners hear."""
        match self._feed:
            case BookFeed():
                pushes = self._book(self._feed, now_ms)
            case CandleFeed():
                pushes = self._candles(self._feed, now_ms)
            case _:
                pushes = self._feed.pushes(now_ms)
        return [self._dated(self._priced(push), now_ms) for push in pushes]

    def _book(self, feed: BookFeed, now_ms: int) -> list[Push]:
        match self._take(_BOOK_KINDS):
            case FaultKind.STILL:
                return feed.heartbeat(now_ms)
            case FaultKind.RESET:
                return feed.reset(now_ms)
            case FaultKind.RESTART:
                return feed.restart(now_ms)
        pushes = feed.pushes(now_ms)
        return [] if pushes and self._take({FaultKind.GAP}) else pushes

    def _candles(self, feed: CandleFeed, now_ms: int) -> list[Push]:
        pushes = feed.pushes(now_ms)
        match self._take(_CANDLE_KINDS) if pushes else None:
            case FaultKind.DUPLICATE:
                return [*pushes, *pushes]
            case FaultKind.REVISED:
                return [*pushes, feed.revision(now_ms)]
            case FaultKind.DISORDERED:
                return [*pushes, feed.last_closed(now_ms)]
        return pushes

    def _priced(self, push: Push) -> Push:
        kind = self._take(PRICE_KINDS)
        return mispriced(push, kind) if kind else push

    def _dated(self, push: Push, now_ms: int) -> Push:
        if self._take({FaultKind.FREEZE}) is None:
            self._frozen_ms = None
            return push
        if self._frozen_ms is None:
            self._frozen_ms = now_ms
        return dated(push, self._frozen_ms)

    def _take(self, kinds: frozenset[FaultKind] | set[FaultKind]) -> FaultKind | None:
        rule = self._faults.take_stream(kinds, channel=self._topic.channel, symbol=self._topic.about)
        return rule.kind if rule else None
