"""The path inside candles, over any candles."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lab.tapes import flat_candles
from tradewind_lab.bars import BLOCK_S, CLOSE, HIGH, LOW, OPEN, VOLUME, Block, Whole, aggregate
from tradewind_lab.path import trace


def any_block(seed: int, leg_s: int, widest: int) -> Block:
    chance = np.random.default_rng(seed)
    count = BLOCK_S // leg_s
    corners = chance.integers(1_000, 1_001 + widest, (4, count))
    high, low = corners.max(axis=0), corners.min(axis=0)
    candles: Whole = np.stack((corners[0], high, low, corners[1], chance.integers(0, 10**9, count)))
    return Block(step_s=leg_s, candles=candles, leg_seconds=np.full(count, leg_s), legs=candles)


blocks = st.builds(
    any_block,
    seed=st.integers(0, 2**32),
    leg_s=st.sampled_from([60, 300, 900, 3600, 14_400]),
    widest=st.sampled_from([0, 1, 5, 10_000]),
)


@settings(max_examples=40, deadline=None)
@given(block=blocks)
def test_the_path_gives_back_every_candle_exactly(block: Block) -> None:
    path = trace(block, (1, 2))

    assert np.array_equal(path.candles(block.step_s), block.candles)


@settings(max_examples=20, deadline=None)
@given(block=blocks)
def test_the_nearer_extreme_comes_first(block: Block) -> None:
    windows = trace(block, (1, 2)).prices.reshape(-1, block.step_s)

    first_high = (windows == block.legs[HIGH][:, None]).argmax(axis=1)
    first_low = (windows == block.legs[LOW][:, None]).argmax(axis=1)
    up, down = block.legs[HIGH] - block.legs[OPEN], block.legs[OPEN] - block.legs[LOW]
    assert (first_high[up < down] <= first_low[up < down]).all()
    assert (first_low[down < up] <= first_high[down < up]).all()


@settings(max_examples=20, deadline=None)
@given(block=blocks)
def test_traded_volume_never_falls_and_nothing_is_lost(block: Block) -> None:
    traded = trace(block, (1, 2)).traded

    assert (np.diff(traded, prepend=0) >= 0).all()
    assert traded[-1] == block.candles[VOLUME].sum()


def test_the_same_seed_walks_the_same_path_and_another_does_not() -> None:
    block = any_block(5, 60, 10_000)

    assert np.array_equal(trace(block, (1,)).prices, trace(block, (1,)).prices)
    assert not np.array_equal(trace(block, (1,)).prices, trace(block, (2,)).prices)


def test_legs_of_different_length_stand_in_their_order() -> None:
    coarse, fine = any_block(3, 300, 50), any_block(4, 60, 50)
    legs = np.concatenate((coarse.legs[:, :48], fine.legs[:, 240:]), axis=1)
    seconds = np.array([300] * 48 + [60] * 240)
    mixed = Block(step_s=300, candles=flat_candles(step_s=300), leg_seconds=seconds, legs=legs)

    path = trace(mixed, (1,))

    assert np.array_equal(path.candles(300)[:, :48], coarse.legs[:, :48])
    assert np.array_equal(path.candles(60)[:, 240:], fine.legs[:, 240:])


@pytest.mark.parametrize("last", [0, 59, 60, 7_200, BLOCK_S - 1])
def test_an_open_candle_is_the_part_of_the_path_until_then(last: int) -> None:
    path = trace(any_block(9, 60, 10_000), (1,))

    bar = path.candle(0, last)

    assert bar[OPEN] == path.prices[0]
    assert bar[CLOSE] == path.prices[last]
    assert bar[HIGH] == path.prices[: last + 1].max()
    assert bar[LOW] == path.prices[: last + 1].min()
    assert bar[VOLUME] == path.traded[last]


def test_aggregating_joins_neighbors() -> None:
    candles = np.array([[1, 5, 2, 4], [6, 9, 3, 8], [1, 4, 2, 2], [5, 8, 3, 7], [10, 20, 30, 40]])

    assert aggregate(candles, 2).T.tolist() == [[1, 9, 1, 8, 30], [2, 8, 2, 7, 70]]
