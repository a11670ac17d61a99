"""A folder of candles is taken whole or refused with its file and row."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tests.research.tapes import BTC, ETH, START, a_tape, a_walk, write_candles
from tradewind.domain.instrument import Symbol
from tradewind.research.tape import STEP_MS, TapeRefused, read_tape

FILE = f"{BTC}_5m.parquet"


def spoil(folder: Path, **columns: object) -> None:
    """Write five candles with some columns replaced."""
    write_candles(folder, BTC, a_walk(5, 60_000, 1))
    frame = pl.read_parquet(folder / FILE).to_dict(as_series=False)
    pl.DataFrame(frame | columns).write_parquet(folder / FILE)


def times(*places: int) -> list[int]:
    return [START.epoch_ms + place * STEP_MS for place in places]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"timestamp": times(0, 1, 3, 2, 4)}, "row 4: .* comes after a later one"),
        ({"timestamp": times(0, 1, 1, 2, 3)}, "row 3: .* comes again"),
        ({"timestamp": [stamp + 1 for stamp in times(0, 1, 2, 3, 4)]}, "row 1: .*whole 5m"),
        ({"timestamp": [stamp // 1000 for stamp in times(0, 1, 2, 3, 4)]}, "milliseconds are wanted"),
        ({"timestamp": ["2025-03-01"] * 5}, "with its zone"),
        ({"timestamp": [datetime(2025, 3, 1)] * 5}, "with its zone"),  # noqa: DTZ001 - that is the fault
        ({"close": [1.0, 2.0, float("nan"), 3.0, 4.0]}, "row 3: .* positive number"),
        ({"open": [60_000.0, 0.0, 60_000.0, 60_000.0, 60_000.0]}, "row 2: .* positive number"),
        ({"high": [1.0] * 5}, "row 1: .* from low to high"),
        ({"volume": [1.0, 1.0, 1.0, -1.0, 1.0]}, "row 4: .* volume"),
        ({"close": ["a"] * 5}, "close|conversion"),
    ],
)
def test_a_folder_that_cannot_be_played_is_refused_with_its_row(
    tmp_path: Path, columns: dict[str, object], said: str
) -> None:
    spoil(tmp_path, **columns)

    with pytest.raises(TapeRefused, match=said) as refused:
        read_tape(tmp_path)

    assert FILE in str(refused.value)


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(TapeRefused, match="no file is named SYMBOL_5m"):
        read_tape(tmp_path)
    a_tape(tmp_path, 20)
    with pytest.raises(TapeRefused, match="no 5m candles of SOL-USDT-SWAP; it has BTC"):
        read_tape(tmp_path, ["SOL-USDT-SWAP"])
    pl.DataFrame({"timestamp": [1], "open": [1.0]}).write_parquet(tmp_path / FILE)
    with pytest.raises(TapeRefused, match="no column high, low, close, volume"):
        read_tape(tmp_path)


def test_times_with_a_zone_are_read_as_what_they_are(tmp_path: Path) -> None:
    write_candles(tmp_path, BTC, a_walk(3, 60_000, 1))
    frame = pl.read_parquet(tmp_path / FILE)
    moments = [datetime.fromtimestamp(stamp / 1000, UTC) for stamp in frame["timestamp"]]
    in_tokyo = pl.Series(moments).dt.convert_time_zone("Asia/Tokyo")
    frame.with_columns(timestamp=in_tokyo).write_parquet(tmp_path / FILE)

    assert read_tape(tmp_path).start_ms == START.epoch_ms


def test_a_gap_stands_flat_without_volume_and_is_known_as_one(tmp_path: Path) -> None:
    candles = a_walk(4, 60_000, 1)
    write_candles(tmp_path, BTC, candles, [0, 1, 4, 5])

    columns = read_tape(tmp_path).columns[BTC]

    assert columns.close[2:4].tolist() == [candles[1][3]] * 2
    assert columns.high[2] == columns.low[2] == candles[1][3]
    assert columns.volume[2:4].tolist() == [0, 0]
    assert columns.stamp_ms[3] == START.epoch_ms + 2 * STEP_MS
    assert columns.stamp_ms[4] == START.epoch_ms + 5 * STEP_MS


def test_an_instrument_that_is_listed_later_is_unknown_before(tmp_path: Path) -> None:
    write_candles(tmp_path, BTC, a_walk(10, 60_000, 1))
    write_candles(tmp_path, ETH, a_walk(4, 2_500, 1), [6, 7, 8, 9])

    columns = read_tape(tmp_path).columns[ETH]

    assert columns.first == 6
    assert np.isnan(columns.close[:6]).all()


def test_the_hash_names_the_bytes_that_were_read(tmp_path: Path) -> None:
    tape = a_tape(tmp_path, 30)
    alone = read_tape(tmp_path, [Symbol(BTC)])

    assert tape.sha256 == read_tape(tmp_path).sha256
    assert alone.sha256 != tape.sha256
    assert alone.symbols == (BTC,)


def test_a_moment_has_its_place(tmp_path: Path) -> None:
    tape = a_tape(tmp_path, 30)

    assert tape.place(START) == 0
    assert tape.place(type(START).of(START + timedelta(minutes=7))) == 2
    assert tape.place(type(START).of(START - timedelta(days=1))) == 0
    assert tape.place(type(START).of(START + timedelta(days=9))) == 30


def test_funding_that_the_simulator_would_not_pay_is_refused_with_its_row(tmp_path: Path) -> None:
    write_candles(tmp_path, BTC, a_walk(5, 60_000, 1))
    hour_ms = 3_600_000
    paid = [START.epoch_ms + 7, START.epoch_ms + 4 * hour_ms]
    file = tmp_path / f"{BTC}_funding.parquet"
    pl.DataFrame({"timestamp": paid, "funding_rate": [0.0001, 0.0001]}).write_parquet(file)

    with pytest.raises(TapeRefused, match=r"row 2: paid at .*00:00, 08:00 and 16:00"):
        read_tape(tmp_path)
