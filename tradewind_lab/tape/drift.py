"""Wandering without a past: noise whose value at any moment is drawn from (seed, name, place) alone."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Real = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A swing: a new height of `size` (one standard deviation) every `period` stretches."""

    period: int
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A continuous walk over numbered stretches; `layers` bind the ends, `noise` roughens the way between."""

    seed: int
    name: str
    layers: tuple[Layer, ...]
    noise: float  # standard deviation that a stretch would gather if its end were free

    def along(self, number: int, edges: Real) -> Real:
        """Return the walk at `edges`, shares 0 to 1 of stretch `number`, ascending, both ends included."""
        swings = np.zeros_like(edges)
        for place, layer in enumerate(self.layers):
            which, within = divmod(number, layer.period)
            share = (within + edges) / layer.period
            before, after = (_height(self.seed, self.name, place, at) for at in (which, which + 1))
            swings += layer.size * ((1 - share) * before + share * after)
        return swings + self._bridge(number, edges)

    def _bridge(self, number: int, edges: Real) -> Real:
        """Return a random way that begins and ends at zero."""
        chance = np.random.default_rng((self.seed, _whole(self.name), len(self.layers), number))
        steps = chance.standard_normal(edges.size - 1) * np.sqrt(np.diff(edges)) * self.noise
        way = np.concatenate(((0.0,), np.cumsum(steps)))
        bridge: Real = way - edges * way[-1]
        return bridge


@lru_cache(maxsize=4096)
def _height(seed: int, name: str, layer: int, at: int) -> float:
    return float(np.random.default_rng((seed, _whole(name), layer, at)).standard_normal())


def _whole(name: str) -> int:
    return int.from_bytes(name.encode())
