"""A spot market beside a tape of swaps: a coin with a swap follows it within a small basis, the others follow Bitcoin."""

from decimal import Decimal
from typing import Final

import numpy as np

from tradewind_lab.bars import BLOCK_S, CLOSE, HIGH, LOW, OPEN, VOLUME, Block, Whole
from tradewind_lab.coins import COINS, Coin, spot_instrument
from tradewind_lab.instruments import Instrument
from tradewind_lab.tape.drift import Drift, Layer, Real
from tradewind_lab.tape.port import Tape

_BASIS: Final = (Layer(period=1, size=0.00012), Layer(period=9, size=0.0002))
_OWN: Final = (Layer(period=1, size=0.006), Layer(period=9, size=0.02), Layer(period=60, size=0.06))
_BASIS_NOISE: Final = 0.0001
_OWN_NOISE: Final = 0.012
_USUAL_MOVE: Final = 0.0004  # of a price within a minute


class SpotTape:
    """Blocks computed from those of the swaps, one coin and one block at a time."""

    def __init__(self, swaps: Tape) -> None:
        self.seed = swaps.seed
        self.identity = f"spot beside {swaps.identity}"
        self.first_block = swaps.first_block
        self.block_count = swaps.block_count
        self.instruments: tuple[Instrument, ...] = tuple(spot_instrument(coin.symbol) for coin in COINS)
        self._swaps = swaps
        self._coins = {coin.symbol: coin for coin in COINS}
        self._rules = {one.symbol: one for one in self.instruments}
        self._by_coin = {one.coin: one for one in swaps.instruments}
        self._leader = self._by_coin.get("BTC", swaps.instruments[0])
        self._leader_began: float | None = None

    @property
    def salts(self) -> dict[str, int]:
        """Return for each pair the place of the swap that it follows, so that both walk alike inside candles."""
        places = {one.symbol: place for place, one in enumerate(self._swaps.instruments)}
        return {symbol: places[self._followed(coin).symbol] for symbol, coin in self._coins.items()}

    def block(self, symbol: str, number: int) -> Block:
        """Return one block, with candles as long as those of the swap that the coin follows."""
        coin = self._coins[symbol]
        swap = self._followed(coin)
        followed = self._swaps.block(swap.symbol, number)
        ends = np.cumsum(followed.leg_seconds)
        edges = np.concatenate(((0.0,), ends / BLOCK_S))
        way = self._drift(coin).along(number, edges)
        chance = np.random.default_rng((self.seed, *coin.name.encode(), number))
        legs = self._follow(coin, swap, followed, way, chance)
        starts = (ends - followed.leg_seconds) // followed.step_s
        return Block(
            step_s=followed.step_s,
            candles=_joined(legs, np.flatnonzero(np.diff(starts, prepend=-1))),
            leg_seconds=followed.leg_seconds,
            legs=legs,
        )

    def funding_rate(self, symbol: str, number: int) -> Decimal:
        """Raise LookupError: spot has no funding."""
        raise LookupError(f"{symbol} is spot and has no funding, asked for block {number}")

    def _followed(self, coin: Coin) -> Instrument:
        return self._by_coin.get(coin.name, self._leader)

    def _drift(self, coin: Coin) -> Drift:
        if coin.name in self._by_coin:
            return Drift(seed=self.seed, name=coin.name, layers=_BASIS, noise=_BASIS_NOISE)
        return Drift(seed=self.seed, name=coin.name, layers=_OWN, noise=_OWN_NOISE)

    def _follow(
        self, coin: Coin, swap: Instrument, followed: Block, way: Real, chance: np.random.Generator
    ) -> Whole:
        """Return the coin's candles, int64[5, n]: log price = anchor + beta x leader + the coin's own way."""
        logs = np.log(followed.legs[:VOLUME] / 10**swap.price_decimals)
        if coin.name not in self._by_coin:
            logs = np.log(coin.price) + coin.beta * (logs - self._began())
        before, after = way[:-1], way[1:]
        opened, closed = logs[OPEN] + before, logs[CLOSE] + after
        high = np.maximum(logs[HIGH] + np.maximum(before, after), np.maximum(opened, closed))
        low = np.minimum(logs[LOW] + np.minimum(before, after), np.minimum(opened, closed))
        rules = self._rules[coin.symbol]
        ticks = np.rint(np.exp(np.stack((opened, high, low, closed))) * 10**rules.price_decimals)
        volume = _turnover(coin, followed.leg_seconds, closed - opened, chance) / np.exp(closed)
        units = np.rint(volume * 10**rules.volume_decimals)
        legs: Whole = np.maximum(1, np.concatenate((ticks, units[None, :]))).astype(np.int64)
        return legs

    def _began(self) -> float:
        """Return the logarithm of the leader's first price."""
        if self._leader_began is None:
            ticks = self._swaps.block(self._leader.symbol, self.first_block).candles[OPEN, 0]
            self._leader_began = float(np.log(ticks / 10**self._leader.price_decimals))
        return self._leader_began


def _turnover(coin: Coin, seconds: Whole, moves: Real, chance: np.random.Generator) -> Real:
    """Return USDT traded per leg: more when the price moves."""
    minutes = seconds / 60
    moved = np.abs(moves) / (_USUAL_MOVE * coin.beta * np.sqrt(minutes))
    luck = chance.lognormal(0.0, 0.6, seconds.size)
    turnover: Real = coin.usdt_per_minute * minutes * luck * (0.4 + 0.6 * np.minimum(moved, 6.0))
    return turnover


def _joined(legs: Whole, firsts: Whole) -> Whole:
    """Join int64[5, n] legs into the candles that begin at the legs `firsts`."""
    lasts = np.append(firsts[1:], legs.shape[1]) - 1
    return np.stack(
        (
            legs[OPEN, firsts],
            np.maximum.reduceat(legs[HIGH], firsts),
            np.minimum.reduceat(legs[LOW], firsts),
            legs[CLOSE, lasts],
            np.add.reduceat(legs[VOLUME], firsts),
        )
    )
