"""`tradewind data`: downloads from the lab resume, lists count, verification finds a wrong candle."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tradewind.app.archive import histories
from tradewind.cli.commands import app
from tradewind.domain.candle import Timeframe
from tradewind.domain.instrument import Symbol
from tradewind.market.history import Series

run = CliRunner()
BTC = "BTC-USDT-SWAP"


def data(*arguments: str) -> tuple[int, str]:
    said = run.invoke(app, ["data", *arguments])
    return said.exit_code, said.output


def test_a_download_is_listed_sound_and_not_fetched_twice(tmp_path: Path) -> None:
    home = ["--home", str(tmp_path)]
    span = ["--days", "2", "--timeframe", "1h", "--market", "lab"]

    first = data("download", BTC, *home, *span)
    again = data("download", BTC, *home, *span)

    assert first[0] == 0, first[1]
    assert "48 new" in first[1]
    assert "0 new" in again[1]
    assert "48 rows" in data("list", *home)[1]
    assert data("verify", *home) == (0, "48 candles checked, 0 faults\n")


def test_a_candle_that_cannot_be_right_fails_the_check(tmp_path: Path) -> None:
    (tmp_path / "history" / "okx").mkdir(parents=True)
    series = Series(venue="okx", symbol=Symbol(BTC), timeframe=Timeframe.H1)
    histories(tmp_path)["okx"].append(series, [(3_600_000, 100.0, 90.0, 80.0, 95.0, 1.0)])

    code, said = data("verify", "--home", str(tmp_path))

    assert code == 1
    assert "open or close lies outside high and low" in said


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["BTC"], "allowed: swaps like BTC-USDT-SWAP"),
        ([BTC, "--timeframe", "7m"], "allowed: 1m, 5m, 15m, 1h, 4h"),
        (["PEPE-USDT-SWAP", "--market", "lab"], "PEPE"),
        ([BTC, "--market", "okx", "--tape", "x"], "only with --market lab"),
    ],
)
def test_what_cannot_be_fetched_is_refused_in_a_sentence(
    tmp_path: Path, arguments: list[str], reason: str
) -> None:
    code, said = data("download", *arguments, "--home", str(tmp_path))

    assert code == 2
    assert reason in said


def test_an_empty_home_says_how_to_begin(tmp_path: Path) -> None:
    assert "tradewind data download" in data("list", "--home", str(tmp_path))[1]
