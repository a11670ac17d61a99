"""A feed that stays away is told once, and its return once: F37."""

from datetime import timedelta

from tests.values import BTC, ETH
from tradewind.market.stream_outages import Outages
from tradewind.market.venues.okx_frames import Feed, StreamChannel

TICKER = Feed(channel=StreamChannel.TICKERS, symbol=BTC)
BOOK = Feed(channel=StreamChannel.BOOKS, symbol=ETH)


def test_a_feed_that_stays_away_is_told_once_f37() -> None:
    outages = Outages(timedelta(seconds=10))

    assert outages.news({TICKER: "60018"}, 0) == {}
    assert outages.news({TICKER: "60018", BOOK: "asked"}, 10) == {TICKER: "is down: 60018"}
    assert outages.news({TICKER: "60018"}, 20) == {}


def test_the_return_of_a_feed_is_told_once_f37() -> None:
    outages = Outages(timedelta(seconds=10))
    outages.news({TICKER: "60018"}, 0)
    outages.news({TICKER: "60018"}, 10)

    assert outages.news({}, 11) == {TICKER: "comes again"}
    assert outages.news({}, 12) == {}


def test_a_short_absence_is_not_told() -> None:
    outages = Outages(timedelta(seconds=10))
    outages.news({TICKER: "asked"}, 0)
    outages.news({}, 5)

    assert outages.news({TICKER: "asked"}, 11) == {}
