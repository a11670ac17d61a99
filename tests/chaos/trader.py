"""A trader that is killed: `python -m tests.chaos.trader ORDERS`, a process of `killing.py`."""

import asyncio
import json
import sys

import structlog

from tests.chaos.killing import trade
from tests.chaos.script import planned
from tradewind.orders.failpoints import Failpoint

if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    told = json.loads(sys.argv[1])
    name, _, seed = told["plan"]
    asyncio.run(trade(told, planned(Failpoint(name), seed)))
