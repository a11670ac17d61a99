"""Fuses what the analysis and the news say into BUY, HOLD or SELL, and tells when that changes.

Reads the bus alone, never a producer, and never makes an order.
"""

from tradewind.signals.config import Levels, SignalsConfig, Weights
from tradewind.signals.monitor import Monitor, MonitorHealth

__all__ = ["Levels", "Monitor", "MonitorHealth", "SignalsConfig", "Weights"]
