"""Order states, sending what risk approved, posting fills, settling what is not known.

Never a venue's JSON, never a decision.
"""

from tradewind.orders.config import OrdersConfig
from tradewind.orders.execution import Execution
from tradewind.orders.intent import client_id_for
from tradewind.orders.register import OrderMissing
from tradewind.orders.states import IllegalStep

__all__ = ["Execution", "IllegalStep", "OrderMissing", "OrdersConfig", "client_id_for"]
