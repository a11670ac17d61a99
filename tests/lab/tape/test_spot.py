"""The spot market beside the swaps: near them where both exist, well formed everywhere, drawn in any order."""

import numpy as np
import pytest

from tests.lab.tapes import FlatTape
from tradewind_lab.bars import CLOSE, HIGH, LOW, OPEN, VOLUME, Whole
from tradewind_lab.coins import COINS, spot_instrument
from tradewind_lab.market import Market
from tradewind_lab.reel import Reel
from tradewind_lab.tape.generator import EPOCH_MS, GeneratedTape
from tradewind_lab.tape.spot import SpotTape

SYMBOLS = [coin.symbol for coin in COINS]
TWINS = ["BTC", "ETH", "SOL", "BNB", "DOGE", "XRP"]
NOW_MS = EPOCH_MS + 4 * 86_400_000 + 12_345_678


def closes(tape: SpotTape, symbol: str, blocks: int = 30) -> Whole:
    first = tape.first_block
    return np.concatenate([tape.block(symbol, first + place).candles[CLOSE] for place in range(blocks)])


def test_there_are_twenty_nine_coins() -> None:
    assert len(set(SYMBOLS)) == 29


@pytest.mark.parametrize("coin", TWINS)
def test_a_coin_with_a_swap_walks_within_ten_basis_points_of_it_at_every_second(coin: str) -> None:
    swaps = GeneratedTape(7)
    tape = SpotTape(swaps)
    spot, swap = Market(Reel(tape, 0, salts=tape.salts)), Market(Reel(swaps, 0))

    gaps = [
        float(spot.last(f"{coin}USDT", at_ms) / swap.last(f"{coin}-USDT-SWAP", at_ms)) - 1
        for at_ms in range(NOW_MS, NOW_MS + 600_000, 1_000)
    ]

    assert np.abs(gaps).max() < 0.001


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_candles_are_well_formed_and_continue_from_block_to_block(symbol: str) -> None:
    tape = SpotTape(GeneratedTape(6))
    before, candles = (tape.block(symbol, tape.first_block + place).candles for place in (8, 9))

    assert (candles[HIGH] >= candles[[OPEN, CLOSE]].max(axis=0)).all()
    assert (candles[LOW] <= candles[[OPEN, CLOSE]].min(axis=0)).all()
    assert (candles[LOW] > 0).all()
    assert (candles[VOLUME] > 0).all()
    assert candles[OPEN, 0] == before[CLOSE, -1]


def test_any_block_can_be_asked_first() -> None:
    one, other = SpotTape(GeneratedTape(3)), SpotTape(GeneratedTape(3))
    numbers = [one.first_block + place for place in (1, 7, 20)]

    seen = [one.block("LINKUSDT", number).candles for number in numbers]
    again = [other.block("LINKUSDT", number).candles for number in reversed(numbers)]

    assert all(np.array_equal(a, b) for a, b in zip(seen, reversed(again), strict=True))


def test_coins_without_a_swap_move_with_bitcoin_but_in_their_own_way() -> None:
    tape = SpotTape(GeneratedTape(7))
    moves = [
        np.diff(np.log(closes(tape, symbol)[::60]))
        for symbol in ("BTCUSDT", "LINKUSDT", "NEARUSDT", "SUIUSDT")
    ]

    together = np.corrcoef(moves)[np.triu_indices(4, 1)]

    assert together.min() > 0.3
    assert together.max() < 0.98


def test_another_seed_draws_another_market() -> None:
    one, other = SpotTape(GeneratedTape(3)), SpotTape(GeneratedTape(4))

    assert not np.array_equal(closes(one, "DOTUSDT", 2), closes(other, "DOTUSDT", 2))


def test_coins_stand_beside_a_tape_that_lacks_their_swaps() -> None:
    tape = SpotTape(FlatTape())
    block = tape.block("ADAUSDT", 0)

    assert block.candles[OPEN, 0] / 10**4 == pytest.approx(0.9, rel=0.3)
    assert set(tape.salts.values()) == {0}


def test_spot_has_no_funding() -> None:
    with pytest.raises(LookupError, match="BTCUSDT is spot"):
        SpotTape(GeneratedTape(1)).funding_rate("BTCUSDT", 1)


def test_a_name_that_is_no_pair_is_refused() -> None:
    with pytest.raises(ValueError, match="BTC-USDT-SWAP"):
        spot_instrument("BTC-USDT-SWAP")
