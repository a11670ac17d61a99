"""`tradewind promote` from a shell."""

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.research.boards import BOARD, HELD_ROW, MODEL_ROW, STORED
from tradewind.cli.commands import app
from tradewind.research.arena_folder import keep_board

RUNNER = CliRunner()


def kept(home: Path, contender: str = "model:m") -> Path:
    rows = (replace(MODEL_ROW, contender=contender, label=None), HELD_ROW)
    keep_board(home, replace(STORED, leaderboard=replace(BOARD, rows=rows)))
    return home


def promote(home: Path, *options: str) -> tuple[int, str]:
    said = RUNNER.invoke(app, ["promote", "--home", str(home), *options])
    return said.exit_code, said.output


def test_who_meets_everything_may_trade_the_next_account(tmp_path: Path) -> None:
    code, said = promote(kept(tmp_path), "--contender", "model:m")

    assert code == 0, said
    assert "✓ days: 100.0 days of at least 30" in said
    assert "It may trade in paper mode: tradewind mode paper" in said


def test_from_paper_the_next_account_holds_money(tmp_path: Path) -> None:
    code, said = promote(kept(tmp_path), "--from", "paper", "--contender", "model:m")

    assert code == 0, said
    assert "It may trade in live mode" in said


def test_the_conditions_are_those_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "trading.yaml").write_text("promotion: {min_days: 365, contender: 'model:m'}\n")

    code, said = promote(kept(tmp_path))

    assert code == 1
    assert "✗ days: 100.0 days of at least 365" in said
    assert "It stays in simulator mode." in said


def test_a_stopped_desk_stays(tmp_path: Path) -> None:
    (tmp_path / "HALT").write_text("")

    code, said = promote(kept(tmp_path), "--contender", "model:m")

    assert code == 1
    assert "✗ incidents: the desk is halted" in said


def test_the_desk_s_own_model_is_looked_for_with_its_prompt_or_without(tmp_path: Path) -> None:
    code, said = promote(kept(tmp_path, "model:deepseek-chat"))
    assert code == 0, said

    code, said = promote(kept(tmp_path / "other", "model:deepseek-chat:v2"))
    assert code == 0, said


def test_without_an_arena_the_way_to_one_is_told(tmp_path: Path) -> None:
    code, said = promote(tmp_path, "--contender", "model:m")

    assert code == 1
    assert "tradewind arena --contender model:m with baselines" in said


@pytest.mark.parametrize("start", ["live", "nowhere"])
def test_there_is_nothing_above_money(tmp_path: Path, start: str) -> None:
    code, said = promote(tmp_path, "--from", start)

    assert code == 2
    assert "allowed: simulator, paper" in said
