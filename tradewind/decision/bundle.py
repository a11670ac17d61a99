"""The exact inputs of one decision, read in one round trip, each with its age and its hash.

A symbol with a stale or missing required input is left out and named; `freshness_gate` says when that
blocks the whole decision.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tradewind.bus import keys
from tradewind.bus.cache import Cache, Reading
from tradewind.decision.config import InputLimits
from tradewind.domain.candle import CandleWindow
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.condition import condition
from tradewind.domain.decision import BundleInput, hash_of
from tradewind.domain.freshness import AgeLimits, Freshness
from tradewind.domain.funding import Funding, OpenInterest
from tradewind.domain.indicators import Indicators
from tradewind.domain.instrument import InstrumentRules, Symbol
from tradewind.domain.order_book import OrderBook
from tradewind.domain.stamp import Stamped
from tradewind.domain.ticker import Ticker

V = TypeVar("V", bound=Stamped)


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """One instrument whose required inputs are all fresh enough; None: unknown or too old."""

    symbol: Symbol
    ticker: Ticker
    order_book: OrderBook
    candles_15m: CandleWindow
    candles_1h: CandleWindow
    indicators: Indicators
    funding: Funding | None
    open_interest: OpenInterest | None
    rules: InstrumentRules | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An instrument that the model is not shown, and the sentence that says why."""

    symbol: Symbol
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Everything that one decision may look at."""

    as_of: Instant
    inputs: tuple[BundleInput, ...]
    sha256: str
    """Over every key and the hash of its value, in reading order."""
    markets: tuple[Market, ...]
    left_out: tuple[LeftOut, ...]
    tickers: tuple[Ticker, ...]
    """Usable ones, of instruments that are left out too."""

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """Every instrument that was asked for, usable or not."""
        return tuple(m.symbol for m in self.markets) + tuple(out.symbol for out in self.left_out)

    def ticker(self, symbol: Symbol) -> Ticker | None:
        """Return the usable ticker of `symbol`, None where there is none."""
        return next((ticker for ticker in self.tickers if ticker.symbol == symbol), None)

    def cause(self, symbol: Symbol) -> str | None:
        """Return why `symbol` was left out, None when it was not."""
        return next((out.cause for out in self.left_out if out.symbol == symbol), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRow:
    """One kind of input: what it is called, where it lies, how old it may be."""

    name: str
    key: keys.SymbolKey[Stamped]
    limits: AgeLimits
    is_required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    row: InputRow
    entry: BundleInput
    value: Stamped | None  # None also when too old
    cause: str | None


async def gather(cache: Cache, symbols: Sequence[Symbol], clock: Clock, limits: InputLimits) -> Bundle:
    """Read every input of `symbols` in one MGET and judge its age; BusUnavailable."""
    rows = input_rows(limits)
    readings = await cache.read([row.key.at(symbol) for symbol in symbols for row in rows])
    now = clock.now()
    by_symbol = {
        symbol: [_judge(row, reading, now) for row, reading in zip(rows, chunk, strict=True)]
        for symbol, chunk in zip(symbols, _chunks(readings, len(rows)), strict=True)
    }
    inputs = tuple(judged.entry for chunk in by_symbol.values() for judged in chunk)
    sorted_out = [_market(symbol, chunk) for symbol, chunk in by_symbol.items()]
    return Bundle(
        as_of=now,
        inputs=inputs,
        sha256=hash_of(inputs),
        markets=tuple(market for market in sorted_out if isinstance(market, Market)),
        left_out=tuple(out for out in sorted_out if isinstance(out, LeftOut)),
        tickers=tuple(
            judged.value
            for chunk in by_symbol.values()
            for judged in chunk
            if isinstance(judged.value, Ticker)
        ),
    )


def input_rows(limits: InputLimits) -> tuple[InputRow, ...]:
    """Return the inputs of one symbol in reading order."""
    return (
        InputRow(name="ticker", key=keys.TICKER, limits=limits.ticker, is_required=True),
        InputRow(name="order book", key=keys.ORDER_BOOK, limits=limits.order_book, is_required=True),
        InputRow(name="funding", key=keys.FUNDING, limits=limits.funding, is_required=False),
        InputRow(
            name="open interest", key=keys.OPEN_INTEREST, limits=limits.open_interest, is_required=False
        ),
        InputRow(name="15m candles", key=keys.CANDLES_15M, limits=limits.candles_15m, is_required=True),
        InputRow(name="1h candles", key=keys.CANDLES_1H, limits=limits.candles_1h, is_required=True),
        InputRow(name="indicators", key=keys.INDICATORS, limits=limits.indicators, is_required=True),
        InputRow(name="trading rules", key=keys.INSTRUMENT, limits=limits.instrument, is_required=False),
    )


def _chunks(readings: Sequence[Reading[Stamped]], length: int) -> Iterator[Sequence[Reading[Stamped]]]:
    for start in range(0, len(readings), length):
        yield readings[start : start + length]


def _judge(row: InputRow, reading: Reading[Stamped], now: Instant) -> _Judged:
    seen = condition(reading.value, now, row.limits) if reading.value else None
    stamped = seen.stamped if seen else None
    entry = BundleInput(
        key=reading.key,
        content=reading.content,
        stamped=stamped,
        age_ms=now.epoch_ms - stamped.epoch_ms if stamped else None,
        freshness=seen.freshness if seen else Freshness.BLOCKED,
        sha256=hashlib.sha256(reading.content).hexdigest() if reading.content is not None else None,
    )
    if seen and seen.is_usable:
        return _Judged(row=row, entry=entry, value=reading.value, cause=None)
    if seen and seen.has_gap:
        return _Judged(row=row, entry=entry, value=None, cause=f"{row.name} have a gap")
    return _Judged(row=row, entry=entry, value=None, cause=_cause(row, reading, entry))


def _cause(row: InputRow, reading: Reading[Stamped], entry: BundleInput) -> str:
    if reading.content is None:
        return f"{row.name} missing"
    if entry.age_ms is None:
        return f"{row.name} unreadable ({reading.fault or 'empty'})"
    if entry.age_ms < 0:
        return f"{row.name} dated {-entry.age_ms / 1000:.1f} s in the future"
    limit = row.limits.block_after.total_seconds()
    return f"{row.name} {entry.age_ms / 1000:.1f} s old, limit {limit:g} s"


def _market(symbol: Symbol, chunk: Sequence[_Judged]) -> Market | LeftOut:
    values = {judged.row.name: judged.value for judged in chunk}
    ticker = _as(Ticker, values["ticker"])
    order_book = _as(OrderBook, values["order book"])
    candles_15m = _as(CandleWindow, values["15m candles"])
    candles_1h = _as(CandleWindow, values["1h candles"])
    indicators = _as(Indicators, values["indicators"])
    if not (ticker and order_book and candles_15m and candles_1h and indicators):
        causes = (judged.cause for judged in chunk if judged.row.is_required and judged.cause)
        return LeftOut(symbol=symbol, cause=f"{symbol}: {', '.join(causes)}")
    return Market(
        symbol=symbol,
        ticker=ticker,
        order_book=order_book,
        candles_15m=candles_15m,
        candles_1h=candles_1h,
        indicators=indicators,
        funding=_as(Funding, values["funding"]),
        open_interest=_as(OpenInterest, values["open interest"]),
        rules=_as(InstrumentRules, values["trading rules"]),
    )


def _as(kind: type[V], value: Stamped | None) -> V | None:
    return value if isinstance(value, kind) else None
