"""`tradewind arena` from a shell."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.research.tapes import a_folder
from tradewind.cli.commands import app
from tradewind.research.arena_folder import kept_boards

RUNNER = CliRunner()


def the_arena(folder: Path, *options: str) -> list[str]:
    return [
        "arena",
        "--home",
        str(folder / "home"),
        "--data",
        str(folder),
        "--out",
        str(folder / "out"),
        *options,
    ]


def test_the_command_tells_who_did_how_well_and_keeps_it(tmp_path: Path) -> None:
    a_folder(tmp_path, 300)

    said = RUNNER.invoke(
        app,
        the_arena(
            tmp_path, "--contender", "buy-and-hold", "--contender", "random:1", "--contender", "random:2"
        ),
    )

    assert said.exit_code == 0, said.output
    assert all(
        name in said.output for name in ("buy-and-hold", "random:1", "random:2", "annual figures of 365")
    )
    assert "Sharpe" in said.output.splitlines()[1]
    assert len(said.output.splitlines()[3].split("│")) == len(said.output.splitlines()[1].split("┃"))
    board = json.loads((tmp_path / "out" / "leaderboard.json").read_bytes())
    (kept,) = kept_boards(tmp_path / "home", 10)
    assert [row["contender"] for row in board["rows"]] == [row.contender for row in kept.leaderboard.rows]
    assert (tmp_path / "out" / "random_1" / "equity.csv").exists()


def test_for_programs_it_is_the_board_alone(tmp_path: Path) -> None:
    a_folder(tmp_path, 100)

    said = RUNNER.invoke(app, the_arena(tmp_path, "--json"))

    assert {row["contender"] for row in json.loads(said.stdout)["rows"]} == {"rule", "buy-and-hold", "random"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--contender", "luck"], "there is no contender 'luck'"),
        (["--contender", "rule:7"], "there is no contender 'rule:7'"),
        (["--contender", "random:x"], "there is no contender 'random:x'"),
        (["--contender", "model:"], "names no model"),
        (["--contender", "rule", "--contender", "rule"], "each once; were rule, rule"),
        (["--cash", "much"], "must be numbers"),
        (["--contender", "model:gpt-5"], "may have seen this period"),
    ],
)
def test_what_cannot_be_run_is_refused_in_a_sentence(tmp_path: Path, options: list[str], said: str) -> None:
    a_folder(tmp_path, 60)
    window = ["--from", "2024-01-01"] if "gpt-5" in options[-1] else []

    answer = RUNNER.invoke(app, the_arena(tmp_path, *options, *window))

    assert answer.exit_code == 2
    assert said in answer.output
    assert answer.output.startswith("No arena: ")
