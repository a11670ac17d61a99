"""Fetches market data from venues within their limits and writes it to the bus, for everybody.

Never any judgement of the data beyond its form, and never anything about accounts or orders.
"""

from tradewind.market.collector import Collector
from tradewind.market.config import MarketConfig
from tradewind.market.health import CollectorHealth

__all__ = ["Collector", "CollectorHealth", "MarketConfig"]
