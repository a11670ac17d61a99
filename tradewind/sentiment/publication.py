"""What is written of the news on one symbol; pure."""

from collections.abc import Sequence

from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.sentiment import NewsItem, Sentiment
from tradewind.sentiment.config import SentimentConfig
from tradewind.sentiment.lexicon import NAME
from tradewind.sentiment.score import Aged, mood, opinion
from tradewind.sentiment.shelf import Scored

SOURCE = "rss"


def sentiment(symbol: Symbol, news: Sequence[Scored], config: SentimentConfig, now: Instant) -> Sentiment:
    """Return the value of `symbol`; without a headline that may be judged its score is None."""
    items = [item for item in map(_item, news) if item is not None]
    found = opinion([Aged(score=item.score, age=now - item.timestamp) for item in items], config.half_life)
    return Sentiment(
        source=SOURCE,
        exchange_time=items[0].timestamp if items else None,
        timestamp=now,
        symbol=symbol,
        sentiment_score=found.score if found else None,
        sentiment_label=mood(found.score) if found else None,
        dispersion=found.dispersion if found else None,
        news_count=len(items),
        flagged_count=len(news) - len(items),
        oldest_news_at=items[-1].timestamp if items else None,
        latest_news=tuple(items[: config.latest]),
        scorer=NAME,
    )


def _item(scored: Scored) -> NewsItem | None:
    if scored.score is None:
        return None
    headline = scored.headline
    return NewsItem(
        headline=headline.text.text,
        source=headline.source,
        timestamp=headline.published_at,
        url=headline.url,
        score=scored.score,
    )
