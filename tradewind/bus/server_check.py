"""Looks at a server that somebody else runs before the desk is built on it."""

from contextlib import aclosing
from datetime import timedelta

from tradewind.bus.cache import BusUnavailable, answered
from tradewind.bus.connection import connect
from tradewind.bus.server_state import ServerProblem, problems, state_of


class UnfitServer(RuntimeError):
    """The server answers, but would lose what the desk writes; the message says how to mend it."""


ANSWER_WITHIN = timedelta(seconds=1)


async def check_server(url: str, within: timedelta = ANSWER_WITHIN) -> tuple[ServerProblem, ...]:
    """Return what is wrong with the server at `url` and can be lived with; ConnectionError, UnfitServer."""
    async with aclosing(connect(url)) as client:
        try:
            async with answered(f"asking it within {within.total_seconds():g} s", within):
                said = await client.info("everything")
        except BusUnavailable as e:
            raise ConnectionError(f"no answer within {within.total_seconds():g} s: {e.__cause__!r}") from e
    found = problems(state_of(said))
    fatal = [f"{problem.text}; on that server run: {problem.fix}" for problem in found if problem.is_fatal]
    if fatal:
        raise UnfitServer("; ".join(fatal))
    return found
