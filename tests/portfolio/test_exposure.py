"""What is used of each limit, as the gates read both."""

from dataclasses import replace
from decimal import Decimal

from tests.clocks import START
from tests.portfolio.test_snapshot import a_position, a_standing
from tests.values import BTC, ETH
from tradewind.domain.account import AccountSnapshot
from tradewind.portfolio.exposure import Use, exposure
from tradewind.portfolio.snapshot import value_account
from tradewind.risk.limits import RiskLimits

LIMITS = RiskLimits(
    max_notional_share=Decimal("0.5"),
    max_total_exposure_share=Decimal("1.5"),
    max_leverage=Decimal(10),
    daily_loss_cap=Decimal(1000),
    drawdown_pause_share=Decimal("0.05"),
)


def an_account(**prices: int) -> AccountSnapshot:
    """A long of 2 BTC from 100 and a short of 10 ETH from 50, with 5 and 4 times leverage."""
    standing = a_standing(a_position("2", "200"), a_position("-10", "-500", ETH, "4"))
    marks = {symbol: Decimal(price) for symbol, price in zip((BTC, ETH), prices.values(), strict=False)}
    return value_account(standing, marks, START)


def test_gross_adds_what_net_takes_away() -> None:
    shown = exposure(an_account(btc=110, eth=50), LIMITS, Decimal(0))

    assert (shown.gross, shown.net) == (Decimal(720), Decimal(-280))


def test_openings_on_their_way_count_in_the_total() -> None:
    account = an_account(btc=100, eth=50)

    shown = exposure(account, LIMITS, Decimal(300))

    assert shown.total == Use(used=Decimal(1000), limit=Decimal(15_000))
    assert shown.position_cap == Decimal(5000)


def test_a_missing_price_leaves_what_needs_it_unknown() -> None:
    shown = exposure(an_account(btc=100), LIMITS, Decimal(0))

    assert (shown.gross, shown.net, shown.total, shown.position_cap) == (
        None,
        None,
        Use(used=None, limit=None),
        None,
    )
    assert shown.leverage == Use(used=Decimal(5), limit=Decimal(10))


def test_an_opening_of_unknown_price_leaves_the_total_unknown() -> None:
    assert exposure(an_account(btc=100, eth=50), LIMITS, None).total.used is None


def test_only_a_loss_is_held_against_the_cap_of_the_day() -> None:
    account = an_account(btc=100, eth=50)

    lost = exposure(replace(account, daily_pnl=Decimal(-250)), LIMITS, Decimal(0))
    won = exposure(replace(account, daily_pnl=Decimal(250)), LIMITS, Decimal(0))

    assert lost.day_loss == Use(used=Decimal(250), limit=Decimal(1000))
    assert won.day_loss.used == 0


def test_a_flat_account_has_no_leverage() -> None:
    shown = exposure(value_account(a_standing(), {}, START), LIMITS, Decimal(0))

    assert [shown.leverage.used, shown.gross, shown.margin.used] == [None, 0, 0]
