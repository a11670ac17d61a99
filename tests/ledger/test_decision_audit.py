"""Whatever somebody changes in the log of decisions is found, and the first bad row is named."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.clocks import START, FakeClock
from tests.ledger.records import DESK, OPENING_CASH, PORTFOLIO, a_decision, an_input
from tests.ledger.rows import run_sql
from tradewind.domain.decision import Trigger
from tradewind.domain.ids import DecisionId, PortfolioId
from tradewind.ledger import Ledger, LedgerUnavailable, SchemaTooOld, open_ledger, read_ledger
from tradewind.ledger.chain_walk import Damage

OTHER = replace(PORTFOLIO, portfolio_id=PortfolioId("other"))


async def fill(ledger: Ledger) -> None:
    """Four decisions of one portfolio, one by hand among them, and one of another; candles are shared."""
    candles = an_input("candles", b"[1, 2, 3]" * 50)
    await ledger.portfolios.open(OTHER, OPENING_CASH, START)
    for number in range(1, 4):
        await ledger.decisions.add(
            a_decision(f"d{number}", (candles, an_input("ticker", b'{"last": %d}' % number)))
        )
    by_hand = replace(a_decision("d4"), trigger=Trigger.BY_HAND, calls=())
    await ledger.decisions.add(by_hand)
    await ledger.decisions.add(replace(a_decision("e1"), portfolio_id=OTHER.portfolio_id))


async def first_damage(ledger: Ledger) -> Damage:
    return (await ledger.decision_audit.verify()).damage[0]


async def test_a_sound_log_is_walked_to_its_ends(ledger: Ledger) -> None:
    await fill(ledger)

    report = await ledger.decision_audit.verify()

    assert report.damage == ()
    assert (report.decisions, report.contents) == (5, 5)
    assert [(end.portfolio_id, end.length, end.linked_from) for end in report.chains] == [
        ("desk", 4, "d1"),
        ("other", 1, "e1"),
    ]
    records, _ = await ledger.decisions.oldest_first(DESK, 10, 0)
    assert report.chains[0].head_sha256 == records[-1].sha256


async def test_an_empty_log_is_sound(ledger: Ledger) -> None:
    assert (await ledger.decision_audit.verify()).damage == ()


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (
            "UPDATE llm_decision_logs SET reasoning = 'x' WHERE decision_id = 'd2'",
            ("llm_decision_logs", "d2", "reasoning"),
        ),
        (
            "UPDATE llm_decision_logs SET why = 'x' WHERE decision_id = 'd4'",
            ("llm_decision_logs", "d4", "why"),
        ),
        (
            "UPDATE llm_prompt_payloads SET raw_answer = 'x' WHERE decision_id = 'd3' AND ordinal = 2",
            ("llm_prompt_payloads[2]", "d3", "raw_answer"),
        ),
        (
            "UPDATE llm_prompt_payloads SET cost_usd = NULL WHERE decision_id = 'd1' AND ordinal = 1",
            ("llm_prompt_payloads[1]", "d1", "cost_usd"),
        ),
        (
            "UPDATE decision_chains SET length = 3 WHERE portfolio_id = 'desk'",
            ("decision_chains", "desk", "length"),
        ),
    ],
)
async def test_a_changed_field_is_named(
    url: str, ledger: Ledger, statement: str, named: tuple[str, str, str]
) -> None:
    await fill(ledger)
    run_sql(url, statement)

    damage = await first_damage(ledger)

    assert (damage.table, damage.row, damage.field) == named


async def test_a_removed_record_is_missed_by_the_one_after_it(url: str, ledger: Ledger) -> None:
    await fill(ledger)
    run_sql(url, "DELETE FROM llm_prompt_payloads WHERE decision_id = 'd2'")
    run_sql(url, "DELETE FROM llm_decision_items WHERE decision_id = 'd2'")
    run_sql(url, "DELETE FROM llm_decision_logs WHERE decision_id = 'd2'")

    damage = await first_damage(ledger)

    assert (damage.row, damage.field) == ("d3", "previous_sha256")
    assert "removed, inserted or moved" in damage.what


async def test_a_missing_end_of_the_log_is_found(url: str, ledger: Ledger) -> None:
    await fill(ledger)
    run_sql(url, "DELETE FROM llm_decision_items WHERE decision_id = 'd4'")
    run_sql(url, "DELETE FROM llm_decision_logs WHERE decision_id = 'd4'")

    found = (await ledger.decision_audit.verify()).damage

    assert ("decision_chains", "desk", "length") in [(each.table, each.row, each.field) for each in found]


async def test_a_record_written_beside_the_ledger_is_found(url: str, ledger: Ledger) -> None:
    await fill(ledger)
    columns = "portfolio_id, created_at, trigger, outcome, model, bundle_sha256, bundle_json, account_json"
    columns += ", items_json, unreadable_json, link, previous_sha256, fingerprints_json, sha256"
    run_sql(
        url,
        f"INSERT INTO llm_decision_logs (decision_id, {columns}) "  # noqa: S608
        f"SELECT 'forged', {columns} FROM llm_decision_logs WHERE decision_id = 'd4'",
    )

    damage = await first_damage(ledger)

    assert (damage.table, damage.row) == ("llm_decision_logs", "forged")


async def test_a_changed_input_is_named_with_the_first_decision_that_saw_it(url: str, ledger: Ledger) -> None:
    await fill(ledger)
    candles = str(an_input("candles", b"[1, 2, 3]" * 50).sha256)
    other = str(an_input("ticker", b'{"last": 3}').sha256)
    run_sql(
        url,
        "UPDATE bundle_contents SET compressed = (SELECT compressed FROM bundle_contents "  # noqa: S608
        f"WHERE sha256 = '{other}') WHERE sha256 = '{candles}'",
    )

    damage = await first_damage(ledger)

    assert (damage.table, damage.row, damage.decision_id) == ("bundle_contents", candles, "d1")


async def test_a_missing_input_is_named(url: str, ledger: Ledger) -> None:
    await fill(ledger)
    ticker = str(an_input("ticker", b'{"last": 3}').sha256)
    run_sql(url, f"DELETE FROM bundle_contents WHERE sha256 = '{ticker}'")  # noqa: S608

    damage = await first_damage(ledger)

    assert (damage.row, damage.what, damage.decision_id) == (ticker, "is missing", "d3")


async def test_records_from_before_the_chain_are_counted_and_no_damage(url: str, ledger: Ledger) -> None:
    await ledger.decisions.add(a_decision("old"))
    run_sql(
        url,
        "UPDATE llm_decision_logs SET sha256 = NULL, link = NULL, previous_sha256 = NULL, fingerprints_json = NULL",
    )
    run_sql(url, "DELETE FROM decision_chains")
    await ledger.decisions.add(a_decision("new"))

    report = await ledger.decision_audit.verify()

    assert report.damage == ()
    assert [(end.unlinked, end.length, end.linked_from) for end in report.chains] == [(1, 1, "new")]


async def test_a_ledger_is_verified_beside_the_desk_that_writes_it(url: str, ledger: Ledger) -> None:
    await fill(ledger)

    async with read_ledger(url, FakeClock()) as beside:
        await ledger.decisions.add(a_decision("d5"))
        assert (await beside.decision_audit.verify()).damage == ()


async def test_reading_needs_a_ledger_of_this_version(url: str, clock: FakeClock, tmp_path: Path) -> None:
    async with open_ledger(url, clock):
        pass
    run_sql(url, "UPDATE alembic_version SET version_num = '0001'")

    with pytest.raises(SchemaTooOld, match="start the desk once"):
        async with read_ledger(url, clock):
            pass
    with pytest.raises(LedgerUnavailable, match="there is no ledger at"):
        async with read_ledger(f"sqlite:///{tmp_path}/none.db", clock):
            pass
    assert not (tmp_path / "none.db").exists()


async def test_one_record_is_verified_alone(url: str, ledger: Ledger) -> None:
    await fill(ledger)
    verify = ledger.decision_audit.verify_one
    for name in ("d1", "d2", "d4", "e1", "unknown"):
        assert await verify(DecisionId(name)) == ()

    run_sql(url, "UPDATE llm_decision_logs SET reasoning = 'x' WHERE decision_id = 'd2'")

    (damage,) = [each for each in await verify(DecisionId("d2")) if each.field == "reasoning"]
    assert damage.row == "d2"
    assert await verify(DecisionId("d4")) == ()
