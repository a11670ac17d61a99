"""What was earned stands beside the confidence that it was expected with, never with trades that stated none."""

from dataclasses import replace
from decimal import Decimal

from tests.decision.test_feedback import an_outcome
from tradewind.decision.calibration import reliability
from tradewind.decision.earned import earned_by, earned_in_bins
from tradewind.decision.feedback import judged_of


def test_a_trade_that_stated_no_confidence_or_was_not_decided_is_left_out() -> None:
    silent = an_outcome(1, confidence=None)
    foreign = replace(an_outcome(2), proposal=None, model=None)
    stated = an_outcome(3, confidence=0.7, pnl="5", fees="1.5")

    [trade] = earned_by([silent, foreign, stated])

    assert (trade.decision_id, trade.confidence, trade.net_pnl) == ("d003", 0.7, Decimal("3.5"))


def test_every_bin_of_the_curve_has_its_sum_however_its_mean_is_rounded() -> None:
    stated = (0.1, 0.3, 0.3, 0.3, 0.6, 0.7, 0.7, 1.0)
    outcomes = [an_outcome(number, confidence=each, pnl="2", fees="1") for number, each in enumerate(stated)]

    sums = earned_in_bins(earned_by(outcomes))

    assert {round(each.low * 10): each.count for each in reliability(judged_of(outcomes))} == sums
