from datetime import timedelta
from decimal import Decimal

import pytest

from tests.clocks import START
from tests.ledger.records import DESK
from tests.ledger.rows import engine_of
from tradewind.domain.account import EquityPoint
from tradewind.domain.clock import Instant
from tradewind.ledger import Ledger
from tradewind.ledger.equity import stepping_back
from tradewind.ledger.tables import equity_points


def a_point(minute: int, equity: str) -> EquityPoint:
    return EquityPoint(time=Instant.of(START + timedelta(minutes=minute)), equity=Decimal(equity))


async def add(ledger: Ledger, *equities: str) -> list[EquityPoint]:
    points = [a_point(minute, equity) for minute, equity in enumerate(equities)]
    for point in points:
        await ledger.equity.add(DESK, point)
    return points


async def test_the_highest_equity_is_a_number_not_a_text(ledger: Ledger) -> None:
    await add(ledger, "999.5", "10000.25", "9000")

    assert (await ledger.standings.of(DESK, START)).highest_equity == Decimal("10000.25")


async def test_without_points_nothing_is_known(ledger: Ledger) -> None:
    standing = await ledger.standings.of(DESK, START)

    assert (standing.highest_equity, standing.start_point) == (None, None)
    assert await ledger.equity.curve(DESK, START, 10) == []


@pytest.mark.parametrize(("minute", "place"), [(0, 0), (1, 1), (9, 2)])
async def test_the_last_point_up_to_a_moment_includes_the_moment(
    ledger: Ledger, minute: int, place: int
) -> None:
    points = await add(ledger, "1", "2", "3")
    standing = await ledger.standings.of(DESK, a_point(minute, "0").time)

    assert standing.start_point == points[place]


async def test_a_second_point_of_the_same_moment_changes_nothing(ledger: Ledger) -> None:
    await ledger.equity.add(DESK, a_point(0, "5"))
    await ledger.equity.add(DESK, a_point(0, "9"))

    assert await ledger.equity.curve(DESK, START, 10) == [a_point(0, "5")]
    assert (await ledger.standings.of(DESK, START)).highest_equity == Decimal(5)


@pytest.mark.parametrize(("limit", "minutes"), [(10, range(7)), (7, range(7)), (3, (0, 3, 6)), (1, (6,))])
async def test_a_long_curve_is_thinned_evenly_up_to_its_newest_point(
    ledger: Ledger, limit: int, minutes: range | tuple[int, ...]
) -> None:
    points = await add(ledger, *(str(n) for n in range(7)))

    assert await ledger.equity.curve(DESK, START, limit) == [points[minute] for minute in minutes]


async def test_a_curve_with_a_pause_is_thinned_by_time(ledger: Ledger) -> None:
    points = [a_point(minute, str(minute)) for minute in (0, 1, 2, 3, 60)]
    for point in points:
        await ledger.equity.add(DESK, point)

    assert await ledger.equity.curve(DESK, START, 5) == points
    assert await ledger.equity.curve(DESK, START, 3) == [points[3], points[4]]
    assert await ledger.equity.curve(DESK, points[1].time, 3) == [points[3], points[4]]


async def test_a_curve_reads_the_points_that_it_returns_and_no_other(url: str, ledger: Ledger) -> None:
    await add(ledger, "1", "2", "3")
    engine = engine_of(url)
    if engine.dialect.name != "sqlite":
        engine.dispose()
        pytest.skip("PostgreSQL reads a table this small whole")
    question = stepping_back(equity_points.c.portfolio_id == DESK, START, 60_000)
    query = question.compile(engine, compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        plan = [str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all()]
    engine.dispose()

    touched = [line for line in plan if "equity_points" in line]
    assert [line.partition("(")[2] for line in touched if "COVERING" not in line] == [
        "portfolio_id=? AND time=?)"
    ]
    assert all("SEARCH" in line for line in touched)


@pytest.mark.parametrize("minute", range(4))
async def test_points_since_a_moment_include_the_moment(ledger: Ledger, minute: int) -> None:
    points = await add(ledger, "1", "2", "3")

    assert await ledger.equity.since(DESK, a_point(minute, "0").time) == points[minute:]


async def test_a_curve_needs_room_for_a_point(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="at least 1, was 0"):
        await ledger.equity.curve(DESK, START, 0)


async def test_the_first_point_is_the_oldest_and_none_before_there_is_one(ledger: Ledger) -> None:
    assert await ledger.equity.first(DESK) is None

    points = await add(ledger, "10000", "10100", "9900")

    assert await ledger.equity.first(DESK) == points[0]
