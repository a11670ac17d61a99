"""A stance is taken far from nothing and left close to it."""

from itertools import pairwise

import pytest

from tradewind.domain.signal import Stance
from tradewind.signals.config import Levels
from tradewind.signals.stance import stance

LEVELS = Levels(enter_at=0.35, leave_at=0.15)
BUY, HOLD, SELL = Stance.BUY, Stance.HOLD, Stance.SELL


@pytest.mark.parametrize(
    ("before", "score", "after"),
    [
        (None, 0.34, HOLD),
        (None, 0.35, BUY),
        (HOLD, 0.34, HOLD),
        (BUY, 0.16, BUY),
        (BUY, 0.15, HOLD),
        (BUY, -0.34, HOLD),
        (BUY, -0.35, SELL),
        (SELL, -0.16, SELL),
        (SELL, -0.15, HOLD),
        (SELL, 0.35, BUY),
    ],
)
def test_the_stance_follows_from_the_score_and_the_one_before(
    before: Stance | None, score: float, after: Stance
) -> None:
    assert stance(before, score, LEVELS) is after


def test_a_score_that_trembles_at_a_level_does_not_flap() -> None:
    held: Stance | None = None
    taken = []
    for score in [0.2, 0.36, 0.34, 0.36, 0.33, 0.2, 0.3, 0.14, 0.16, 0.14]:
        held = stance(held, score, LEVELS)
        taken.append(held)

    assert sum(one is not other for one, other in pairwise(taken)) == 2


@pytest.mark.parametrize(("enter_at", "leave_at"), [(0.2, 0.2), (1.1, 0.1), (0.5, -0.1)])
def test_levels_without_room_between_them_are_refused(enter_at: float, leave_at: float) -> None:
    with pytest.raises(ValueError, match="levels"):
        Levels(enter_at=enter_at, leave_at=leave_at)
