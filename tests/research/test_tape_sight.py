"""What a backtest shows at a step is what the live desk would have gathered then: no more, and to rounding no other."""

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from tests.research.tapes import BTC, ETH, START, a_tape, a_walk, planted, write_candles
from tradewind.analysis.terms import long_term, short_term
from tradewind.decision.bundle import Bundle, Market
from tradewind.decision.config import InputLimits
from tradewind.domain.candle import CandleRow
from tradewind.research.listing import listed
from tradewind.research.lookahead import LookAhead, check_stamps
from tradewind.research.tape import STEP_MS, Tape, read_tape
from tradewind.research.tape_series import Series
from tradewind.research.tape_sight import TapeClock, TapeSight

LIMITS = InputLimits()


def a_sight(tape: Tape, *, writes_inputs: bool = False) -> TapeSight:
    series = [Series.of(tape, symbol, listed(symbol, tape.columns[symbol]), 0.5) for symbol in tape.symbols]
    return TapeSight(tape, series, TapeClock(), writes_inputs=writes_inputs)


def bundle_at(sight: TapeSight, place: int, tape: Tape) -> Bundle:
    sight.move_to(place)
    return sight.bundle(tape.symbols, LIMITS)


def whole(market: Market) -> Market:
    """Return a market with every part of it made."""
    return Market(**{field.name: getattr(market, field.name) for field in fields(Market)})


@pytest.mark.parametrize("place", [11, 12, 13, 14, 47, 300, 699])
def test_the_quick_bundle_is_the_one_that_the_desk_gathers(tmp_path: Path, place: int) -> None:
    tape = a_tape(tmp_path)
    sight = a_sight(tape)

    quick = bundle_at(sight, place, tape)
    gathered = sight.written(tape.symbols, LIMITS)

    assert [whole(market) for market in quick.markets] == list(gathered.markets)
    assert (quick.left_out, quick.tickers, quick.as_of) == ((), gathered.tickers, gathered.as_of)
    assert all(
        entry.sha256 for entry in gathered.inputs if "open_interest" not in entry.key and entry.content
    )


def joined(tape: Tape, place: int, slots: int) -> list[CandleRow]:
    """Join what has closed by `place` the slow way, candle by candle; a new candle begins where one ends."""
    columns = tape.columns[BTC]
    rows: dict[int, list[float]] = {}
    for step in range(place + 1):
        key = tape.open_ms(step) // (slots * STEP_MS) * slots * STEP_MS
        opened, high, low, close, volume = (
            float(getattr(columns, name)[step]) for name in ("open", "high", "low", "close", "volume")
        )
        row = rows.setdefault(key, [opened, high, low, close, 0.0])
        rows[key] = [row[0], max(row[1], high), min(row[2], low), close, row[4] + volume]
    found: list[CandleRow] = [(key, *row) for key, row in rows.items()]  # type: ignore[misc]
    if tape.close_ms(place) % (slots * STEP_MS) == 0:
        last = found[-1][4]
        found.append((tape.close_ms(place), last, last, last, last, 0.0))
    return found


@pytest.mark.parametrize("place", [11, 12, 13, 23, 24, 149, 150, 151, 698])
def test_windows_hold_what_had_closed_and_the_candle_that_is_open(tmp_path: Path, place: int) -> None:
    tape = a_tape(tmp_path)

    market = bundle_at(a_sight(tape), place, tape).markets[0]

    for window, slots in ((market.candles_15m, 3), (market.candles_1h, 12)):
        rows = joined(tape, place, slots)
        assert window.candles == pytest.approx(np.array(rows[-window.limit :]))
        assert (window.preceding is None) == (len(rows) <= window.limit)


@pytest.mark.parametrize("place", [100, 599, 600, 697])
def test_indicators_are_those_of_the_live_analyst_on_the_same_windows(tmp_path: Path, place: int) -> None:
    tape = a_tape(tmp_path)

    market = bundle_at(a_sight(tape), place, tape).markets[0]

    live_short, live_long = short_term(market.candles_15m), long_term(market.candles_1h)
    taped = market.indicators.short_term
    for name in ("rsi_14", "sma_20", "ema_12", "ema_26", "volume_avg_20"):
        assert getattr(taped, name) == pytest.approx(getattr(live_short, name), rel=1e-10)
    assert taped.macd.histogram == pytest.approx(live_short.macd.histogram, abs=1e-6)
    assert market.indicators.long_term.trend is live_long.trend


