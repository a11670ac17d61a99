"""Contract rules and margin tiers."""

from decimal import Decimal
from itertools import pairwise

import pytest

from tradewind_lab.instruments import LISTED, Instrument, listed, tiers


def test_a_swap_that_is_not_among_the_six_has_one_coin_per_contract() -> None:
    assert listed("ADA-USDT-SWAP").contract_value == 1


@pytest.mark.parametrize("symbol", ["BTC-USDT", "btc-usdt-swap", "BTC-USD-SWAP", ""])
def test_only_usdt_swaps_are_instruments(symbol: str) -> None:
    with pytest.raises(ValueError, match="is not a swap"):
        listed(symbol)


def test_a_tick_gets_finer_with_the_tape_but_never_coarser() -> None:
    btc = listed("BTC-USDT-SWAP")

    assert btc.with_decimals(price=3, volume=6).tick_size == Decimal("0.001")
    assert btc.with_decimals(price=0, volume=0) == btc


@pytest.mark.parametrize("instrument", LISTED, ids=lambda one: one.coin)
def test_tiers_join_without_gap_and_tighten_with_size(instrument: Instrument) -> None:
    steps = tiers(instrument)

    assert steps[0].min_size == 0
    for smaller, larger in pairwise(steps):
        assert larger.min_size == smaller.max_size
        assert larger.maintenance_rate > smaller.maintenance_rate
        assert larger.max_leverage <= smaller.max_leverage
        assert larger.initial_rate > larger.maintenance_rate
