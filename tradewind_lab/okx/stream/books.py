"""The books of a swap: whole once and then what changed, or only its top."""

from tradewind_lab.ladder import MAX_DEPTH, SLOT_MS, Rungs
from tradewind_lab.market import Market
from tradewind_lab.okx.prices import level_row
from tradewind_lab.okx.query import Rows
from tradewind_lab.okx.stream.config import StreamConfig
from tradewind_lab.okx.stream.feed import Push
from tradewind_lab.okx.wire import Json, number
from tradewind_lab.quotes import Level

_FIRST = -1  # the prevSeqId of a snapshot


class BookView:
    """A swap's book as OKX writes it."""

    def __init__(self, market: Market, symbol: str) -> None:
        self._market = market
        self._instrument = market.instrument(symbol)

    def rungs(self, now_ms: int, depth: int) -> tuple[Rungs, Rungs]:
        """Return bids and asks in ticks and lots."""
        return self._market.rungs(self._instrument.symbol, now_ms, depth)

    def rows(self, rungs: Rungs) -> Json:
        """Return levels as rows; a level of no lots is one that is gone."""
        return [self._row(ticks, lots) for ticks, lots in rungs]

    def top(self, now_ms: int, depth: int) -> Rows:
        """Return the first levels of both sides: books5 and bbo-tbt."""
        bids, asks = self.rungs(now_ms, depth)
        return [
            {
                "asks": self.rows(asks),
                "bids": self.rows(bids),
                "instId": self._instrument.symbol,
                "ts": str(now_ms),
                "seqId": now_ms // SLOT_MS,
            }
        ]

    def _row(self, ticks: int, lots: int) -> list[str]:
        instrument = self._instrument
        if not lots:
            return [number(instrument.price(ticks)), "0", "0", "0"]
        return level_row(Level(instrument.price(ticks), lots * instrument.lot_size))


class BookFeed:
    """400 levels a side: a snapshot for each new listener, then changes whose seqId follows prevSeqId."""

    def __init__(self, view: BookView, config: StreamConfig) -> None:
        self._view = view
        self._config = config
        self.every_ms = config.book_ms
        self._bids: Rungs = []
        self._asks: Rungs = []
        self._sequence = 0
        self._behind = 0  # how far a reset has thrown the sequence back
        self._said_ms = 0

    def welcome(self, now_ms: int) -> list[Push]:
        """Return the book as the other listeners have it."""
        if not self._sequence:
            self._bids, self._asks = self._view.rungs(now_ms, MAX_DEPTH)
            self._sequence = self._next(now_ms)
            self._said_ms = now_ms
        return [self._push("snapshot", self._bids, self._asks, _FIRST, now_ms)]

    def pushes(self, now_ms: int) -> list[Push]:
        """Return what changed since the last message, or that nothing did for a heartbeat."""
        bids, asks = self._view.rungs(now_ms, MAX_DEPTH)
        changes = _changes(self._bids, bids), _changes(self._asks, asks)
        if not any(changes):
            return self.heartbeat(now_ms)
        self._bids, self._asks = bids, asks
        previous, self._sequence = self._sequence, self._next(now_ms)
        self._said_ms = now_ms
        return [self._push("update", *changes, previous, now_ms)]

    def heartbeat(self, now_ms: int) -> list[Push]:
        """Return the message of a book that stands still, once the time for it has come."""
        if now_ms - self._said_ms < self._config.heartbeat_ms:
            return []
        self._said_ms = now_ms
        return [self._push("update", [], [], self._sequence, now_ms)]

    def reset(self, now_ms: int) -> list[Push]:
        """Return a change whose seqId lies below its prevSeqId, as after maintenance."""
        self._throw_back()
        return self.pushes(now_ms)

    def restart(self, now_ms: int) -> list[Push]:
        """Return a fresh snapshot with a low seqId, as after maintenance."""
        self._throw_back()
        self._sequence = 0
        return self.welcome(now_ms)

    def _throw_back(self) -> None:
        self._behind += self._sequence // 2

    def _next(self, now_ms: int) -> int:
        following = now_ms // SLOT_MS - self._behind
        return following if following != self._sequence else following + 1

    def _push(self, action: str, bids: Rungs, asks: Rungs, previous: int, now_ms: int) -> Push:
        row: dict[str, Json] = {
            "asks": self._view.rows(asks),
            "bids": self._view.rows(bids),
            "ts": str(now_ms),
            "checksum": 0,  # the venue computes none any longer
            "prevSeqId": previous,
            "seqId": self._sequence,
        }
        return Push(rows=[row], action=action)


def _changes(before: Rungs, after: Rungs) -> Rungs:
    """Return the levels that differ, in the order of the newer side, then those that are gone."""
    known, kept = dict(before), dict(after)
    changed = [(ticks, lots) for ticks, lots in after if known.get(ticks) != lots]
    return changed + [(ticks, 0) for ticks, _ in before if ticks not in kept]
