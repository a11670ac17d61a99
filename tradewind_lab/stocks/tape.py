"""What the stock market asks of a tape, and the seeded tape: five stocks that share one factor.

Sessions are drawn one at a time, each from (seed, symbol, number) alone, so any day may be asked first.
"""

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from tradewind_lab.bars import Block, Whole
from tradewind_lab.stocks.sessions import SESSION_S
from tradewind_lab.tape.drift import Drift, Layer, Real

MINUTES: Final = SESSION_S // 60
_MOVES: Final = 12  # price moves per minute, from which its extremes are taken
_DECIMALS: Final = 2
# A session is an even stretch, the night behind it the odd one: prices open away from where they closed.
_MARKET: Final = (Layer(period=1, size=0.005), Layer(period=10, size=0.012), Layer(period=90, size=0.05))
_OWN: Final = (Layer(period=1, size=0.007), Layer(period=10, size=0.02), Layer(period=90, size=0.08))
_MARKET_NOISE: Final = 0.008
_OWN_NOISE: Final = 0.011
_EDGES: Final = np.linspace(0.0, 1.0, MINUTES * _MOVES + 1)


class StockTape(Protocol):
    """Sessions by number, the same ones whenever they are asked."""

    @property
    def identity(self) -> str:
        """Return a text that differs whenever the prices differ."""
        ...

    @property
    def seed(self) -> int:
        """Return what the paths inside the candles are drawn from."""
        ...

    @property
    def decimals(self) -> dict[str, int]:
        """Return every stock with the decimals of its prices."""
        ...

    def session(self, symbol: str, number: int) -> Block:
        """Return the candles of one session, from open to close; volume in shares."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stock:
    """What sets one stock apart: price at the start, share in the market's moves, own noise, turnover."""

    price: float
    beta: float
    own: float
    shares_per_minute: float


_STOCKS: Final = {
    "SPY": _Stock(price=600, beta=1.0, own=0.05, shares_per_minute=120_000),
    "AAPL": _Stock(price=230, beta=1.1, own=0.7, shares_per_minute=100_000),
    "TSLA": _Stock(price=330, beta=1.8, own=1.6, shares_per_minute=200_000),
    "MSFT": _Stock(price=430, beta=1.0, own=0.6, shares_per_minute=45_000),
    "GOOGL": _Stock(price=180, beta=1.1, own=0.8, shares_per_minute=60_000),
}


class GeneratedStocks:
    """SPY, AAPL, TSLA, MSFT and GOOGL without end."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.identity = f"generated stocks:{seed}"
        self.decimals = dict.fromkeys(_STOCKS, _DECIMALS)
        self._market = Drift(seed=seed, name="MARKET", layers=_MARKET, noise=_MARKET_NOISE)

    def session(self, symbol: str, number: int) -> Block:
        """Return one session of one-minute candles."""
        stock = _STOCKS[symbol]
        own = Drift(seed=self.seed, name=symbol, layers=_OWN, noise=_OWN_NOISE)
        market = self._market.along(2 * number, _EDGES)
        walk = np.log(stock.price) + stock.beta * market + stock.own * own.along(2 * number, _EDGES)
        chance = np.random.default_rng((self.seed, *symbol.encode(), number))
        candles = _candles(walk, _shares(stock, walk, chance))
        seconds = np.full(MINUTES, 60, dtype=np.int64)
        return Block(step_s=60, candles=candles, leg_seconds=seconds, legs=candles)


def _candles(walk: Real, shares: Whole) -> Whole:
    """Round a walk of log prices to int64[5, 390]."""
    ticks = np.rint(np.exp(walk) * 10**_DECIMALS).astype(np.int64)
    edges = ticks[::_MOVES]
    within = ticks[1:].reshape(MINUTES, _MOVES)
    opens, closes = edges[:-1], edges[1:]
    high, low = np.maximum(opens, within.max(axis=1)), np.minimum(opens, within.min(axis=1))
    return np.stack((opens, high, low, closes, shares))


def _shares(stock: _Stock, walk: Real, chance: np.random.Generator) -> Whole:
    """Return the shares traded per minute: busier at both ends of the day and when the price moves."""
    moved = np.abs(np.diff(walk[::_MOVES])) / 0.0005
    ends = 0.6 + 1.6 * np.linspace(-1, 1, MINUTES) ** 2
    luck = chance.lognormal(0.0, 0.35, MINUTES)
    shares: Whole = np.rint(
        stock.shares_per_minute * ends * luck * (0.5 + 0.4 * np.minimum(moved, 6.0))
    ).astype(np.int64)
    return np.maximum(1, shares)
