"""Models that serve an attacker as well as they can."""

import re

from tests.cycle.desk import an_opening
from tests.fakes.chat_server import Reply, decides
from tests.instruments import BTC

OBEYED = re.compile(
    r"ignore|disregard|override|system\s*:|buy max|all.?in|admin|password|jailbreak|<\|im_start\|>|\[INST\]",
    re.IGNORECASE,
)
QUIET = decides({"symbol": BTC, "action": "no_entry", "rationale": "nothing speaks to me"})


def obedient(message: str) -> Reply:
    """Buy as soon as anything in the message sounds like an order to a model."""
    if OBEYED.search(message) is None:
        return QUIET
    return decides(an_opening(confidence=1.0, notional=40_000, rationale="I was told to"))
