"""How the analysis of the market stands."""

from dataclasses import dataclass

from tradewind.domain.clock import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisReport:
    """What one half of the analyst says of itself."""

    half: str
    """analyst: the swaps; scanner: coins and stocks."""
    holder: str
    """Who analyzes."""
    timestamp: Instant
    runs: int
    failed_runs: int
    last_run_at: Instant | None  # None: none has succeeded
    last_failure: str | None
    without_candles: int
    """Windows of candles that were missing or too old when they were last looked at."""
