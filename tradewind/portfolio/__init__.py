"""What an account is worth: the ledger's balances and positions at the cache's prices, its curve and projections.

Never an order, never a venue.
"""

from tradewind.portfolio.config import PortfolioConfig
from tradewind.portfolio.equity import EquityRecorder
from tradewind.portfolio.projector import Projector, Shown
from tradewind.portfolio.reader import AccountReader
from tradewind.portfolio.snapshot import value_account

__all__ = ["AccountReader", "EquityRecorder", "PortfolioConfig", "Projector", "Shown", "value_account"]
