"""The inputs of a decision one by one: where each lies, how old it may be, and whether it can be believed. Pure."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from tradewind.bus import keys
from tradewind.bus.cache import Reading
from tradewind.decision.config import InputLimits
from tradewind.domain.clock import Instant
from tradewind.domain.condition import condition
from tradewind.domain.decision import BundleInput
from tradewind.domain.freshness import AgeLimits, Freshness
from tradewind.domain.instrument import Symbol
from tradewind.domain.sanity import fault_of
from tradewind.domain.stamp import Stamped

PLACEHOLDER = "{symbol}"


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


def asked_for(key: str, limits: InputLimits) -> Asked | None:
    """Return what `key` was read as, None where it is no key of a market."""
    return next(_candidates(key, limits), None)


def _candidates(key: str, limits: InputLimits) -> Iterator[Asked]:
    yield from (asked for asked in shared_inputs(limits) if asked.key.name == key)
    for row in (*input_rows(limits), *opinion_rows(limits)):
        if (symbol := row.symbol_of(key)) is not None:
            yield row.at(symbol)


def judge(asked: Asked, reading: Reading[Stamped], now: Instant) -> Judged:
    """Judge one reading by its age at `now` and by what it says."""
    value = reading.value
    seen = condition(value, now, asked.limits) if value is not None else None
    stamped = seen.stamped if seen else None
    entry = BundleInput(
        key=reading.key,
        content=reading.content,
        stamped=stamped,
        age_ms=now.epoch_ms - stamped.epoch_ms if stamped else None,
        freshness=seen.freshness if seen else Freshness.BLOCKED,
        sha256=hashlib.sha256(reading.content).hexdigest() if reading.content is not None else None,
    )
    if value is None or seen is None or not seen.is_usable:
        has_gap = seen is not None and seen.has_gap
        cause = f"{asked.name} have a gap" if has_gap else _cause(asked, reading, entry)
        return Judged(asked=asked, entry=entry, value=None, cause=cause)
    if (fault := fault_of(value, asked.symbol)) is not None:
        return Judged(asked=asked, entry=entry, value=None, cause=f"{asked.name} {fault}")
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
