"""`tradewind replay` and `tradewind audit verify` on a home with decisions, as a person runs them."""

import asyncio
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.clocks import START, FakeClock
from tests.cycle.desk import a_desk, an_opening
from tests.decision.accounts import DESK
from tests.fakes.chat_server import decides
from tests.instruments import ETH
from tests.ledger.rows import run_sql
from tradewind.cli.commands import app
from tradewind.domain.account import Portfolio, RuntimeMode
from tradewind.domain.decision import DecisionRecord
from tradewind.domain.ids import DecisionId
from tradewind.ledger import open_ledger
from tradewind.settings import Launch, load_settings

run = CliRunner()


async def decided(folder: Path) -> DecisionRecord:
    async with a_desk(folder, decides(an_opening(), an_opening(ETH, leverage=500))) as desk:
        await desk.run()
        return await desk.record()


async def keep(home: Path, *records: DecisionRecord) -> None:
    settings = load_settings(Launch(home=home), {})
    async with open_ledger(settings.database_url, FakeClock()) as ledger:
        desk = Portfolio(portfolio_id=DESK, name="desk", mode=RuntimeMode.SIMULATOR, currency="USDT")
        await ledger.portfolios.open(desk, Decimal(1), START)
        for record in records:
            await ledger.decisions.add(record)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATABASE_URL", "REDIS_URL", "MODEL_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    folder, place = tmp_path / "cycle", tmp_path / "home"
    folder.mkdir()
    place.mkdir()
    record = asyncio.run(decided(folder))
    asyncio.run(keep(place, record, replace(record, decision_id=DecisionId("d0002"))))
    return place


def url(home: Path) -> str:
    return load_settings(Launch(home=home), {}).database_url


def invoke(home: Path, *arguments: str) -> tuple[int, str]:
    said = run.invoke(app, [*arguments, "--home", str(home)])
    return said.exit_code, said.output


def test_a_sound_home_verifies_and_replays(home: Path) -> None:
    code, said = invoke(home, "audit", "verify")
    assert (code, "✓ every byte is what was written" in said) == (0, True)

    code, said = invoke(home, "replay", "d0001")
    assert (code, said) == (0, "d0001 identical\n1 decisions: 1 identical, 0 different, 0 not replayable\n")


def test_a_replay_names_the_stage_that_differs(home: Path) -> None:
    """The second record bears order ids of the first: its verdicts cannot come out the same."""
    code, said = invoke(home, "replay", "--all", "--json")

    first, second = map(json.loads, said.splitlines())
    assert code == 1
    assert (first["result"], first["stage"], len(first["sha256"])) == ("identical", None, 64)
    assert (second["id"], second["result"], second["stage"]) == ("d0002", "different", "verdicts")


def test_one_changed_byte_of_a_bundle_is_found_by_both(home: Path) -> None:
    ((digest,),) = run_sql(
        url(home), "SELECT sha256 FROM bundle_contents ORDER BY length(compressed) DESC LIMIT 1"
    )
    other = "(SELECT compressed FROM bundle_contents ORDER BY length(compressed) LIMIT 1)"
    run_sql(url(home), f"UPDATE bundle_contents SET compressed = {other} WHERE sha256 = '{digest}'")  # noqa: S608

    code, said = invoke(home, "audit", "verify")
    assert code == 1
    assert f"✗ first bad row: bundle_contents {digest}, compressed (decision d0001)" in said

    code, said = invoke(home, "replay", "d0001")
    assert code == 1
    assert "d0001 different at bundle" in said


def test_what_cannot_be_done_is_refused_with_a_reason(home: Path, tmp_path: Path) -> None:
    assert invoke(home, "replay")[0] == 2
    assert "no decision d404" in invoke(home, "replay", "d404")[1]
    code, said = invoke(tmp_path / "elsewhere", "audit", "verify")
    assert code == 2
    assert "Refused: there is no" in said
