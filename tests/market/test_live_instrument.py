"""One instrument as the stream tells it."""

from datetime import timedelta

import pytest

from tests.values import BTC, a_ticker
from tradewind.domain.ticker import Ticker
from tradewind.market.failures import Unusable
from tradewind.market.live_instrument import LiveInstrument
from tradewind.market.price_band import PriceBand


def an_instrument() -> LiveInstrument:
    return LiveInstrument(BTC, "okx", PriceBand(0.1, timedelta(seconds=10), timedelta(seconds=10)))


def around(price: float) -> Ticker:
    return a_ticker(last_price=price, bid=price - 1, ask=price + 1)


def test_a_market_that_jumped_with_its_quotes_is_followed_without_a_mark_price() -> None:
    instrument = an_instrument()
    instrument.take_ticker(around(60_000), 0)
    for second in range(1, 11):
        with pytest.raises(Unusable):
            instrument.take_ticker(around(80_000), second)

    assert instrument.take_ticker(around(80_000), 12)


@pytest.mark.parametrize("quote", ["bid", "ask"])
def test_a_quote_of_ten_times_the_price_costs_its_ticker_f32(quote: str) -> None:
    instrument = an_instrument()
    instrument.take_ticker(around(60_000), 0)

    with pytest.raises(Unusable, match="600000"):
        instrument.take_ticker(a_ticker(**{quote: 600_000.0}), 1)
