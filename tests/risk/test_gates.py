from decimal import Decimal
from typing import Any

import pytest

from tests.risk.situations import a_position, a_proposal, a_situation, an_account
from tradewind.domain.decision import Action, Proposal
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderPurpose, Side
from tradewind.domain.position import PositionSide
from tradewind.risk import Approved, Enforcement, Refused, RiskLimits, Situation, review
from tradewind.risk.gates import GATES

LIMITS = RiskLimits()
OBSERVING = RiskLimits(enforcement=Enforcement.OBSERVED)
NAN = Decimal("NaN")


def approved(proposal: Proposal, situation: Situation) -> Approved:
    answer = review(proposal, situation, LIMITS)
    assert isinstance(answer, Approved), answer
    return answer


def refusals(proposal: Proposal, situation: Situation) -> dict[str, str]:
    answer = review(proposal, situation, LIMITS)
    assert isinstance(answer, Refused), answer
    denied = {verdict.gate: verdict.reason for verdict in answer.verdicts if not verdict.passed}
    assert answer.reason == next(iter(denied.values()))
    return denied


def test_a_sound_long_is_approved_in_whole_lots_with_its_stop() -> None:
    answer = approved(a_proposal(), a_situation())
    assert (answer.side, answer.purpose, answer.is_reduce_only) == (Side.BUY, OrderPurpose.OPEN, False)
    assert answer.quantity == Decimal("0.049")
    assert (answer.stop_price, answer.take_profit_price) == (Decimal(58_000), Decimal(65_000))
    assert (answer.leverage, answer.snapshot_price) == (Decimal(3), Decimal(60_000))


def test_a_sound_short_is_approved() -> None:
    answer = approved(
        a_proposal(action=Action.SELL, stop_price=Decimal(62_000), take_profit_price=None), a_situation()
    )
    assert (answer.side, answer.stop_price, answer.take_profit_price) == (Side.SELL, Decimal(62_000), None)
    assert answer.quantity == Decimal("0.050")


def test_every_gate_leaves_its_verdict_on_an_approval_and_on_a_refusal() -> None:
    names = tuple(gate.__name__ for gate in GATES)
    assert tuple(v.gate for v in approved(a_proposal(), a_situation()).verdicts) == names
    refused = review(a_proposal(confidence=0.1), a_situation(), LIMITS)
    assert tuple(v.gate for v in refused.verdicts) == names


def test_stop_and_take_profit_are_put_on_the_tick() -> None:
    answer = approved(
        a_proposal(stop_price=Decimal("58000.04"), take_profit_price=Decimal("65000.07")), a_situation()
    )
    assert (answer.stop_price, answer.take_profit_price) == (Decimal("58000.0"), Decimal("65000.1"))


@pytest.mark.parametrize(
    ("gate", "changes"),
    [
        ("confidence", {"confidence": 0.59}),
        ("confidence", {"confidence": None}),
        ("confidence", {"confidence": float("nan")}),
        ("confidence", {"confidence": 80.0}),
        ("leverage_limit", {"leverage": Decimal("10.1")}),
        ("leverage", {"leverage": Decimal(500)}),
        ("leverage_limit", {"leverage": None}),
        ("leverage", {"leverage": Decimal("0.5")}),
        ("leverage", {"leverage": None}),
        ("leverage", {"leverage": NAN}),
        ("notional", {"notional": Decimal(5001)}),
        ("notional", {"notional": Decimal(-3000)}),
        ("notional", {"notional": None}),
        ("notional", {"notional": NAN}),
        ("notional", {"notional": Decimal("Infinity")}),
        ("notional", {"notional": Decimal("1e999999")}),
        ("size", {"notional": Decimal(59)}),
        ("margin", {"leverage": NAN}),
        ("stop", {"stop_price": None}),
        ("stop", {"stop_price": Decimal(60_100)}),
        ("stop", {"stop_price": Decimal("59999.8")}),
        ("stop", {"stop_price": Decimal(1000)}),
        ("stop", {"stop_price": Decimal(-58000)}),
        ("stop", {"stop_price": NAN}),
        ("take_profit", {"take_profit_price": Decimal(59_000)}),
        ("take_profit", {"take_profit_price": NAN}),
        ("stop", {"action": Action.SELL}),
        ("take_profit", {"action": Action.SELL}),
    ],
)
def test_f85_an_absurd_proposal_is_refused_by_the_gate_that_sees_it(
    gate: str, changes: dict[str, Any]
) -> None:
    assert gate in refusals(a_proposal(**changes), a_situation())


