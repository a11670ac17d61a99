"""The drills as a user starts them: a desk of their own, the lab as venue, an exit code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

PATIENCE_SECONDS = 850


def drill(*arguments: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tradewind", "drill", *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
        env={**os.environ, "COLUMNS": "160", **(environment or {})},
    )


def figures(printed: str, name: str) -> list[str]:
    """The cells of a table's row after its name."""
    row = next(line for line in printed.splitlines() if name in line)
    return [cell.strip() for cell in row.strip("│").split("│")[1:]]


def test_paper_trading_agrees_with_the_lab_to_the_last_digit() -> None:
    done = drill("paper", "--seconds", "0")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "desk and venue agree to the last digit" in done.stdout
    assert figures(done.stdout, "of them covered by stops") == ["2", "0"]
    assert figures(done.stdout, "duplicates") == ["0", "0"]
    assert figures(done.stdout, "differences") == ["0", "0"]


def test_a_venue_that_goes_away_is_outlived_f44() -> None:
    done = drill("failover")
    assert done.returncode == 0, done.stdout + done.stderr
    told = [
        "openings are halted",
        "an opening is refused",
        "stops are verified",
        "the venue is back",
        "desk and venue agree again",
        "the first orders after it are filled",
        "halted and flattened",
    ]
    table = done.stdout[done.stdout.index("The venue goes away and comes back") :]
    places = [table.index(what) for what in told]
    assert places == sorted(places)
    assert figures(table, "duplicates") == ["0"]


def test_a_home_that_trades_in_another_mode_is_not_drilled(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    command = [sys.executable, "-m", "tradewind", "mode", "simulator", "--home", str(home)]
    subprocess.run(command, check=True, capture_output=True)
    done = drill("paper", "--home", str(home))
    assert done.returncode == 1
    assert "paper mode alone" in done.stdout


def test_a_drill_at_okx_without_a_demo_key_is_refused(tmp_path: Path) -> None:
    keys = dict.fromkeys(("OKX_DEMO_API_KEY", "OKX_DEMO_SECRET_KEY", "OKX_DEMO_PASSPHRASE"), "")
    done = drill("paper", "--venue", "okx", "--home", str(tmp_path / "home"), environment=keys)
    assert done.returncode == 2
    assert "OKX_DEMO_API_KEY" in done.stderr


def test_an_unknown_way_to_be_away_is_refused() -> None:
    done = drill("failover", "--way", "sulk")
    assert done.returncode == 2
    assert "sulk" in done.stderr
