"""Minutes are compacted only from all of their trades, and the venue's own minute is right."""

from tradewind.market.compactor import MINUTE_MS, TickCompactor, Trade


def a_trade(trade_id: int, second: float, price: float = 100.0, size: float = 1.0) -> Trade:
    return Trade(trade_id=trade_id, time_ms=int(second * 1000), price=price, size=size)


def after_a_torn_minute() -> TickCompactor:
    """A compactor that has seen minute 1 from its first trade on."""
    compactor = TickCompactor()
    compactor.take(a_trade(1, 30))
    compactor.take(a_trade(2, 60))
    return compactor


def test_the_minute_in_which_the_tape_begins_does_not_count() -> None:
    compactor = TickCompactor()
    compactor.take(a_trade(1, 30))

    assert compactor.open_minute is None
    assert compactor.take(a_trade(2, 60)) is None
    assert compactor.open_minute is not None


def test_a_minute_is_first_highest_lowest_last_and_the_sum_of_sizes() -> None:
    compactor = after_a_torn_minute()
    for trade_id, price in ((3, 105.0), (4, 95.0), (5, 101.0)):
        compactor.take(a_trade(trade_id, 70, price, size=0.5))

    assert compactor.take(a_trade(6, 121)) == (MINUTE_MS, 100.0, 105.0, 95.0, 101.0, 2.5)


def test_a_trade_seen_before_changes_nothing() -> None:
    compactor = after_a_torn_minute()
    minute = compactor.open_minute
    compactor.take(a_trade(2, 60))
    compactor.take(a_trade(1, 61))

    assert compactor.open_minute == minute


def test_a_trade_of_a_minute_that_is_over_changes_nothing() -> None:
    compactor = after_a_torn_minute()
    compactor.take(a_trade(9, 59))

    assert compactor.open_minute == (MINUTE_MS, 100.0, 100.0, 100.0, 100.0, 1.0)


def test_an_interruption_tears_its_minute() -> None:
    compactor = after_a_torn_minute()
    compactor.interrupted()
    compactor.take(a_trade(3, 70))

    assert compactor.open_minute is None
    assert compactor.take(a_trade(4, 120)) is None
    assert compactor.open_minute is not None


def test_a_closed_minute_is_compared_with_the_venues_own() -> None:
    compactor = after_a_torn_minute()
    closed = compactor.take(a_trade(3, 120))
    assert closed is not None

    assert compactor.check(closed) is True
    assert compactor.check(closed) is None
    assert (compactor.agreed, compactor.differed) == (1, 0)


def test_a_minute_that_differs_from_the_venues_own_is_counted() -> None:
    compactor = after_a_torn_minute()
    compactor.take(a_trade(3, 120))

    assert compactor.check((MINUTE_MS, 100.0, 200.0, 100.0, 100.0, 1.0)) is False
    assert compactor.differed == 1


def test_the_venues_own_that_comes_before_the_last_trades_waits_for_them() -> None:
    compactor = after_a_torn_minute()
    own = (MINUTE_MS, 100.0, 105.0, 100.0, 105.0, 2.0)

    assert compactor.check(own) is None
    compactor.take(a_trade(3, 119, 105.0))
    assert (compactor.agreed, compactor.differed) == (0, 0)

    assert compactor.take(a_trade(4, 120)) is None
    assert (compactor.agreed, compactor.differed) == (1, 0)


def test_an_interruption_ends_the_waiting_too() -> None:
    compactor = after_a_torn_minute()
    compactor.check((MINUTE_MS, 1.0, 1.0, 1.0, 1.0, 1.0))
    compactor.interrupted()
    compactor.take(a_trade(3, 120))
    compactor.take(a_trade(4, 180))

    assert (compactor.agreed, compactor.differed) == (0, 0)


def test_a_torn_minute_is_not_compared() -> None:
    compactor = TickCompactor()
    compactor.take(a_trade(1, 30))

    assert compactor.check((0, 100.0, 100.0, 100.0, 100.0, 1.0)) is None
