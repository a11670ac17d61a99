"""Fetches market data from venues within their limits and writes it to the bus, for everybody.

Never any judgement of the data beyond its form, and never anything about accounts or orders.
"""

from tradewind.market.collector import Collector
from tradewind.market.config import MarketConfig, SpotConfig, StocksConfig
from tradewind.market.health import CollectorHealth, VenueHealth
from tradewind.market.refresh import Ground
from tradewind.market.spot import SpotCollector
from tradewind.market.stocks import StockCollector
from tradewind.market.venues.okx_stream import OkxStream

__all__ = [
    "Collector",
    "CollectorHealth",
    "Ground",
    "MarketConfig",
    "OkxStream",
    "SpotCollector",
    "SpotConfig",
    "StockCollector",
    "StocksConfig",
    "VenueHealth",
]
