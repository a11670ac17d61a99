"""The generated market: the same for the same seed, without end, and alive enough to be traded."""

import numpy as np
import pytest

from tradewind_lab.bars import CLOSE, HIGH, LOW, OPEN, VOLUME, Whole
from tradewind_lab.tape.generator import GeneratedTape

SYMBOLS = [one.symbol for one in GeneratedTape(1).instruments]
BLOCKS = 60


def closes(tape: GeneratedTape, symbol: str) -> Whole:
    first = tape.first_block
    return np.concatenate([tape.block(symbol, first + place).candles[CLOSE] for place in range(BLOCKS)])


def test_the_same_seed_draws_the_same_market_in_any_order() -> None:
    forward, backward = GeneratedTape(3), GeneratedTape(3)
    numbers = [forward.first_block + place for place in range(5)]

    seen = [forward.block("ETH-USDT-SWAP", number).candles for number in numbers]
    again = [backward.block("ETH-USDT-SWAP", number).candles for number in reversed(numbers)]

    assert all(np.array_equal(one, other) for one, other in zip(seen, reversed(again), strict=True))


def test_another_seed_draws_another_market() -> None:
    one, other = GeneratedTape(3), GeneratedTape(4)

    assert not np.array_equal(closes(one, "BTC-USDT-SWAP"), closes(other, "BTC-USDT-SWAP"))


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_block_continues_where_the_one_before_closed(symbol: str) -> None:
    tape = GeneratedTape(5)

    for number in range(tape.first_block, tape.first_block + 6):
        before, after = tape.block(symbol, number).candles, tape.block(symbol, number + 1).candles
        assert after[OPEN, 0] == before[CLOSE, -1]


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_candles_are_well_formed(symbol: str) -> None:
    tape = GeneratedTape(6)
    candles = tape.block(symbol, tape.first_block + 2).candles

    assert (candles[HIGH] >= candles[[OPEN, CLOSE]].max(axis=0)).all()
    assert (candles[LOW] <= candles[[OPEN, CLOSE]].min(axis=0)).all()
    assert (candles[LOW] > 0).all()
    assert (candles[VOLUME] > 0).all()


def test_swaps_move_together_but_not_as_one() -> None:
    tape = GeneratedTape(7)
    moves = [np.diff(np.log(closes(tape, symbol)[::15])) for symbol in SYMBOLS]

    together = np.corrcoef(moves)[np.triu_indices(len(SYMBOLS), 1)]

    assert together.min() > 0.4
    assert together.max() < 0.98


def test_tails_are_fat_and_volume_follows_movement() -> None:
    tape = GeneratedTape(7)
    moves = np.diff(np.log(closes(tape, "SOL-USDT-SWAP")))
    volumes = np.concatenate(
        [tape.block("SOL-USDT-SWAP", tape.first_block + place).candles[VOLUME] for place in range(BLOCKS)]
    )

    assert ((moves - moves.mean()) ** 4).mean() / moves.var() ** 2 > 5
    assert np.corrcoef(np.abs(moves), volumes[1:])[0, 1] > 0.4


def test_funding_leans_toward_the_momentum_behind_it_and_stays_in_bounds() -> None:
    tape = GeneratedTape(7)
    numbers = range(tape.first_block + 2, tape.first_block + BLOCKS)

    rates = [float(tape.funding_rate("BTC-USDT-SWAP", number)) for number in numbers]
    behind = [tape.block("BTC-USDT-SWAP", number - 2).candles for number in numbers]
    momentum = [np.log(candles[CLOSE, -1] / candles[OPEN, 0]) for candles in behind]

    assert np.corrcoef(rates, momentum)[0, 1] > 0.9
    assert min(rates) >= -0.0008
    assert max(rates) <= 0.0012
