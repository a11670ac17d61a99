"""The inputs of a decision one by one: where each lies, how old it may be, and whether it can be believed. Pure."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from tradewind.bus import keys
from tradewind.bus.cache import Reading
from tradewind.decision.config import InputLimits
from tradewind.domain.clock import Instant
from tradewind.domain.condition import freshness_of, has_gap, stamps_of
from tradewind.domain.decision import BundleInput
from tradewind.domain.freshness import AgeLimits, Freshness
from tradewind.domain.instrument import Symbol
from tradewind.domain.sanity import fault_of
from tradewind.domain.stamp import Stamped, Stamps

PLACEHOLDER = "{symbol}"
MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRow:
    """One kind of input: what it is called, where it lies, how old it may be."""

    name: str
    key: keys.SymbolKey[Stamped]
    limits: AgeLimits
    is_required: bool

    def at(self, symbol: Symbol) -> "Asked":
        """Return what is asked for of `symbol`."""
        return Asked(
            name=self.name,
            key=self.key.at(symbol),
            limits=self.limits,
            is_required=self.is_required,
            symbol=symbol,
        )

    def symbol_of(self, key: str) -> Symbol | None:
        """Return whose key `key` is, None where it is not of this row."""
        before, _, after = self.key.pattern.partition(PLACEHOLDER)
        if not (key.startswith(before) and key.endswith(after)):
            return None
        return Symbol(key[len(before) : len(key) - len(after)]) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One key to be read."""

    name: str
    key: keys.KeyAt[Stamped]
    limits: AgeLimits
    is_required: bool
    symbol: Symbol | None  # None: it tells of all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What the bytes of one input say, whenever they are judged."""

    reading: Reading[Stamped]
    sha256: str | None
    stamps: Stamps | None  # None: it holds nothing to judge
    is_torn: bool
    fault: str | None  # what is impossible about it


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One input as it was read, and what may be made of it."""

    asked: Asked
    entry: BundleInput
    value: Stamped | None  # None also when too old or not to be believed
    cause: str | None


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


def opinion_rows(limits: InputLimits) -> tuple[InputRow, ...]:
    """Return what others make of one symbol, where anybody does."""
    return (InputRow(name="sentiment", key=keys.STOCK_SENTIMENT, limits=limits.sentiment, is_required=False),)


def shared_inputs(limits: InputLimits) -> tuple[Asked, ...]:
    """Return the inputs that tell of all symbols at once."""
    signals = Asked(
        name="signals", key=keys.SIGNAL_MONITOR, limits=limits.signals, is_required=False, symbol=None
    )
    return (signals,)


class InputIndex:
    """Finds what a key was read as; every key is looked for once."""

    def __init__(self, limits: InputLimits) -> None:
        self._shared = {asked.key.name: asked for asked in shared_inputs(limits)}
        self._rows = (*input_rows(limits), *opinion_rows(limits))
        self._found: dict[str, Asked | None] = {}

    def find(self, key: str) -> Asked | None:
        """Return what `key` was read as, None where it is no key of a market."""
        if key not in self._found:
            self._found[key] = self._shared.get(key) or next(self._candidates(key), None)
        return self._found[key]

    def _candidates(self, key: str) -> Iterator[Asked]:
        for row in self._rows:
            if (symbol := row.symbol_of(key)) is not None:
                yield row.at(symbol)


@lru_cache(maxsize=16)
def index_of(limits: InputLimits) -> InputIndex:
    """Return the index of `limits`."""
    return InputIndex(limits)


def inspect(asked: Asked, reading: Reading[Stamped]) -> Inspection:
    """Look into one reading; what is found follows from its bytes alone."""
    value, content = reading.value, reading.content
    return Inspection(
        reading=reading,
        sha256=hashlib.sha256(content).hexdigest() if content is not None else None,
        stamps=None if value is None else stamps_of(value),
        is_torn=value is not None and has_gap(value),
        fault=None if value is None else fault_of(value, asked.symbol),
    )


def judge(asked: Asked, inspection: Inspection, now: Instant) -> Judged:
    """Judge one reading by its age at `now` and by what it says."""
    reading, value = inspection.reading, inspection.reading.value
    stamped = None if inspection.stamps is None else inspection.stamps.at(now)
    seen = freshness_of(stamped, now, asked.limits, is_torn=inspection.is_torn)
    entry = BundleInput(
        key=reading.key,
        content=reading.content,
        stamped=stamped,
        age_ms=None if stamped is None else (now - stamped) // MILLISECOND,
        freshness=seen,
        sha256=inspection.sha256,
    )
    if value is None or seen is Freshness.BLOCKED:
        cause = f"{asked.name} have a gap" if inspection.is_torn else _cause(asked, reading, entry)
        return Judged(asked=asked, entry=entry, value=None, cause=cause)
    if inspection.fault is not None:
        return Judged(asked=asked, entry=entry, value=None, cause=f"{asked.name} {inspection.fault}")
    return Judged(asked=asked, entry=entry, value=value, cause=None)


def _cause(asked: Asked, reading: Reading[Stamped], entry: BundleInput) -> str:
    if reading.content is None:
        return f"{asked.name} missing"
    if entry.age_ms is None:
        return f"{asked.name} unreadable ({reading.fault or 'empty'})"
    if entry.age_ms < 0:
        return f"{asked.name} dated {-entry.age_ms / 1000:.1f} s in the future"
    limit = asked.limits.block_after.total_seconds()
    return f"{asked.name} {entry.age_ms / 1000:.1f} s old, limit {limit:g} s"
