"""Recorded candles come out as they went in, in every format and timeframe."""

import gzip
from decimal import Decimal
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tests.lab.tape.test_folder import START, a_chart
from tests.recorded import recorded_root
from tradewind_lab.bars import BLOCK_MS
from tradewind_lab.market import Market
from tradewind_lab.quotes import Candle
from tradewind_lab.reel import Reel
from tradewind_lab.tape.recorded import RecordedTape, open_folder

BTC = "BTC-USDT-SWAP"
COLUMNS = ("timestamp", "open", "high", "low", "close", "volume")


def served(tape: RecordedTape, symbol: str, timeframe: str, *, until_ms: int, count: int) -> pl.DataFrame:
    bars = Market(Reel(tape, 0)).candles(symbol, timeframe, count, at_ms=until_ms, after_ms=until_ms)
    return pl.DataFrame([_row(bar) for bar in bars], schema=list(COLUMNS), orient="row")


def _row(bar: Candle) -> tuple[float, ...]:
    return (bar.open_ms, *(float(value) for value in (bar.open, bar.high, bar.low, bar.close, bar.volume)))


def end_of(frame: pl.DataFrame) -> int:
    last = frame["timestamp"].max()
    assert isinstance(last, int)
    return last


@pytest.mark.parametrize("suffix", ["parquet", "csv", "csv.gz"])
def test_candles_of_every_format_come_out_as_they_went_in(suffix: str, tmp_path: Path) -> None:
    chart = a_chart()
    path = tmp_path / f"{BTC}_5m.{suffix}"
    if suffix == "parquet":
        chart.write_parquet(path)
    else:
        text = chart.write_csv().encode()
        path.write_bytes(gzip.compress(text) if suffix == "csv.gz" else text)

    tape = open_folder(tmp_path, 1)

    assert served(tape, BTC, "5m", until_ms=end_of(chart), count=575).equals(chart[:575])


def test_the_timeframe_that_covers_most_is_played_and_finer_ones_fill_it(tmp_path: Path) -> None:
    minutes = a_chart(step_s=60, days=3)
    whole = minutes.group_by_dynamic("timestamp", every="300000i").agg(
        pl.col.open.first(), pl.col.high.max(), pl.col.low.min(), pl.col.close.last(), pl.col.volume.sum()
    )
    whole.write_parquet(tmp_path / f"{BTC}_5m.parquet")
    fine = minutes[1_443:2_880]
    fine.write_parquet(tmp_path / f"{BTC}_1m.parquet")

    tape = open_folder(tmp_path, 1)

    until = START + 2 * 86_400_000
    assert served(tape, BTC, "5m", until_ms=until, count=900).equals(whole[:576])
    assert served(tape, BTC, "1m", until_ms=until, count=1_435).equals(minutes[1_445:2_880])


