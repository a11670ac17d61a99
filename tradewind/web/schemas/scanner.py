"""What the scanner says of each symbol and of the market. Market data: JSON numbers, null is unknown."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from tradewind.domain.candle import Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.market_context import MarketContext, MarketRegime
from tradewind.domain.signal import Stance
from tradewind.domain.stock import MarketStatus
from tradewind.domain.technical import Candidate, Candidates, RibbonOrder, ScanScore, SignalName
from tradewind.domain.watchlist import ChosenWatchlist
from tradewind.web.schemas.shape import Money, Shape, Time

MOST_WATCHED = 200
WATCHED_NAME = r"^[A-Z0-9.-]{1,40}$"


class Kind(StrEnum):
    """What is traded under a symbol."""

    SWAP = "swap"
    COIN = "coin"
    STOCK = "stock"


class ChangeSince(StrEnum):
    """What a change is counted from."""

    DAY_AGO = "24h"
    OPEN = "open"


class PartsOfScore(Shape):
    """The shares that a score is the mean of, 0 to 1 each."""

    trend: float | None
    strength: float | None
    place: float | None
    lead: float | None


class ScanReading(Shape):
    """What the closed candles of one timeframe show; it says nothing any more after `good_until`."""

    timeframe: Timeframe
    closed_at: Time | None
    """Close of the last candle in it; null: no candle is known."""
    age_ms: int | None
    good_until: Time | None
    """null: its exchange is closed, nothing newer can come."""
    rsi_14: float | None
    trend: RibbonOrder | None
    volume_ratio: float | None
    vwap: float | None
    bb_upper: float | None
    bb_mid: float | None
    bb_lower: float | None
    score: float | None
    parts: PartsOfScore | None
    """null: symbols of this kind are not scored."""
    signals: tuple[SignalName, ...]

    @classmethod
    def of(cls, row: ScanScore, good_until: Instant, now: Instant) -> "ScanReading":
        """Return the shape of `row` at `now`."""
        parts = row.parts
        return cls(
            timeframe=row.timeframe,
            closed_at=row.exchange_time,
            age_ms=now.epoch_ms - row.exchange_time.epoch_ms,
            good_until=good_until,
            rsi_14=row.rsi_14,
            trend=row.ribbon,
            volume_ratio=row.volume_ratio,
            vwap=row.vwap,
            bb_upper=row.bb_upper,
            bb_mid=row.bb_mid,
            bb_lower=row.bb_lower,
            score=row.score,
            parts=PartsOfScore(
                trend=parts.trend, strength=parts.strength, place=parts.place, lead=parts.lead
            ),
            signals=row.signals,
        )


class ScanPrice(Shape):
    """The latest price in the cache; too old to go by after `good_until`."""

    last: float
    change_pct: float | None
    change_since: ChangeSince
    received_at: Time
    age_ms: int
    good_until: Time | None
    """null: its exchange is closed, the price cannot move."""
    tick_size: Money | None


class ScanRow(Shape):
    """One symbol of which something is known."""

    symbol: str
    kind: Kind
    price: ScanPrice | None
    market_status: MarketStatus | None
    """Of the stock exchange; swaps and coins never close."""
    score: float | None
    """Mean of the known scores of all timeframes, 0 to 1."""
    readings: tuple[ScanReading, ...]
    signals: tuple[SignalName, ...]
    """Found on any timeframe."""
    stance: Stance | None
    stance_since: Time | None
    """null: the symbol is not monitored."""


class ScannedKind(Shape):
    """Whether a kind of symbols is scanned at all."""

    kind: Kind
    symbols: int
    """How many the desk follows; 0: none, see `setting`."""
    setting: str | None
    """What to set in app.yaml where there are none."""
    scanned_at: Time | None
    """When the scanner last wrote; null: nothing of it is cached."""


class ScanView(Shape):
    """Every symbol of the desk of which the cache holds something."""

    timestamp: Time
    kinds: tuple[ScannedKind, ...]
    rows: tuple[ScanRow, ...]
    missing: tuple[str, ...]
    """Symbols of which nothing at all is cached."""


class Sparkline(Shape):
    """Closes of the last day of confirmed candles, equally spaced but for the hours of an exchange, oldest first."""

    timeframe: Timeframe
    first_at: Time
    last_at: Time
    """Close of the last candle."""
    age_ms: int
    closes: tuple[float, ...]


class Sparklines(Shape):
    """Of every symbol whose candles are cached; kept for up to 30 s."""

    timestamp: Time
    items: dict[str, Sparkline]


class CandidateView(Shape):
    """A coin on which at least one signal was found."""

    symbol: str
    score: float
    price: float
    signals: tuple[SignalName, ...]
    timestamp: Time
    age_ms: int

    @classmethod
    def of(cls, found: Candidate, now: Instant) -> "CandidateView":
        """Return the shape of `found` at `now`."""
        return cls(
            symbol=found.symbol,
            score=found.score,
            price=found.price,
            signals=found.signals,
            timestamp=found.timestamp,
            age_ms=now.epoch_ms - found.timestamp.epoch_ms,
        )


class CandidateList(Shape):
    """Best first; `items` is null while the scanner does not run."""

    timestamp: Time
    items: tuple[CandidateView, ...] | None

    @classmethod
    def of(cls, found: Candidates | None, now: Instant) -> "CandidateList":
        """Return the shape of `found` at `now`."""
        items = None if found is None else tuple(CandidateView.of(one, now) for one in found)
        return cls(timestamp=now, items=items)


class SectorsView(Shape):
    """Change of each sector's ETF since the day's open in percent."""

    technology: float | None
    healthcare: float | None
    financials: float | None
    consumer: float | None
    energy: float | None


class BreadthView(Shape):
    """How many symbols rose, fell and stood; `scope` says which were counted."""

    advancing: int
    declining: int
    unchanged: int
    scope: str


class ContextView(Shape):
    """The market as a whole; everything is null while the scanner does not run."""

    timestamp: Time
    updated_at: Time | None
    age_ms: int | None
    sector_performance: SectorsView | None
    market_breadth: BreadthView | None
    vix: float | None
    market_regime: MarketRegime | None
    reference: str | None
    """The coin whose 1 hour candles tell the regime."""

    @classmethod
    def of(cls, seen: MarketContext | None, reference: str | None, now: Instant) -> "ContextView":
        """Return the shape of `seen` at `now`."""
        breadth = seen.market_breadth if seen else None
        sectors = seen.sector_performance if seen else None
        return cls(
            timestamp=now,
            updated_at=seen.timestamp if seen else None,
            age_ms=now.epoch_ms - seen.timestamp.epoch_ms if seen else None,
            sector_performance=SectorsView(
                technology=sectors.technology,
                healthcare=sectors.healthcare,
                financials=sectors.financials,
                consumer=sectors.consumer,
                energy=sectors.energy,
            )
            if sectors
            else None,
            market_breadth=BreadthView(
                advancing=breadth.advancing,
                declining=breadth.declining,
                unchanged=breadth.unchanged,
                scope=breadth.scope,
            )
            if breadth
            else None,
            vix=seen.vix if seen else None,
            market_regime=seen.market_regime if seen else None,
            reference=reference,
        )


class WatchlistView(Shape):
    """What is watched; `changed_at` is null while it is that of the settings."""

    timestamp: Time
    symbols: tuple[str, ...]
    changed_at: Time | None

    @classmethod
    def of(cls, chosen: ChosenWatchlist, now: Instant) -> "WatchlistView":
        """Return the shape of `chosen` at `now`."""
        return cls(timestamp=now, symbols=chosen.symbols, changed_at=chosen.changed_at)


class WatchlistBody(Shape):
    """The whole list, in the order in which it is kept."""

    symbols: Annotated[
        list[Annotated[str, StringConstraints(pattern=WATCHED_NAME)]], Field(max_length=MOST_WATCHED)
    ]
