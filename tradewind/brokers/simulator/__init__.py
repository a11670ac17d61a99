"""A venue inside the desk that fills from the cached market.

Never a call to the outside.
"""

from tradewind.brokers.simulator.config import SimulatorConfig
from tradewind.brokers.simulator.simulator import Simulator

__all__ = ["Simulator", "SimulatorConfig"]
