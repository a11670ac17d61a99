"""What the stream of OKX says about every symbol at this moment; no I/O.

Sessions are numbered: while one connection replaces another, both push, and the later one is believed where they would
contradict each other. Moments are monotonic seconds.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import structlog

from tradewind.domain.candle import CandleWindow, Timeframe
from tradewind.domain.clock import Clock
from tradewind.domain.instrument import InstrumentRules, Symbol
from tradewind.market.book import BookOutcome, BookState
from tradewind.market.failures import Unusable
from tradewind.market.live_instrument import LiveInstrument, LiveValue
from tradewind.market.price_band import PriceBand
from tradewind.market.schedule import Datum, Fetch
from tradewind.market.stream_config import StreamConfig
from tradewind.market.venues import okx_pushes
from tradewind.market.venues.okx_answers import VENUE
from tradewind.market.venues.okx_frames import Feed, Push, StreamChannel

_log = structlog.get_logger(__name__)

CANDLES = {
    StreamChannel.CANDLES_1M: Timeframe.M1,
    StreamChannel.CANDLES_15M: Timeframe.M15,
    StreamChannel.CANDLES_1H: Timeframe.H1,
}
DATUMS = {
    StreamChannel.TICKERS: Datum.TICKER,
    StreamChannel.BOOKS: Datum.ORDER_BOOK,
    StreamChannel.FUNDING: Datum.FUNDING,
    StreamChannel.CANDLES_1M: Datum.CANDLES_1M,
    StreamChannel.CANDLES_15M: Datum.CANDLES_15M,
    StreamChannel.CANDLES_1H: Datum.CANDLES_1H,
}
"""What a channel brings to the cache; trades and mark prices bring nothing by themselves."""
SILENCE_LIMITS = {
    Datum.TICKER: timedelta(seconds=10),
    Datum.ORDER_BOOK: timedelta(seconds=10),
    Datum.FUNDING: timedelta(minutes=3),
    Datum.CANDLES_1M: timedelta(seconds=20),
    Datum.CANDLES_15M: timedelta(seconds=20),
    Datum.CANDLES_1H: timedelta(seconds=20),
}
"""How long a feed may say nothing before its datum is asked for again; funding is pushed every 30 to 90 s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropCount:
    """How often pushes of a feed were dropped since the start because they made no sense."""

    feed: Feed
    count: int


@lru_cache(maxsize=1024)
def _fetch(symbol: Symbol, datum: Datum) -> Fetch:
    return Fetch(symbol=symbol, datum=datum)


