"""The context counts what is known, names its scope, and says null where there is no source."""

from dataclasses import replace

import numpy as np
import pytest

from tests.analysis.candles import closing, walk
from tests.analysis.scans import XLK, a_stock
from tradewind.analysis.context import breadth, regime, sector_performance
from tradewind.domain.market_context import MarketRegime


def test_breadth_counts_by_sign_and_names_its_scope() -> None:
    counted = breadth([1.5, -2.0, 0.0, 3.0, None])

    assert counted is not None
    assert (counted.advancing, counted.declining, counted.unchanged) == (2, 1, 1)
    assert "4 of the 5 spot coins" in counted.scope


def test_without_any_change_there_is_no_breadth() -> None:
    assert breadth([None, None]) is None


def test_a_sector_is_its_etf_since_the_open_and_null_without_it() -> None:
    sectors = sector_performance({XLK: a_stock(XLK, 101, 100)})

    assert sectors.technology == pytest.approx(1)
    assert (sectors.healthcare, sectors.financials, sectors.consumer, sectors.energy) == (None,) * 4
    assert sector_performance({XLK: a_stock(XLK, 101, None)}).technology is None


@pytest.mark.parametrize(
    ("step", "expected"),
    [(1.003, MarketRegime.BULL), (0.997, MarketRegime.BEAR), (1.0, MarketRegime.RANGING)],
)
def test_a_calm_market_is_named_by_its_trend(step: float, expected: MarketRegime) -> None:
    closes = 100 * step ** np.arange(300.0)

    assert regime(closing(closes, reach=closes * 0.01)) is expected


def test_extraordinary_ranges_make_it_volatile() -> None:
    calm = walk(300, step=0.001)
    wild = replace(calm, high=np.append(calm.high[:-5], calm.high[-5:] * 1.2))

    assert regime(wild) is MarketRegime.VOLATILE


def test_too_few_candles_have_no_regime() -> None:
    assert regime(walk(114)) is None
    assert regime(walk(115)) is not None
    assert regime(closing(np.zeros(200))) is None
