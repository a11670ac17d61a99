"""Lessons stay on record with where they come from; as of a moment only those that held then are known."""

from datetime import timedelta

from tests.clocks import FakeClock
from tests.ledger.records import DESK, OTHER, another_desk
from tradewind.domain.clock import Instant
from tradewind.domain.ids import DecisionId
from tradewind.domain.outcome import Finding, LessonSource
from tradewind.ledger import Ledger


def a_finding(hits: int = 6, sample: int = 8, rule: str = "close_stops") -> Finding:
    text = f"{rule}: {hits} of {sample}."
    return Finding(rule=rule, text=text, hits=hits, sample=sample, decisions=(DecisionId("d1"),))


async def texts(ledger: Ledger, as_of: Instant) -> list[str]:
    return [lesson.text for lesson in await ledger.lessons.known(DESK, as_of)]


async def test_a_lesson_is_known_only_after_it_was_learned(ledger: Ledger, clock: FakeClock) -> None:
    before = clock.now()
    await ledger.lessons.add(DESK, "Do not chase.", "Ada", before)
    clock.advance(timedelta(seconds=1))

    assert await texts(ledger, before) == []
    assert await texts(ledger, clock.now()) == ["Do not chase."]


async def test_a_retired_lesson_is_known_to_those_who_asked_before(ledger: Ledger, clock: FakeClock) -> None:
    lesson = await ledger.lessons.add(DESK, "Do not chase.", "Ada", clock.now())
    clock.advance(timedelta(seconds=1))
    retired = await ledger.lessons.retire(DESK, lesson.lesson_id, "Bob", clock.now())
    held_at = clock.now()
    clock.advance(timedelta(seconds=1))

    assert retired is not None
    assert (retired.retired_by, retired.retired_at) == ("Bob", held_at)
    assert await texts(ledger, held_at) == ["Do not chase."]
    assert await texts(ledger, clock.now()) == []


async def test_retiring_twice_keeps_who_did_it_first(ledger: Ledger, clock: FakeClock) -> None:
    lesson = await ledger.lessons.add(DESK, "Do not chase.", "Ada", clock.now())
    await ledger.lessons.retire(DESK, lesson.lesson_id, "Bob", clock.now())

    again = await ledger.lessons.retire(DESK, lesson.lesson_id, "Cy", clock.now())

    assert again is not None
    assert again.retired_by == "Bob"


async def test_the_same_words_are_the_same_lesson_while_they_hold(ledger: Ledger, clock: FakeClock) -> None:
    first = await ledger.lessons.add(DESK, "Do not chase.", "Ada", clock.now())
    clock.advance(timedelta(seconds=1))
    assert await ledger.lessons.add(DESK, "Do not chase.", "Bob", clock.now()) == first
    await ledger.lessons.retire(DESK, first.lesson_id, "Bob", clock.now())

    anew = await ledger.lessons.add(DESK, "Do not chase.", "Bob", clock.now())

    assert anew.lesson_id != first.lesson_id


async def test_new_counts_replace_the_old_ones_and_leave_them_on_record(
    ledger: Ledger, clock: FakeClock
) -> None:
    assert await ledger.lessons.renew(DESK, [a_finding(6, 8)], clock.now()) == 1
    clock.advance(timedelta(seconds=1))
    between = clock.now()
    assert await ledger.lessons.renew(DESK, [a_finding(6, 8)], clock.now()) == 0
    assert await ledger.lessons.renew(DESK, [a_finding(7, 9)], clock.now()) == 1
    clock.advance(timedelta(seconds=1))

    [lesson] = await ledger.lessons.known(DESK, clock.now())
    assert (lesson.hits, lesson.sample, lesson.source) == (7, 9, LessonSource.REVIEWER)
    assert lesson.decisions == ("d1",)
    assert await texts(ledger, between) == ["close_stops: 6 of 8."]


async def test_a_rule_that_a_person_retired_is_not_told_again(ledger: Ledger, clock: FakeClock) -> None:
    await ledger.lessons.renew(DESK, [a_finding(6, 8)], clock.now())
    page = await ledger.lessons.page(DESK, 10, None, with_retired=False)
    await ledger.lessons.retire(DESK, page.items[0].lesson_id, "Ada", clock.now())

    assert await ledger.lessons.renew(DESK, [a_finding(7, 9)], clock.now()) == 0
    assert (await ledger.lessons.page(DESK, 10, None, with_retired=False)).items == ()
    assert len((await ledger.lessons.page(DESK, 10, None, with_retired=True)).items) == 1


async def test_what_is_counted_no_longer_is_retired(ledger: Ledger, clock: FakeClock) -> None:
    await ledger.lessons.renew(DESK, [a_finding()], clock.now())
    await ledger.lessons.renew(DESK, [], clock.now())

    assert (await ledger.lessons.page(DESK, 10, None, with_retired=False)).items == ()


async def test_a_persons_lessons_come_first_and_those_of_one_instrument_last(
    ledger: Ledger, clock: FakeClock
) -> None:
    counted = [a_finding(1, 90, "won:long:BTC"), a_finding(6, 8), a_finding(9, 20, "high_confidence")]
    await ledger.lessons.renew(DESK, counted, clock.now())
    await ledger.lessons.add(DESK, "Do not chase.", "Ada", clock.now())
    clock.advance(timedelta(seconds=1))

    rules = [lesson.rule for lesson in await ledger.lessons.known(DESK, clock.now())]

    assert rules == [None, "high_confidence", "close_stops", "won:long:BTC"]


async def test_no_desk_learns_another_ones_lessons(ledger: Ledger, clock: FakeClock) -> None:
    await another_desk(ledger)
    lesson = await ledger.lessons.add(OTHER, "Do not chase.", "Ada", clock.now())
    clock.advance(timedelta(seconds=1))

    assert await texts(ledger, clock.now()) == []
    assert await ledger.lessons.retire(DESK, lesson.lesson_id, "Bob", clock.now()) is None
