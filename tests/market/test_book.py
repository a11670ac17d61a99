"""A book is right or it is refused: F24 to F27, F33."""

import math

import pytest

from tradewind.domain.clock import Instant
from tradewind.domain.order_book import Level
from tradewind.market.book import BookChange, BookLevel, BookOutcome, BookState, LocalBook

AT = Instant.parse("2026-11-21T12:00:00Z")


def a_change(
    prev_seq: int | None,
    seq: int | None,
    bids: tuple[Level, ...] = (),
    asks: tuple[Level, ...] = (),
    *,
    is_snapshot: bool = False,
) -> BookChange:
    return BookChange(
        is_snapshot=is_snapshot,
        bids=[BookLevel(*level) for level in bids],
        asks=[BookLevel(*level) for level in asks],
        prev_seq=prev_seq,
        seq=seq,
        exchange_time=AT,
    )


def a_snapshot(seq: int = 10) -> BookChange:
    return a_change(-1, seq, ((99.0, 1.0), (98.0, 2.0)), ((101.0, 1.0), (102.0, 3.0)), is_snapshot=True)


def a_book(seq: int = 10) -> LocalBook:
    book = LocalBook()
    assert book.apply(a_snapshot(seq)) is BookOutcome.APPLIED
    return book


def test_a_change_replaces_adds_and_takes_away_levels() -> None:
    book = a_book()

    book.apply(a_change(10, 11, bids=((99.0, 5.0), (98.0, 0.0), (97.0, 4.0)), asks=((100.5, 2.0),)))

    assert book.best(20) == (((99.0, 5.0), (97.0, 4.0)), ((100.5, 2.0), (101.0, 1.0), (102.0, 3.0)))
    assert book.best(1) == (((99.0, 5.0),), ((100.5, 2.0),))


def test_a_lost_change_makes_the_book_invalid_at_once_f24() -> None:
    book = a_book()

    assert book.apply(a_change(11, 12)) is BookOutcome.BROKEN
    assert book.state is BookState.INVALID
    assert book.best(20) is None
    assert book.fault == "a change follows 11, the book stands at 10"


def test_changes_are_ignored_until_a_snapshot_makes_the_book_valid_f25() -> None:
    book = a_book()
    book.apply(a_change(11, 12))

    assert book.apply(a_change(12, 13)) is BookOutcome.IGNORED
    assert book.apply(a_snapshot(20)) is BookOutcome.APPLIED
    assert book.best(20) is not None
    assert book.apply(a_change(20, 21)) is BookOutcome.APPLIED


def test_a_sequence_that_starts_over_is_no_gap_f26() -> None:
    book = a_book(seq=1000)

    assert book.apply(a_change(1000, 3, bids=((99.5, 1.0),))) is BookOutcome.APPLIED
    assert book.apply(a_change(3, 4)) is BookOutcome.APPLIED


def test_a_message_that_nothing_changed_is_no_gap_f26() -> None:
    book = a_book()

    assert book.apply(a_change(10, 10)) is BookOutcome.APPLIED
    assert book.apply(a_change(10, 11)) is BookOutcome.APPLIED


def test_an_unnumbered_change_is_a_gap() -> None:
    assert a_book().apply(a_change(None, None)) is BookOutcome.BROKEN


@pytest.mark.parametrize(
    "bids",
    [
        ((101.0, 1.0),),
        ((150.0, 1.0),),
        ((0.0, 1.0),),
        ((-1.0, 1.0),),
        ((math.nan, 1.0),),
        ((math.inf, 1.0),),
        ((98.5, -1.0),),
        ((98.5, math.nan),),
    ],
)
def test_a_crossed_book_or_a_level_without_sense_is_refused_f33(bids: tuple[Level, ...]) -> None:
    book = a_book()

    assert book.apply(a_change(10, 11, bids=bids)) is BookOutcome.BROKEN
    assert book.best(20) is None


def test_a_change_before_any_snapshot_is_ignored() -> None:
    book = LocalBook()

    assert book.apply(a_change(1, 2)) is BookOutcome.IGNORED
    assert book.state is BookState.EMPTY
