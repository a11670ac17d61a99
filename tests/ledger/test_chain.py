"""Every decision names the one before it, and nobody can write beside the chain."""

import asyncio
from dataclasses import replace

from tests.clocks import START, FakeClock
from tests.ledger.records import DESK, OPENING_CASH, PORTFOLIO, a_decision
from tests.ledger.rows import run_sql
from tradewind.domain.decision import DecisionRecord
from tradewind.domain.ids import PortfolioId
from tradewind.ledger import Ledger, open_ledger

OTHER = replace(PORTFOLIO, portfolio_id=PortfolioId("other"))


async def recorded(ledger: Ledger, portfolio_id: PortfolioId = DESK) -> list[DecisionRecord]:
    records, _ = await ledger.decisions.oldest_first(portfolio_id, 100, 0)
    return records


async def test_each_record_names_the_one_before_it(ledger: Ledger) -> None:
    for number in range(3):
        await ledger.decisions.add(a_decision(f"d{number}"))

    records = await recorded(ledger)

    assert [record.link for record in records] == [1, 2, 3]
    assert records[0].previous_sha256 is None
    assert records[1].previous_sha256 == records[0].sha256
    assert records[2].previous_sha256 == records[1].sha256
    assert len({record.sha256 for record in records}) == 3


async def test_each_portfolio_has_a_chain_of_its_own(ledger: Ledger) -> None:
    await ledger.portfolios.open(OTHER, OPENING_CASH, START)
    await ledger.decisions.add(a_decision("d1"))
    await ledger.decisions.add(replace(a_decision("d2"), portfolio_id=OTHER.portfolio_id))

    (other,) = await recorded(ledger, OTHER.portfolio_id)

    assert (other.link, other.previous_sha256) == (1, None)


async def test_a_repeat_adds_no_link(ledger: Ledger) -> None:
    await ledger.decisions.add(a_decision("d1"))
    await ledger.decisions.add(a_decision("d1"))
    await ledger.decisions.add(a_decision("d2"))

    assert [record.link for record in await recorded(ledger)] == [1, 2]


async def test_writers_side_by_side_make_one_chain(url: str, ledger: Ledger) -> None:
    async with open_ledger(url, FakeClock()) as beside, asyncio.TaskGroup() as tasks:
        for number in range(10):
            for name, one in (("a", ledger), ("b", beside)):
                tasks.create_task(one.decisions.add(a_decision(f"{name}{number}")))

    records = await recorded(ledger)

    assert [record.link for record in records] == list(range(1, 21))
    assert [record.previous_sha256 for record in records[1:]] == [record.sha256 for record in records[:-1]]


async def test_records_from_before_the_chain_stay_readable_and_are_counted(url: str, ledger: Ledger) -> None:
    await ledger.decisions.add(a_decision("old"))
    run_sql(url, "UPDATE llm_decision_logs SET sha256 = NULL, link = NULL, fingerprints_json = NULL")
    run_sql(url, "DELETE FROM decision_chains")

    await ledger.decisions.add(a_decision("new"))

    old, new = await recorded(ledger)
    assert (old.sha256, old.link) == (None, None)
    assert new.link == 1
    assert run_sql(url, "SELECT unlinked, length FROM decision_chains") == [(1, 1)]
