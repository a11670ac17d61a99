"""What the market answers, as values: prices and sizes are Decimal, times epoch milliseconds."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Level:
    """One price of the book and the contracts that stand there."""

    price: Decimal
    size: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Both sides at one moment, best price first."""

    at_ms: int
    bids: tuple[Level, ...]
    asks: tuple[Level, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticker:
    """The last price and the 24 hours behind it."""

    symbol: str
    at_ms: int
    last: Decimal
    last_size: Decimal  # contracts
    bid: Level
    ask: Level
    open_24h: Decimal
    high_24h: Decimal
    low_24h: Decimal
    volume_24h: Decimal  # coins
    open_utc: Decimal  # at the last midnight of UTC
    open_hong_kong: Decimal  # at the last midnight of UTC+8


@dataclass(frozen=True, slots=True, kw_only=True)
class Candle:
    """One bar; an open one tells the path so far."""

    open_ms: int
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: Decimal  # coins
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingRate:
    """The rate settled at `at_ms`; a positive rate is paid by longs."""

    at_ms: int
    rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """What will be settled next, and at the settlement after it."""

    current: FundingRate
    following_ms: int
    settled: FundingRate | None  # None before the tape's first settlement


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInterest:
    """Contracts open at the venue, also in coins and in USDT."""

    contracts: Decimal
    coins: Decimal
    usdt: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stretch of the last price's path that ends at `at_ms`."""

    at_ms: int
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """One print; ids rise with time."""

    trade_id: int
    at_ms: int
    price: Decimal
    size: Decimal  # contracts; finer than a lot where the tape's volume is
    is_buy: bool  # the taker bought
