"""Equity beside what was put in, and beside instruments bought once and held."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.clocks import START
from tests.values import BTC, ETH
from tradewind.domain.candle import Timeframe
from tradewind.domain.cash_flow import CapitalFlow
from tradewind.domain.clock import Instant
from tradewind.portfolio.curves import Closes, Prices, Worth, curve, figures, held_worths

ZERO = Decimal(0)


def minute(number: int) -> Instant:
    return Instant.of(START + timedelta(minutes=number))


def worths(*values: str | None) -> list[Worth]:
    return [
        Worth(time=minute(number), value=None if value is None else Decimal(value))
        for number, value in enumerate(values)
    ]


def put_in(number: int, amount: str) -> CapitalFlow:
    return CapitalFlow(time=minute(number), amount=Decimal(amount))


def closes(*prices: float) -> Closes:
    """Of candles of a minute, the first of which closes at the start."""
    opened = START.epoch_ms - 60_000
    rows = [
        (opened + 60_000 * number, price, price, price, price, 1.0) for number, price in enumerate(prices)
    ]
    return Closes.of(rows, Timeframe.M1)


OPENING = put_in(-1, "1000")


def test_growth_and_drawdown_follow_the_equity() -> None:
    points = curve(worths("1000", "1200", "900"), [OPENING])

    assert [point.growth for point in points] == [1, Decimal("1.2"), Decimal("0.9")]
    assert [point.drawdown_share for point in points] == [0, 0, Decimal("0.25")]


def test_a_deposit_is_no_gain_and_a_withdrawal_no_loss() -> None:
    points = curve(worths("1000", "1500", "700"), [OPENING, put_in(1, "500"), put_in(2, "-800")])
    whole = figures(points)

    assert [point.growth for point in points] == [1, 1, 1]
    assert [point.capital for point in points] == [1000, 1500, 700]
    assert whole is not None
    assert [whole.pnl, whole.return_share, whole.max_drawdown_share] == [0, 0, 0]


def test_a_gap_is_unknown_and_bridged_by_what_is_known_on_both_sides() -> None:
    points = curve(worths("1000", None, "1200"), [OPENING, put_in(1, "100")])

    assert [point.growth for point in points] == [1, None, Decimal("1.1")]
    assert (points[1].value, points[1].drawdown_share) == (None, None)


def test_figures_need_two_points() -> None:
    assert figures(curve(worths("1000"), [OPENING])) is None
    assert figures(curve(worths(None, None), [OPENING])) is None


@given(st.lists(st.decimals(min_value=1, max_value=10**6, places=2), min_size=2, max_size=20))
def test_without_deposits_the_return_is_last_over_first(values: list[Decimal]) -> None:
    points = curve(worths(*map(str, values)), [OPENING])
    whole = figures(points)

    assert whole is not None
    assert whole.return_share is not None
    assert abs(whole.return_share - (values[-1] / values[0] - 1)) < Decimal("1e-20")
    assert whole.pnl == values[-1] - values[0]
    assert 0 <= whole.max_drawdown_share <= 1


def test_held_is_bought_in_equal_parts_less_the_fee() -> None:
    prices: Prices = {BTC: [closes(100, 110)], ETH: [closes(10, 9)]}

    found = held_worths([minute(0), minute(1)], prices, [put_in(0, "1010")], Decimal("0.01"))

    assert [each.value for each in found] == [1000, Decimal(1000)]


def test_held_money_that_comes_later_is_bought_at_its_price() -> None:
    prices: Prices = {BTC: [closes(100, 200, 100)]}

    found = held_worths([minute(0), minute(1), minute(2)], prices, [put_in(0, "100"), put_in(1, "200")], ZERO)

    assert [each.value for each in found] == [100, 400, 200]


def test_what_is_taken_out_of_it_is_sold() -> None:
    found = held_worths(
        [minute(0), minute(1)],
        {BTC: [closes(100, 100)]},
        [put_in(0, "100"), put_in(1, "-49.5")],
        Decimal("0.01"),
    )

    assert found[1].value == Decimal(100) / Decimal("1.01") - 50


def test_a_missing_candle_leaves_a_gap_and_a_missing_purchase_leaves_nothing() -> None:
    late = {BTC: [closes(100)]}

    assert [each.value for each in held_worths([minute(0), minute(9)], late, [put_in(0, "1")], ZERO)] == [
        1,
        None,
    ]
    never = held_worths([minute(0), minute(1)], {BTC: [closes(100, 100)]}, [put_in(-9, "1")], ZERO)
    assert [each.value for each in never] == [None, None]


def test_another_series_fills_a_gap() -> None:
    hour = Closes.of([(START.epoch_ms - 3_600_000, 1, 1, 1, 80.0, 1)], Timeframe.H1)

    found = held_worths([minute(0), minute(60)], {BTC: [closes(100), hour]}, [put_in(0, "100")], ZERO)

    assert [each.value for each in found] == [100, 80]


def test_a_desk_without_instruments_holds_nothing() -> None:
    assert [each.value for each in held_worths([minute(0)], {}, [put_in(0, "1")], ZERO)] == [None]
