"""The swaps seen as a venue: a feed is as old as its oldest symbol."""

from datetime import timedelta

from tests.clocks import START
from tests.values import BTC, ETH
from tradewind.domain.clock import Instant
from tradewind.market.config import MarketConfig
from tradewind.market.failures import FailureKind
from tradewind.market.health import Tally
from tradewind.market.schedule import Datum, Fetch
from tradewind.market.swap_health import swap_health

CONFIG = MarketConfig(symbols=(BTC, ETH))


def test_a_feed_is_as_old_as_its_oldest_symbol() -> None:
    tally = Tally()
    tally.arrived(Fetch(symbol=BTC, datum=Datum.TICKER), START)
    tally.arrived(Fetch(symbol=ETH, datum=Datum.TICKER), Instant.of(START + timedelta(seconds=5)))

    (feed,) = swap_health(tally.health(0), CONFIG).feeds

    assert (feed.feed, feed.refreshed_at, feed.missing) == ("ticker", START, ())


def test_symbols_that_never_came_are_missing_and_failures_are_counted_by_kind() -> None:
    tally = Tally()
    tally.arrived(Fetch(symbol=BTC, datum=Datum.TICKER), START)
    for _ in range(2):
        tally.failed(Fetch(symbol=ETH, datum=Datum.TICKER), FailureKind.TIMEOUT)

    (feed,) = swap_health(tally.health(0), CONFIG).feeds

    assert feed.missing == (ETH,)
    assert feed.failures == {FailureKind.TIMEOUT: 2}


def test_before_the_first_answer_the_tickers_are_missing() -> None:
    (feed,) = swap_health(Tally().health(0), CONFIG).feeds

    assert (feed.refreshed_at, feed.missing) == (None, (BTC, ETH))
