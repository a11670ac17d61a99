"""The order book as a deterministic ladder around the last price: each rung keeps its price and changes its size at its own pace."""

import math
from typing import Final

import numpy as np

from tradewind_lab.bars import Whole
from tradewind_lab.instruments import Instrument

MAX_DEPTH: Final = 400
SLOT_MS: Final = 100  # sizes change on this grid
_SPREAD: Final = 0.00001  # of the price, at least one tick
_TOUCH: Final = 0.05  # of a minute's volume rests at the best price
_GROWTH: Final = 0.06  # a level's size grows by this much of the touch
_SHELF: Final = 16  # levels that share their growth, so that a move of the price does not resize them all
_STEP: Final = math.log(1.1)  # the touch itself moves in steps of a tenth, for the same reason
_CHANCES: Final = np.random.default_rng(20_250_101).random(1024)
_SHORTEST, _LONGEST = 5, 68  # slots that a rung keeps its size

Rungs = list[tuple[int, int]]
"""Price in ticks and size in lots, best first."""


def ladder(
    instrument: Instrument, last: int, *, is_rising: bool, coins_per_minute: float, at_ms: int, depth: int
) -> tuple[Rungs, Rungs]:
    """Return bids and asks; `last` is in ticks and stands on the side that was hit.

    After a rise the last trade stands at the ask, else at the bid.
    """
    chance = float(_CHANCES[at_ms // 1000 * 613 & 1023])
    spread = max(1, round(last * _SPREAD * (0.5 + chance)))
    ask = last if is_rising else last + spread
    bid = max(1, ask - spread)
    touch = coins_per_minute * _TOUCH / float(instrument.contract_value * instrument.lot_size)
    touch = math.exp(round(math.log(max(touch, 1e-9)) / _STEP) * _STEP)
    gap = 1 << max(0, int(last * _SPREAD / 4).bit_length() - 1)
    places = np.arange(min(depth, MAX_DEPTH), dtype=np.int64)
    bids = np.where(places, ((bid - 1) // gap + 1 - places) * gap, bid)
    ask = max(ask, bid + 1)
    asks = np.where(places, (ask // gap + places) * gap, ask)
    return _sized(bids[bids >= 1], touch, at_ms // SLOT_MS), _sized(asks, touch, at_ms // SLOT_MS)


def _sized(ticks: Whole, touch: float, slot: int) -> Rungs:
    character = (ticks * 2_654_435_761) >> 8 & 0xFFFF_FFFF
    period = _SHORTEST + character % (_LONGEST - _SHORTEST)
    turn = (slot + (character >> 7)) // period
    chances = _CHANCES[(turn * 613 + character) & 1023]
    growth = 1 + _GROWTH * _SHELF * (np.arange(ticks.size) // _SHELF)
    lots = np.maximum(1, np.rint(touch * growth * (0.3 + 1.4 * chances))).astype(np.int64)
    return list(zip(ticks.tolist(), lots.tolist(), strict=True))
