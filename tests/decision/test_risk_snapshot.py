"""The risk that a model is shown follows from the inputs alone."""

from dataclasses import replace
from decimal import Decimal
from math import log, sqrt
from statistics import stdev

import pytest

from tests.clocks import FakeClock
from tests.decision.accounts import a_position, an_account
from tests.decision.markets import PRICE
from tests.instruments import BTC, ETH
from tradewind.bus.cache import Cache
from tradewind.decision.bundle import gather
from tradewind.decision.config import InputLimits
from tradewind.decision.risk_snapshot import atr_share, depth, realized_volatility, risk_snapshot
from tradewind.domain.candle import CandleRow


def row(low: float, high: float, close: float) -> CandleRow:
    return (0, close, high, low, close, 1.0)


def test_the_average_true_range_counts_gaps_and_is_a_share_of_the_last_close() -> None:
    quiet = [row(99, 101, 100)] * 15

    assert atr_share(tuple(quiet)) == pytest.approx(0.02)
    assert atr_share(tuple(quiet[1:])) is None
    gap = (*quiet, row(109, 111, 110))
    assert atr_share(gap) == pytest.approx((2 * 13 / 14 + 11 / 14) / 110)


def test_volatility_is_annualised_and_unknown_for_one_return() -> None:
    closes = [100, 101, 100, 102]
    rows = tuple(row(close, close, close) for close in closes)
    returns = [log(101 / 100), log(100 / 101), log(102 / 100)]

    assert realized_volatility(rows) == pytest.approx(stdev(returns) * sqrt(35_040))
    assert realized_volatility(rows[:2]) is None


def test_depth_ends_ten_basis_points_from_the_middle() -> None:
    assert depth(((99.95, 2), (99.90, 1), (99.89, 50)), 100) == pytest.approx(99.95 * 2 + 99.90)


async def test_the_account_is_measured_by_its_equity(market: Cache, clock: FakeClock) -> None:
    bundle = await gather(market, (BTC, ETH), clock, InputLimits())
    account = an_account(margin_used=Decimal(3000), positions=(a_position(),))

    risk = risk_snapshot(bundle, account, Decimal(125_000))

    assert risk.as_of == bundle.as_of
    assert (risk.exposure, risk.exposure_share, risk.margin_ratio) == (Decimal(6000), 0.06, 0.03)
    assert risk.rolling_drawdown_share == Decimal("0.2")
    btc, eth = risk.symbols
    assert (btc.symbol, btc.exposure, eth.exposure) == (BTC, Decimal(6000), Decimal(0))
    assert btc.funding_rate == 0.0001
    assert btc.spread_bps == pytest.approx(0.2 / PRICE * 10_000)


async def test_what_is_not_known_is_none(market: Cache, clock: FakeClock) -> None:
    bundle = await gather(market, (BTC,), clock, InputLimits())
    bundle = replace(bundle, markets=(replace(bundle.markets[0], funding=None),))
    account = an_account(equity=None, positions=(a_position(notional=None),))

    risk = risk_snapshot(bundle, account, None)

    assert (risk.exposure, risk.exposure_share, risk.margin_ratio) == (None, None, None)
    assert risk.rolling_drawdown_share is None
    assert (risk.symbols[0].funding_rate, risk.symbols[0].exposure) == (None, None)