def test_a_gap_stands_flat_at_the_close_before(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    chart = a_chart()
    pl.concat([chart[:10], chart[12:]]).write_parquet(tmp_path / f"{BTC}_5m.parquet")

    tape = open_folder(tmp_path, 1)

    close = chart["close"][9]
    gap = served(tape, BTC, "5m", until_ms=START + 12 * 300_000, count=2)
    assert gap.rows() == [(START + place * 300_000, close, close, close, close, 0.0) for place in (10, 11)]
    assert f"{BTC}_5m.parquet: 2 missing candles stand flat at the close before" in caplog.messages


def test_finer_candles_that_contradict_are_left_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    whole, minutes = a_chart(days=3), a_chart(step_s=60, days=1)
    whole.write_parquet(tmp_path / f"{BTC}_5m.parquet")
    minutes.write_parquet(tmp_path / f"{BTC}_1m.parquet")

    tape = open_folder(tmp_path, 1)

    assert served(tape, BTC, "5m", until_ms=START + 86_400_000, count=288).equals(whole[:288])
    assert any("contradict the longer file" in message for message in caplog.messages)


def test_the_tick_is_no_coarser_than_the_prices_on_the_tape(tmp_path: Path) -> None:
    a_chart().write_parquet(tmp_path / f"{BTC}_5m.parquet")

    instrument = open_folder(tmp_path, 1).instruments[0]

    assert instrument.tick_size == Decimal("0.01")
    assert instrument.contract_value == Decimal("0.01")


def test_only_symbols_of_the_folder_are_listed(tmp_path: Path) -> None:
    a_chart().write_parquet(tmp_path / "SOL-USDT-SWAP_5m.parquet")
    a_chart().write_parquet(tmp_path / "ADA-USDT-SWAP_5m.parquet")

    assert [one.symbol for one in open_folder(tmp_path, 1).instruments] == ["SOL-USDT-SWAP", "ADA-USDT-SWAP"]


def test_funding_is_as_recorded_and_the_interest_component_where_it_is_not(tmp_path: Path) -> None:
    a_chart().write_parquet(tmp_path / f"{BTC}_5m.parquet")
    rates = pl.DataFrame({"timestamp": [START + BLOCK_MS], "funding_rate": [-0.00012345]})
    rates.write_csv(tmp_path / f"{BTC}_funding.csv")

    market = Market(Reel(open_folder(tmp_path, 1), 0))

    assert market.funding_at(BTC, START + BLOCK_MS).rate == Decimal("-0.00012345")
    assert market.funding_at(BTC, START + 2 * BLOCK_MS).rate == Decimal("0.0001")


def test_other_candles_are_another_tape(tmp_path: Path) -> None:
    path = tmp_path / f"{BTC}_5m.parquet"
    a_chart().write_parquet(path)
    before = open_folder(tmp_path, 1).identity
    a_chart().with_columns(pl.col.volume + 1).write_parquet(path)

    assert open_folder(tmp_path, 1).identity != before


@pytest.fixture(scope="module")
def recording() -> tuple[Path, RecordedTape]:
    folder = recorded_root() / "candles" / "swap"
    return folder, open_folder(folder, 1)


@pytest.mark.recorded
def test_every_recorded_5m_candle_is_served_exactly(recording: tuple[Path, RecordedTape]) -> None:
    folder, tape = recording

    for instrument in tape.instruments:
        recorded = pl.read_parquet(folder / f"{instrument.symbol}_5m.parquet")
        out = served(tape, instrument.symbol, "5m", until_ms=end_of(recorded) + 1, count=len(recorded))
        inside = recorded.filter(pl.col.timestamp >= tape.first_block * BLOCK_MS)
        assert out[:-1].equals(inside[:-1]), instrument.symbol


@pytest.mark.recorded
def test_every_recorded_1m_candle_that_fills_a_5m_one_is_served_exactly(
    recording: tuple[Path, RecordedTape],
) -> None:
    folder, tape = recording

    for instrument in tape.instruments:
        recorded = pl.read_parquet(folder / f"{instrument.symbol}_1m.parquet")
        slots = recorded.with_columns(slot=pl.col.timestamp // 300_000)
        inside = slots.filter(pl.len().over("slot") == 5).drop("slot")
        out = served(tape, instrument.symbol, "1m", until_ms=end_of(inside) + 60_000, count=len(inside))
        assert out.equals(inside), instrument.symbol


@pytest.mark.recorded
@pytest.mark.parametrize(("timeframe", "step_s"), [("1m", 60), ("15m", 900), ("1H", 3_600), ("4H", 14_400)])
def test_other_timeframes_agree_with_the_recorded_5m(
    timeframe: str, step_s: int, recording: tuple[Path, RecordedTape]
) -> None:
    folder, tape = recording
    days, until = 3, (tape.first_block + 300) * BLOCK_MS

    for instrument in tape.instruments:
        recorded = pl.read_parquet(folder / f"{instrument.symbol}_5m.parquet").filter(
            pl.col.timestamp.is_between(until - days * 86_400_000, until, closed="left")
        )
        out = served(tape, instrument.symbol, timeframe, until_ms=until, count=days * 86_400 // step_s)
        joint = max(step_s, 300)
        assert_same(joined(out, joint), joined(recorded, joint))


def joined(frame: pl.DataFrame, step_s: int) -> pl.DataFrame:
    return frame.group_by((pl.col.timestamp // (step_s * 1000)).alias("slot"), maintain_order=True).agg(
        pl.col.open.first(), pl.col.high.max(), pl.col.low.min(), pl.col.close.last(), pl.col.volume.sum()
    )


def assert_same(one: pl.DataFrame, other: pl.DataFrame) -> None:
    assert one.drop("volume").equals(other.drop("volume"))
    assert np.allclose(one["volume"], other["volume"], rtol=1e-12)
