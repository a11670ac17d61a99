"""A seeded market without end: six correlated swaps with regimes, fat tails and volume that follows volatility.

One factor moves all; each swap adds its own noise. Regimes (calm, up, down, storm) follow a Markov chain.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from tradewind_lab.bars import BLOCK_MS, Block, Whole
from tradewind_lab.instruments import LISTED, Instrument

Real = npt.NDArray[np.float64]

EPOCH_MS: Final = 1_735_689_600_000  # 2025-01-01T00:00Z, where the generator's own time begins
_MINUTES: Final = BLOCK_MS // 60_000
_MOVES: Final = 12  # price moves per minute, from which its extremes are taken
_TAIL: Final = 4.0  # degrees of freedom of Student's t
_PULL: Final = 0.03  # share of the distance to the anchor that a block takes back


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """How the common factor moves for a while; drift and volatility are per minute."""

    drift: float
    volatility: float
    mean_minutes: float
    busyness: float


REGIMES: Final = (
    Regime(drift=0.0, volatility=0.00026, mean_minutes=360, busyness=0.7),
    Regime(drift=0.000035, volatility=0.00036, mean_minutes=540, busyness=1.0),
    Regime(drift=-0.000035, volatility=0.0004, mean_minutes=480, busyness=1.1),
    Regime(drift=0.0, volatility=0.001, mean_minutes=80, busyness=2.6),
)
# Rows: from; columns: to, in the order of REGIMES.
_NEXT: Final = np.array(
    ((0, 0.44, 0.4, 0.16), (0.5, 0, 0.25, 0.25), (0.45, 0.3, 0, 0.25), (0.4, 0.3, 0.3, 0))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """What sets one swap apart: price at the start, share in the factor, own noise, turnover."""

    price: float
    beta: float
    own_noise: float  # of its share in the factor's volatility
    usdt_per_minute: float


CHARACTERS: Final = {
    "BTC": Character(price=95_000, beta=0.9, own_noise=0.35, usdt_per_minute=3_000_000),
    "ETH": Character(price=3_400, beta=1.15, own_noise=0.45, usdt_per_minute=2_200_000),
    "SOL": Character(price=190, beta=1.4, own_noise=0.6, usdt_per_minute=800_000),
    "BNB": Character(price=690, beta=0.8, own_noise=0.6, usdt_per_minute=150_000),
    "DOGE": Character(price=0.32, beta=1.5, own_noise=0.65, usdt_per_minute=350_000),
    "XRP": Character(price=2.3, beta=1.2, own_noise=0.7, usdt_per_minute=450_000),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """Where a block begins: logarithms of price in LISTED order, the regime, the last block's returns."""

    prices: Real
    regime: int
    momentum: Real