@pytest.mark.parametrize(
    ("gate", "changes"),
    [
        ("desk", {"opening_block": "an order of BTC-USDT-SWAP is unknown"}),
        ("market", {"bid": None}),
        ("market", {"ask": None}),
        ("market", {"last_price": None}),
        ("market", {"last_price": NAN}),
        ("market", {"bid": Decimal(0)}),
        ("market", {"bid": Decimal(60_001)}),
        ("price_drift", {"snapshot_price": Decimal(59_000)}),
        ("price_drift", {"snapshot_price": NAN}),
        ("price_drift", {"ask": None}),
        ("size", {"instrument": None}),
        ("size", {"ask": NAN}),
        ("leverage", {"instrument": None}),
        ("stop", {"bid": None}),
        ("exposure", {"pending_notional": Decimal(12_001)}),
        ("order_rate", {"orders_last_minute": LIMITS.max_orders_per_minute}),
    ],
)
def test_a_market_or_desk_that_is_not_ready_opens_nothing(gate: str, changes: dict[str, Any]) -> None:
    assert gate in refusals(a_proposal(), a_situation(**changes))


@pytest.mark.parametrize(
    ("gate", "changes"),
    [
        ("notional", {"equity": None}),
        ("exposure", {"equity": None}),
        ("notional", {"equity": Decimal(-5)}),
        ("margin", {"available": None}),
        ("margin", {"available": Decimal(999)}),
        ("daily_loss", {"daily_pnl": Decimal(-1000)}),
        ("daily_loss", {"daily_pnl": None}),
        ("drawdown", {"drawdown_share": Decimal("0.05")}),
        ("drawdown", {"drawdown_share": None}),
        ("direction", {"positions": (a_position(side=PositionSide.SHORT),)}),
        ("notional", {"positions": (a_position(quantity=Decimal("0.04")),)}),
        ("exposure", {"positions": (a_position(symbol=Symbol("ETH-USDT-SWAP"), notional=None),)}),
        ("exposure", {"positions": (a_position(symbol=Symbol("ETH-USDT-SWAP"), notional=Decimal(12_001)),)}),
    ],
)
def test_an_account_that_cannot_carry_it_opens_nothing(gate: str, changes: dict[str, Any]) -> None:
    assert gate in refusals(a_proposal(), a_situation(account=an_account(**changes)))


def test_adding_to_a_position_within_the_cap_is_approved() -> None:
    account = an_account(positions=(a_position(quantity=Decimal("0.03")),))
    approved(a_proposal(), a_situation(account=account))


@pytest.mark.parametrize(("available", "is_enough"), [(1999, False), (2000, True)])
def test_an_addition_at_less_leverage_needs_the_margin_of_the_whole_position(
    available: int, *, is_enough: bool
) -> None:
    account = an_account(positions=(a_position(),), available=Decimal(available))
    addition = a_proposal(notional=Decimal(1200), leverage=Decimal(1))
    answer = review(addition, a_situation(account=account), LIMITS)
    assert next(verdict.passed for verdict in answer.verdicts if verdict.gate == "margin") is is_enough


def test_f91_a_price_that_ran_away_names_its_distance() -> None:
    denied = refusals(a_proposal(), a_situation(snapshot_price=Decimal(59_000)))
    assert denied["price_drift"] == "price moved 169.5 bps since the snapshot, limit 50"


