"""Small tapes for tests: one symbol, any candles, on the eight-hour grid."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from tradewind_lab.bars import BLOCK_S, Block, Whole
from tradewind_lab.instruments import LISTED, Instrument


def flat_candles(ticks: int = 1_000, *, step_s: int = 60, volume: int = 600) -> Whole:
    count = BLOCK_S // step_s
    return np.stack([np.full(count, value, dtype=np.int64) for value in (ticks, ticks, ticks, ticks, volume)])


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatTape:
    """BTC at a price of 100 plus 10 per block for a given number of blocks."""

    block_count: int | None = 9
    first_block: int = 0
    seed: int = 1
    identity: str = "flat"
    instruments: tuple[Instrument, ...] = LISTED[:1]

    def block(self, symbol: str, number: int) -> Block:
        assert symbol == "BTC-USDT-SWAP"
        candles = flat_candles(1_000 + 100 * number)
        return Block(step_s=60, candles=candles, leg_seconds=np.full(480, 60, dtype=np.int64), legs=candles)

    def funding_rate(self, symbol: str, number: int) -> Decimal:
        assert symbol == "BTC-USDT-SWAP"
        return Decimal(number) / 10_000
