"""A price ten times too high is no price: F32."""

from datetime import timedelta

from tradewind.market.price_band import PriceBand


def a_band() -> PriceBand:
    return PriceBand(0.1, mark_lives=timedelta(seconds=10), patience=timedelta(seconds=10))


def test_the_first_price_is_believed() -> None:
    assert a_band().accept(100.0, 0)


def test_a_tick_of_ten_times_the_price_is_rejected_f32() -> None:
    band = a_band()
    band.accept(100.0, 0)

    assert not band.accept(1000.0, 1)
    assert not band.accept(10.0, 2)
    assert band.accept(101.0, 3)


def test_prices_are_judged_by_the_mark_price_f32() -> None:
    band = a_band()
    band.marked(100.0, 0)

    assert not band.accept(1000.0, 1)
    assert band.accept(109.0, 1)
    assert band.reference(1) == 100.0


def test_a_mark_price_that_grew_old_judges_nothing() -> None:
    band = a_band()
    band.marked(100.0, 0)

    assert band.accept(1000.0, 11)


def test_a_market_that_jumped_is_followed_once_its_prices_agree_for_long_enough() -> None:
    band = a_band()
    band.accept(100.0, 0)

    believed = [band.accept(200.0 + second, second) for second in range(1, 13)]

    assert believed == [False] * 10 + [True] * 2
    assert not band.accept(100.0, 14)


def test_rejected_prices_that_do_not_agree_are_never_believed() -> None:
    band = a_band()
    band.accept(100.0, 0)

    assert not any(band.accept(1000.0 if second % 2 else 3000.0, second) for second in range(1, 60))
