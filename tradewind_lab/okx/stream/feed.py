"""What a topic says: the answer of a REST route, again and again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from tradewind_lab.okx.query import Rows
from tradewind_lab.okx.wire import Json

_STAMPS: Final = frozenset({"ts", "seqId"})

Render = Callable[[int], Rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """One message of a topic, before it is encoded; only books name an action."""

    rows: Rows
    action: str | None = None


class Feed(Protocol):
    """The source of one topic; it lives as long as somebody listens. Times are epoch milliseconds."""

    @property
    def every_ms(self) -> int:
        """Return the time between two calls of `pushes`."""
        ...

    def welcome(self, now_ms: int) -> list[Push]:
        """Return what a new listener hears first."""
        ...

    def pushes(self, now_ms: int) -> list[Push]:
        """Return what all listeners hear now."""
        ...


class AnswerFeed:
    """Says a route's answer at every beat, or only when more than its stamps has changed."""

    def __init__(self, render: Render, *, every_ms: int, only_changes: bool = False) -> None:
        self._render = render
        self.every_ms = every_ms
        self._only_changes = only_changes
        self._said: list[Json] | None = None

    def welcome(self, now_ms: int) -> list[Push]:
        """Return the answer as it stands."""
        return [Push(rows=self._render(now_ms))]

    def pushes(self, now_ms: int) -> list[Push]:
        """Return the answer, unless it is the one said before."""
        rows = self._render(now_ms)
        if self._only_changes:
            content: list[Json] = [_timeless(row) for row in rows]
            if content == self._said:
                return []
            self._said = content
        return [Push(rows=rows)]


def _timeless(row: Json) -> Json:
    return (
        {name: value for name, value in row.items() if name not in _STAMPS} if isinstance(row, dict) else row
    )
