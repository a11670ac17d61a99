"""Closing a part and moving a stop: never more than is held, never more risk than stands."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.risk.situations import BTC_RULES, a_position, a_proposal, a_situation, an_account
from tradewind.domain.account import OpenPosition
from tradewind.domain.decision import Action, Proposal
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderPurpose, Side
from tradewind.domain.position import PositionSide
from tradewind.risk import Approved, Refused, RiskLimits, Situation, review

LIMITS = RiskLimits()
LOT = BTC_RULES.quantity(BTC_RULES.lot_size)


def holding(**changes: Any) -> Situation:
    return a_situation(account=an_account(positions=(a_position(**changes),)))


def a_part(fraction: str | None) -> Proposal:
    part = None if fraction is None else Decimal(fraction)
    return a_proposal(
        action=Action.REDUCE, notional=None, leverage=None, stop_price=None, close_fraction=part
    )


def a_move(stop: str | None, target: str | None = None) -> Proposal:
    return a_proposal(
        action=Action.MOVE_STOP,
        stop_price=None if stop is None else Decimal(stop),
        take_profit_price=None if target is None else Decimal(target),
    )


def approved(proposal: Proposal, situation: Situation) -> Approved:
    answer = review(proposal, situation, LIMITS)
    assert isinstance(answer, Approved), answer
    return answer


def refusal(proposal: Proposal, situation: Situation) -> str:
    answer = review(proposal, situation, LIMITS)
    assert isinstance(answer, Refused), answer
    return answer.reason


def test_a_part_is_closed_in_whole_lots() -> None:
    answer = approved(a_part("0.33"), holding())

    assert (answer.purpose, answer.side, answer.is_reduce_only) == (OrderPurpose.CLOSE, Side.SELL, True)
    assert answer.quantity == Decimal("0.006")


@pytest.mark.parametrize(
    ("fraction", "reason"),
    [
        (None, "above 0"),
        ("0", "above 0"),
        ("-0.5", "above 0"),
        ("1", "below 1"),
        ("NaN", "above 0"),
        ("0.01", "below"),
    ],
)
def test_a_part_of_no_size_is_refused(fraction: str | None, reason: str) -> None:
    assert reason in refusal(a_part(fraction), holding())


def test_a_part_that_would_leave_dust_or_of_unknown_lots_or_of_nothing_is_refused() -> None:
    whole_lots = replace(BTC_RULES, min_size=BTC_RULES.contracts(BaseQty(Decimal("0.01"))))
    dusty = replace(holding(), instrument=whole_lots)

    assert "close the whole" in refusal(a_part("0.9"), dusty)
    assert "rules are unknown" in refusal(a_part("0.5"), replace(holding(), instrument=None))
    assert "nothing to reduce" in refusal(a_part("0.5"), a_situation())


def test_a_stop_goes_nearer_and_the_target_stays() -> None:
    answer = approved(a_move("59000.04"), holding(take_profit_price=Decimal(70_000)))

    assert (answer.purpose, answer.side, answer.quantity) == (OrderPurpose.STOP, Side.SELL, Decimal("0.02"))
    assert (answer.stop_price, answer.take_profit_price) == (Decimal("59000.0"), Decimal(70_000))


def test_a_target_moves_alone_and_the_stop_stays() -> None:
    answer = approved(a_move(None, "64000"), holding())

    assert (answer.stop_price, answer.take_profit_price) == (Decimal(58_000), Decimal(64_000))


@pytest.mark.parametrize(
    ("move", "position", "reason"),
    [
        (a_move("57000"), {}, "would lose more"),
        (a_move("62000"), {"side": PositionSide.SHORT, "stop_price": Decimal(61_000)}, "would lose more"),
        (a_move("58000"), {}, "neither"),
        (a_move(None), {}, "neither"),
        (a_move("61000"), {}, "wrong side"),
        (a_move("59999"), {}, "allowed"),
        (a_move("NaN"), {}, "cannot judge"),
        (a_move("-1"), {}, "cannot judge"),
        (a_move(None, "59000"), {}, "wrong side"),
        (a_move("40000"), {"stop_price": None}, "allowed"),
    ],
)
def test_a_move_that_loses_more_or_makes_no_sense_is_refused(
    move: Proposal, position: dict[str, Any], reason: str
) -> None:
    assert reason in refusal(move, holding(**position))


def test_a_position_without_a_stop_may_get_one_and_one_that_is_not_held_none() -> None:
    assert approved(a_move("58500"), holding(stop_price=None)).stop_price == Decimal(58_500)
    assert "nothing to move stop" in refusal(a_move("58500"), a_situation())


def test_a_stop_is_not_moved_without_a_market_or_rules() -> None:
    assert "no usable market" in refusal(a_move("58500"), replace(holding(), bid=None))
    assert "rules are unknown" in refusal(a_move("58500"), replace(holding(), instrument=None))


any_price = (
    st.none() | st.decimals(allow_nan=True, allow_infinity=True) | st.decimals(50_000, 70_000, places=2)
)
positions = st.builds(
    a_position,
    side=st.sampled_from(PositionSide),
    quantity=st.integers(1, 60).map(lambda lots: BaseQty(lots * LOT)),
    stop_price=st.none() | st.integers(50_000, 70_000).map(Decimal),
)


@given(held=positions, fraction=any_price | st.decimals(0, 1, places=3))
def test_no_part_is_more_than_is_held_or_than_was_asked_for(
    held: OpenPosition, fraction: Decimal | None
) -> None:
    proposal = replace(a_part(None), close_fraction=fraction)
    answer = review(proposal, a_situation(account=an_account(positions=(held,))), LIMITS)

    if isinstance(answer, Approved):
        assert fraction is not None
        assert answer.is_reduce_only
        assert answer.side is held.side.opening_side.opposite
        assert answer.quantity % LOT == 0
        assert BTC_RULES.min_quantity <= answer.quantity <= held.quantity * fraction < held.quantity


@given(held=positions, stop=any_price, target=any_price)
def test_no_moved_stop_risks_more_than_the_one_that_stands(
    held: OpenPosition, stop: Decimal | None, target: Decimal | None
) -> None:
    proposal = replace(a_move(None), stop_price=stop, take_profit_price=target)
    answer = review(proposal, a_situation(account=an_account(positions=(held,))), LIMITS)

    if isinstance(answer, Approved) and held.stop_price is not None:
        assert answer.stop_price is not None
        gained = (answer.stop_price - held.stop_price) * held.side.opening_side.sign
        assert gained >= 0
        assert answer.stop_price % BTC_RULES.tick_size == 0
