"""OKX, demo and live, through ccxt.

Never a decision, and never a float where money is.
"""

from tradewind.brokers.okx.arming import LiveToken, NotArmed, read_arm_file
from tradewind.brokers.okx.client import OkxClient, demo_client, live_client
from tradewind.brokers.okx.config import DemoKey, Environment, LiveKey, OkxConfig
from tradewind.brokers.okx.setup import KeyUnfit

__all__ = [
    "DemoKey",
    "Environment",
    "KeyUnfit",
    "LiveKey",
    "LiveToken",
    "NotArmed",
    "OkxClient",
    "OkxConfig",
    "demo_client",
    "live_client",
    "read_arm_file",
]
