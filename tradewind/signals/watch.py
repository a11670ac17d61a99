"""One symbol from one look to the next: its stance, and the signals of a change; pure."""

from dataclasses import dataclass, replace

from tradewind.domain.clock import Instant
from tradewind.domain.position import PositionSide
from tradewind.domain.signal import MonitoredSymbol, Signal, SignalParts, SignalType, Stance
from tradewind.signals.config import SignalsConfig
from tradewind.signals.fusion import Fusion, fuse
from tradewind.signals.readings import Sighting
from tradewind.signals.stance import stance

SOURCE = "signal-monitor"
_SIDES = {Stance.BUY: PositionSide.LONG, Stance.SELL: PositionSide.SHORT}
_NAMES = ("trend", "momentum", "strength", "scan", "regime", "sentiment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A symbol before and after a look."""

    before: MonitoredSymbol | None  # None: it is looked at for the first time
    after: MonitoredSymbol

    @property
    def has_changed(self) -> bool:
        """True when the stance is another one."""
        return self.after.stance is not (self.before.stance if self.before else None)


def look(before: MonitoredSymbol | None, seen: Sighting, config: SignalsConfig, now: Instant) -> Look:
    """Return the symbol after a look; without a price or enough shares it keeps its stance until it is forgotten."""
    fusion = fuse(seen.parts, config.weights, config.min_coverage)
    if seen.price is None:
        fusion = replace(fusion, score=None, confidence=None)
    taken = _taken(before, fusion, config, now)
    is_same = before is not None and before.stance is taken
    known_before = before.known_at if before else None
    return Look(
        before=before,
        after=MonitoredSymbol(
            symbol=seen.symbol,
            stance=taken,
            since=before.since if before is not None and is_same else now,
            score=fusion.score,
            confidence=fusion.confidence,
            coverage=fusion.coverage,
            price=seen.price if seen.price is not None else (before.price if before else None),
            known_at=now if fusion.score is not None else known_before,
            parts=seen.parts,
        ),
    )


def signals(seen: Look, now: Instant) -> tuple[Signal, ...]:
    """Return the exit from the stance that was left and the entry into the one that was taken, as far as there are any."""
    if not seen.has_changed:
        return ()
    left = seen.before.stance if seen.before else None
    changes = ((SignalType.EXIT, left), (SignalType.ENTRY, seen.after.stance))
    return tuple(_signal(kind, _SIDES[meant], seen.after, now) for kind, meant in changes if meant in _SIDES)


def _taken(
    before: MonitoredSymbol | None, fusion: Fusion, config: SignalsConfig, now: Instant
) -> Stance | None:
    held = before.stance if before else None
    if fusion.score is not None:
        return stance(held, fusion.score, config.levels)
    if before is None or before.known_at is None or now - before.known_at > config.forget_after:
        return None
    return held


def _signal(kind: SignalType, side: PositionSide, after: MonitoredSymbol, now: Instant) -> Signal:
    if after.price is None:
        raise ValueError(f"{after.symbol} took or left a stance without ever having had a price")
    return Signal(
        source=SOURCE,
        exchange_time=None,
        timestamp=now,
        symbol=after.symbol,
        type=kind,
        side=side,
        reason=_reason(after),
        price=after.price,
        score=after.score,
        confidence=after.confidence or 0.0,
        indicators=after.parts,
    )


def _reason(after: MonitoredSymbol) -> str:
    if after.score is None:
        return "too little is known any more"
    return f"score {after.score:+.2f}: {_shares(after.parts)}"


def _shares(parts: SignalParts) -> str:
    known = [(name, share) for name, share in zip(_NAMES, parts.every, strict=True) if share is not None]
    unknown = [name for name, share in zip(_NAMES, parts.every, strict=True) if share is None]
    told = ", ".join(f"{name} {share:+.2f}" for name, share in known)
    return f"{told}; unknown: {', '.join(unknown)}" if unknown else told
