"""Signals and what they are made of. Market data: JSON numbers, null is unknown."""

from collections.abc import Iterable

from tradewind.domain.clock import Instant
from tradewind.domain.position import PositionSide
from tradewind.domain.signal import MonitoredSymbol, Signal, SignalMonitor, SignalParts, SignalType, Stance
from tradewind.web.schemas.shape import Shape, Time


class PartsView(Shape):
    """The shares of a score, -1 (prices fall) to 1 (they rise)."""

    trend: float | None
    momentum: float | None
    strength: float | None
    scan: float | None
    regime: float | None
    sentiment: float | None

    @classmethod
    def of(cls, parts: SignalParts) -> "PartsView":
        """Return the shape of `parts`."""
        return cls(
            trend=parts.trend,
            momentum=parts.momentum,
            strength=parts.strength,
            scan=parts.scan,
            regime=parts.regime,
            sentiment=parts.sentiment,
        )


class SignalView(Shape):
    """The last entry or exit of a symbol; `timestamp` is when it was raised."""

    symbol: str
    type: SignalType
    side: PositionSide
    reason: str
    price: float
    score: float | None
    confidence: float
    indicators: PartsView
    timestamp: Time
    age_ms: int

    @classmethod
    def of(cls, signal: Signal, now: Instant) -> "SignalView":
        """Return the shape of `signal` at `now`."""
        return cls(
            symbol=signal.symbol,
            type=signal.type,
            side=signal.side,
            reason=signal.reason,
            price=signal.price,
            score=signal.score,
            confidence=signal.confidence,
            indicators=PartsView.of(signal.indicators),
            timestamp=signal.timestamp,
            age_ms=now.epoch_ms - signal.timestamp.epoch_ms,
        )


class SignalList(Shape):
    """The newest signals that are at most an hour old; `total` counts those beyond the limit too."""

    timestamp: Time
    total: int
    items: tuple[SignalView, ...]


class MonitoredView(Shape):
    """A symbol as the monitor saw it last; `stance` is null while too little is known."""

    symbol: str
    stance: Stance | None
    since: Time
    score: float | None
    confidence: float | None
    coverage: float
    price: float | None
    known_at: Time | None
    parts: PartsView

    @classmethod
    def of(cls, seen: MonitoredSymbol) -> "MonitoredView":
        """Return the shape of `seen`."""
        return cls(
            symbol=seen.symbol,
            stance=seen.stance,
            since=seen.since,
            score=seen.score,
            confidence=seen.confidence,
            coverage=seen.coverage,
            price=seen.price,
            known_at=seen.known_at,
            parts=PartsView.of(seen.parts),
        )


class MonitorView(Shape):
    """Every monitored symbol; `updated_at` is null while the monitor does not run."""

    timestamp: Time
    updated_at: Time | None
    age_ms: int | None
    symbols: tuple[MonitoredView, ...]

    @classmethod
    def of(cls, monitor: SignalMonitor | None, now: Instant) -> "MonitorView":
        """Return the shape of `monitor` at `now`."""
        if monitor is None:
            return cls(timestamp=now, updated_at=None, age_ms=None, symbols=())
        return cls(
            timestamp=now,
            updated_at=monitor.timestamp,
            age_ms=now.epoch_ms - monitor.timestamp.epoch_ms,
            symbols=tuple(MonitoredView.of(seen) for seen in monitor.symbols),
        )


class StanceCounts(Shape):
    """How many symbols have each stance."""

    buy: int
    hold: int
    sell: int
    unknown: int

    @classmethod
    def of(cls, symbols: Iterable[MonitoredSymbol]) -> "StanceCounts":
        """Return how often each stance stands among `symbols`."""
        taken = [seen.stance for seen in symbols]
        return cls(
            buy=taken.count(Stance.BUY),
            hold=taken.count(Stance.HOLD),
            sell=taken.count(Stance.SELL),
            unknown=taken.count(None),
        )


class SignalStats(Shape):
    """The signals of the last hour and the stances of now, counted; `stances` is null while the monitor does not run."""

    timestamp: Time
    stances: StanceCounts | None
    entries: int
    exits: int
    long: int
    short: int
    mean_confidence: float | None
    newest_at: Time | None

    @classmethod
    def of(cls, signals: list[Signal], monitor: SignalMonitor | None, now: Instant) -> "SignalStats":
        """Return the counts at `now`."""
        entries = [signal for signal in signals if signal.type is SignalType.ENTRY]
        sides = [entry.side for entry in entries]
        return cls(
            timestamp=now,
            stances=StanceCounts.of(monitor.symbols) if monitor else None,
            entries=len(entries),
            exits=len(signals) - len(entries),
            long=sides.count(PositionSide.LONG),
            short=sides.count(PositionSide.SHORT),
            mean_confidence=sum(each.confidence for each in entries) / len(entries) if entries else None,
            newest_at=max((signal.timestamp for signal in signals), default=None),
        )
