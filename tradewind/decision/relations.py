"""What follows from two figures of one market: their difference, and one as a percentage of the other. Pure."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from math import isnan

from tradewind.decision.shown import Around

SLACK = 1e-12
"""Share by which a search is wider than what it looks for: what it finds is computed and compared."""


class Relations:
    """Every relation of the figures of one market and of one proposal; those near a value are looked for."""

    def __init__(self, own: Sequence[float], around: Around) -> None:
        """`own`: what the proposal names, unsigned."""
        self._figures = sorted(each for each in (*own, *around.single) if each and not isnan(each))
        self._around = around
        self._price = around.price or None

    def has_difference(self, value: float, margin: float) -> bool:
        """Say whether two figures, or the price and one of a series, are `value` apart within `margin`."""
        if any(abs(value - apart) <= margin for apart in self._apart(value - margin, value + margin)):
            return True
        price = self._price
        return price is not None and any(
            abs(value - abs(each - price)) <= margin for each in self._around.series
        )

    def has_percentage(self, value: float, margin: float) -> bool:
        """Say whether a figure is `value` percent above or below another, or of the price, within `margin`."""
        near = self._ratios(1 + (value - margin) / 100, 1 + (value + margin) / 100)
        if any(abs(value - abs(ratio - 1) * 100) <= margin for ratio in near):
            return True
        below = self._ratios(1 - (value + margin) / 100, 1 - (value - margin) / 100)
        if any(abs(value - abs(ratio - 1) * 100) <= margin for ratio in below):
            return True
        price = self._price
        return price is not None and any(
            abs(value - share) <= margin for share in self._of_price(price, value - margin, value + margin)
        )

    def _of_price(self, price: float, least: float, most: float) -> Iterator[float]:
        """Yield in percent what figures and moves are of the price, and differences that may be within the bounds."""
        yield from (each / price * 100 for each in self._around.single)
        first, last = sorted((least * price / 100, most * price / 100))
        yield from (apart / price * 100 for apart in self._apart(first, last))
        for each in self._around.series:
            move = abs(each - price)
            yield move / price * 100
            if each:
                yield move / each * 100

    def _apart(self, least: float, most: float) -> Iterator[float]:
        """Yield the differences of two figures that may be within the bounds."""
        figures = self._figures
        for figure in figures:
            slack = SLACK * (figure + abs(most))
            place, last = bisect_left(figures, figure + least - slack), figure + most + slack
            while place < len(figures) and figures[place] <= last:
                if figures[place] > figure:
                    yield figures[place] - figure
                place += 1

    def _ratios(self, least: float, most: float) -> Iterator[float]:
        """Yield what figures are of other ones, where it may be within the bounds."""
        figures = self._figures
        for own_place, figure in enumerate(figures):
            slack = SLACK * figure
            place, last = bisect_left(figures, figure * least - slack), figure * most + slack
            while place < len(figures) and figures[place] <= last:
                if place != own_place:
                    yield figures[place] / figure
                place += 1
