"""Each subscription stands for itself, and none is asked for too often: F25, F37."""

from datetime import timedelta

from tests.values import BTC, ETH
from tradewind.market.venues.okx_frames import Acknowledged, Declined, Feed, StreamChannel
from tradewind.market.venues.okx_subscriptions import Subscriptions

BOOK = Feed(channel=StreamChannel.BOOKS, symbol=BTC)
TICKER = Feed(channel=StreamChannel.TICKERS, symbol=ETH)
CONFIRMED = Acknowledged(feed=BOOK, is_subscribed=True)


def some_subscriptions(*feeds: Feed) -> Subscriptions:
    return Subscriptions(feeds, ack_within=timedelta(seconds=5), first_pause=timedelta(seconds=1))


def asked(subscriptions: Subscriptions, until: float) -> list[float]:
    """Return the moments at which something is asked, a tenth of a second at a time."""
    return [tenth / 10 for tenth in range(int(until * 10)) if subscriptions.due(tenth / 10)]


def test_everything_is_asked_for_once_and_is_down_until_confirmed_f37() -> None:
    subscriptions = some_subscriptions(BOOK, TICKER)

    assert len(subscriptions.due(0)) == 2
    assert subscriptions.due(1) == []
    subscriptions.acknowledged(CONFIRMED)
    assert list(subscriptions.down) == [TICKER]


def test_a_confirmation_that_is_missing_is_asked_for_again_ever_more_slowly_f37() -> None:
    assert asked(some_subscriptions(BOOK), until=60) == [0.0, 6.0, 13.0, 22.0, 35.0, 56.0]


def test_a_refusal_is_put_down_to_its_feed_f37() -> None:
    subscriptions = some_subscriptions(BOOK, TICKER)
    subscriptions.due(0)

    assert subscriptions.declined(Declined(request_id="2", reason="60018 unknown"), 1) == TICKER
    assert subscriptions.down[TICKER] == "60018 unknown"
    assert subscriptions.declined(Declined(request_id="", reason="60012"), 1) is None
    assert len(subscriptions.due(2)) == 1


def test_a_renewal_ends_the_subscription_and_begins_it_again_f24() -> None:
    subscriptions = some_subscriptions(BOOK)
    subscriptions.due(0)
    subscriptions.acknowledged(CONFIRMED)
    subscriptions.renew(BOOK, 10)

    ending, beginning = subscriptions.due(10)
    assert '"op":"unsubscribe"' in ending
    assert '"op":"subscribe"' in beginning
    assert BOOK in subscriptions.down


def test_renewals_of_one_feed_keep_a_growing_distance_f25() -> None:
    subscriptions = some_subscriptions(BOOK)
    subscriptions.due(0)
    renewed: list[float] = []
    for tenth in range(1, 200):
        subscriptions.acknowledged(CONFIRMED)
        subscriptions.renew(BOOK, tenth / 10)
        if subscriptions.due(tenth / 10):
            renewed.append(tenth / 10)

    assert renewed == [0.1, 1.1, 3.1, 7.1, 15.1]
    assert subscriptions.renewals == 5


def test_an_hour_of_trouble_stays_far_below_the_venues_limit() -> None:
    assert len(asked(some_subscriptions(BOOK), until=3600)) < 65


def test_a_feed_that_nobody_asked_for_is_left_alone() -> None:
    subscriptions = some_subscriptions(TICKER)
    subscriptions.acknowledged(CONFIRMED)
    subscriptions.renew(BOOK, 0)

    assert list(subscriptions.down) == [TICKER]
