"""Why nothing may be opened at the moment, by cause; closes and protection are never blocked."""

from dataclasses import dataclass
from enum import StrEnum

from tradewind.domain.clock import Clock, Instant
from tradewind.domain.instrument import Symbol


class BlockCause(StrEnum):
    """Who blocks."""

    START = "start"
    VENUE = "venue"
    KEY = "key"
    RECONCILIATION = "reconciliation"
    PROTECTION = "protection"
    LEDGER = "ledger"
    MODE = "mode"
    BOOKS = "books"
    BUDGET = "budget"
    SAFE_MODE = "safe_mode"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningBlock:
    """One reason against openings."""

    cause: BlockCause
    symbol: Symbol | None  # None: on every instrument
    reason: str
    since: Instant


class OpeningBlocks:
    """The blocks in force; each cause has one per instrument and one for all."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._standing: dict[tuple[BlockCause, Symbol | None], OpeningBlock] = {}

    def put(self, cause: BlockCause, reason: str, symbol: Symbol | None = None) -> bool:
        """Block; True when that cause did not block there before."""
        before = self._standing.get((cause, symbol))
        self._standing[cause, symbol] = OpeningBlock(
            cause=cause, symbol=symbol, reason=reason, since=before.since if before else self._clock.now()
        )
        return before is None

    def lift(self, cause: BlockCause, symbol: Symbol | None = None) -> None:
        """Withdraw a block; harmless when there is none."""
        self._standing.pop((cause, symbol), None)

    def keep_only(self, cause: BlockCause, symbols: set[Symbol]) -> None:
        """Withdraw the blocks of `cause` on instruments that are not among `symbols`."""
        for key in [key for key in self._standing if key[0] is cause and key[1] is not None]:
            if key[1] not in symbols:
                del self._standing[key]

    def reason(self, symbol: Symbol) -> str | None:
        """Return why nothing opens on `symbol`, None when nothing is against it."""
        return next((one.reason for one in self._standing.values() if one.symbol in (None, symbol)), None)

    def standing(self) -> tuple[OpeningBlock, ...]:
        """Return what is in force, oldest first."""
        return tuple(sorted(self._standing.values(), key=lambda one: one.since))
