"""Decisions are found by what they are and by what they proposed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.clocks import START, FakeClock
from tests.ledger.records import BTC, DESK, ETH, OTHER, a_decision, another_desk
from tests.ledger.rows import engine_of, run_sql
from tradewind.domain.clock import Instant
from tradewind.domain.decision import Action, DecisionRecord, Outcome, ReviewedProposal, Trigger
from tradewind.domain.ids import DecisionId
from tradewind.domain.instrument import Symbol
from tradewind.ledger import Ledger, open_ledger
from tradewind.ledger.decision_search import DecisionFilter, matching
from tradewind.ledger.decisions import Decisions


def an_item(symbol: Symbol, action: Action, *, is_approved: bool) -> ReviewedProposal:
    item = a_decision().items[0]
    return replace(
        item, proposal=replace(item.proposal, symbol=symbol, action=action), is_approved=is_approved
    )


def a_log() -> list[DecisionRecord]:
    """Three decisions: d1 buys BTC and is refused ETH, d2 holds BTC, d3 was blocked by hand."""
    bought = an_item(BTC, Action.BUY, is_approved=True)
    refused = an_item(ETH, Action.SELL, is_approved=False)
    held = an_item(BTC, Action.HOLD, is_approved=True)
    return [
        replace(a_decision("d1"), created_at=START, items=(bought, refused)),
        replace(a_decision("d2"), created_at=_after(60), items=(held,), model="another"),
        replace(
            a_decision("d3"),
            created_at=_after(120),
            items=(),
            outcome=Outcome.BLOCKED,
            trigger=Trigger.MANUAL,
        ),
    ]


def _after(seconds: int) -> Instant:
    return Instant.of(START + timedelta(seconds=seconds))


async def found(decisions: Decisions, **wanted: object) -> list[str]:
    page = await decisions.search(DecisionFilter(**{"portfolio_ids": (DESK,), **wanted}), 10, None)  # type: ignore[arg-type]
    return [record.decision_id for record in page.items]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({}, ["d3", "d2", "d1"]),
        ({"symbol": BTC}, ["d2", "d1"]),
        ({"action": Action.BUY}, ["d1"]),
        ({"symbol": ETH, "action": Action.BUY}, []),
        ({"symbol": ETH, "is_approved": False}, ["d1"]),
        ({"symbol": BTC, "is_approved": False}, []),
        ({"outcome": Outcome.BLOCKED}, ["d3"]),
        ({"model": "another"}, ["d2"]),
        ({"trigger": Trigger.MANUAL}, ["d3"]),
        ({"since": _after(60)}, ["d3", "d2"]),
        ({"since": _after(60), "until": _after(120)}, ["d2"]),
        ({"portfolio_ids": ()}, []),
    ],
)
async def test_a_filter_finds_what_it_names(
    ledger: Ledger, wanted: dict[str, object], ids: list[str]
) -> None:
    for record in a_log():
        await ledger.decisions.add(record)

    assert await found(ledger.decisions, **wanted) == ids


async def test_pages_of_a_filter_follow_each_other(ledger: Ledger) -> None:
    for record in a_log():
        await ledger.decisions.add(record)
    wanted = DecisionFilter(portfolio_ids=(DESK,), symbol=BTC)

    first = await ledger.decisions.search(wanted, 1, None)
    rest = await ledger.decisions.search(wanted, 1, first.next_cursor)

    assert [record.decision_id for record in (*first.items, *rest.items)] == ["d2", "d1"]
    assert rest.next_cursor is None


async def test_neighbors_are_of_the_same_portfolio(ledger: Ledger) -> None:
    await another_desk(ledger)
    first, second, third = a_log()
    for record in (first, replace(a_decision("d9"), portfolio_id=OTHER), second, third):
        await ledger.decisions.add(record)

    beside = [await ledger.decisions.neighbors(record) for record in (first, second, third)]

    assert [(each.earlier, each.later) for each in beside] == [(None, "d2"), ("d1", "d3"), ("d2", None)]


async def test_a_filter_never_reads_a_record_that_it_does_not_return(url: str, ledger: Ledger) -> None:
    for record in a_log():
        await ledger.decisions.add(record)
    wanted = DecisionFilter(portfolio_ids=(DESK,), symbol=BTC, outcome=Outcome.DECIDED, model="another")
    engine = engine_of(url)
    if engine.dialect.name != "sqlite":
        engine.dispose()
        pytest.skip("PostgreSQL reads a table this small whole")
    query = matching(wanted, 10, None).compile(engine, compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all()
    engine.dispose()

    said = " | ".join(str(row[-1]) for row in plan)
    assert "COVERING INDEX ix_llm_decision_logs_filter" in said
    assert "SCAN" not in said
    assert "TEMP B-TREE" not in said


async def test_decisions_from_before_are_found_as_well(url: str, clock: FakeClock, ledger: Ledger) -> None:
    for record in a_log():
        await ledger.decisions.add(record)
    for statement in (
        "DROP TABLE config_changes",  # what a later step made
        "DROP TABLE llm_decision_items",
        "DROP INDEX ix_llm_decision_logs_filter",
        "CREATE INDEX ix_llm_decision_logs_portfolio_id_seq ON llm_decision_logs (portfolio_id, seq)",
        "UPDATE alembic_version SET version_num = '0010'",
    ):
        run_sql(url, statement)

    async with open_ledger(url, clock) as migrated:
        assert await found(migrated.decisions, symbol=ETH, is_approved=False) == ["d1"]
        assert await migrated.decisions.get(DecisionId("d3")) is not None
