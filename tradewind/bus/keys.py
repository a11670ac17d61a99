"""THE key table: every Redis key and channel exactly once, typed. docs/redis.md is held to it by a test."""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Generic, Self, TypeVar

from tradewind.bus.messages import (
    DecisionNotice,
    MarketUpdate,
    PortfolioNotice,
    ScannerNotice,
    SignalNotice,
    SystemNotice,
    ThinkingNotice,
    TickNotice,
)
from tradewind.domain.candle import CandleRows, CandleWindow, Timeframe
from tradewind.domain.funding import Funding, OpenInterest
from tradewind.domain.indicators import Indicators
from tradewind.domain.instrument import InstrumentRules, Symbol
from tradewind.domain.market_context import MarketContext
from tradewind.domain.order_book import OrderBook
from tradewind.domain.projections import (
    ActivePosition,
    ConfigSection,
    Performance,
    PositionMonitoring,
    SystemState,
)
from tradewind.domain.sentiment import Sentiment
from tradewind.domain.signal import Signal, SignalMonitor, SignalType
from tradewind.domain.spot import SpotPrice
from tradewind.domain.stamp import Stamped
from tradewind.domain.stock import StockPrice
from tradewind.domain.technical import Candidates, ScannerScores, StockIndicators, Technical, Watchlist
from tradewind.domain.ticker import Ticker

V = TypeVar("V")
V_co = TypeVar("V_co", covariant=True)


class Source(StrEnum):
    """Who writes; the `source` of a message-log entry."""

    MARKET_DATA = "market-data"
    TA_SERVICE = "ta-service"
    DASHBOARD = "dashboard"
    TRADER_BOT = "trader-bot"
    SIGNAL_MONITOR = "signal-monitor"
    SENTIMENT = "sentiment"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyAt(Generic[V_co]):
    """One concrete key: name, value type, time to live, writer."""

    name: str
    kind: type[V_co]
    ttl: timedelta
    owner: Source

    def living(self, ttl: timedelta) -> Self:
        """Return the same key with another time to live."""
        return replace(self, ttl=ttl)


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbolKey(Generic[V_co]):
    """A row of the key table with one key per symbol."""

    pattern: str
    kind: type[V_co]
    ttl: timedelta
    owner: Source

    def at(self, symbol: Symbol) -> KeyAt[V_co]:
        """Return the key of `symbol`."""
        return KeyAt(
            name=self.pattern.replace("{symbol}", symbol), kind=self.kind, ttl=self.ttl, owner=self.owner
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Generic[V_co]):
    """A pub/sub channel: the latest message wins, any may be lost."""

    name: str
    kind: type[V_co]
    owner: Source


def _symbol_key(pattern: str, kind: type[V], ttl_seconds: int, owner: Source) -> SymbolKey[V]:
    return SymbolKey(pattern=pattern, kind=kind, ttl=timedelta(seconds=ttl_seconds), owner=owner)


def _single_key(name: str, kind: type[V], ttl_seconds: int, owner: Source) -> KeyAt[V]:
    return KeyAt(name=name, kind=kind, ttl=timedelta(seconds=ttl_seconds), owner=owner)


TICKER = _symbol_key("market:{symbol}:ticker", Ticker, 10, Source.MARKET_DATA)
ORDER_BOOK = _symbol_key("market:{symbol}:orderbook", OrderBook, 10, Source.MARKET_DATA)
FUNDING = _symbol_key("market:{symbol}:funding", Funding, 300, Source.MARKET_DATA)
OPEN_INTEREST = _symbol_key("market:{symbol}:open_interest", OpenInterest, 300, Source.MARKET_DATA)
CANDLES_15M = _symbol_key("market:{symbol}:ohlcv:15m", CandleWindow, 60, Source.MARKET_DATA)
CANDLES_1H = _symbol_key("market:{symbol}:ohlcv:1h", CandleWindow, 300, Source.MARKET_DATA)
CANDLES_1M = _symbol_key("market:{symbol}:ohlcv:1m", CandleWindow, 60, Source.MARKET_DATA)
INDICATORS = _symbol_key("market:{symbol}:indicators", Indicators, 60, Source.TA_SERVICE)
INSTRUMENT = _symbol_key("market:{symbol}:instrument", InstrumentRules, 3600, Source.MARKET_DATA)

