"""What follows from two figures of one market: their difference, and one as a percentage of the other. Pure."""

from collections.abc import Sequence
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
            figures = self._percentages if is_percent else self._differences
            return bool((np.abs(value - figures) <= margin).any())

    @cached_property
    def _differences(self) -> Figures:
        return np.concatenate((self._apart, self._moves))

    @cached_property
    def _percentages(self) -> Figures:
        ratios: Figures = self._figures[:, np.newaxis] / self._figures
        of_others: Figures = np.abs(ratios[~np.eye(len(ratios), dtype=bool)] - 1) * 100
        if self._price is None:
            return of_others
        of_price = np.concatenate((self._apart, self._single, self._moves)) / self._price * 100
        is_figure = self._series != 0
        of_series = self._moves[is_figure] / self._series[is_figure] * 100
        return np.concatenate((of_others, of_price, of_series))

    @cached_property
    def _apart(self) -> Figures:
        apart: Figures = self._figures[:, np.newaxis] - self._figures
        return apart[apart > 0]

    @cached_property
    def _moves(self) -> Figures:
        """How far the price is from each of a series."""
        return np.empty(0) if self._price is None else np.abs(self._series - self._price)
