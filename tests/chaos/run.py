"""One run after the other: lives of a desk that end at a failpoint, and the verdict at the end."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

from tests.brokers.orders import DESK
from tests.chaos.desk import Home, Life, a_life
from tests.chaos.script import UNSETTLED, Actor, Fault, Plan
from tests.chaos.venue import ChaosVenue
from tests.chaos.verdict import Verdict, judged
from tradewind.domain.order import OrderKind
from tradewind.ledger import LedgerUnavailable
from tradewind.orders.failpoints import Failpoints, no_failpoints

PATIENCE_SECONDS = 12
NO_REDIS = "redis://127.0.0.1:1"


class Killed(BaseException):
    """The desk is gone: nothing after it is carried out, nothing in memory is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How one run ended."""

    plan: Plan
    is_tripped: bool
    is_killed: bool  # by a process that ended, not by an object graph that was dropped
    verdict: Verdict
    seconds: float


async def run_once(plan: Plan, venue: ChaosVenue, account: str, folder: Path, redis_url: str) -> Report:
    """Run `plan` in lives that are abandoned at its failpoint, then to its end without one."""
    began = time.monotonic()
    home = Home(
        folder=folder,
        venue_url=venue.url,
        account=account,
        origin=venue.clock.origin,
        redis_url=NO_REDIS if plan.fault is Fault.NO_REDIS else redis_url,
    )
    actor = Actor(plan, venue, account, folder)
    tripped: list[bool] = []

    def kill() -> None:
        tripped.append(True)
        raise Killed

    verdict = Verdict()
    failpoints = Failpoints(plan.failpoint, plan.nth, kill)
    for _ in range(3):
        try:
            verdict = await _live(home, actor, venue, failpoints)
            break
        except* Killed:
            failpoints = no_failpoints()
    return Report(
        plan=plan,
        is_tripped=bool(tripped),
        is_killed=False,
        verdict=verdict,
        seconds=time.monotonic() - began,
    )


async def _live(home: Home, actor: Actor, venue: ChaosVenue, failpoints: Failpoints) -> Verdict:
    async with a_life(home, failpoints, actor.plan.telling, actor.plan.seed) as life:
        verdict = Verdict()
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(life.desk.run())
            await life.desk.is_settled.wait()
            await actor.act(life)
            venue.faults.clear()
            is_quiet = await came_to_rest(life)
            verdict = await judged(venue, home.account, life.ledger, actor.plan)
            if not is_quiet:
                verdict.unsettled += 1
                verdict.notes.append(f"{home.account}: {await _unrest(life)}")
            running.cancel()
        return verdict


async def came_to_rest(life: Life) -> bool:
    """Wait until nothing is on its way, everything is covered, and desk and venue agree."""
    ends = life.clock.monotonic() + PATIENCE_SECONDS
    while life.clock.monotonic() < ends:
        try:
            if await _is_at_rest(life):
                return True
        except LedgerUnavailable:
            pass
        await asyncio.sleep(0.02)
    return False


async def _is_at_rest(life: Life) -> bool:
    is_covered = await life.desk.protection.check()
    is_settled = not await _is_busy(life)
    is_equal = await life.desk.reconciliation.reconcile()
    # What protection sent meanwhile shows now: a rest that is over before it was seen is none.
    return is_covered and is_settled and is_equal and not await _is_busy(life)


async def _is_busy(life: Life) -> bool:
    unfinished = await life.ledger.orders.unfinished(DESK)
    return any(r.state in UNSETTLED or r.order.kind is OrderKind.MARKET for r in unfinished)


async def _unrest(life: Life) -> str:
    unfinished = [
        f"{r.order.purpose} {r.order.kind} {r.order.client_order_id} {r.state} {r.filled} of {r.order.quantity}"
        for r in await life.ledger.orders.unfinished(DESK)
    ]
    blocks = [block.reason for block in life.desk.opening_blocks()]
    return f"not at rest after {PATIENCE_SECONDS} s: orders {unfinished}, blocks {blocks}"
