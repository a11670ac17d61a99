"""The price second by second inside candles: it touches exactly open, both extremes and close, in time order.

Where nothing is traded the price stands, so what is traded each second makes the candle again. A candle with fewer
units of volume than prices to touch cannot be made of trades; its price moves without them.
"""

from dataclasses import dataclass

import numpy as np

from tradewind_lab.bars import CLOSE, HIGH, LOW, OPEN, VOLUME, Block, Whole

_NOISE = 0.07  # of a candle's range, to either side


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """One block of one symbol: the price in ticks at each second and the volume traded up to its end."""

    prices: Whole  # int64[seconds]
    traded: Whole  # int64[seconds], never falling

    def candle(self, first: int, last: int) -> Whole:
        """Return seconds `first` to `last`, both included, as int64[5]."""
        window = self.prices[first : last + 1]
        before = self.traded[first - 1] if first else 0
        volume = self.traded[last] - before
        return np.array((window[0], window.max(), window.min(), window[-1], volume), dtype=np.int64)

    def candles(self, step_s: int) -> Whole:
        """Return the whole block as int64[5, n] candles of `step_s` seconds."""
        windows = self.prices.reshape(-1, step_s)
        ends = self.traded[step_s - 1 :: step_s]
        volume = np.diff(ends, prepend=0)
        return np.stack((windows[:, 0], windows.max(axis=1), windows.min(axis=1), windows[:, -1], volume))


def trace(block: Block, seed: tuple[int, ...]) -> Path:
    """Walk a block; the same block and seed always give the same path."""
    chance = np.random.default_rng(seed)
    ends = np.cumsum(block.leg_seconds)
    prices = np.empty(ends[-1], dtype=np.int64)
    volumes = np.empty(ends[-1], dtype=np.int64)
    for length in np.unique(block.leg_seconds).tolist():
        chosen = block.leg_seconds == length
        places = (ends[chosen] - length)[:, None] + np.arange(length)
        walked = _walk(block.legs[:, chosen], length, chance)
        traded = _spread(block.legs[VOLUME, chosen], walked)
        prices[places] = _standing(walked, traded)
        volumes[places] = traded
    return Path(prices=prices, traded=np.cumsum(volumes))


def _walk(legs: Whole, length: int, chance: np.random.Generator) -> Whole:
    """Go open, nearer extreme, other extreme, close; return int64[legs, length]."""
    rows = legs.shape[1]
    opened, high, low, closed = (legs[row][:, None] for row in (OPEN, HIGH, LOW, CLOSE))
    up_first = (high - opened < opened - low) | ((high - opened == opened - low) & (closed < opened))
    near, far = np.where(up_first, high, low), np.where(up_first, low, high)
    turn = (length * (0.15 + 0.25 * chance.random((rows, 1)))).astype(np.int64)
    back = (length * (0.55 + 0.30 * chance.random((rows, 1)))).astype(np.int64)
    second = np.arange(length)[None, :]
    line = np.where(
        second <= turn,
        opened + (near - opened) * (second / turn),
        np.where(
            second <= back,
            near + (far - near) * ((second - turn) / (back - turn)),
            far + (closed - far) * ((second - back) / (length - 1 - back)),
        ),
    )
    noise = (chance.random((rows, length)) * 2 - 1) * _NOISE * (high - low)
    walked: Whole = np.clip(np.rint(line + noise).astype(np.int64), low, high)
    np.put_along_axis(walked, turn, near, axis=1)
    np.put_along_axis(walked, back, far, axis=1)
    walked[:, 0] = opened[:, 0]
    walked[:, -1] = closed[:, 0]
    return walked


def _spread(volume: Whole, walked: Whole) -> Whole:
    """Spread each leg's volume over its seconds, more where the price moves; nothing is lost.

    Every second gets a unit; where there are too few of them, open, close and extremes come first.
    """
    least = np.ones_like(walked)
    for row in np.flatnonzero(volume < walked.shape[1]).tolist():
        least[row] = 0
        touched = _touched(walked[row])
        if len(touched) <= volume[row]:
            least[row, touched] = 1
    moves = np.abs(np.diff(walked, axis=1, prepend=walked[:, :1]))
    weights = 1 + moves / np.maximum(1, moves.mean(axis=1, keepdims=True))
    share = np.cumsum(weights, axis=1)
    rest = volume - least.sum(axis=1)
    traded = (rest[:, None] * (share / share[:, -1:])).astype(np.int64)
    traded[:, -1] = rest
    seconds: Whole = least + np.diff(traded, axis=1, prepend=0)
    return seconds


def _touched(walked: Whole) -> list[int]:
    """Return the seconds that a leg cannot do without."""
    last = walked.size - 1
    extremes = {int(walked.argmax()), int(walked.argmin())}
    ends = {int(walked[0]), int(walked[last])}
    inner = {second for second in extremes if int(walked[second]) not in ends}
    return [0] if walked.min() == walked.max() else sorted({0, last, *inner})


def _standing(walked: Whole, traded: Whole) -> Whole:
    """Let the price stand from one second with a trade to the next."""
    seconds = np.arange(walked.shape[1])
    latest = np.maximum.accumulate(np.where(traded > 0, seconds, -1), axis=1)
    stood: Whole = np.where(latest >= 0, np.take_along_axis(walked, np.maximum(latest, 0), axis=1), walked)
    can_trade = (traded[:, :1] > 0) & (traded[:, -1:] > 0)
    return np.where(can_trade, stood, walked)
