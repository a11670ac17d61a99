"""Runs whose desk is a process of its own that ends at its failpoint, with nothing unwound, and is started again."""

import asyncio
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.chaos.desk import Home, a_life
from tests.chaos.line_process import LineProcess
from tests.chaos.run import Report, came_to_rest
from tests.chaos.script import Actor, Fault, Plan, Step, armed_at_venue
from tests.chaos.venue import ChaosVenue
from tests.chaos.verdict import Verdict, judged
from tradewind.orders.failpoints import DRILL, EXIT_CODE, VARIABLE, no_failpoints

LIVES = 3


async def run_killed(plan: Plan, venue: ChaosVenue, home: Home, nursery: LineProcess) -> Report:
    """Run `plan` in processes: the first may end at the failpoint, the next go on; the verdict is taken here."""
    began = time.monotonic()
    if plan.fault not in (Fault.NO_LEDGER, Fault.DISORDERED, Fault.SILENT):
        armed_at_venue(plan.fault, venue)
    codes: list[int] = []
    dead: list[tuple[int, int]] = []
    while len(codes) < LIVES and (not codes or codes[-1] == EXIT_CODE):
        ended_ms = venue.clock.now_ms()
        codes.append(await nursery.ask(_orders(plan, home, venue, is_armed=not codes)))
        dead.append((ended_ms, _settled_ms(home.folder, ended_ms)))
        venue.faults.clear()
    verdict = await _verdict(plan, venue, home, dead=dead[1:])
    if codes[-1] != 0:
        verdict.unsettled += 1
        verdict.notes.append(f"{home.account}: its processes ended with {codes}")
    is_killed = EXIT_CODE in codes
    return Report(
        plan=plan,
        is_tripped=is_killed,
        is_killed=is_killed,
        verdict=verdict,
        seconds=time.monotonic() - began,
    )


def _orders(plan: Plan, home: Home, venue: ChaosVenue, *, is_armed: bool) -> dict[str, object]:
    progress = home.folder / "step"
    return {
        "plan": [plan.failpoint, plan.nth, plan.seed],
        "url": home.venue_url,
        "account": home.account,
        "elapsed": venue.clock.monotonic() - home.origin,
        "folder": str(home.folder),
        "redis": home.redis_url,
        "step": int(progress.read_text()) if progress.exists() else 0,
        "environment": {VARIABLE: f"{plan.failpoint}:{plan.nth}", DRILL: "1"} if is_armed else {},
    }


def _settled_ms(folder: Path, ended_ms: int) -> int:
    """Return when the process that has just ended began its work; one that never did was dead all the while."""
    path = folder / "settled"
    settled_ms = int(path.read_text()) if path.exists() else 0
    path.unlink(missing_ok=True)
    return max(settled_ms, ended_ms)


async def _verdict(plan: Plan, venue: ChaosVenue, home: Home, *, dead: Sequence[tuple[int, int]]) -> Verdict:
    ended_ms = venue.clock.now_ms()
    async with a_life(home, no_failpoints()) as life, asyncio.TaskGroup() as tasks:
        running = tasks.create_task(life.desk.run())
        await life.desk.is_settled.wait()
        settled_ms = venue.clock.now_ms()
        is_quiet = await came_to_rest(life)
        verdict = await judged(venue, home.account, life.ledger, plan, [*dead, (ended_ms, settled_ms)])
        verdict.unsettled += not is_quiet
        running.cancel()
    return verdict


async def trade(orders: Mapping[str, object], plan: Plan) -> None:
    """Be the process: take the steps that are left, one file entry before each."""
    home = Home(
        folder=Path(str(orders["folder"])),
        venue_url=str(orders["url"]),
        account=str(orders["account"]),
        origin=asyncio.get_running_loop().time() - float(str(orders["elapsed"])),
        redis_url=str(orders["redis"]),
    )
    from tradewind.orders.failpoints import failpoints_from  # noqa: PLC0415 -- of this process alone

    steps = tuple(step for step in plan.steps if step not in (Step.DRIFT, Step.SET_OFF))
    async with a_life(home, failpoints_from(os.environ), plan.telling, plan.seed) as life:
        actor = Actor(plan, None, home.account, home.folder, steps=steps)
        actor.next_step = int(str(orders["step"]))
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(life.desk.run())
            await life.desk.is_settled.wait()
            (home.folder / "settled").write_text(str(life.clock.now_ms()))
            await actor.act(life)
            await came_to_rest(life)
            running.cancel()