SPOT_CANDLES: dict[Timeframe, SymbolKey[CandleRows]] = {
    Timeframe.M5: _symbol_key("market:ohlcv:{symbol}:5m", CandleRows, 120, Source.MARKET_DATA),
    Timeframe.H1: _symbol_key("market:ohlcv:{symbol}:1h", CandleRows, 300, Source.MARKET_DATA),
    Timeframe.H4: _symbol_key("market:ohlcv:{symbol}:4h", CandleRows, 600, Source.MARKET_DATA),
}
"""The spot scanner's candles, bare arrays."""
SPOT_PRICE = _symbol_key("market:price:{symbol}", SpotPrice, 60, Source.MARKET_DATA)
STOCK_PRICE = _symbol_key("stocks:price:{symbol}", StockPrice, 120, Source.MARKET_DATA)
"""While the exchange is closed its values live to the next open instead."""

TECHNICAL: dict[Timeframe, SymbolKey[Technical]] = {
    Timeframe.M5: _symbol_key("ta:{symbol}:5m", Technical, 120, Source.TA_SERVICE),
    Timeframe.H1: _symbol_key("ta:{symbol}:1h", Technical, 300, Source.TA_SERVICE),
    Timeframe.H4: _symbol_key("ta:{symbol}:4h", Technical, 600, Source.TA_SERVICE),
}
"""The technical picture of the spot coins."""
SWAP_TECHNICAL: dict[Timeframe, SymbolKey[Technical]] = {
    Timeframe.M1: _symbol_key("ta:{symbol}:1m", Technical, 60, Source.TA_SERVICE),
    Timeframe.M5: TECHNICAL[Timeframe.M5],
}
"""The same of the perpetual swaps, on what their 1 minute candles add up to."""
STOCK_INDICATORS = _symbol_key("stocks:indicators:{symbol}", StockIndicators, 120, Source.TA_SERVICE)
SCANNER_SCORES = _single_key("scanner:scores", ScannerScores, 120, Source.TA_SERVICE)
SWAP_SCORES = _single_key("scanner:swap_scores", ScannerScores, 120, Source.TA_SERVICE)
CANDIDATES = _single_key("candidates:ranked", Candidates, 120, Source.TA_SERVICE)
MARKET_CONTEXT = _single_key("context:market", MarketContext, 120, Source.TA_SERVICE)
WATCHLIST = _single_key("watchlist:current", Watchlist, 3600, Source.TRADER_BOT)
"""While no desk tells it, the analyst writes that of its settings."""

STOCK_SENTIMENT = _symbol_key("stocks:sentiment:{symbol}", Sentiment, 120, Source.SENTIMENT)
SIGNALS: dict[SignalType, SymbolKey[Signal]] = {
    SignalType.ENTRY: _symbol_key("signals:entry:{symbol}", Signal, 3600, Source.SIGNAL_MONITOR),
    SignalType.EXIT: _symbol_key("signals:exit:{symbol}", Signal, 3600, Source.SIGNAL_MONITOR),
}
"""The last one of each type; written once, when the stance changes."""
SIGNAL_MONITOR = _single_key("signals:monitor", SignalMonitor, 120, Source.SIGNAL_MONITOR)

POSITION = _symbol_key("positions:active:{symbol}", ActivePosition, 3600, Source.TRADER_BOT)
POSITION_MONITORING = _symbol_key(
    "positions:monitoring:{symbol}", PositionMonitoring, 3600, Source.TRADER_BOT
)
PERFORMANCE = _single_key("metrics:performance", Performance, 3600, Source.TRADER_BOT)
SYSTEM_STATE = _single_key("system:state", SystemState, 3600, Source.TRADER_BOT)
CONFIG: dict[str, KeyAt[ConfigSection]] = {
    section: _single_key(f"config:{section}", ConfigSection, 3600, Source.TRADER_BOT)
    for section in ("app", "trading", "logging")
}
"""The settings in force, one key for each file."""

