"""Where playing begins, and that a restart continues it."""

from pathlib import Path

import pytest

from tests.lab.tapes import FlatTape
from tradewind_lab.bars import BLOCK_MS
from tradewind_lab.tape.generator import GeneratedTape
from tradewind_lab.tape.playback import parse_start, resume
from tradewind_lab.tape.port import TapeRefused

NOW = 1_795_262_400_123
LONG = FlatTape(block_count=300, first_block=1_000)


def test_the_shift_keeps_the_funding_grid() -> None:
    assert resume(GeneratedTape(1), start_ms=None, now_ms=NOW, folder=None).shift_ms % BLOCK_MS == 0


def test_ten_days_of_history_lie_before_now() -> None:
    shift_ms = resume(LONG, start_ms=None, now_ms=NOW, folder=None).shift_ms

    history_ms = NOW - shift_ms - LONG.first_block * BLOCK_MS
    assert 30 * BLOCK_MS <= history_ms < 31 * BLOCK_MS


def test_a_short_tape_keeps_half_of_itself_as_history() -> None:
    short = FlatTape(block_count=10, first_block=1_000)

    shift_ms = resume(short, start_ms=None, now_ms=NOW, folder=None).shift_ms

    assert (NOW - shift_ms) // BLOCK_MS == 1_005


def test_the_start_asked_for_plays_now_or_up_to_eight_hours_ago() -> None:
    start_ms = 1_100 * BLOCK_MS + 777

    shift_ms = resume(LONG, start_ms=start_ms, now_ms=NOW, folder=None).shift_ms

    assert 0 <= NOW - shift_ms - start_ms < BLOCK_MS


@pytest.mark.parametrize("block", [1_029, 1_300])
def test_a_start_without_history_or_past_the_end_is_refused(block: int) -> None:
    with pytest.raises(TapeRefused, match=r"--start 197[01]-"):
        resume(LONG, start_ms=block * BLOCK_MS, now_ms=NOW, folder=None)


def test_a_restart_keeps_the_shift(tmp_path: Path) -> None:
    before = resume(LONG, start_ms=None, now_ms=NOW, folder=tmp_path / "state")

    after = resume(LONG, start_ms=None, now_ms=NOW + 5 * BLOCK_MS, folder=tmp_path / "state")

    assert after == before


def test_another_tape_begins_anew_and_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    resume(LONG, start_ms=None, now_ms=NOW, folder=tmp_path)

    resume(GeneratedTape(1), start_ms=None, now_ms=NOW, folder=tmp_path)

    assert caplog.messages == ["another tape or start than before: prices do not continue from the last run"]


def test_a_spoiled_state_is_refused_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "tape.json").write_text("{")

    with pytest.raises(TapeRefused, match=r"tape\.json: not a playback state"):
        resume(LONG, start_ms=None, now_ms=NOW, folder=tmp_path)


@pytest.mark.parametrize(
    "text", ["1748736000000", "2025-06-01", "2025-06-01T00:00:00Z", "2025-06-01T02:00:00+02:00"]
)
def test_a_start_is_read_as_milliseconds_or_iso(text: str) -> None:
    assert parse_start(text) == 1_748_736_000_000
