"""The stock market as a reading of its tape: one truth in every timeframe, nothing beyond the session."""

from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import pytest

from tradewind_lab.bars import CLOSE, HIGH, LOW, OPEN, VOLUME
from tradewind_lab.stocks.market import DAY_S, StockBar, StockMarket
from tradewind_lab.stocks.sessions import latest
from tradewind_lab.stocks.tape import GeneratedStocks

MARKET = StockMarket(GeneratedStocks(7))
WEEK_MS = 7 * 86_400_000


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


NOON_MS = ms("2026-11-20T17:12:34")  # 12:12:34 in New York
EVENING_MS = ms("2026-11-20T23:00")


def bars(symbol: str, step_s: int, now_ms: int, *, since_ms: int = WEEK_MS) -> list[StockBar]:
    return list(MARKET.bars(symbol, step_s, start_ms=now_ms - since_ms, end_ms=now_ms, now_ms=now_ms))


@pytest.mark.parametrize("symbol", MARKET.symbols)
def test_candles_are_well_formed_and_start_near_their_price(symbol: str) -> None:
    candles = GeneratedStocks(7).session(symbol, latest(NOON_MS).number).candles

    assert (candles[HIGH] >= candles[[OPEN, CLOSE]].max(axis=0)).all()
    assert (candles[LOW] <= candles[[OPEN, CLOSE]].min(axis=0)).all()
    assert (candles[VOLUME] > 0).all()
    assert (candles[OPEN, 1:] == candles[CLOSE, :-1]).all()


def test_stocks_follow_one_market() -> None:
    closes = [
        [float(bar.close) for bar in bars(symbol, 1800, EVENING_MS, since_ms=8 * WEEK_MS)]
        for symbol in MARKET.symbols
    ]

    together = np.corrcoef([np.diff(np.log(one)) for one in closes])[0, 1:]

    assert together.min() > 0.3
    assert together.max() < 0.98


@pytest.mark.parametrize("step_s", [300, 900, 1800, 3600])
def test_longer_bars_are_made_of_the_shorter_ones(step_s: int) -> None:
    minutes, longer = bars("AAPL", 60, NOON_MS), bars("AAPL", step_s, NOON_MS)

    for bar in longer:
        inside = [one for one in minutes if bar.open_ms <= one.open_ms < bar.open_ms + step_s * 1000]
        assert bar.open == inside[0].open
        assert bar.close == inside[-1].close
        assert bar.high == max(one.high for one in inside)
        assert bar.volume == sum(one.volume for one in inside)


def test_bars_lie_inside_sessions_only() -> None:
    days = bars("SPY", 300, EVENING_MS)

    assert len(days) == 5 * 78
    assert all(13 * 60 + 30 <= bar.open_ms // 60_000 % 1440 < 21 * 60 for bar in days)


def test_the_open_bar_ends_at_the_last_trade() -> None:
    trade = MARKET.trade("TSLA", NOON_MS)
    (bar,) = MARKET.last_bars("TSLA", 300, 1, NOON_MS)

    assert bar.open_ms == ms("2026-11-20T17:10")
    assert bar.close == trade.price
    assert trade.bid < trade.price < trade.ask


def test_after_the_close_the_last_trade_stands() -> None:
    trade = MARKET.trade("MSFT", EVENING_MS)
    (day,) = MARKET.last_bars("MSFT", DAY_S, 1, EVENING_MS)

    assert trade.price == day.close
    assert trade.at_ms == ms("2026-11-20T20:59:59")


def test_a_daily_bar_begins_at_midnight_in_new_york() -> None:
    days = bars("GOOGL", DAY_S, EVENING_MS)

    assert [bar.open_ms % 86_400_000 for bar in days] == [5 * 3_600_000] * 5
    assert MARKET.day_before("GOOGL", EVENING_MS) == days[-2]


def test_a_night_may_move_the_price_but_not_far() -> None:
    days = bars("SPY", DAY_S, EVENING_MS, since_ms=30 * WEEK_MS)

    nights = [abs(float(after.open / before.close) - 1) for before, after in pairwise(days)]

    assert 0 < max(nights) < 0.04


def test_another_seed_draws_other_days() -> None:
    number = latest(NOON_MS).number

    one, other = (GeneratedStocks(seed).session("SPY", number).candles for seed in (7, 8))

    assert not np.array_equal(one, other)
