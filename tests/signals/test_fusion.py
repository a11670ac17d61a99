"""Weights go to what is known, and what is unknown never counts as 0."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.signals.market import RISING, some_parts
from tradewind.domain.signal import SignalParts
from tradewind.signals.config import Weights
from tradewind.signals.fusion import fuse
from tradewind.signals.readings import NOTHING

WEIGHTS = Weights()
shares = st.one_of(st.none(), st.floats(-1, 1))
every_part = st.builds(
    SignalParts,
    trend=shares,
    momentum=shares,
    strength=shares,
    scan=shares,
    regime=shares,
    sentiment=shares,
)


def test_everything_that_rises_is_a_certain_rise() -> None:
    found = fuse(RISING, WEIGHTS, 0.5)

    assert found.score == pytest.approx(1)
    assert found.confidence == pytest.approx(1)
    assert found.coverage == pytest.approx(1)


def test_an_unknown_share_leaves_its_weight_to_the_others_f89() -> None:
    known = fuse(some_parts(sentiment=None), WEIGHTS, 0.5)
    neutral = fuse(some_parts(sentiment=0.0), WEIGHTS, 0.5)

    assert known.score == pytest.approx(1)
    assert neutral.score == pytest.approx(0.8)
    assert known.confidence == pytest.approx(0.8)


def test_news_alone_make_no_score() -> None:
    found = fuse(replace(NOTHING, sentiment=1.0), WEIGHTS, 0.5)

    assert (found.score, found.confidence) == (None, None)
    assert found.coverage == pytest.approx(0.2)


def test_nothing_known_is_no_score_even_where_none_is_asked_for() -> None:
    assert fuse(NOTHING, WEIGHTS, 0.0).score is None


def test_shares_that_contradict_each_other_cost_confidence() -> None:
    agreeing = fuse(some_parts(scan=0.0, regime=0.0), WEIGHTS, 0.5)
    contradicting = fuse(some_parts(scan=-1.0, regime=-1.0), WEIGHTS, 0.5)

    assert agreeing.confidence is not None
    assert contradicting.confidence is not None
    assert contradicting.confidence < agreeing.confidence


@given(every_part)
def test_a_score_lies_between_its_shares(parts: SignalParts) -> None:
    found = fuse(parts, WEIGHTS, 0.3)

    known = [share for share in parts.every if share is not None]
    assert 0 <= found.coverage <= 1 + 1e-9
    if found.score is not None:
        assert found.confidence is not None
        assert min(known) - 1e-9 <= found.score <= max(known) + 1e-9
        assert 0 <= found.confidence <= 1


@given(every_part)
def test_a_market_upside_down_has_the_score_upside_down(parts: SignalParts) -> None:
    turned = SignalParts(
        trend=_turned(parts.trend),
        momentum=_turned(parts.momentum),
        strength=_turned(parts.strength),
        scan=_turned(parts.scan),
        regime=_turned(parts.regime),
        sentiment=_turned(parts.sentiment),
    )

    straight, reverse = fuse(parts, WEIGHTS, 0.3), fuse(turned, WEIGHTS, 0.3)

    assert reverse.coverage == straight.coverage
    assert reverse.score == (None if straight.score is None else pytest.approx(-straight.score))


def _turned(share: float | None) -> float | None:
    return None if share is None else -share
