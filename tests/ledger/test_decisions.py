from dataclasses import replace

import pytest

from tests.ledger.records import DESK, a_decision, an_input
from tests.ledger.rows import run_sql
from tradewind.domain.decision import DecisionRecord
from tradewind.domain.ids import DecisionId, PortfolioId
from tradewind.ledger import Ledger


def stored_contents(url: str) -> int:
    ((count,),) = run_sql(url, "SELECT count(*) FROM bundle_contents")
    return int(count)


def unlinked(record: DecisionRecord | None) -> DecisionRecord | None:
    """What was handed in: the ledger adds the link."""
    return replace(record, link=None, previous_sha256=None, sha256=None) if record else None


async def test_a_decision_comes_back_whole(ledger: Ledger) -> None:
    await ledger.decisions.add(a_decision())

    assert unlinked(await ledger.decisions.get(DecisionId("d1"))) == a_decision()


async def test_a_decision_is_recorded_once(ledger: Ledger) -> None:
    await ledger.decisions.add(a_decision())
    await ledger.decisions.add(replace(a_decision(), model="another"))

    record = await ledger.decisions.get(DecisionId("d1"))

    assert unlinked(record) == a_decision()
    assert await ledger.decisions.count(DESK) == 1
    assert await ledger.decisions.count(PortfolioId("other")) == 0


async def test_equal_inputs_are_stored_once(url: str, ledger: Ledger) -> None:
    shared = an_input("candles", b"[1, 2, 3]" * 100)
    await ledger.decisions.add(a_decision("d1", (shared, an_input("ticker", b"1"))))
    await ledger.decisions.add(
        a_decision("d2", (shared, replace(shared, key="copy"), an_input("ticker", b"2")))
    )

    second = await ledger.decisions.get(DecisionId("d2"))

    assert stored_contents(url) == 3
    assert second is not None
    assert [item.content for item in second.bundle] == [shared.content, shared.content, b"2"]


async def test_an_input_whose_bytes_do_not_have_its_hash_is_refused(ledger: Ledger) -> None:
    forged = replace(an_input("ticker", b"1"), sha256="00" * 32)

    with pytest.raises(ValueError, match="input ticker says sha256 0000"):
        await ledger.decisions.add(a_decision("d1", (forged,)))

    assert await ledger.decisions.count(DESK) == 0


async def test_pages_are_newest_first_and_leave_the_contents_out(ledger: Ledger) -> None:
    for number in range(3):
        await ledger.decisions.add(a_decision(f"d{number}"))

    first = await ledger.decisions.page(DESK, 2, None)
    rest = await ledger.decisions.page(DESK, 2, first.next_cursor)

    records = (*first.items, *rest.items)
    assert [record.decision_id for record in records] == ["d2", "d1", "d0"]
    assert {item.content for record in records for item in record.bundle} == {None}
    assert records[0].bundle[0].sha256 == a_decision().bundle[0].sha256
    assert records[0].calls == a_decision().calls


async def test_an_unknown_decision_is_none(ledger: Ledger) -> None:
    assert await ledger.decisions.get(DecisionId("d1")) is None


async def test_the_log_is_read_from_its_beginning_in_batches(ledger: Ledger) -> None:
    for number in range(3):
        await ledger.decisions.add(a_decision(f"d{number}"))

    first, last = await ledger.decisions.oldest_first(DESK, 2, 0)
    rest, _ = await ledger.decisions.oldest_first(DESK, 2, last)

    assert [record.decision_id for record in (*first, *rest)] == ["d0", "d1", "d2"]
    assert first[0].calls == a_decision().calls


async def test_inputs_are_read_by_their_hashes(ledger: Ledger) -> None:
    given = an_input("ticker", b"1")
    await ledger.decisions.add(a_decision("d1", (given,)))

    assert await ledger.decisions.contents([str(given.sha256), "00" * 32]) == {given.sha256: b"1"}


async def test_the_decision_before_is_the_last_that_asked_a_model(ledger: Ledger) -> None:
    await ledger.decisions.add(a_decision("d1"))
    await ledger.decisions.add(replace(a_decision("d2"), calls=()))
    await ledger.decisions.add(a_decision("d3"))

    first, third = [await ledger.decisions.get(DecisionId(name)) for name in ("d1", "d3")]

    assert first is not None
    assert third is not None
    assert await ledger.decisions.before(first) is None
    previous = await ledger.decisions.before(third)
    assert previous is not None
    assert previous.decision_id == "d1"
