"""Order states, sending what risk approved, posting fills, settling what is not known.

Never a venue's JSON, never a decision.
"""

from tradewind.orders.config import OrdersConfig
from tradewind.orders.execution import Execution
from tradewind.orders.intent import client_id_for
from tradewind.orders.kill_switch import KillSwitch, ReleaseRefused
from tradewind.orders.order_desk import OrderDesk, OrderDeskConfig, OrderGround
from tradewind.orders.reconciliation import DailyResult
from tradewind.orders.register import OrderMissing
from tradewind.orders.states import IllegalStep

__all__ = [
    "DailyResult",
    "Execution",
    "IllegalStep",
    "KillSwitch",
    "OrderDesk",
    "OrderDeskConfig",
    "OrderGround",
    "OrderMissing",
    "OrdersConfig",
    "ReleaseRefused",
    "client_id_for",
]
