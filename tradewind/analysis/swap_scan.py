"""What the scanner says of swaps, made of the sights that the analyst has of them anyway; pure."""

from collections.abc import Sequence

from tradewind.analysis.publication import scanner_scores
from tradewind.analysis.sight import Sight, sight
from tradewind.bus.cache import Batch
from tradewind.bus.keys import CANDLES_1H, SCANNER_UPDATE, SWAP_SCORES
from tradewind.bus.messages import ScannerNotice
from tradewind.domain.candle import CandleWindow, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol

SWAPS = "swaps"

Shown = frozenset[tuple[Symbol, Timeframe, Instant]]
"""Which candle was the last one in each sight."""


def of_hours(window: CandleWindow | None) -> list[Sight]:
    """Return the sight of a swap's 1 hour candles; none without a closed one."""
    if window is None or len(window.candles) < 2:
        return []
    rows = window.candles if window.preceding is None else (window.preceding, *window.candles)
    return [sight(window.symbol, Timeframe.H1, rows, grace=CANDLES_1H.ttl, is_reference=False)]


def add_scores(batch: Batch, sights: Sequence[Sight], venue: str, now: Instant, told: Shown) -> Shown:
    """Add the scores of `sights`, and word of them where a candle has closed since `told`; return what is told then."""
    shown = frozenset((seen.symbol, seen.timeframe, seen.closed_at) for seen in sights)
    batch.put(SWAP_SCORES, scanner_scores(sights, venue, now), f"scored {len(sights)} swaps and timeframes")
    if shown != told:
        batch.publish(SCANNER_UPDATE, ScannerNotice(part=SWAPS, timestamp=now), "looked at swaps")
    return shown
