"""Values survive the bus unchanged, and what is not a value is said to be none."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.clocks import START
from tests.values import a_ticker, a_window
from tradewind.bus.codec import Undecodable, decode, encode
from tradewind.domain.candle import CandleWindow
from tradewind.domain.clock import Instant
from tradewind.domain.projections import ConfigSection
from tradewind.domain.ticker import Ticker

moments = st.integers(min_value=0, max_value=4_102_444_800_000).map(Instant.from_ms)
numbers = st.floats(allow_nan=False, allow_infinity=False)


@settings(deadline=None)
@given(last=numbers, bid=st.none() | numbers, stamped=st.none() | moments)
def test_decoding_undoes_encoding(last: float, bid: float | None, stamped: Instant | None) -> None:
    ticker = a_ticker(last_price=last, bid=bid, exchange_time=stamped)

    assert decode(encode(ticker), Ticker) == ticker


def test_a_window_of_candles_survives() -> None:
    window = a_window([1.0, 2.0, 3.0])

    assert decode(encode(window), CandleWindow) == window


def test_a_mapping_of_anything_survives() -> None:
    section: ConfigSection = {"risk": {"max_leverage": 10.0}, "symbols": ["BTC"], "level": None}

    assert decode(encode(section), ConfigSection) == section


def test_unknown_is_null_and_moments_are_text_with_milliseconds() -> None:
    content = encode(a_ticker(bid=None))

    assert b'"bid":null' in content
    assert b'"timestamp":"2026-11-21T12:00:00.000Z"' in content


def test_money_is_a_decimal_string() -> None:
    assert encode({"price": Decimal("0.10")}) == b'{"price":"0.10"}'


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"symbol":1}', b"\xff\xfe", b'{"source":"okx","timestamp":"yesterday"}']
)
def test_anything_else_is_undecodable(content: bytes) -> None:
    with pytest.raises(Undecodable, match="Ticker"):
        decode(content, Ticker)


def test_a_value_that_the_bus_does_not_know_is_a_programming_error() -> None:
    with pytest.raises(TypeError, match="complex"):
        encode(1j)


def test_a_moment_is_cut_to_the_millisecond() -> None:
    assert encode(START) == b'"2026-11-21T12:00:00.000Z"'
