"""Reads what is written about stocks, judges it and writes one score a symbol to the bus.

Never trusts a text, and never says neutral where nobody wrote anything.
"""

from tradewind.sentiment.config import FeedLimits, SentimentConfig
from tradewind.sentiment.publisher import SentimentHealth, SentimentPublisher

__all__ = ["FeedLimits", "SentimentConfig", "SentimentHealth", "SentimentPublisher"]
