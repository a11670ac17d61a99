"""Traders that are killed: `python -m tests.chaos.trader` has everything imported and forks one for every line it reads."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from typing import Any

import structlog

from tests.chaos.killing import trade
from tests.chaos.pace import PacedLoop
from tests.chaos.script import planned
from tradewind.bus.server_program import end_with_parent
from tradewind.orders.failpoints import Failpoint

LONGEST_SECONDS = 60
"""A trader that takes longer is ended by the kernel."""


def main() -> None:
    """Answer every line with the exit code of its trader; an empty question only tells that everything is imported."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    for line in sys.stdin:
        told = json.loads(line)
        code = _ended(told) if told else 0
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()


def _ended(told: Mapping[str, Any]) -> int:
    """Fork, trade there, and return how that process ended."""
    begin = end_with_parent()
    child = os.fork()
    if child == 0:
        _trade(told, begin)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _trade(told: Mapping[str, Any], begin: Callable[[], None] | None) -> None:
    code = 1
    try:
        if begin is not None:
            begin()
        signal.alarm(LONGEST_SECONDS)
        os.environ.update(told["environment"])
        name, _, seed = told["plan"]
        with asyncio.Runner(loop_factory=PacedLoop) as runner:
            runner.run(trade(told, planned(Failpoint(name), seed)))
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