def test_a_close_takes_the_whole_position_reduce_only() -> None:
    situation = a_situation(account=an_account(positions=(a_position(),)))
    answer = approved(a_proposal(action=Action.CLOSE), situation)
    assert (answer.side, answer.purpose, answer.is_reduce_only) == (Side.SELL, OrderPurpose.CLOSE, True)
    assert (answer.quantity, answer.leverage, answer.stop_price) == (Decimal("0.02"), Decimal(3), None)


def test_a_close_without_a_position_says_that_there_is_nothing_to_close() -> None:
    assert "nothing to close" in refusals(a_proposal(action=Action.CLOSE), a_situation())["close"]


@pytest.mark.parametrize("action", [Action.HOLD, Action.NO_ENTRY])
def test_what_is_no_trade_is_not_reviewed(action: Action) -> None:
    with pytest.raises(ValueError, match="only trades are reviewed"):
        review(a_proposal(action=action), a_situation(), LIMITS)


@pytest.mark.parametrize(
    ("gate", "changes"),
    [
        ("confidence", {"confidence": 0.1}),
        ("leverage_limit", {"leverage": Decimal(50)}),
        ("notional", {"notional": Decimal(9000)}),
    ],
)
def test_an_observed_limit_is_recorded_and_lets_the_model_have_its_way(
    gate: str, changes: dict[str, Any]
) -> None:
    answer = review(a_proposal(**changes), a_situation(), OBSERVING)

    assert isinstance(answer, Approved)
    assert [v.gate for v in answer.verdicts if v.is_observed] == [gate]
    assert not next(v for v in answer.verdicts if v.gate == gate).passed


@pytest.mark.parametrize(
    "changes",
    [
        {"stop_price": None},
        {"stop_price": Decimal(60_100)},
        {"leverage": Decimal(500)},
        {"notional": Decimal(59)},
        {"notional": None},
    ],
)
def test_what_is_unprotected_or_impossible_is_refused_however_the_limits_are_kept(
    changes: dict[str, Any],
) -> None:
    assert isinstance(review(a_proposal(**changes), a_situation(), OBSERVING), Refused)


@pytest.mark.parametrize("changes", [{"opening_block": "halted"}, {"orders_last_minute": 12}, {"bid": None}])
def test_the_desk_itself_still_says_no_where_limits_are_only_observed(changes: dict[str, Any]) -> None:
    assert isinstance(review(a_proposal(), a_situation(**changes), OBSERVING), Refused)


def test_an_enforced_limit_is_never_called_observed() -> None:
    answer = review(a_proposal(confidence=0.1), a_situation(), LIMITS)
    assert not any(verdict.is_observed for verdict in answer.verdicts)


def test_what_is_added_to_a_position_keeps_its_stop_where_that_is_the_tighter_one() -> None:
    held = a_situation(account=an_account(positions=(a_position(stop_price=Decimal(59_000)),)))

    wider = approved(a_proposal(notional=Decimal(1000), stop_price=Decimal(58_000)), held)
    tighter = approved(a_proposal(notional=Decimal(1000), stop_price=Decimal(59_500)), held)

    assert (wider.stop_price, tighter.stop_price) == (Decimal(59_000), Decimal(59_500))
    assert "the tighter one of the position stays, 59000" in next(
        verdict.reason for verdict in wider.verdicts if verdict.gate == "stop"
    )


def test_what_is_added_to_a_short_keeps_its_lower_stop() -> None:
    short = a_position(side=PositionSide.SHORT, stop_price=Decimal(61_000))
    held = a_situation(account=an_account(positions=(short,)))
    added = a_proposal(
        action=Action.SELL, notional=Decimal(1000), stop_price=Decimal(62_000), take_profit_price=None
    )

    assert approved(added, held).stop_price == Decimal(61_000)


def test_a_stop_that_the_price_has_passed_is_not_given_to_what_is_added() -> None:
    held = a_situation(account=an_account(positions=(a_position(stop_price=Decimal(60_500)),)))

    assert approved(a_proposal(notional=Decimal(1000)), held).stop_price == Decimal(58_000)
