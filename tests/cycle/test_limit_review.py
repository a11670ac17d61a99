"""An opening that waits for its price is judged by that price, and by today's market for everything else."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.risk.situations import a_position, a_proposal, a_situation, an_account
from tradewind.cycle.limit_review import review_at_limit
from tradewind.domain.decision import Action
from tradewind.domain.order import OrderPurpose
from tradewind.risk.limits import Enforcement, RiskLimits
from tradewind.risk.verdict import Approved, Refused

LIMITS = RiskLimits()
WAITING = a_proposal(stop_price=Decimal(54_000), take_profit_price=Decimal(57_000))


def reason(limit_price: str, **changes: object) -> str | None:
    """Why a buy at `limit_price` is refused, None when it is not."""
    verdict = review_at_limit(Decimal(limit_price), a_proposal(**changes), a_situation(), LIMITS)
    return verdict.reason if isinstance(verdict, Refused) else None


def test_a_target_between_the_limit_and_the_market_is_a_target() -> None:
    verdict = review_at_limit(Decimal(55_000), WAITING, a_situation(), LIMITS)
    assert isinstance(verdict, Approved)
    assert (verdict.purpose, verdict.quantity) == (OrderPurpose.OPEN, Decimal("0.054"))
    assert verdict.take_profit_price == Decimal(57_000)


def test_a_stop_above_the_price_at_which_it_would_be_bought_is_refused() -> None:
    assert "wrong side" in str(reason("57000", stop_price=Decimal(58_000)))


def test_a_sale_that_waits_is_judged_at_its_price_too() -> None:
    sale = a_proposal(action=Action.SELL, stop_price=Decimal(66_000), take_profit_price=Decimal(61_000))
    assert isinstance(review_at_limit(Decimal(65_000), sale, a_situation(), LIMITS), Approved)
    near = a_proposal(action=Action.SELL, stop_price=Decimal(64_000), take_profit_price=None)
    assert isinstance(review_at_limit(Decimal(65_000), near, a_situation(), LIMITS), Refused)


def test_one_that_trades_at_once_may_not_run_after_the_price() -> None:
    assert reason("60100") is None
    assert "bps since the snapshot" in str(reason("61000"))
    sale = a_proposal(action=Action.SELL, stop_price=Decimal(62_000), take_profit_price=None)
    assert isinstance(review_at_limit(Decimal(59_900), sale, a_situation(), LIMITS), Approved)
    assert isinstance(review_at_limit(Decimal(59_000), sale, a_situation(), LIMITS), Refused)


@pytest.mark.parametrize("limit_price", ["0", "-1", "NaN", "Infinity", "55000.05"])
def test_a_price_that_is_none_is_refused(limit_price: str) -> None:
    assert "limit price" in str(reason(limit_price))


def test_what_is_held_counts_at_todays_price() -> None:
    """At 30,000 the position would look half as large."""
    held = a_position(quantity=Decimal("0.1"), notional=Decimal(6000))
    situation = a_situation(account=an_account(positions=(held,)))
    low = a_proposal(notional=Decimal(1000), stop_price=Decimal(29_000), take_profit_price=None)
    verdict = review_at_limit(Decimal(30_000), low, situation, LIMITS)
    assert isinstance(verdict, Refused)
    assert "notional" in verdict.reason


def test_without_a_market_nothing_waits() -> None:
    verdict = review_at_limit(Decimal(55_000), WAITING, a_situation(bid=None, ask=None), LIMITS)
    assert isinstance(verdict, Refused)
    assert "no usable market price" in verdict.reason


def test_a_blocked_desk_lets_nothing_wait() -> None:
    situation = a_situation(opening_block="the desk is halted")
    verdict = review_at_limit(Decimal(55_000), WAITING, situation, LIMITS)
    assert isinstance(verdict, Refused)
    assert verdict.reason == "the desk is halted"


def test_limits_that_are_only_observed_let_an_order_wait() -> None:
    observed = RiskLimits(enforcement=Enforcement.OBSERVED, max_notional_share=Decimal("0.01"))
    verdict = review_at_limit(Decimal(55_000), WAITING, a_situation(), observed)
    assert isinstance(verdict, Approved)
    assert any(each.is_observed for each in verdict.verdicts)


@given(ticks=st.integers(min_value=1, max_value=1_200_000), is_buy=st.booleans())
def test_whatever_is_approved_costs_no_more_than_asked_and_has_its_stop_behind_it(
    ticks: int, *, is_buy: bool
) -> None:
    limit_price = Decimal(ticks) / 10
    action, away = (Action.BUY, Decimal("0.97")) if is_buy else (Action.SELL, Decimal("1.03"))
    asked = a_proposal(action=action, stop_price=limit_price * away, take_profit_price=None)
    verdict = review_at_limit(limit_price, asked, a_situation(), LIMITS)
    if isinstance(verdict, Approved):
        assert verdict.stop_price is not None
        assert verdict.quantity * limit_price <= Decimal(3000)
        assert (verdict.stop_price < limit_price) is is_buy
