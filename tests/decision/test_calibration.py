"""Confidence is compared with results by the usual scores, and by hand."""

from math import isclose
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradewind.decision.calibration import (
    Judged,
    brier_score,
    calibration,
    expected_calibration_error,
    reliability,
    wilson,
)

JUDGED = st.lists(
    st.builds(Judged, confidence=st.floats(min_value=0, max_value=1), is_won=st.booleans()), max_size=60
)
BY_HAND = (
    Judged(confidence=0.9, is_won=True),
    Judged(confidence=0.8, is_won=False),
    Judged(confidence=0.6, is_won=True),
    Judged(confidence=0.65, is_won=False),
)


def test_scores_equal_what_is_computed_by_hand() -> None:
    found = calibration(BY_HAND)

    # (0.01 + 0.64 + 0.16 + 0.4225) / 4 and (2 x |0.625 - 0.5| + |0.8 - 0| + |0.9 - 1|) / 4
    assert found.brier_score == pytest.approx(0.308125, abs=1e-12)
    assert found.calibration_error == pytest.approx(0.2875, abs=1e-12)
    assert [(each.low, each.count, each.won) for each in found.bins] == [
        (0.6, 2, 1),
        (0.8, 1, 0),
        (0.9, 1, 1),
    ]


@pytest.mark.parametrize(
    ("won", "count", "low", "high"),
    [
        (8, 10, 0.490162, 0.943318),
        (1, 2, 0.094531, 0.905469),
        (0, 10, 0.0, 0.277533),
        (10, 10, 0.722467, 1.0),
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilson_intervals_equal_published_values(won: int, count: int, low: float, high: float) -> None:
    assert list(wilson(won, count)) == pytest.approx([low, high], abs=1e-6)


def test_nothing_judged_is_unknown_and_not_perfect() -> None:
    found = calibration(())

    assert (found.count, found.brier_score, found.calibration_error, found.bins) == (0, None, None, ())


def test_full_confidence_lies_in_the_last_bin() -> None:
    [last] = reliability([Judged(confidence=1.0, is_won=True)])

    assert (last.low, last.high) == (0.9, 1.0)


@pytest.mark.parametrize("confidence", [-0.01, 1.01, float("nan")])
def test_a_confidence_that_is_none_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence must be from 0 to 1"):
        Judged(confidence=confidence, is_won=True)


def test_more_wins_than_trades_are_refused() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)


def test_no_bins_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        reliability(BY_HAND, 0)


@given(JUDGED, st.integers(min_value=1, max_value=20))
def test_bins_lose_nothing_and_stay_in_their_bounds(judged: list[Judged], bins: int) -> None:
    curve = reliability(judged, bins)

    assert sum(each.count for each in curve) == len(judged)
    assert sum(each.won for each in curve) == sum(each.is_won for each in judged)
    for each in curve:
        assert each.low - 1e-9 <= each.mean_confidence <= each.high + 1e-9
        assert 0 <= each.wilson_low <= each.share_won <= each.wilson_high <= 1


@given(JUDGED)
def test_scores_lie_between_0_and_1_and_do_not_hang_on_the_order(judged: list[Judged]) -> None:
    shuffled = Random(1).sample(judged, len(judged))
    score, again = brier_score(judged), brier_score(shuffled)
    error, error_again = (expected_calibration_error(reliability(each)) for each in (judged, shuffled))

    if score is None or again is None or error is None or error_again is None:
        assert not judged
        return
    assert 0 <= score <= 1
    assert 0 <= error <= 1
    assert isclose(score, again, abs_tol=1e-12)
    assert isclose(error, error_again, abs_tol=1e-9)


@given(st.integers(min_value=0, max_value=500), st.integers(min_value=0, max_value=500))
def test_an_interval_holds_its_share_and_mirrors_its_losses(won: int, lost: int) -> None:
    low, high = wilson(won, won + lost)
    mirrored = wilson(lost, won + lost)

    assert low <= (won / (won + lost) if won + lost else 0.5) <= high
    assert [1 - high, 1 - low] == pytest.approx(list(mirrored))