BASE_KEYS: tuple[SymbolKey[Stamped], ...] = (
    TICKER,
    ORDER_BOOK,
    FUNDING,
    CANDLES_15M,
    CANDLES_1H,
    INDICATORS,
)
"""What a symbol needs before anybody decides on it."""

SWAP_KEYS: tuple[SymbolKey[Stamped], ...] = (
    TICKER,
    ORDER_BOOK,
    FUNDING,
    OPEN_INTEREST,
    CANDLES_15M,
    CANDLES_1H,
    CANDLES_1M,
    INDICATORS,
    INSTRUMENT,
)
"""The rows of the perpetual swaps: the base set of six, open interest, 1 minute candles and the trading rules."""

MARKET_KEYS: tuple[SymbolKey[object], ...] = (*SPOT_CANDLES.values(), SPOT_PRICE, STOCK_PRICE)
"""The rows of spot coins and stocks."""

ANALYSIS_KEYS: tuple[SymbolKey[object], ...] = (
    SWAP_TECHNICAL[Timeframe.M1],
    *TECHNICAL.values(),
    STOCK_INDICATORS,
)
"""The rows that the analyst makes of candles, beside the indicators of the swaps."""
SIGNAL_KEYS: tuple[SymbolKey[Stamped], ...] = (STOCK_SENTIMENT, *SIGNALS.values())
"""The rows of the news, and of what they and the analysis say together."""
POSITION_KEYS: tuple[SymbolKey[Stamped], ...] = (POSITION, POSITION_MONITORING)
"""The rows of what is held; they are there only for as long as it is."""
SINGLE_KEYS: tuple[KeyAt[object], ...] = (
    SCANNER_SCORES,
    SWAP_SCORES,
    CANDIDATES,
    MARKET_CONTEXT,
    WATCHLIST,
    SIGNAL_MONITOR,
    PERFORMANCE,
    SYSTEM_STATE,
    *CONFIG.values(),
)
"""The rows that are one key each."""

MARKET_UPDATE_5M = Channel(name="market:update:5m", kind=MarketUpdate, owner=Source.MARKET_DATA)
MARKET_UPDATE_15M = Channel(name="market:update:15m", kind=MarketUpdate, owner=Source.MARKET_DATA)
MARKET_UPDATE_1H = Channel(name="market:update:1h", kind=MarketUpdate, owner=Source.MARKET_DATA)
MARKET_UPDATE_4H = Channel(name="market:update:4h", kind=MarketUpdate, owner=Source.MARKET_DATA)
MARKET_UPDATE_ALL = Channel(name="market:update:all", kind=MarketUpdate, owner=Source.MARKET_DATA)
MARKET_TICK = Channel(name="market:tick", kind=TickNotice, owner=Source.MARKET_DATA)
SCANNER_UPDATE = Channel(name="scanner:update", kind=ScannerNotice, owner=Source.TA_SERVICE)
SIGNALS_UPDATE = Channel(name="signals:update", kind=SignalNotice, owner=Source.SIGNAL_MONITOR)
PORTFOLIO_UPDATE = Channel(name="portfolio:update", kind=PortfolioNotice, owner=Source.TRADER_BOT)
DECISION_UPDATE = Channel(name="decision:update", kind=DecisionNotice, owner=Source.TRADER_BOT)
DECISION_STREAM = Channel(name="decision:stream", kind=ThinkingNotice, owner=Source.TRADER_BOT)
SYSTEM_UPDATE = Channel(name="system:update", kind=SystemNotice, owner=Source.TRADER_BOT)

CHANNELS: tuple[Channel[object], ...] = (
    MARKET_UPDATE_5M,
    MARKET_UPDATE_15M,
    MARKET_UPDATE_1H,
    MARKET_UPDATE_4H,
    MARKET_UPDATE_ALL,
    MARKET_TICK,
    SCANNER_UPDATE,
    SIGNALS_UPDATE,
    PORTFOLIO_UPDATE,
    DECISION_UPDATE,
    DECISION_STREAM,
    SYSTEM_UPDATE,
)
"""Every channel; each carries its owner's heartbeat."""

MESSAGE_LOG = "redis:message_log"
"""Stream of everything that happened on the bus."""
MESSAGE_LOG_LENGTH = 10_000
