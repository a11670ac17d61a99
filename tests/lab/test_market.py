"""The market as a reading of the tape: one truth at every moment and in every timeframe."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lab.tapes import FlatTape
from tradewind_lab.bars import BLOCK_MS
from tradewind_lab.chart import TIMEFRAMES
from tradewind_lab.market import Market, UnknownSymbol
from tradewind_lab.quotes import Book, Candle
from tradewind_lab.reel import OutsideTape, Reel
from tradewind_lab.tape.generator import EPOCH_MS, GeneratedTape

BTC = "BTC-USDT-SWAP"
DAY_MS = 86_400_000
NOW = EPOCH_MS + 21 * DAY_MS + 12_345_678

GENERATED = Market(Reel(GeneratedTape(7), 0))
symbols = st.sampled_from(GENERATED.symbols)
moments = st.integers(EPOCH_MS + 3 * DAY_MS, EPOCH_MS + 22 * DAY_MS)


def a_flat_market(*, blocks: int | None = 9, shift_blocks: int = 0) -> Market:
    return Market(Reel(FlatTape(block_count=blocks), shift_blocks * BLOCK_MS))


def joined(bars: list[Candle]) -> tuple[Decimal, Decimal, Decimal, Decimal, Decimal]:
    return (
        bars[0].open,
        max(bar.high for bar in bars),
        min(bar.low for bar in bars),
        bars[-1].close,
        sum((bar.volume for bar in bars), Decimal(0)),
    )


@settings(max_examples=30, deadline=None)
@given(symbol=symbols, at_ms=moments, timeframe=st.sampled_from(sorted(TIMEFRAMES)))
def test_a_candle_of_any_timeframe_joins_its_minutes(symbol: str, at_ms: int, timeframe: str) -> None:
    bar = GENERATED.candles(symbol, timeframe, 1, at_ms=at_ms)[-1]

    minutes = GENERATED.candles(symbol, "1m", 2_000, at_ms=at_ms, before_ms=bar.open_ms - 1)

    assert joined(minutes) == (bar.open, bar.high, bar.low, bar.close, bar.volume)
    assert not bar.is_closed


@settings(max_examples=30, deadline=None)
@given(symbol=symbols, at_ms=moments)
def test_the_open_candle_closes_at_the_last_price(symbol: str, at_ms: int) -> None:
    assert GENERATED.candles(symbol, "5m", 1, at_ms=at_ms)[-1].close == GENERATED.last(symbol, at_ms)


@settings(max_examples=30, deadline=None)
@given(symbol=symbols, at_ms=moments)
def test_the_last_price_stands_at_the_touch_of_an_uncrossed_book(symbol: str, at_ms: int) -> None:
    book, last = GENERATED.book(symbol, at_ms, 30), GENERATED.last(symbol, at_ms)

    assert last in {book.bids[0].price, book.asks[0].price}
    assert book.asks[0].price - book.bids[0].price >= GENERATED.instrument(symbol).tick_size
    assert_sorted(book)


def assert_sorted(book: Book) -> None:
    bids, asks = [one.price for one in book.bids], [one.price for one in book.asks]
    assert bids == sorted(set(bids), reverse=True)
    assert asks == sorted(set(asks))


@settings(max_examples=20, deadline=None)
@given(symbol=symbols, at_ms=moments)
def test_sizes_of_the_book_are_whole_lots_and_prices_whole_ticks(symbol: str, at_ms: int) -> None:
    instrument, book = GENERATED.instrument(symbol), GENERATED.book(symbol, at_ms, 400)

    assert len(book.bids) == len(book.asks) == 400
    for level in (*book.bids, *book.asks):
        assert level.size % instrument.lot_size == 0
        assert level.size >= instrument.min_size
        assert level.price % instrument.tick_size == 0


@settings(max_examples=20, deadline=None)
@given(symbol=symbols, at_ms=moments)
def test_the_ticker_looks_back_exactly_24_hours(symbol: str, at_ms: int) -> None:
    ticker = GENERATED.ticker(symbol, at_ms)

    minute = at_ms // 60_000 * 60_000
    bars = GENERATED.candles(symbol, "1m", 2_000, at_ms=at_ms, before_ms=minute - DAY_MS - 1)

    assert joined(bars) == (
        ticker.open_24h,
        ticker.high_24h,
        ticker.low_24h,
        ticker.last,
        ticker.volume_24h,
    )


@settings(max_examples=20, deadline=None)
@given(symbol=symbols, since_ms=moments, length_ms=st.integers(0, 400_000))
def test_steps_cover_every_second_once(symbol: str, since_ms: int, length_ms: int) -> None:
    steps = list(GENERATED.steps(symbol, since_ms, since_ms + length_ms))

    seconds = range(since_ms // 1000 + 1, (since_ms + length_ms) // 1000 + 1)
    prices = [GENERATED.last(symbol, second * 1000) for second in seconds]
    assert max((step.high for step in steps), default=None) == max(prices, default=None)
    assert min((step.low for step in steps), default=None) == min(prices, default=None)
    assert [step.at_ms for step in steps] == sorted({step.at_ms for step in steps})


def test_candles_page_backwards_without_gap_or_overlap() -> None:
    whole = GENERATED.candles(BTC, "15m", 90, at_ms=NOW)

    newer = GENERATED.candles(BTC, "15m", 30, at_ms=NOW)
    older = GENERATED.candles(BTC, "15m", 60, at_ms=NOW, after_ms=newer[0].open_ms)

    assert older + newer == whole


def test_only_the_running_candle_is_open() -> None:
    bars = GENERATED.candles(BTC, "1H", 10, at_ms=NOW)

    assert [bar.is_closed for bar in bars] == [True] * 9 + [False]


def test_an_unknown_timeframe_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'7m'"):
        GENERATED.candles(BTC, "7m", 1, at_ms=NOW)


def test_an_unlisted_symbol_is_unknown() -> None:
    with pytest.raises(UnknownSymbol, match="PEPE-USDT-SWAP"):
        GENERATED.ticker("PEPE-USDT-SWAP", NOW)


def test_before_history_nothing_is_known() -> None:
    with pytest.raises(OutsideTape):
        GENERATED.last(BTC, EPOCH_MS - 1)


def test_candles_stop_where_history_begins() -> None:
    assert len(GENERATED.candles(BTC, "4H", 300, at_ms=EPOCH_MS + DAY_MS - 1)) == 6


def test_a_spent_tape_begins_again_at_its_start_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    market = a_flat_market(blocks=9)

    prices = [market.last(BTC, block * BLOCK_MS) for block in (8, 9, 10)]

    assert prices == [Decimal(180), Decimal(100), Decimal(110)]
    assert caplog.messages == ["the tape has run out and begins again at its start: lap 2"]


def test_funding_settles_where_a_block_begins() -> None:
    market = a_flat_market(shift_blocks=100)

    funding = market.funding(BTC, 103 * BLOCK_MS + 5)

    assert (funding.current.at_ms, funding.current.rate) == (104 * BLOCK_MS, Decimal("0.0004"))
    assert funding.settled == market.funding_at(BTC, 103 * BLOCK_MS)
    assert funding.following_ms == 105 * BLOCK_MS


def test_funding_history_is_newest_first_and_holds_no_future() -> None:
    market = a_flat_market()

    rates = market.funding_history(BTC, 2, after_ms=BLOCK_MS, until_ms=4 * BLOCK_MS + 1)

    assert [rate.at_ms for rate in rates] == [4 * BLOCK_MS, 3 * BLOCK_MS]
    assert [
        rate.at_ms for rate in market.funding_history(BTC, 9, after_ms=2 * BLOCK_MS, until_ms=3 * BLOCK_MS)
    ] == [3 * BLOCK_MS]


def test_a_shift_off_the_funding_grid_is_refused() -> None:
    with pytest.raises(ValueError, match="multiple of 8 h"):
        Reel(FlatTape(), BLOCK_MS + 1)


def test_mark_and_index_stay_near_the_last_price() -> None:
    last = GENERATED.last(BTC, NOW)

    assert abs(GENERATED.mark(BTC, NOW) / last - 1) < Decimal("0.005")
    assert abs(GENERATED.index(BTC, NOW) / last - 1) < Decimal("0.006")


def test_open_interest_is_told_in_contracts_coins_and_usdt() -> None:
    interest = GENERATED.open_interest(BTC, NOW)

    assert interest.coins == interest.contracts * Decimal("0.01")
    assert interest.usdt == interest.coins * GENERATED.mark(BTC, NOW)
