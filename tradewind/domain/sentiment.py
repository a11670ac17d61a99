"""What the news says of a symbol; a score of nothing is None, never 0."""

from dataclasses import dataclass
from enum import StrEnum

from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.stamp import Stamped


class Mood(StrEnum):
    """The sign of a score; defined in sentiment/score.py."""

    BEARISH = "bearish"
    NEUTRAL = "neutral"
    BULLISH = "bullish"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """One headline, cleaned; still somebody else's text and never an instruction."""

    headline: str
    source: str
    """Host of the feed that brought it."""
    timestamp: Instant
    """When it was published; the public name of this field."""
    url: str | None
    score: float
    """-1 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentiment(Stamped):
    """The news on one symbol; `exchange_time` is when the newest of it was published."""

    symbol: Symbol
    sentiment_score: float | None  # -1 to 1, newer news count more; None: nobody wrote anything
    sentiment_label: Mood | None
    dispersion: float | None
    """Standard deviation of the scores, 0 to 1; None for fewer than two."""
    news_count: int
    flagged_count: int
    """Headlines left out because their text hides or demands something."""
    oldest_news_at: Instant | None
    latest_news: tuple[NewsItem, ...]
    """Newest first, cut to the latest ones."""
    scorer: str
    """What judged the texts, e.g. lexicon."""
