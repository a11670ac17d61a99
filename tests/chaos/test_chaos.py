"""A small share of what `make chaos` runs: every failpoint with a few seeds, one of them with a process that is killed."""

import asyncio
import shutil
from pathlib import Path

import pytest

from tests.chaos.desk import Home, an_empty_ledger
from tests.chaos.killing import run_killed
from tests.chaos.line_process import line_process
from tests.chaos.run import run_once
from tests.chaos.script import Fault, planned
from tests.chaos.table import HEAD, Tally, last_line, lines
from tests.chaos.venue import running_venue
from tradewind.orders.failpoints import Failpoint

SEEDS = range(2)
NO_REDIS = "redis://127.0.0.1:1"


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("chaos") / "empty.db"
    asyncio.run(an_empty_ledger(path))
    return path


@pytest.mark.parametrize("point", list(Failpoint))
async def test_f08_f09_f10_a_desk_lost_at_any_point_loses_and_doubles_nothing(
    point: Failpoint, tmp_path: Path, empty_ledger: Path
) -> None:
    tally = Tally(failpoint=point)
    async with running_venue([f"run{seed}" for seed in SEEDS]) as venue:
        for seed in SEEDS:
            home = tmp_path / str(seed)
            home.mkdir()
            shutil.copy(empty_ledger, home / "ledger.db")
            plan = planned(point, seed + len(Fault) * list(Failpoint).index(point))
            tally.add(await run_once(plan, venue, f"run{seed}", home, NO_REDIS))
    assert tally.verdict.is_clean, tally.verdict.notes


async def test_f09_a_process_killed_after_its_send_finds_its_order_again(
    tmp_path: Path, empty_ledger: Path
) -> None:
    shutil.copy(empty_ledger, tmp_path / "ledger.db")
    async with running_venue(["killed"]) as venue:
        home = Home(
            folder=tmp_path,
            venue_url=venue.url,
            account="killed",
            origin=venue.clock.origin,
            redis_url=NO_REDIS,
        )
        async with line_process("tests.chaos.trader") as nursery:
            report = await run_killed(planned(Failpoint.AFTER_SEND, 0), venue, home, nursery)
    assert report.is_killed
    assert report.verdict.is_clean, report.verdict.notes


def test_a_plan_follows_from_its_seed_and_every_fault_has_its_turn() -> None:
    assert planned(Failpoint.CLAIMED, 7) == planned(Failpoint.CLAIMED, 7)
    assert {planned(Failpoint.CLAIMED, seed).fault for seed in range(len(Fault))} == set(Fault)


def test_the_last_line_sums_what_counts() -> None:
    tally = Tally(failpoint=Failpoint.CLAIMED)
    assert last_line([tally]) == "duplicate orders 0, lost fills 0, unprotected 0, ledger drift 0"
    tally.verdict.lost_fills, tally.verdict.unsettled = 2, 1
    assert last_line([tally]).endswith("duplicate orders 0, lost fills 2, unprotected 0, ledger drift 0")
    assert lines([tally])[0].split() == list(HEAD)
