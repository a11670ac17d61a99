"""The command line: clear refusals, and a status for programs."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tradewind.cli.commands import app

run = CliRunner()


def test_help_lists_the_commands() -> None:
    said = run.invoke(app, ["--help"]).output

    assert all(command in said for command in ("up", "run", "lab", "status"))


def test_status_of_an_idle_home_says_so_and_how_to_start(tmp_path: Path) -> None:
    said = run.invoke(app, ["status", "--home", str(tmp_path)])

    assert said.exit_code == 3
    assert f"tradewind up --home {tmp_path}" in said.output


def test_status_as_json_has_every_name_even_when_nothing_runs(tmp_path: Path) -> None:
    said = run.invoke(app, ["status", "--home", str(tmp_path), "--json"])

    assert json.loads(said.stdout) == {
        "url": None,
        "redis_url": None,
        "database_url": None,
        "pid": None,
        "ready": False,
        "roles": {},
        "lab": None,
    }


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--market", "mars"], "--market: 'mars' is not accepted; allowed: lab, okx"),
        (["--market", "okx", "--tape", "x"], "allowed: only with --market lab"),
    ],
)
def test_a_wrong_option_is_refused_with_what_is_allowed(
    tmp_path: Path, arguments: list[str], reason: str
) -> None:
    said = run.invoke(app, ["up", "--home", str(tmp_path / "home"), *arguments])

    assert said.exit_code == 2
    assert reason in said.stderr
    assert not (tmp_path / "home" / "status.json").exists()


def test_a_wrong_setting_is_refused_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRADEWIND_TRADING__CYCLE__PERIOD_SECONDS", "1")

    said = run.invoke(app, ["up", "--home", str(tmp_path / "home")])

    assert said.exit_code == 2
    assert "cycle.period_seconds: 1 is not accepted; allowed: `float` >= 15.0" in said.stderr
    assert not (tmp_path / "home" / "valkey").exists()