class GeneratedTape:
    """Blocks drawn one after another from (seed, number); the past is redrawn from remembered states."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.identity = f"generated:{seed}"
        self.instruments: tuple[Instrument, ...] = LISTED
        self.first_block = EPOCH_MS // BLOCK_MS
        self.block_count: int | None = None
        self._places = {one.symbol: place for place, one in enumerate(LISTED)}
        self._characters = [CHARACTERS[one.coin] for one in LISTED]
        self._anchors = np.log([one.price for one in self._characters])
        quiet = np.zeros(len(LISTED))
        self._states = [_State(prices=self._anchors, regime=0, momentum=quiet)]
        self._drawn = lru_cache(maxsize=192)(self._draw)

    def block(self, symbol: str, number: int) -> Block:
        """Return one block of one-minute candles."""
        candles = self._market(number - self.first_block)[self._places[symbol]]
        seconds = np.full(_MINUTES, 60, dtype=np.int64)
        return Block(step_s=60, candles=candles, leg_seconds=seconds, legs=candles)

    def funding_rate(self, symbol: str, number: int) -> Decimal:
        """Return one ten-thousandth plus a share of the momentum before the last settlement."""
        place = number - self.first_block - 1
        if place < 0:
            return Decimal("0.0001")
        self._reach(place)
        momentum = float(self._states[place].momentum[self._places[symbol]])
        rate = min(0.0012, max(-0.0008, 0.00008 + 0.012 * momentum))
        return Decimal(f"{rate:.8f}")

    def _market(self, place: int) -> tuple[Whole, ...]:
        self._reach(place)
        return self._drawn(place)[0]

    def _reach(self, place: int) -> None:
        while len(self._states) <= place:
            self._states.append(self._drawn(len(self._states) - 1)[1])

    def _draw(self, place: int) -> tuple[tuple[Whole, ...], _State]:
        state = self._states[place]
        chance = np.random.default_rng((self.seed, place))
        spans = list(_spans(state.regime, chance))
        drift, volatility, busyness = (
            np.concatenate([np.full(minutes, column) for minutes, column in pairs])
            for pairs in zip(
                *(
                    ((length, one.drift), (length, one.volatility), (length, one.busyness))
                    for length, one in ((length, REGIMES[regime]) for length, regime in spans)
                ),
                strict=True,
            )
        )
        factor = _moves(drift, volatility, chance)
        markets: list[Whole] = []
        ends: list[float] = []
        for row, character in enumerate(self._characters):
            own = _moves(np.zeros(_MINUTES), volatility * character.own_noise, chance)
            pull = _PULL * (self._anchors[row] - state.prices[row]) / (_MINUTES * _MOVES)
            steps = character.beta * (factor + own) + pull
            walk = state.prices[row] + np.cumsum(steps)
            ends.append(float(walk[-1]))
            volume = _volume(character, steps, volatility, busyness, chance) / np.exp(
                walk[_MOVES - 1 :: _MOVES]
            )
            markets.append(_whole(LISTED[row], float(state.prices[row]), walk, volume))
        after = np.array(ends)
        return tuple(markets), _State(prices=after, regime=spans[-1][1], momentum=after - state.prices)


def _spans(regime: int, chance: np.random.Generator) -> Iterator[tuple[int, int]]:
    """Cut a block into stretches of (minutes, regime), beginning with `regime`."""
    left = _MINUTES
    while left > 0:
        length = min(left, int(chance.geometric(1 / REGIMES[regime].mean_minutes)))
        yield length, regime
        left -= length
        if left > 0:
            regime = int(chance.choice(len(REGIMES), p=_NEXT[regime]))


def _moves(drift: Real, volatility: Real, chance: np.random.Generator) -> Real:
    """Return log returns of every move; minutes share one Student-t factor, so that tails come in bursts."""
    tail = np.sqrt((_TAIL - 2) / chance.chisquare(_TAIL, _MINUTES))
    scale = volatility * np.minimum(tail, 6.0) / np.sqrt(_MOVES)
    noise = chance.standard_normal((_MINUTES, _MOVES)) * scale[:, None]
    moves: Real = (noise + drift[:, None] / _MOVES).ravel()
    return moves


def _volume(
    character: Character, steps: Real, volatility: Real, busyness: Real, chance: np.random.Generator
) -> Real:
    """Return turnover per minute in USDT: busier in a storm, when the price moves, and in the middle of a block."""
    moved = np.abs(steps.reshape(_MINUTES, _MOVES).sum(axis=1)) / (volatility * character.beta)
    day = 1 + 0.25 * np.sin(np.linspace(0, np.pi, _MINUTES))
    luck = chance.lognormal(0.0, 0.35, _MINUTES)
    turnover: Real = character.usdt_per_minute * busyness * day * luck * (0.5 + 0.6 * np.minimum(moved, 6.0))
    return turnover


def _whole(instrument: Instrument, start: float, walk: Real, volume: Real) -> Whole:
    """Round a walk of log prices to int64[5, 480] candles that continue from `start`."""
    scale = 10**instrument.price_decimals
    ticks = np.rint(np.exp(np.concatenate(((start,), walk))) * scale).astype(np.int64)
    closes = ticks[_MOVES::_MOVES]
    opens = np.concatenate((ticks[:1], closes[:-1]))
    within = ticks[1:].reshape(_MINUTES, _MOVES)
    units = np.maximum(1, np.rint(volume * 10**instrument.volume_decimals)).astype(np.int64)
    return np.stack(
        (opens, np.maximum(opens, within.max(axis=1)), np.minimum(opens, within.min(axis=1)), closes, units)
    )
