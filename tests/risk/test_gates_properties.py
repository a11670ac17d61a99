"""What holds for any proposal in any situation."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.risk.situations import BTC_RULES, a_position, a_proposal, a_situation, an_account
from tradewind.domain.account import OpenPosition
from tradewind.domain.decision import Action, Proposal
from tradewind.domain.instrument import BaseQty
from tradewind.domain.position import PositionSide
from tradewind.risk import Approved, Enforcement, Grounding, Refused, RiskLimits, Situation, review
from tradewind.risk.gates import GATES

LOT = BTC_RULES.quantity(BTC_RULES.lot_size)

any_decimal = st.none() | st.decimals(allow_nan=True, allow_infinity=True)


def near(middle: int, spread: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(min_value=middle - spread, max_value=middle + spread, places=2)


def often_sound(sound: st.SearchStrategy[Decimal]) -> st.SearchStrategy[Decimal | None]:
    return st.integers(0, 9).flatmap(lambda dice: sound if dice else any_decimal)


proposals = st.builds(
    a_proposal,
    action=st.sampled_from([Action.BUY, Action.SELL]),
    confidence=st.floats(0.5, 1) | st.none() | st.floats(),
    notional=often_sound(near(3000, 2990)),
    leverage=often_sound(near(6, 5)),
    stop_price=often_sound(near(60_000, 8000)),
    take_profit_price=st.none() | often_sound(near(60_000, 9000)),
)

positions = st.builds(
    a_position,
    side=st.sampled_from(PositionSide),
    quantity=st.integers(1, 60).map(lambda lots: BaseQty(lots * LOT)),
)
accounts = st.builds(
    an_account,
    equity=often_sound(near(10_000, 5000)),
    available=often_sound(near(8000, 7000)),
    daily_pnl=often_sound(near(0, 1200)),
    drawdown_share=often_sound(st.decimals(0, 1, places=3).map(lambda share: share / 10)),
    positions=st.just(()) | positions.map(lambda held: (held,)),
)
situations = st.builds(
    a_situation,
    account=accounts,
    bid=often_sound(near(59_990, 9)),
    ask=often_sound(near(60_010, 9)),
    snapshot_price=near(60_000, 200),
    orders_last_minute=st.integers(0, 20),
    unshown=st.just(()) | st.just(("48123.5",)),
    opening_block=st.none() | st.just("halted"),
    instrument=st.just(BTC_RULES) | st.none(),
)
limits_around = st.builds(
    RiskLimits,
    min_confidence=st.floats(0.5, 0.9),
    max_notional_share=st.sampled_from([Decimal("0.2"), Decimal("0.5"), Decimal(1)]),
    max_leverage=st.integers(1, 10).map(Decimal),
    max_price_drift_bps=st.integers(1, 100).map(Decimal),
    max_orders_per_minute=st.integers(1, 20),
    grounding=st.sampled_from(Grounding),
)


@given(proposal=proposals, situation=situations, limits=limits_around)
def test_an_approval_passed_every_gate_and_keeps_to_size_and_cap(
    proposal: Proposal, situation: Situation, limits: RiskLimits
) -> None:
    answer = review(proposal, situation, limits)
    assert len(answer.verdicts) == len(GATES)
    if isinstance(answer, Refused):
        assert answer.reason
        return
    assert all(verdict.passed for verdict in answer.verdicts)
    assert answer.quantity % LOT == 0
    assert answer.quantity >= BTC_RULES.min_quantity
    price = situation.entry_quote(answer.side)
    equity = situation.account.equity
    assert price is not None
    assert equity is not None
    held = sum((p.quantity for p in situation.account.positions), Decimal(0))
    assert (held + answer.quantity) * price <= equity * limits.max_notional_share + LOT * price
    assert answer.stop_price is not None
    assert answer.stop_price % BTC_RULES.tick_size == 0


@given(proposal=proposals, situation=situations, held=positions, limits=limits_around)
def test_a_close_of_a_held_position_is_never_refused(
    proposal: Proposal, situation: Situation, held: OpenPosition, limits: RiskLimits
) -> None:
    account = replace(situation.account, positions=(held,))
    answer = review(replace(proposal, action=Action.CLOSE), replace(situation, account=account), limits)
    assert isinstance(answer, Approved)
    assert answer.is_reduce_only
    assert answer.quantity == account.positions[0].quantity


LOOSENED: dict[str, Any] = {
    "min_confidence": 0.0,
    "max_notional_share": Decimal(100),
    "max_total_exposure_share": Decimal(100),
    "max_leverage": Decimal(125),
    "daily_loss_cap": Decimal(1_000_000),
    "drawdown_pause_share": Decimal(1),
    "max_orders_per_minute": 1000,
    "max_price_drift_bps": Decimal(10_000),
    "min_stop_distance_bps": Decimal("0.01"),
    "max_stop_distance_share": Decimal(1),
    "grounding": Grounding.FLAGGED,
}


@given(
    proposal=proposals,
    situation=situations,
    limits=limits_around,
    loosened=st.sets(st.sampled_from(sorted(LOOSENED)), min_size=1),
)
def test_loosening_a_limit_never_turns_an_approval_into_a_refusal(
    proposal: Proposal, situation: Situation, limits: RiskLimits, loosened: set[str]
) -> None:
    if isinstance(review(proposal, situation, limits), Approved):
        looser = replace(limits, **{name: LOOSENED[name] for name in loosened})
        assert isinstance(review(proposal, situation, looser), Approved)


@given(proposal=proposals, situation=situations, limits=limits_around)
def test_observing_refuses_nothing_that_enforcing_allows_and_always_keeps_a_stop(
    proposal: Proposal, situation: Situation, limits: RiskLimits
) -> None:
    enforced = review(proposal, situation, limits)
    observed = review(proposal, situation, replace(limits, enforcement=Enforcement.OBSERVED))
    assert [v.passed for v in observed.verdicts] == [v.passed for v in enforced.verdicts]
    if isinstance(enforced, Approved):
        assert observed == enforced
    if isinstance(observed, Approved):
        assert observed.stop_price is not None
        assert situation.opening_block is None
