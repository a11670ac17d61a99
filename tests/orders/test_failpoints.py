import os
import subprocess
import sys
from pathlib import Path

import pytest

from tradewind.orders.failpoints import (
    EXIT_CODE,
    Failpoint,
    FailpointRefused,
    Failpoints,
    failpoints_from,
    no_failpoints,
)

ROOT = Path(__file__).resolve().parents[2]
TRIP = """
from tradewind.orders.failpoints import Failpoint, failpoints_from
import os
points = failpoints_from(os.environ)
points.reach(Failpoint.CLAIMED)
points.reach(Failpoint.BEFORE_SEND)
print("once")
points.reach(Failpoint.BEFORE_SEND)
print("twice")
"""


def test_there_are_at_least_twelve_points() -> None:
    assert len(Failpoint) >= 12


def test_a_point_that_is_not_armed_is_passed() -> None:
    for point in Failpoint:
        no_failpoints().reach(point)


def test_the_armed_point_trips_once_the_nth_time() -> None:
    tripped: list[str] = []
    points = Failpoints(Failpoint.CLAIMED, 2, lambda: tripped.append("now"))
    for _ in range(4):
        points.reach(Failpoint.BEFORE_SEND)
        points.reach(Failpoint.CLAIMED)
    assert tripped == ["now"]


def test_a_tripped_point_ends_the_process_as_a_kill_does() -> None:
    environment = {**os.environ, "FAILPOINT": "before_send:2", "TRADEWIND_DRILL": "1"}
    done = subprocess.run(
        [sys.executable, "-c", TRIP], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == EXIT_CODE
    assert "twice" not in done.stdout


def test_a_variable_left_over_is_refused_in_plain_words() -> None:
    with pytest.raises(FailpointRefused, match="unset it, or set TRADEWIND_DRILL=1"):
        failpoints_from({"FAILPOINT": "claimed"})


@pytest.mark.parametrize("text", ["nowhere", "claimed:0", "claimed:x"])
def test_a_point_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(FailpointRefused, match="is not name"):
        failpoints_from({"FAILPOINT": text, "TRADEWIND_DRILL": "1"})