class OkxLive:
    """Takes pushes, gives values."""

    def __init__(self, symbols: Sequence[Symbol], clock: Clock, config: StreamConfig) -> None:
        self._clock = clock
        self._heard: dict[Feed, tuple[int, float]] = {}
        self._dropped: Counter[Feed] = Counter()
        self.instruments: Mapping[Symbol, LiveInstrument] = {
            symbol: LiveInstrument(
                symbol,
                VENUE,
                PriceBand(config.outlier_band, config.mark_lives, config.outlier_patience),
            )
            for symbol in symbols
        }
        self.changed: set[Fetch] = set()
        """What differs from what was last taken to the cache."""
        self.price_changed = asyncio.Event()
        """A ticker is among what changed."""

    @property
    def drops(self) -> tuple[DropCount, ...]:
        """What was dropped so far."""
        return tuple(DropCount(feed=feed, count=count) for feed, count in self._dropped.items())

    def take(self, push: Push, session: int) -> bool:
        """Take what `session` pushed; False when the feed must be begun again for a snapshot. Never raises."""
        instrument = self.instruments.get(push.feed.symbol)
        owner, _ = self._heard.get(push.feed, (session, 0.0))
        if instrument is None or (push.feed.channel is StreamChannel.BOOKS and session < owner):
            return True
        try:
            return self._read(push, instrument, max(session, owner))
        except Unusable as e:
            self._dropped[push.feed] += 1
            _log.warning("push_dropped", feed=str(push.feed), reason=str(e))
            return self._after_drop(push.feed.channel, instrument, str(e))

    def lost(self, session: int) -> None:
        """Forget what only `session` brought: its connection is gone."""
        for feed in [feed for feed, (owner, _) in self._heard.items() if owner == session]:
            del self._heard[feed]
            instrument = self.instruments[feed.symbol]
            if feed.channel is StreamChannel.BOOKS:
                instrument.book.invalidate("the connection was lost")
            elif feed.channel is StreamChannel.TRADES:
                instrument.compactor.interrupted()

    def value(self, fetch: Fetch) -> LiveValue | None:
        """Return what the stream says; None when it says nothing that may be used, or has been silent for too long."""
        if not self._is_heard(fetch):
            return None
        return self.instruments[fetch.symbol].value(fetch.datum)

    def streamed(self) -> Iterator[Fetch]:
        """Yield everything that need not be asked for at this moment."""
        for symbol in self.instruments:
            for datum in SILENCE_LIMITS:
                fetch = Fetch(symbol=symbol, datum=datum)
                if self.value(fetch) is not None:
                    yield fetch

    def asked(self, value: object) -> None:
        """Learn from an answer to a request: rules, and the candles that fill a gap."""
        match value:
            case InstrumentRules() if value.symbol in self.instruments:
                self.instruments[value.symbol].take_rules(value)
            case CandleWindow() if value.symbol in self.instruments:
                self.instruments[value.symbol].seed(value)
            case _:
                pass

    def _read(self, push: Push, instrument: LiveInstrument, session: int) -> bool:
        received, at = self._clock.now(), self._clock.monotonic()
        match push.feed.channel:
            case StreamChannel.BOOKS:
                return self._read_book(push, instrument, session)
            case StreamChannel.TICKERS:
                is_news = instrument.take_ticker(okx_pushes.ticker(push, received), at)
            case StreamChannel.FUNDING:
                is_news = instrument.take_funding(okx_pushes.funding(push, received))
            case StreamChannel.MARK:
                is_news = instrument.take_mark(okx_pushes.mark_price(push), at)
            case StreamChannel.TRADES:
                is_news = self._read_trades(push, instrument)
            case channel:
                is_news = True
                for row, is_closed in okx_pushes.candles(push):
                    instrument.take_candle(CANDLES[channel], row, received, is_closed=is_closed, at=at)
        if is_news:
            self._heard_from(push.feed, session)
        return True

    def _read_book(self, push: Push, instrument: LiveInstrument, session: int) -> bool:
        change = okx_pushes.book_change(push)
        outcome = instrument.take_book(change, self._clock.now(), self._clock.monotonic())
        if outcome is BookOutcome.IGNORED:
            return instrument.book.state is not BookState.INVALID
        self._heard_from(push.feed, session)
        if outcome is BookOutcome.BROKEN:
            _log.warning("book_invalid", symbol=instrument.symbol, reason=instrument.book.fault)
        return outcome is BookOutcome.APPLIED

    def _read_trades(self, push: Push, instrument: LiveInstrument) -> bool:
        if instrument.contract_value is None:
            return False
        trades = okx_pushes.trades(push, instrument.contract_value)
        instrument.take_trades(trades, self._clock.now(), self._clock.monotonic())
        self.changed.add(Fetch(symbol=push.feed.symbol, datum=Datum.CANDLES_1M))
        return True

    def _heard_from(self, feed: Feed, session: int) -> None:
        self._heard[feed] = (session, self._clock.monotonic())
        datum = DATUMS.get(feed.channel)
        if datum is not None:
            self.changed.add(_fetch(feed.symbol, datum))
        if datum is Datum.TICKER:
            self.price_changed.set()

    def _after_drop(self, channel: StreamChannel, instrument: LiveInstrument, reason: str) -> bool:
        if channel is StreamChannel.TRADES:
            instrument.compactor.interrupted()
        if channel is StreamChannel.BOOKS:
            instrument.book.invalidate(reason)
        return channel is not StreamChannel.BOOKS

    def _is_heard(self, fetch: Fetch) -> bool:
        now = self._clock.monotonic()
        limit = SILENCE_LIMITS[fetch.datum].total_seconds()
        return any(
            now - self._heard[feed][1] <= limit
            for channel, datum in DATUMS.items()
            if datum is fetch.datum and (feed := Feed(channel=channel, symbol=fetch.symbol)) in self._heard
        )
