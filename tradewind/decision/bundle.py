"""The exact inputs of one decision, read in one round trip, each with its age and its hash.

A symbol with a stale, missing or impossible required input is left out and named; `freshness_gate` says when that
blocks the whole decision. `rebuild` makes the same bundle of the inputs that a record keeps.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from tradewind.bus.cache import Reading, ReadsCache
from tradewind.bus.codec import Undecodable, decode
from tradewind.decision.config import InputLimits
from tradewind.decision.context import DeskContext, context_inputs, context_of, is_context
from tradewind.decision.inputs import (
    Asked,
    Inspection,
    Judged,
    index_of,
    input_rows,
    inspect,
    judge,
    opinion_rows,
    shared_inputs,
)
from tradewind.domain.candle import CandleWindow
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.decision import BundleInput, hash_of
from tradewind.domain.funding import Funding, OpenInterest
from tradewind.domain.indicators import Indicators
from tradewind.domain.instrument import InstrumentRules, Symbol
from tradewind.domain.order_book import OrderBook
from tradewind.domain.sanity import disagreement
from tradewind.domain.sentiment import Sentiment
from tradewind.domain.signal import MonitoredSymbol, SignalMonitor
from tradewind.domain.stamp import Stamped
from tradewind.domain.ticker import Ticker

V = TypeVar("V", bound=Stamped)
ReadsAgain = Callable[[Asked, BundleInput], Inspection]


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
    signal: MonitoredSymbol | None = None
    sentiment: Sentiment | None = None


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
    context: DeskContext | None = None
    """What it knows of the desk itself; None: the market alone was looked at."""

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

    def joined(self, looked_up: tuple[BundleInput, ...]) -> "Bundle":
        """Return the same bundle with what the model asked to see besides, kept among its inputs."""
        if not looked_up:
            return self
        inputs = (*self.inputs, *looked_up)
        return replace(self, inputs=inputs, sha256=hash_of(inputs))

    def knowing(self, context: DeskContext) -> "Bundle":
        """Return the same bundle with what is known of the desk, kept among its inputs."""
        market = tuple(entry for entry in self.inputs if not is_context(entry.key))
        inputs = (*market, *context_inputs(context, self.as_of))
        return replace(self, context=context, inputs=inputs, sha256=hash_of(inputs))


async def gather(cache: ReadsCache, symbols: Sequence[Symbol], clock: Clock, limits: InputLimits) -> Bundle:
    """Read every input of `symbols` in one MGET and judge its age; BusUnavailable."""
    asked = [
        *(row.at(symbol) for symbol in symbols for row in input_rows(limits)),
        *(row.at(symbol) for symbol in symbols for row in opinion_rows(limits)),
        *shared_inputs(limits),
    ]
    readings = await cache.read([each.key for each in asked])
    now = clock.now()
    judged = [judge(each, inspect(each, reading), now) for each, reading in zip(asked, readings, strict=True)]
    return _bundle(judged, tuple(each.entry for each in judged), now)


def read_again(asked: Asked, entry: BundleInput) -> Inspection:
    """Look into a kept input as it was read from the cache."""
    value: Stamped | None = None
    fault: str | None = None
    try:
        value = None if entry.content is None else decode(entry.content, asked.key.kind)
    except Undecodable as e:
        fault = str(e)
    return inspect(asked, Reading(key=entry.key, content=entry.content, value=value, fault=fault))


def rebuild(
    inputs: Sequence[BundleInput], as_of: Instant, limits: InputLimits, read: ReadsAgain = read_again
) -> Bundle:
    """Return the bundle that `inputs` were kept of, judged again by `limits`; the pure inverse of `gather`.

    Hashes are computed again, so that the hash of a bundle whose bytes were changed differs. An input of another kind,
    an order by hand among them, is kept as it is. Undecodable when the desk's own part cannot be read. `read` may
    remember what it decoded.
    """
    judged: list[Judged] = []
    entries: list[BundleInput] = []
    index = index_of(limits)
    for entry in inputs:
        asked = index.find(entry.key)
        if asked is None:
            entries.append(_hashed(entry))
            continue
        seen = judge(asked, read(asked, entry), as_of)
        judged.append(seen)
        entries.append(seen.entry)
    return replace(_bundle(judged, tuple(entries), as_of), context=context_of(inputs))


def _bundle(judged: Sequence[Judged], inputs: tuple[BundleInput, ...], as_of: Instant) -> Bundle:
    by_symbol: dict[Symbol, list[Judged]] = {}
    shared: list[Judged] = []
    for each in judged:
        group = shared if each.asked.symbol is None else by_symbol.setdefault(each.asked.symbol, [])
        group.append(each)
    monitored = _monitored(shared)
    sorted_out = [_market(symbol, chunk, monitored.get(symbol)) for symbol, chunk in by_symbol.items()]
    return Bundle(
        as_of=as_of,
        inputs=inputs,
        sha256=hash_of(inputs),
        markets=tuple(market for market in sorted_out if isinstance(market, Market)),
        left_out=tuple(out for out in sorted_out if isinstance(out, LeftOut)),
        tickers=tuple(each.value for each in judged if isinstance(each.value, Ticker)),
    )


def _monitored(shared: Sequence[Judged]) -> dict[Symbol, MonitoredSymbol]:
    monitors = (each.value for each in shared if isinstance(each.value, SignalMonitor))
    return {each.symbol: each for monitor in monitors for each in monitor.symbols}


def _market(symbol: Symbol, chunk: Sequence[Judged], signal: MonitoredSymbol | None) -> Market | LeftOut:
    values = {judged.asked.name: judged.value for judged in chunk}
    ticker = _as(Ticker, values.get("ticker"))
    order_book = _as(OrderBook, values.get("order book"))
    candles_15m = _as(CandleWindow, values.get("15m candles"))
    candles_1h = _as(CandleWindow, values.get("1h candles"))
    indicators = _as(Indicators, values.get("indicators"))
    if not (ticker and order_book and candles_15m and candles_1h and indicators):
        causes = (judged.cause for judged in chunk if judged.asked.is_required and judged.cause)
        return LeftOut(symbol=symbol, cause=f"{symbol}: {', '.join(causes)}")
    if (contradiction := disagreement(ticker, order_book, candles_15m)) is not None:
        return LeftOut(symbol=symbol, cause=f"{symbol}: {contradiction}")
    return Market(
        symbol=symbol,
        ticker=ticker,
        order_book=order_book,
        candles_15m=candles_15m,
        candles_1h=candles_1h,
        indicators=indicators,
        funding=_as(Funding, values.get("funding")),
        open_interest=_as(OpenInterest, values.get("open interest")),
        rules=_as(InstrumentRules, values.get("trading rules")),
        signal=signal,
        sentiment=_as(Sentiment, values.get("sentiment")),
    )


def _as(kind: type[V], value: Stamped | None) -> V | None:
    return value if isinstance(value, kind) else None


def _hashed(entry: BundleInput) -> BundleInput:
    if entry.content is None:
        return entry
    digest = hashlib.sha256(entry.content).hexdigest()
    return entry if entry.sha256 == digest else replace(entry, sha256=digest)
