"""What a folder of recorded candles must look like, and how a refusal names what is wrong."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tradewind_lab.tape.port import TapeRefused
from tradewind_lab.tape.recorded import open_folder

DAY_MS = 86_400_000
START = 1_735_689_600_000  # on the eight-hour grid


def a_chart(*, step_s: int = 300, days: int = 2, start: int = START) -> pl.DataFrame:
    count = days * 86_400 // step_s
    prices = [100 + place % 7 / 4 for place in range(count)]
    return pl.DataFrame(
        {
            "timestamp": [start + place * step_s * 1000 for place in range(count)],
            "open": prices,
            "high": [price + 1.5 for price in prices],
            "low": [price - 0.75 for price in prices],
            "close": [price + 0.25 for price in prices],
            "volume": [10.0 + place % 3 for place in range(count)],
        }
    )


def with_cell(row: int, column: str, value: float | None) -> pl.DataFrame:
    frame = a_chart()
    cells = frame[column].to_list()
    cells[row] = value
    return frame.with_columns(pl.Series(column, cells))


WRONG: dict[str, tuple[Callable[[], pl.DataFrame], str]] = {
    "no low column": (lambda: a_chart().drop("low"), "no column low"),
    "no rows": (lambda: a_chart().clear(), "no rows"),
    "text for numbers": (
        lambda: a_chart().with_columns(close=pl.lit("x")),
        "column close must hold numbers",
    ),
    "times with fractions": (
        lambda: a_chart().with_columns(pl.col.timestamp + 0.5),
        "column timestamp must hold whole milliseconds",
    ),
    "seconds": (
        lambda: a_chart().with_columns(pl.col.timestamp // 1000),
        "row 1: timestamp must be in milliseconds",
    ),
    "unsorted": (lambda: a_chart().reverse(), "row 2: timestamp is not later"),
    "twice the same": (lambda: pl.concat([a_chart()[:3], a_chart()[2:]]), "row 4: timestamp is not later"),
    "off the grid": (lambda: a_chart(start=START + 1000), "row 1: timestamp is not a multiple"),
    "not a number": (lambda: with_cell(4, "close", float("nan")), "row 5: every value must be a finite"),
    "empty": (lambda: with_cell(4, "close", None), "row 5: close is empty"),
    "high below low": (lambda: with_cell(6, "high", 90.0), "row 7: high lies below low"),
    "close above high": (lambda: with_cell(6, "close", 900.0), "row 7: open and close must lie between"),
    "no price": (lambda: with_cell(0, "low", 0.0), "row 1: prices must be above zero"),
    "volume below zero": (lambda: with_cell(2, "volume", -1.0), "row 3: volume must not be negative"),
    "less than a day": (lambda: a_chart()[:200], "share less than one day"),
    "endless decimals": (
        lambda: a_chart().with_columns(pl.col("open", "high", "low", "close") / 3),
        "at most 10 decimals",
    ),
}


@pytest.mark.parametrize("case", sorted(WRONG))
def test_a_file_that_cannot_be_played_is_refused_with_its_row(case: str, tmp_path: Path) -> None:
    frame, reason = WRONG[case]
    frame().write_parquet(tmp_path / "BTC-USDT-SWAP_5m.parquet")

    with pytest.raises(TapeRefused, match=reason) as refused:
        open_folder(tmp_path, 1)

    assert str(tmp_path) in str(refused.value)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TapeRefused, match="no such folder"):
        open_folder(tmp_path / "absent", 1)


def test_a_folder_without_candles_is_refused_with_what_is_expected(tmp_path: Path) -> None:
    (tmp_path / "BTC_5m.parquet").touch()

    with pytest.raises(TapeRefused, match="no candle file; expected SYMBOL_TIMEFRAME"):
        open_folder(tmp_path, 1)


def test_one_timeframe_in_two_formats_is_refused(tmp_path: Path) -> None:
    a_chart().write_parquet(tmp_path / "BTC-USDT-SWAP_5m.parquet")
    a_chart().write_csv(tmp_path / "BTC-USDT-SWAP_5m.csv")

    with pytest.raises(TapeRefused, match="hold the same candles"):
        open_folder(tmp_path, 1)


def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "BTC-USDT-SWAP_5m.parquet").write_bytes(b"nothing of the kind")

    with pytest.raises(TapeRefused, match="cannot be read"):
        open_folder(tmp_path, 1)


def test_an_absurd_funding_rate_is_refused(tmp_path: Path) -> None:
    a_chart().write_parquet(tmp_path / "BTC-USDT-SWAP_5m.parquet")
    pl.DataFrame({"timestamp": [START], "funding_rate": [0.5]}).write_csv(
        tmp_path / "BTC-USDT-SWAP_funding.csv"
    )

    with pytest.raises(TapeRefused, match="row 1: funding_rate must be a share"):
        open_folder(tmp_path, 1)