def test_a_part_that_is_looked_at_later_is_still_of_its_own_step(tmp_path: Path) -> None:
    tape = a_tape(tmp_path, 2_400)
    sight = a_sight(tape)
    made = whole(bundle_at(a_sight(tape), 100, tape).markets[0])
    late = bundle_at(sight, 100, tape).markets[0]

    sight.move_to(2_300)
    bundle_at(sight, 2_300, tape)

    assert whole(late) == made
    assert not hasattr(late, "no_such_part")


def test_funding_is_shown_once_it_is_paid_and_not_before(tmp_path: Path) -> None:
    tape = a_tape(tmp_path)
    sight = a_sight(tape)

    before = bundle_at(sight, 94, tape).markets[0].funding
    after = bundle_at(sight, 95, tape).markets[0].funding

    assert before is not None
    assert after is not None
    assert (before.funding_rate, after.funding_rate) == (0.0001, 0.0002)
    assert after.next_funding_time is not None
    assert after.next_funding_time.epoch_ms == START.epoch_ms + 16 * 3600 * 1000


def test_in_a_gap_an_instrument_is_left_out_and_afterwards_it_is_back(tmp_path: Path) -> None:
    write_candles(tmp_path, ETH, a_walk(80, 2_500, 2))
    write_candles(tmp_path, BTC, a_walk(70, 60_000, 1), [*range(40), *range(50, 80)])
    tape = read_tape(tmp_path)
    sight = a_sight(tape)

    in_gap, behind = bundle_at(sight, 44, tape), bundle_at(sight, 50, tape)

    assert [market.symbol for market in in_gap.markets] == [ETH]
    assert "ticker 1500.0 s old" in str(in_gap.cause(BTC))
    assert in_gap.ticker(BTC) is None
    assert len(behind.markets) == 2


def test_before_its_first_hour_an_instrument_is_missing(tmp_path: Path) -> None:
    write_candles(tmp_path, BTC, a_walk(80, 60_000, 1))
    write_candles(tmp_path, ETH, a_walk(40, 2_500, 2), range(40, 80))
    tape = read_tape(tmp_path)

    shown = bundle_at(a_sight(tape), 45, tape)

    assert "ticker missing" in str(shown.cause(ETH))


def test_an_input_that_is_stamped_in_the_future_is_left_out(tmp_path: Path) -> None:
    tape = a_tape(tmp_path, 100)
    stamps = tape.columns[BTC].stamp_ms.copy()
    stamps[60] += 3_600_000
    ahead = replace(tape, columns={**tape.columns, BTC: replace(tape.columns[BTC], stamp_ms=stamps)})

    shown = bundle_at(a_sight(ahead), 60, ahead)

    assert "dated 3600.0 s in the future" in str(shown.cause(BTC))
    assert shown.ticker(BTC) is None


def test_a_future_that_is_absurd_changes_nothing_that_is_shown_before_it(tmp_path: Path) -> None:
    tape = a_tape(tmp_path)
    absurd = planted(tape, BTC, 301, open=1e6, high=1e6, low=1e6, close=1e6, volume=1e6)
    honest_sight, planted_sight = a_sight(tape), a_sight(absurd)

    for place in range(11, 301):
        assert bundle_at(planted_sight, place, absurd) == bundle_at(honest_sight, place, tape)
    assert bundle_at(planted_sight, 301, absurd) != bundle_at(honest_sight, 301, tape)


@pytest.mark.parametrize("name", ["ticker", "order_book", "indicators", "candles_15m", "candles_1h"])
def test_the_guard_refuses_a_bundle_that_knows_what_comes(tmp_path: Path, name: str) -> None:
    tape = a_tape(tmp_path, 200)
    sight = a_sight(tape)
    now, later = bundle_at(sight, 120, tape), bundle_at(sight, 140, tape)
    knowing = replace(now.markets[0], **{name: getattr(later.markets[0], name)})

    check_stamps(now)
    with pytest.raises(LookAhead, match=f"of {BTC} is of .* it could not be known"):
        check_stamps(replace(now, markets=(knowing, *now.markets[1:])))
