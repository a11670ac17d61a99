from datetime import timedelta

import pytest

from tests.clocks import START, FakeClock
from tradewind.domain.account import RuntimeMode
from tradewind.domain.clock import Instant
from tradewind.ledger import Ledger, RecordRefused


async def test_a_desk_whose_mode_was_never_switched_has_no_change_in_force(ledger: Ledger) -> None:
    assert await ledger.runtime_settings.in_force() is None


async def test_a_switch_that_needs_nobody_is_in_force_at_once(ledger: Ledger) -> None:
    asked = await ledger.runtime_settings.ask(RuntimeMode.PAPER, "ann", "try it", approvals_needed=0)

    assert asked.in_force_at == START
    assert await ledger.runtime_settings.in_force() == asked
    assert await ledger.runtime_settings.waiting(START) == []


async def test_a_switch_waits_for_a_second_person(ledger: Ledger, clock: FakeClock) -> None:
    paper = await ledger.runtime_settings.ask(RuntimeMode.PAPER, "ann", "first", approvals_needed=0)
    live = await ledger.runtime_settings.ask(RuntimeMode.LIVE, "ann", "now", approvals_needed=1)
    assert await ledger.runtime_settings.in_force() == paper
    assert await ledger.runtime_settings.waiting(START) == [live]

    clock.advance(timedelta(minutes=5))
    approved = await ledger.runtime_settings.approve(live.change_id, "bob", since=START)

    assert (approved.approved_by, approved.in_force_at) == (("bob",), clock.now())
    assert await ledger.runtime_settings.in_force() == approved


async def test_one_person_is_not_two(ledger: Ledger) -> None:
    live = await ledger.runtime_settings.ask(RuntimeMode.LIVE, "ann", "now", approvals_needed=2)
    await ledger.runtime_settings.approve(live.change_id, "bob", since=START)

    for person in ("ann", "bob"):
        with pytest.raises(RecordRefused, match="takes somebody else"):
            await ledger.runtime_settings.approve(live.change_id, person, since=START)
    assert await ledger.runtime_settings.in_force() is None


async def test_a_wish_lapses(ledger: Ledger) -> None:
    live = await ledger.runtime_settings.ask(RuntimeMode.LIVE, "ann", "now", approvals_needed=1)
    later = Instant.of(START + timedelta(hours=1))

    with pytest.raises(RecordRefused, match="has lapsed"):
        await ledger.runtime_settings.approve(live.change_id, "bob", since=later)
    assert await ledger.runtime_settings.waiting(later) == []


async def test_an_approval_of_nothing_or_of_what_is_done_is_refused(ledger: Ledger) -> None:
    paper = await ledger.runtime_settings.ask(RuntimeMode.PAPER, "ann", "try", approvals_needed=0)

    with pytest.raises(RecordRefused, match="no change 99"):
        await ledger.runtime_settings.approve(99, "bob", since=START)
    with pytest.raises(RecordRefused, match="in force already"):
        await ledger.runtime_settings.approve(paper.change_id, "bob", since=START)


async def test_every_switch_stays_on_record_newest_first(ledger: Ledger) -> None:
    modes = (RuntimeMode.PAPER, RuntimeMode.SIMULATOR, RuntimeMode.PAPER)
    for mode in modes:
        await ledger.runtime_settings.ask(mode, "ann", "again", approvals_needed=0)

    first = await ledger.runtime_settings.page(2, None)
    rest = await ledger.runtime_settings.page(2, first.next_cursor)
    assert [change.mode for change in (*first.items, *rest.items)] == list(reversed(modes))


async def test_f41_the_last_switch_counts_though_the_clock_was_set_back(
    ledger: Ledger, clock: FakeClock
) -> None:
    live = await ledger.runtime_settings.ask(RuntimeMode.LIVE, "ann", "now", approvals_needed=1)
    await ledger.runtime_settings.approve(live.change_id, "bob", since=START)
    clock.advance(timedelta(hours=-1))

    out = await ledger.runtime_settings.ask(RuntimeMode.SIMULATOR, "ann", "out", approvals_needed=0)
    assert await ledger.runtime_settings.in_force() == out

    clock.advance(timedelta(hours=-1))
    again = await ledger.runtime_settings.ask(RuntimeMode.LIVE, "ann", "again", approvals_needed=1)
    approved = await ledger.runtime_settings.approve(again.change_id, "bob", since=again.asked_at)
    assert await ledger.runtime_settings.in_force() == approved


async def test_each_desk_has_a_mode_of_its_own(ledger: Ledger) -> None:
    settings = ledger.runtime_settings
    before = await settings.ask(RuntimeMode.PAPER, "ann", "before there were two", approvals_needed=0)
    live = await settings.ask(RuntimeMode.LIVE, "ann", "ours", approvals_needed=1, desk="home1")
    assert await settings.in_force("home1") == before
    assert await settings.waiting(START, "home1") == [live]
    assert await settings.waiting(START, "home2") == []
    with pytest.raises(RecordRefused, match="no change"):
        await settings.approve(live.change_id, "bob", since=START, desk="home2")

    approved = await settings.approve(live.change_id, "bob", since=START, desk="home1")
    await settings.ask(RuntimeMode.SIMULATOR, "old", "names no desk", approvals_needed=0)

    assert await settings.in_force("home1") == approved
    assert (await settings.in_force("home2")).mode is RuntimeMode.SIMULATOR  # type: ignore[union-attr]
    assert live.change_id not in [one.change_id for one in (await settings.page(10, None, "home2")).items]
    assert live.change_id in [one.change_id for one in (await settings.page(10, None, "home1")).items]
