"""Candles are kept once, come back in order, and survive compaction to the row."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.recorded import recorded_files
from tradewind.domain.candle import CandleRow, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.market.history import CandleHistory, HistoryDamaged, Series
from tradewind.market.history.check import report

BTC = Series(venue="okx", symbol=Symbol("BTC-USDT-SWAP"), timeframe=Timeframe.M15)
QUARTER_MS = 15 * 60_000
NOON = Instant.parse("2026-10-31T12:00:00Z").epoch_ms


def a_candle(place: int, close: float = 101.0) -> CandleRow:
    return (NOON + place * QUARTER_MS, 100.0, 110.0, 90.0, close, 5.0)


def candles(count: int, start: int = 0) -> list[CandleRow]:
    return [a_candle(place) for place in range(start, start + count)]


def test_what_is_kept_comes_back_oldest_first_over_days_and_months(tmp_path: Path) -> None:
    history = CandleHistory(tmp_path)

    assert history.append(BTC, candles(200)) == 200

    assert history.read(BTC) == candles(200)
    assert sorted(path.name for path in tmp_path.rglob("*.parquet")) == [
        "2026-10-31.day.parquet",
        "2026-11-01.day.parquet",
        "2026-11-02.day.parquet",
    ]


def test_a_candle_that_is_kept_again_is_one_candle_and_the_later_word_counts(tmp_path: Path) -> None:
    history = CandleHistory(tmp_path)
    history.append(BTC, candles(3))

    assert history.append(BTC, [a_candle(2, close=99.0), a_candle(3)]) == 1

    assert [row[4] for row in history.read(BTC)] == [101.0, 101.0, 99.0, 101.0]


def test_a_span_and_a_limit_choose_the_newest_of_it(tmp_path: Path) -> None:
    history = CandleHistory(tmp_path)
    history.append(BTC, candles(300))

    found = history.read(BTC, since_ms=a_candle(10)[0], before_ms=a_candle(250)[0], limit=5)

    assert found == candles(5, start=245)
    assert history.newest(BTC) == a_candle(299)[0]


def test_days_before_today_go_into_their_month_and_nothing_changes_for_a_reader(tmp_path: Path) -> None:
    history = CandleHistory(tmp_path)
    history.append(BTC, candles(200))

    assert history.compact(BTC, Instant.parse("2026-11-02T00:00:00Z")) == 2

    assert history.read(BTC) == candles(200)
    assert sorted(path.name for path in tmp_path.rglob("*.parquet")) == [
        "2026-10.parquet",
        "2026-11-02.day.parquet",
        "2026-11.parquet",
    ]
    assert history.compact(BTC, Instant.parse("2026-11-02T00:00:00Z")) == 0


def test_an_unknown_series_is_empty_not_an_error(tmp_path: Path) -> None:
    history = CandleHistory(tmp_path / "nowhere")

    assert history.read(BTC) == []
    assert history.newest(BTC) is None
    assert history.all_series() == []


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.lists(st.integers(min_value=0, max_value=400), max_size=30), max_size=5), st.integers(0, 4)
)
def test_any_order_of_arrival_gives_the_same_history(
    tmp_path_factory: pytest.TempPathFactory, arrivals: list[list[int]], compact_after: int
) -> None:
    history = CandleHistory(tmp_path_factory.mktemp("history"))
    for turn, places in enumerate(arrivals):
        history.append(BTC, [a_candle(place) for place in places])
        if turn == compact_after:
            history.compact(BTC, Instant.parse("2026-11-03T00:00:00Z"))

    expected = sorted({place for places in arrivals for place in places})
    assert history.read(BTC) == [a_candle(place) for place in expected]


def test_a_report_counts_gaps_and_names_rows_that_cannot_be_right(tmp_path: Path) -> None:
    history = CandleHistory(tmp_path)
    wrong: CandleRow = (NOON + 7 * QUARTER_MS, 100.0, 99.0, 90.0, 95.0, 1.0)
    history.append(BTC, [*candles(5), wrong, (NOON + 8 * QUARTER_MS + 1, 1.0, 1.0, 1.0, 1.0, 0.0)])

    said = report(history, BTC)

    assert said.rows == 7
    assert said.missing == 2
    assert len(said.faults) == 2
    assert "outside high and low" in said.faults[0]
    assert "grid" in said.faults[1]


def test_a_gap_is_told_with_its_first_and_last_missing_candle(tmp_path: Path) -> None:
    history = CandleHistory(tmp_path)
    history.append(BTC, [*candles(2), *candles(3, start=5)])

    (gap,) = report(history, BTC).gaps

    assert (gap.first.epoch_ms, gap.last.epoch_ms, gap.missing) == (a_candle(2)[0], a_candle(4)[0], 3)


@pytest.mark.parametrize(("hours", "gaps"), [(17, 0), (5, 1)])
def test_the_night_of_an_exchange_is_no_gap(tmp_path: Path, hours: int, gaps: int) -> None:
    history = CandleHistory(tmp_path)
    stock = Series(venue="alpaca", symbol=Symbol("SPY"), timeframe=Timeframe.M15)
    history.append(stock, [*candles(2), *candles(3, start=2 + 4 * hours)])

    assert len(report(history, stock).gaps) == gaps


def test_a_file_that_is_no_parquet_is_named(tmp_path: Path) -> None:
    history = CandleHistory(tmp_path)
    history.append(BTC, candles(3))
    (file,) = tmp_path.rglob("*.parquet")
    file.write_bytes(b"PAR1 but no more")

    with pytest.raises(HistoryDamaged, match=str(file.parent)):
        history.read(BTC)
    with pytest.raises(HistoryDamaged):
        history.append(BTC, candles(3))
    assert "cannot be read" in report(history, BTC).faults[0]


def test_writers_and_readers_at_once_lose_nothing(tmp_path: Path) -> None:
    def write(part: int) -> None:
        for place in range(part, 300, 3):
            CandleHistory(tmp_path).append(BTC, [a_candle(place)])

    def read_and_compact() -> None:
        for _ in range(20):
            CandleHistory(tmp_path).compact(BTC, Instant.parse("2026-11-03T00:00:00Z"))
            CandleHistory(tmp_path).read(BTC)

    with ThreadPoolExecutor() as threads:
        at_work = [threads.submit(read_and_compact), *(threads.submit(write, part) for part in range(3))]

    for one in at_work:
        one.result()
    assert CandleHistory(tmp_path).read(BTC) == candles(300)


@pytest.mark.recorded
@pytest.mark.parametrize(("folder", "venue"), [("swap", "okx"), ("spot", "binanceus"), ("stocks", "alpaca")])
def test_recorded_candles_survive_and_are_found_sound(tmp_path: Path, folder: str, venue: str) -> None:
    history = CandleHistory(tmp_path)
    for file in recorded_files(f"candles/{folder}", "*.parquet"):
        name, _, length = file.stem.rpartition("_")
        if length not in set(Timeframe):
            continue
        series = Series(venue=venue, symbol=Symbol(name), timeframe=Timeframe(length))
        rows: list[CandleRow] = list(pl.read_parquet(file).tail(300).iter_rows())

        assert history.append(series, rows) == len(rows)
        history.compact(series, Instant.parse("2030-01-01T00:00:00Z"))

        assert history.read(series) == rows
        assert report(history, series).faults == ()
