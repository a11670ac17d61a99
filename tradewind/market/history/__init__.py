"""Candles kept beyond Redis, in Parquet under the data folder.

Never anything but confirmed candles, never an indicator.
"""

from tradewind.market.history.store import CandleHistory, HistoryDamaged, Series

__all__ = ["CandleHistory", "HistoryDamaged", "Series"]
