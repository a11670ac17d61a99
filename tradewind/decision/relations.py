"""What follows from two figures of one market: their difference, and one as a percentage of the other. Pure."""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tradewind.decision.shown import Around

Figures = NDArray[np.float64]


class Relations:
    """Every relation of the figures of one market and of one proposal; computed where somebody asks."""

    def __init__(self, own: Sequence[float], around: Around) -> None:
        """`own`: what the proposal names, unsigned."""
        figures = np.array([*own, *around.single], dtype=np.float64)
        self._figures = figures[figures != 0]
        self._single = np.array(around.single, dtype=np.float64)
        self._series = np.array(around.series, dtype=np.float64)
        self._price = around.price or None

    def has(self, value: float, margin: float, *, is_percent: bool) -> bool:
        """Say whether a difference, or a percentage, is within `margin` of `value`."""
        with np.errstate(all="ignore"):  # what overflows is near nothing
            found = self._percentages() if is_percent else self._differences()
            return any(bool((np.abs(figures - value) <= margin).any()) for figures in found)

    def _differences(self) -> Iterator[Figures]:
        yield self._apart
        if self._price is not None:
            yield np.abs(self._series - self._price)

    def _percentages(self) -> Iterator[Figures]:
        ratios = self._figures[:, np.newaxis] / self._figures
        ratios.flat[:: len(ratios) + 1] = np.inf  # no figure is a share of itself
        yield np.abs(ratios - 1) * 100
        if self._price is None:
            return
        yield self._single / self._price * 100
        yield self._apart / self._price * 100
        moves = np.abs(self._series - self._price)
        yield moves / self._price * 100
        is_figure = self._series != 0
        yield moves[is_figure] / self._series[is_figure] * 100

    @cached_property
    def _apart(self) -> Figures:
        apart: Figures = self._figures[:, np.newaxis] - self._figures
        return apart[apart > 0]
