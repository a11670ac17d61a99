"""`tradewind data`: downloads from the lab resume, lists count, verification finds a wrong candle."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tradewind.app.archive import history_of
from tradewind.cli.commands import app
from tradewind.domain.candle import Timeframe
from tradewind.domain.instrument import Symbol
from tradewind.market.history import CandleHistory, Series
from tradewind.settings import Launch, load_settings

run = CliRunner()
BTC = "BTC-USDT-SWAP"


def data(*arguments: str) -> tuple[int, str]:
    said = run.invoke(app, ["data", *arguments])
    return said.exit_code, said.output


def of_okx(home: Path, **environment: str) -> CandleHistory:
    return history_of(load_settings(Launch(home=home), environment), "okx")


def test_a_download_is_listed_sound_and_not_fetched_twice(tmp_path: Path) -> None:
    home = ["--home", str(tmp_path)]
    span = ["--days", "2", "--timeframe", "1h", "--market", "lab"]

    first = data("download", BTC, *home, *span)
    again = data("download", BTC, *home, *span)

    assert first[0] == 0, first[1]
    assert "48 new" in first[1]
    assert "0 new" in again[1]
    assert "48 rows" in data("list", *home)[1]
    assert data("verify", *home, "--gap-free") == (0, "48 candles checked, 0 faults, 0 gaps\n")


def test_a_candle_that_cannot_be_right_fails_the_check(tmp_path: Path) -> None:
    series = Series(venue="okx", symbol=Symbol(BTC), timeframe=Timeframe.H1)
    of_okx(tmp_path).append(series, [(3_600_000, 100.0, 90.0, 80.0, 95.0, 1.0)])

    code, said = data("verify", "--home", str(tmp_path))

    assert code == 1
    assert "open or close lies outside high and low" in said


def test_coins_and_stocks_are_downloaded_with_the_swaps(tmp_path: Path) -> None:
    home = ["--home", str(tmp_path)]
    asked = [BTC, "BTCUSDT", "SPY", *home, "--days", "4", "--timeframe", "5m", "--market", "lab"]

    code, said = data("download", *asked)
    listed = data("list", *home)[1]

    assert code == 0, said
    assert f"{4 * 288} new" in said
    for venue, symbol in (("okx", BTC), ("binanceus", "BTCUSDT"), ("alpaca", "SPY")):
        assert any(venue in line and symbol in line and "0 missing" in line for line in listed.splitlines())
    assert data("verify", *home, "--gap-free")[0] == 0


def test_a_gap_is_named_and_fails_where_none_may_be(tmp_path: Path) -> None:
    series = Series(venue="okx", symbol=Symbol(BTC), timeframe=Timeframe.H1)
    of_okx(tmp_path).append(series, [(hour * 3_600_000, 1.0, 1.0, 1.0, 1.0, 1.0) for hour in (1, 2, 5)])

    allowed, forbidden = (
        data("verify", "--home", str(tmp_path)),
        data("verify", "--home", str(tmp_path), "--gap-free"),
    )

    assert (allowed[0], forbidden[0]) == (0, 1)
    assert "gap of 2 candles, 1970-01-01T03:00:00.000Z to 1970-01-01T04:00:00.000Z" in allowed[1]
    assert "3 candles checked, 0 faults, 1 gaps" in allowed[1]


def test_the_history_may_lie_in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"file://{tmp_path}/kept%20elsewhere"
    series = Series(venue="okx", symbol=Symbol(BTC), timeframe=Timeframe.H1)
    of_okx(tmp_path, HISTORY_URL=url).append(series, [(3_600_000, 1.0, 1.0, 1.0, 1.0, 1.0)])
    monkeypatch.setenv("HISTORY_URL", url)

    assert "1 rows" in data("list", "--home", str(tmp_path / "home"))[1]
    assert (tmp_path / "kept elsewhere" / "okx" / "okx" / BTC / "1h").is_dir()


@pytest.mark.parametrize("url", ["s3://bucket/candles", "memory://", "history", "file://host/folder"])
def test_another_place_for_the_history_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("HISTORY_URL", url)

    code, said = data("list", "--home", str(tmp_path))

    assert code == 2
    assert "HISTORY_URL" in said
    assert "file:///FOLDER" in said


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
