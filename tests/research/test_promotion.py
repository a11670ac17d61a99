"""A contender is promoted when every condition is met, and each is told with its figures."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.research.boards import BOARD, HELD_ROW, MODEL_ROW
from tradewind.domain.runtime_mode import ArmingStep
from tradewind.portfolio.bootstrap import Interval
from tradewind.research.leaderboard import Leaderboard, Row
from tradewind.research.promotion import PromotionLimits, is_promoted, promotion

LIMITS = PromotionLimits()
GOOD = replace(MODEL_ROW, label=None)


def a_board(row: Row = GOOD, *others: Row, days: float = 100.0) -> Leaderboard:
    return replace(BOARD, rows=(row, *(others or (HELD_ROW,))), days=days)


def unmet(board: Leaderboard, incidents: Sequence[str] = ()) -> dict[str, str]:
    steps = promotion(board, "model:m", LIMITS, incidents)
    return {step.name.removeprefix("promotion_"): step.what for step in steps if not step.is_met}


def test_who_meets_everything_is_promoted_and_told_why() -> None:
    steps = promotion(a_board(), "model:m", LIMITS, ())

    assert is_promoted(steps)
    said = {step.name.removeprefix("promotion_"): step.what for step in steps}
    assert said["decisions"] == "897 decisions of at least 500, 3 more without a usable answer"
    assert said["days"] == "100.0 days of at least 30"
    assert said["baselines"] == (
        "at least 20.00 % a year with 95 % confidence; baselines: buy-and-hold 15.00 %"
    )
    assert said["drawdown"] == "fell 10.00 % of at most 15.00 %"


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("decisions", replace(GOOD, decisions=502)),
        ("drawdown", replace(GOOD, max_drawdown=-0.1501)),
        ("drawdown", replace(GOOD, max_drawdown=None)),
        ("baselines", replace(GOOD, mean_return_interval=Interval(low=0.15, high=0.9))),
        ("baselines", replace(GOOD, mean_return_interval=None)),
        ("hindsight", MODEL_ROW),
    ],
)
def test_one_condition_that_is_not_met_is_enough_to_stay(name: str, row: Row) -> None:
    assert list(unmet(a_board(row))) == [name]


def test_what_a_model_may_have_seen_is_accepted_only_by_the_settings() -> None:
    knowing = PromotionLimits(may_have_seen=True)
    steps = {step.name: step for step in promotion(a_board(MODEL_ROW), "model:m", knowing, ())}

    assert is_promoted(tuple(steps.values()))
    assert "may have seen this period, which promotion.may_have_seen" in steps["promotion_hindsight"].what


def test_too_short_a_time_is_not_enough() -> None:
    assert unmet(a_board(days=29.9)) == {"days": "29.9 days of at least 30"}


def test_the_best_baseline_counts_and_an_unknown_one_is_not_beaten() -> None:
    lucky = replace(HELD_ROW, contender="random:3", mean_return=0.21)
    unknown = replace(HELD_ROW, contender="random:4", mean_return=None, final_equity=Decimal(1))

    assert list(unmet(a_board(GOOD, HELD_ROW, lucky))) == ["baselines"]
    assert list(unmet(a_board(GOOD, HELD_ROW, unknown))) == ["baselines"]


def test_without_a_baseline_nothing_is_shown() -> None:
    rival = replace(GOOD, contender="model:n")

    assert "no baseline took part" in unmet(a_board(GOOD, rival))["baselines"]


def test_a_baseline_is_not_measured_by_itself() -> None:
    held = replace(
        HELD_ROW, contender="model:m", mean_return=0.9, mean_return_interval=Interval(low=0.2, high=1)
    )

    assert unmet(a_board(held)) == {}


def test_an_incident_that_nobody_settled_keeps_it_where_it_is() -> None:
    assert unmet(a_board(), ["the desk is halted"]) == {"incidents": "the desk is halted"}


def test_who_was_not_there_is_not_promoted() -> None:
    steps = promotion(a_board(), "model:other", LIMITS, ())

    assert steps == (
        ArmingStep(
            name="promotion_arena",
            is_met=False,
            what="model:other was not in arena aaaaaaaaaaaa, only model:m, buy-and-hold",
        ),
    )
    assert not is_promoted(steps)
    assert not is_promoted(())


@pytest.mark.parametrize(
    "wrong", [{"min_decisions": 0}, {"min_days": 0}, {"max_drawdown_share": 0}, {"max_drawdown_share": 1.5}]
)
def test_limits_that_limit_nothing_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        PromotionLimits(**wrong)  # type: ignore[arg-type]
