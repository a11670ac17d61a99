"""The candles of a swap: the open one as it grows, and each once more when it is closed."""

from collections.abc import Callable
from decimal import Decimal

from tradewind_lab.okx.query import Rows
from tradewind_lab.okx.stream.feed import Push
from tradewind_lab.okx.wire import Json, number

NewestFirst = Callable[[int, int], Rows]
"""Rows at a time, as many as asked for."""


class CandleFeed:
    """Says the open candle when it changes; `render` takes the time and how many candles."""

    def __init__(self, render: NewestFirst, *, step_ms: int, every_ms: int) -> None:
        self._render = render
        self._step_ms = step_ms
        self.every_ms = every_ms
        self._said: Json = None
        self._open_ms = 0

    def welcome(self, now_ms: int) -> list[Push]:
        """Return the open candle."""
        rows = self._render(now_ms, 1)
        if not self._open_ms:
            self._open_ms = now_ms // self._step_ms * self._step_ms
        return [Push(rows=rows)]

    def pushes(self, now_ms: int) -> list[Push]:
        """Return what closed since the last call, then the open candle unless it stands as it was."""
        ended = (now_ms // self._step_ms * self._step_ms - self._open_ms) // self._step_ms
        running, *closed = self._render(now_ms, 1 + ended)
        self._open_ms += ended * self._step_ms
        if running == self._said:
            return []
        self._said = running
        return [Push(rows=[row]) for row in (*reversed(closed), running)]

    def last_closed(self, now_ms: int) -> Push:
        """Return the candle that closed last, once more."""
        return Push(rows=self._render(now_ms, 2)[1:])

    def revision(self, now_ms: int) -> Push:
        """Return the candle that closed last with another close, its low, and another volume."""
        [row] = self.last_closed(now_ms).rows
        opened_ms, opened, high, low, _close, *volumes, confirm = _texts(row)
        fewer = [number(Decimal(volume) / 2) for volume in volumes]
        return Push(rows=[[opened_ms, opened, high, low, low, *fewer, confirm]])


def _texts(row: Json) -> list[str]:
    return [str(cell) for cell in row] if isinstance(row, list) else []
