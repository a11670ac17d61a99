"""Recorded sessions play by their number, on whatever day; half days and rows outside hours are left out."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tests.recorded import recorded_root
from tradewind_lab.bars import CLOSE, HIGH, LOW, OPEN, VOLUME
from tradewind_lab.stocks.market import StockMarket
from tradewind_lab.stocks.recorded import open_stocks
from tradewind_lab.stocks.sessions import Session, between, latest
from tradewind_lab.tape.port import TapeRefused

WEEK = between(date(2025, 6, 2), date(2025, 6, 6))
NOW_MS = round(datetime(2026, 11, 20, 23, tzinfo=UTC).timestamp() * 1000)


def a_day(session: Session, *, rows: int = 78, price: float = 100.0) -> pl.DataFrame:
    prices = [price + place % 5 / 4 for place in range(rows)]
    return pl.DataFrame(
        {
            "timestamp": [session.open_ms + place * 300_000 for place in range(rows)],
            "open": prices,
            "high": [one + 0.5 for one in prices],
            "low": [one - 0.5 for one in prices],
            "close": [one + 0.25 for one in prices],
            "volume": [1000.0 + place for place in range(rows)],
        }
    )


def days(*frames: pl.DataFrame) -> pl.DataFrame:
    return pl.concat(frames)


def test_full_days_play_in_a_row_and_begin_again(tmp_path: Path) -> None:
    frames = [a_day(one, price=100.0 + place) for place, one in enumerate(WEEK)]
    days(*frames).write_parquet(tmp_path / "SPY_5m.parquet")
    tape = open_stocks(tmp_path, 1)

    opens = [int(tape.session("SPY", number).candles[OPEN, 0]) for number in range(10, 16)]

    assert opens == [10_000, 10_100, 10_200, 10_300, 10_400, 10_000]


def test_half_days_and_rows_outside_hours_are_left_out(tmp_path: Path) -> None:
    early = a_day(WEEK[0]).with_columns(pl.col.timestamp - 4 * 3_600_000).head(10)
    days(early, a_day(WEEK[0]), a_day(WEEK[1], rows=42), a_day(WEEK[2])).write_parquet(
        tmp_path / "SPY_5m.parquet"
    )
    tape = open_stocks(tmp_path, 1)

    assert np.array_equal(tape.session("SPY", 0).candles, tape.session("SPY", 2).candles)
    assert tape.session("SPY", 0).candles.shape == (5, 78)


def test_a_missing_candle_stands_flat_at_the_close_before(tmp_path: Path) -> None:
    frame = a_day(WEEK[0])
    frame.filter(pl.col.timestamp != WEEK[0].open_ms + 4 * 300_000).write_parquet(tmp_path / "SPY_5m.parquet")
    candles = open_stocks(tmp_path, 1).session("SPY", 0).candles

    assert candles[:, 4].tolist() == [candles[CLOSE, 3]] * 4 + [0]


def test_days_that_not_all_stocks_have_are_left_out(tmp_path: Path) -> None:
    days(a_day(WEEK[0]), a_day(WEEK[1], price=200)).write_parquet(tmp_path / "SPY_5m.parquet")
    a_day(WEEK[1], price=300).write_parquet(tmp_path / "AAPL_5m.parquet")
    tape = open_stocks(tmp_path, 1)

    assert [int(tape.session(symbol, 7).candles[OPEN, 0]) for symbol in ("SPY", "AAPL")] == [20_000, 30_000]


@pytest.mark.parametrize(
    ("name", "rows", "reason"),
    [
        ("SPY_5m", 20, "no full session"),
        ("SPY_4h", 78, "no timeframe of 1m"),
        ("other", 78, "no candle file"),
    ],
)
def test_a_folder_that_cannot_play_is_refused(name: str, rows: int, reason: str, tmp_path: Path) -> None:
    frame = a_day(WEEK[0], rows=rows)
    frame.write_parquet(tmp_path / f"{name}.parquet")

    with pytest.raises(TapeRefused, match=reason):
        open_stocks(tmp_path, 1)


@pytest.mark.recorded
def test_recorded_candles_of_full_days_are_served_exactly() -> None:
    folder = recorded_root() / "candles" / "stocks"
    market = StockMarket(open_stocks(folder, 7))
    rows = {tuple(row[1:]) for row in pl.read_parquet(folder / "SPY_5m.parquet").iter_rows()}
    session = latest(NOW_MS)

    bars = list(market.bars("SPY", 300, start_ms=session.open_ms, end_ms=NOW_MS, now_ms=NOW_MS))
    told = [(*(float(one) for one in (bar.open, bar.high, bar.low, bar.close)), bar.volume) for bar in bars]

    assert sorted(market.symbols) == ["AAPL", "GOOGL", "MSFT", "SPY", "TSLA"]
    assert len(told) == 78
    assert sum(one in rows or one[4] == 0 for one in told) == 78


@pytest.mark.recorded
def test_minutes_of_recorded_days_join_to_the_recorded_five() -> None:
    tape = open_stocks(recorded_root() / "candles" / "stocks", 7)
    market, session = StockMarket(tape), latest(NOW_MS)
    candles = tape.session("TSLA", session.number).candles

    minutes = list(market.bars("TSLA", 60, start_ms=session.open_ms, end_ms=NOW_MS, now_ms=NOW_MS))

    assert len(minutes) == 390
    for place in range(78):
        five = minutes[5 * place : 5 * place + 5]
        ticks = [
            int(one * 100)
            for one in (five[0].open, max(b.high for b in five), min(b.low for b in five), five[-1].close)
        ]
        assert ticks == candles[[OPEN, HIGH, LOW, CLOSE], place].tolist()
        assert sum(bar.volume for bar in five) == candles[VOLUME, place]
