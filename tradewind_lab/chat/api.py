"""The chat API: two routes of OpenAI's, the model `lab-rules`, and answers spoiled on demand."""

from starlette.routing import Route

from tradewind_lab.clock import Clock
from tradewind_lab.faults import Faults


def routes(clock: Clock, faults: Faults) -> list[Route]:  # noqa: ARG001
    """Return /v1/models and /v1/chat/completions."""
    return []
