"""`tradewind backtest` from a shell."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.research.tapes import a_folder
from tradewind.cli.commands import app

RUNNER = CliRunner()


def test_the_command_tells_its_result_and_leaves_it_in_files(tmp_path: Path) -> None:
    a_folder(tmp_path, 300)
    out = tmp_path / "out"

    said = RUNNER.invoke(
        app,
        [
            "backtest",
            "--data",
            str(tmp_path),
            "--policy",
            "random",
            "--out",
            str(out),
            "--symbols",
            "BTC-USDT-SWAP",
        ],
    )

    assert said.exit_code == 0, said.output
    assert "Equity 10000.00 →" in said.output
    report = json.loads((out / "report.json").read_bytes())
    assert report["settings"]["symbols"] == ["BTC-USDT-SWAP"]
    assert report["candles"] == 300 - 11
    assert len((out / "equity.csv").read_text().splitlines()) == 300 - 11 + 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "name either --policy or --model"),
        (["--policy", "rule", "--model", "m"], "name either --policy or --model"),
        (["--policy", "luck"], "there is no policy 'luck'"),
        (["--policy", "rule", "--cash", "much"], "must be numbers"),
        (["--policy", "rule", "--from", "2025-03-01T00:00:00"], "needs a time zone"),
        (["--policy", "rule", "--from", "2030-01-01"], "no candle to decide on between"),
        (["--policy", "rule", "--symbols", "SOL-USDT-SWAP"], "no 5m candles of SOL-USDT-SWAP"),
        (["--policy", "rule", "--keep", "some"], "'some' is not a valid Keep"),
    ],
)
def test_what_cannot_be_run_is_refused_in_a_sentence(tmp_path: Path, options: list[str], said: str) -> None:
    a_folder(tmp_path, 60)

    answer = RUNNER.invoke(
        app, ["backtest", "--data", str(tmp_path), "--out", str(tmp_path / "out"), *options]
    )

    assert answer.exit_code == 2
    assert said in answer.output
    assert answer.output.startswith("No backtest: ")
