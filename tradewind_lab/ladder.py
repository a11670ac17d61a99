"""The order book as a deterministic ladder around the last price."""

from typing import Final

import numpy as np

from tradewind_lab.instruments import Instrument
from tradewind_lab.quotes import Level

MAX_DEPTH: Final = 400
_SPREAD: Final = 0.00001  # of the price, at least one tick
_TOUCH: Final = 0.05  # of a minute's volume rests at the best price
_GROWTH: Final = 0.06  # a level's size grows by this much of the touch
_CHANCES: Final[list[float]] = np.random.default_rng(20_250_101).random(1024).tolist()


def ladder(
    instrument: Instrument, last: int, *, is_rising: bool, coins_per_minute: float, salt: int, depth: int
) -> tuple[tuple[Level, ...], tuple[Level, ...]]:
    """Return bids and asks, best first; `last` is in ticks and stands on the side that was hit.

    After a rise the last trade stands at the ask, else at the bid. Sizes are in contracts.
    """
    spread = max(1, round(last * _SPREAD * (0.5 + _chance(salt, 0))))
    ask = last if is_rising else last + spread
    bid = max(1, ask - spread)
    touch = coins_per_minute * _TOUCH / float(instrument.contract_value * instrument.lot_size)
    return (
        _side(instrument, bid, -1, touch, salt=salt * 2, depth=depth),
        _side(instrument, max(ask, bid + 1), 1, touch, salt=salt * 2 + 1, depth=depth),
    )


def _side(
    instrument: Instrument, best: int, direction: int, touch: float, *, salt: int, depth: int
) -> tuple[Level, ...]:
    levels: list[Level] = []
    ticks, gap = best, max(1, round(best * _SPREAD / 4))
    for place in range(depth):
        if ticks < 1:
            break
        chance = _chance(salt, place)
        lots = max(1, round(touch * (1 + _GROWTH * place) * (0.3 + 1.4 * chance)))
        levels.append(Level(instrument.price(ticks), lots * instrument.lot_size))
        ticks += direction * (gap + int(gap * chance * 2))
    return tuple(levels)


def _chance(salt: int, place: int) -> float:
    return _CHANCES[(salt * 613 + place * 37) & 1023]
