from dataclasses import replace
from datetime import timedelta

from tests.clocks import START
from tradewind.domain.clock import Instant
from tradewind.domain.desk_state import DeskIdentity, DeskState, Latch
from tradewind.domain.ids import PortfolioId
from tradewind.ledger import Ledger

HALT = Latch(state=DeskState.HALTED, by="ann", reason="drill", flatten=True, at=START)
RELEASE = Latch(
    state=DeskState.ACTIVE,
    by="ann",
    reason="over",
    flatten=False,
    at=Instant.of(START + timedelta(seconds=1)),
)


async def test_a_desk_that_was_never_stopped_has_no_turn_on_record(ledger: Ledger) -> None:
    assert await ledger.desk_states.last() is None


async def test_the_newest_turn_counts_and_a_repeat_is_recorded_once(ledger: Ledger) -> None:
    assert await ledger.desk_states.add(HALT)
    assert not await ledger.desk_states.add(HALT)
    assert await ledger.desk_states.last() == HALT
    assert await ledger.desk_states.add(RELEASE)
    assert await ledger.desk_states.last() == RELEASE


OURS = DeskIdentity(home="home1", account=PortfolioId("desk-okx"))
THEIRS = DeskIdentity(home="home2", account=PortfolioId("desk-lab"))


def later(latch: Latch, seconds: int) -> Latch:
    return replace(latch, at=Instant.of(latch.at + timedelta(seconds=seconds)))


async def test_a_stop_of_another_desk_stops_this_one_not(ledger: Ledger) -> None:
    assert await ledger.desk_states.add(HALT, THEIRS)
    assert await ledger.desk_states.last(OURS) is None
    assert await ledger.desk_states.last(THEIRS) == HALT


async def test_two_desks_that_stop_in_the_same_moment_are_both_on_record(ledger: Ledger) -> None:
    assert await ledger.desk_states.add(HALT, OURS)
    assert await ledger.desk_states.add(HALT, THEIRS)
    assert not await ledger.desk_states.add(HALT, THEIRS)


async def test_a_release_of_another_desk_releases_this_one_not(ledger: Ledger) -> None:
    await ledger.desk_states.add(HALT, OURS)
    await ledger.desk_states.add(later(RELEASE, 60), THEIRS)
    assert await ledger.desk_states.last(OURS) == HALT


async def test_a_stop_of_nobody_stops_every_desk_until_it_is_released_there(ledger: Ledger) -> None:
    await ledger.desk_states.add(HALT)
    assert await ledger.desk_states.last(OURS) == HALT
    release = later(RELEASE, 60)
    await ledger.desk_states.add(release, OURS)
    assert await ledger.desk_states.last(OURS) == release
    assert await ledger.desk_states.last(THEIRS) == HALT
    again = later(HALT, 120)
    await ledger.desk_states.add(again)
    assert await ledger.desk_states.last(OURS) == again


async def test_a_release_of_nobody_lifts_no_desks_own_stop(ledger: Ledger) -> None:
    await ledger.desk_states.add(HALT, OURS)
    await ledger.desk_states.add(later(RELEASE, 60))
    assert await ledger.desk_states.last(OURS) == HALT


async def test_a_stop_outlives_the_home_that_it_was_made_in(ledger: Ledger) -> None:
    await ledger.desk_states.add(HALT, OURS)
    assert await ledger.desk_states.last(replace(OURS, home="a new home")) == HALT
    assert await ledger.desk_states.last(replace(OURS, account=PortfolioId("another mode"))) == HALT
