"""The squeeze is on while volatility is low, fires when it returns, and the ribbon knows its order."""

import numpy as np
import pytest

from tests.analysis.candles import closing, walk
from tradewind.analysis.series import Candles
from tradewind.analysis.squeeze import bullish_share, ema_ribbon, ttm_squeeze
from tradewind.domain.technical import RibbonOrder, TtmSqueeze

QUIET = 100 + 0.1 * np.sin(np.arange(60.0))


def test_closes_that_stand_still_within_wide_candles_are_squeezed() -> None:
    squeeze = ttm_squeeze(closing(QUIET))

    assert (squeeze.on, squeeze.fired) == (True, False)


def test_a_jump_fires_the_squeeze_upwards_once() -> None:
    jump = ttm_squeeze(closing(np.append(QUIET, 110.0)))
    later = ttm_squeeze(closing(np.append(QUIET, [110.0, 112.0])))

    assert (jump.on, jump.fired) == (False, True)
    assert jump.momentum is not None
    assert jump.momentum > 0
    assert (later.on, later.fired) == (False, False)


@pytest.mark.parametrize(
    ("candles", "knows_on", "knows_fired", "knows_momentum"),
    [(0, False, False, False), (20, False, False, False), (21, True, False, False), (22, True, True, False),
     (38, True, True, False), (39, True, True, True)],
)  # fmt: skip
def test_a_squeeze_says_only_what_its_candles_allow(
    candles: int, *, knows_on: bool, knows_fired: bool, knows_momentum: bool
) -> None:
    squeeze = ttm_squeeze(walk(candles))

    assert [squeeze.on is not None, squeeze.fired is not None, squeeze.momentum is not None] == [
        knows_on,
        knows_fired,
        knows_momentum,
    ]


def test_a_market_without_any_candle_has_an_unknown_squeeze() -> None:
    assert ttm_squeeze(walk(0)) == TtmSqueeze(on=None, fired=None, momentum=None)


@pytest.mark.parametrize(
    ("closes", "order"),
    [
        (np.arange(1.0, 101.0), RibbonOrder.BULLISH),
        (np.arange(101.0, 1.0, -1), RibbonOrder.BEARISH),
        (np.full(100, 5.0), RibbonOrder.MIXED),
        (np.zeros(100), RibbonOrder.MIXED),
        (np.arange(1.0, 89.0), None),
    ],
)
def test_a_ribbon_is_in_order_only_when_every_mean_is(closes: Candles, order: RibbonOrder | None) -> None:
    assert ema_ribbon(np.asarray(closes)).order is order


def test_the_share_of_bullish_pairs_lies_between_the_orders() -> None:
    risen = np.concatenate([np.arange(200.0, 100.0, -1), np.arange(100.0, 130.0)])
    ribbon = ema_ribbon(risen)

    assert ribbon.order is RibbonOrder.MIXED
    assert 0 < (bullish_share(ribbon.values) or 0) < 1
    assert bullish_share(ema_ribbon(risen[:50]).values) is None
