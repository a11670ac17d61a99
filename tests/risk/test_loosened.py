"""A change of the limits is told apart, limit by limit, into what tightens and what loosens."""

from dataclasses import fields, replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.risk.test_gates_properties import proposals, situations
from tradewind.domain.decision import Proposal
from tradewind.risk import Approved, Enforcement, Grounding, RiskLimits, Situation, review
from tradewind.risk.limits import loosened

shares = st.sampled_from([Decimal("0.05"), Decimal("0.5"), Decimal(1)])
any_limits = st.builds(
    RiskLimits,
    min_confidence=st.sampled_from([0.5, 0.6, 0.9]),
    max_notional_share=shares,
    max_total_exposure_share=shares,
    max_leverage=st.sampled_from([Decimal(1), Decimal(5), Decimal(10)]),
    daily_loss_cap=st.sampled_from([Decimal(100), Decimal(1000)]),
    drawdown_pause_share=shares,
    max_orders_per_minute=st.integers(1, 20),
    max_price_drift_bps=st.sampled_from([Decimal(10), Decimal(50)]),
    min_stop_distance_bps=st.sampled_from([Decimal(5), Decimal(10)]),
    max_stop_distance_share=shares,
    enforcement=st.sampled_from(Enforcement),
    grounding=st.sampled_from(Grounding),
)


def kept_tight(old: RiskLimits, new: RiskLimits) -> RiskLimits:
    return replace(new, **{name: getattr(old, name) for name in loosened(old, new)})


@given(old=any_limits, new=any_limits)
def test_every_limit_that_differs_is_looser_in_exactly_one_direction(
    old: RiskLimits, new: RiskLimits
) -> None:
    there, back = set(loosened(old, new)), set(loosened(new, old))

    assert there & back == set()
    assert there | back == {
        field.name for field in fields(RiskLimits) if getattr(old, field.name) != getattr(new, field.name)
    }


@given(old=any_limits, new=any_limits)
def test_without_what_was_loosened_nothing_is_looser(old: RiskLimits, new: RiskLimits) -> None:
    assert loosened(old, kept_tight(old, new)) == ()


@given(proposal=proposals, situation=situations, old=any_limits, new=any_limits)
def test_what_the_old_limits_refuse_the_kept_ones_refuse_f77(
    proposal: Proposal, situation: Situation, old: RiskLimits, new: RiskLimits
) -> None:
    if isinstance(review(proposal, situation, kept_tight(old, new)), Approved):
        assert isinstance(review(proposal, situation, old), Approved)
