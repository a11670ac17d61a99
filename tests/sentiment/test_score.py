"""Newer news count more, and nothing is not neutral."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradewind.domain.sentiment import Mood
from tradewind.sentiment.score import Aged, mood, opinion

HALF_LIFE = timedelta(hours=6)


def aged(score: float, hours: float = 0) -> Aged:
    return Aged(score=score, age=timedelta(hours=hours))


def test_nothing_written_is_unknown_f90() -> None:
    assert opinion([], HALF_LIFE) is None


def test_one_headline_is_its_own_score_and_disperses_nowhere() -> None:
    found = opinion([aged(0.4, hours=3)], HALF_LIFE)

    assert found is not None
    assert found.score == pytest.approx(0.4)
    assert found.dispersion is None


def test_a_headline_counts_half_after_the_half_life() -> None:
    found = opinion([aged(0.9), aged(-0.9, hours=6)], HALF_LIFE)

    assert found is not None
    assert found.score == pytest.approx((0.9 - 0.45) / 1.5)


def test_headlines_that_agree_do_not_disperse() -> None:
    agreeing = opinion([aged(0.3), aged(0.3)], HALF_LIFE)
    quarreling = opinion([aged(0.8), aged(-0.8)], HALF_LIFE)

    assert agreeing is not None
    assert quarreling is not None
    assert agreeing.dispersion == pytest.approx(0)
    assert quarreling.dispersion == pytest.approx(0.8)


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(0, 48)), min_size=1, max_size=30))
def test_the_whole_stays_between_its_parts(given_scores: list[tuple[float, float]]) -> None:
    found = opinion([aged(score, hours) for score, hours in given_scores], HALF_LIFE)

    assert found is not None
    scores = [score for score, _ in given_scores]
    assert min(scores) - 1e-9 <= found.score <= max(scores) + 1e-9
    assert found.dispersion is None or 0 <= found.dispersion <= 1 + 1e-9


@pytest.mark.parametrize(
    ("score", "expected"),
    [(0.05, Mood.BULLISH), (0.049, Mood.NEUTRAL), (-0.049, Mood.NEUTRAL), (-0.05, Mood.BEARISH)],
)
def test_close_to_nothing_is_neutral(score: float, expected: Mood) -> None:
    assert mood(score) is expected
