"""Closed round trips add up to what is shown of an account."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.clocks import START
from tests.ledger.records import DESK
from tradewind.domain.account import AccountSnapshot
from tradewind.portfolio.performance import Results, performance

ACCOUNT = AccountSnapshot(
    portfolio_id=DESK,
    as_of=START,
    currency="USDT",
    opening_cash=Decimal(10_000),
    cash=Decimal(10_100),
    unrealized_pnl=Decimal(0),
    equity=Decimal(10_100),
    margin_used=Decimal(0),
    available=Decimal(10_100),
    realized_pnl=Decimal(100),
    fees_paid=Decimal(0),
    funding_paid=Decimal(0),
    daily_pnl=Decimal(100),
    drawdown_share=Decimal(0),
    positions=(),
)


def results(*net_pnls: str) -> Results:
    return Results().with_all(map(Decimal, net_pnls))


def test_wins_and_losses_are_counted_averaged_and_the_largest_kept() -> None:
    shown = performance(ACCOUNT, results("10", "-4", "30", "-8", "5"))

    assert (shown.win_count, shown.loss_count, shown.win_rate) == (3, 2, 0.6)
    assert (shown.avg_win, shown.avg_loss) == (Decimal(15), Decimal(-6))
    assert (shown.largest_win, shown.largest_loss) == (Decimal(30), Decimal(-8))


def test_what_came_out_even_is_neither_won_nor_lost() -> None:
    shown = performance(ACCOUNT, results("0"))

    assert (shown.win_count, shown.loss_count, shown.win_rate) == (0, 0, None)


def test_nothing_is_averaged_before_the_first_round_trip() -> None:
    shown = performance(ACCOUNT, Results())

    assert (shown.avg_win, shown.avg_loss, shown.largest_win, shown.largest_loss) == (None,) * 4


def test_the_day_is_told_in_money_and_in_percent_of_its_start() -> None:
    shown = performance(ACCOUNT, Results())

    assert (shown.daily_pnl, shown.daily_pnl_pct) == (Decimal(100), Decimal(1))


def test_a_day_of_unknown_prices_is_unknown() -> None:
    shown = performance(replace(ACCOUNT, equity=None, daily_pnl=None), Results())

    assert (shown.daily_pnl, shown.daily_pnl_pct) == (None, None)


@pytest.mark.parametrize("equity", [Decimal(100), Decimal(50)])
def test_a_day_that_began_with_nothing_has_no_percentage(equity: Decimal) -> None:
    assert performance(replace(ACCOUNT, equity=equity), Results()).daily_pnl_pct is None
