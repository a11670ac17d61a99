"""What one scan brought, and how it goes to the bus: one batch with its messages."""

from collections.abc import Sequence
from dataclasses import dataclass

from tradewind.bus.cache import Batch
from tradewind.bus.keys import (
    CANDLES_1H,
    CANDLES_1M,
    CANDLES_15M,
    FUNDING,
    INSTRUMENT,
    MARKET_TICK,
    MARKET_UPDATE_1H,
    MARKET_UPDATE_15M,
    MARKET_UPDATE_ALL,
    OPEN_INTEREST,
    ORDER_BOOK,
    TICKER,
    Channel,
    Source,
    SymbolKey,
)
from tradewind.bus.messages import MarketUpdate, TickNotice
from tradewind.domain.candle import CandleWindow, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.funding import Funding, OpenInterest
from tradewind.domain.instrument import InstrumentRules, Symbol
from tradewind.domain.order_book import OrderBook
from tradewind.domain.stamp import Stamped
from tradewind.domain.ticker import Ticker
from tradewind.market.failures import FetchFailed
from tradewind.market.schedule import Datum, Fetch

MarketValue = Ticker | OrderBook | Funding | OpenInterest | CandleWindow | InstrumentRules

CANDLE_KEYS = {Timeframe.M1: CANDLES_1M, Timeframe.M15: CANDLES_15M, Timeframe.H1: CANDLES_1H}
DATUM_KEYS: dict[Datum, SymbolKey[Stamped]] = {
    Datum.TICKER: TICKER,
    Datum.ORDER_BOOK: ORDER_BOOK,
    Datum.FUNDING: FUNDING,
    Datum.OPEN_INTEREST: OPEN_INTEREST,
    Datum.CANDLES_15M: CANDLES_15M,
    Datum.CANDLES_1H: CANDLES_1H,
    Datum.CANDLES_1M: CANDLES_1M,
    Datum.RULES: INSTRUMENT,
}
CANDLE_CHANNELS = {Timeframe.M15: MARKET_UPDATE_15M, Timeframe.H1: MARKET_UPDATE_1H}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One datum that was asked for, and what came of it."""

    fetch: Fetch
    outcome: MarketValue | FetchFailed


class ScanWriter:
    """Turns what was fetched into batches; remembers which tickers were last sent."""

    def __init__(self) -> None:
        self._sent_prices: dict[Symbol, tuple[float | None, ...]] = {}
        self._seq = 0

    def batch(
        self, fetched: Sequence[Fetched], now: Instant, *, is_complete: bool, also: Sequence[Symbol] = ()
    ) -> Batch:
        """Return the writes of every value, a log entry of every failure, and the messages about both.

        `is_complete` adds the wake-up call of a whole scan, which names the symbols `also` kept by the stream; what
        comes late goes without.
        """
        batch = Batch(Source.MARKET_DATA)
        values = [one.outcome for one in fetched if not isinstance(one.outcome, FetchFailed)]
        for value in values:
            _put(batch, value)
        for one in fetched:
            if isinstance(one.outcome, FetchFailed):
                batch.note("error", f"{one.fetch.symbol} {one.fetch.datum}", str(one.outcome))
        self._seq += 1
        self._announce_tickers(batch, values, now)
        for timeframe, channel in CANDLE_CHANNELS.items():
            windows = [v for v in values if isinstance(v, CandleWindow) and v.timeframe is timeframe]
            self._announce(batch, channel, timeframe.value, [v.symbol for v in windows], now)
        if is_complete:
            self._announce(batch, MARKET_UPDATE_ALL, "all", [*(v.symbol for v in values), *also], now)
        return batch

    def _announce_tickers(self, batch: Batch, values: Sequence[MarketValue], now: Instant) -> None:
        changed = [
            v for v in values if isinstance(v, Ticker) and self._sent_prices.get(v.symbol) != prices(v)
        ]
        if changed:
            self._sent_prices.update({ticker.symbol: prices(ticker) for ticker in changed})
            notice = TickNotice(tickers=tuple(changed), seq=self._seq, timestamp=now)
            batch.publish(MARKET_TICK, notice, f"{len(changed)} tickers changed")

    def _announce(
        self,
        batch: Batch,
        channel: Channel[MarketUpdate],
        timeframe: str,
        renewed: Sequence[Symbol],
        now: Instant,
    ) -> None:
        if renewed:
            symbols = tuple(dict.fromkeys(renewed))
            update = MarketUpdate(timeframe=timeframe, symbols=symbols, seq=self._seq, timestamp=now)
            batch.publish(channel, update, f"{len(renewed)} values of {len(symbols)} symbols renewed")


def prices(ticker: Ticker) -> tuple[float | None, ...]:
    """Return what makes a ticker another one: everything but its stamps."""
    return ticker.last_price, ticker.bid, ticker.ask, ticker.volume_24h, ticker.high_24h, ticker.low_24h


def _put(batch: Batch, value: MarketValue) -> None:
    match value:
        case Ticker():
            batch.put(TICKER.at(value.symbol), value)
        case OrderBook():
            batch.put(ORDER_BOOK.at(value.symbol), value)
        case Funding():
            batch.put(FUNDING.at(value.symbol), value)
        case OpenInterest():
            batch.put(OPEN_INTEREST.at(value.symbol), value)
        case CandleWindow():
            batch.put(CANDLE_KEYS[value.timeframe].at(value.symbol), value)
        case InstrumentRules():
            batch.put(INSTRUMENT.at(value.symbol), value)
