"""Computes indicators from the candles on the bus and writes them back.

Never fetches from a venue, and never looks at a candle that is still open.
"""

from tradewind.analysis.analyst import Analyst, AnalystHealth
from tradewind.analysis.config import AnalysisConfig, ScannerConfig
from tradewind.analysis.scanner import Scanner, ScannerHealth

__all__ = ["AnalysisConfig", "Analyst", "AnalystHealth", "Scanner", "ScannerConfig", "ScannerHealth"]
