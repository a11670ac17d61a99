"""The trades of a swap, second by second."""

from tradewind_lab.market import Market
from tradewind_lab.okx.prices import trade_row
from tradewind_lab.okx.query import Rows
from tradewind_lab.okx.stream.feed import Push
from tradewind_lab.prints import trades


class TradeFeed:
    """Says the trades of each second as it begins; a second that was missed is told later, never left out."""

    def __init__(self, market: Market, symbol: str, *, every_ms: int) -> None:
        self._market = market
        self._instrument = market.instrument(symbol)
        self.every_ms = every_ms
        self._told: int | None = None  # the last second that listeners have heard of

    def welcome(self, now_ms: int) -> list[Push]:
        """Return nothing: a listener hears of what is traded from the next second on."""
        if self._told is None:
            self._told = now_ms // 1000
        return []

    def pushes(self, now_ms: int) -> list[Push]:
        """Return one message for each second with trades."""
        told, now = self._told or 0, now_ms // 1000
        self._told = max(told, now)
        seconds: list[Rows] = [
            [
                trade_row(self._instrument, one)
                for one in trades(self._market.reel, self._instrument, second, second)
            ]
            for second in range(told + 1, now + 1)
        ]
        return [Push(rows=rows) for rows in seconds if rows]
