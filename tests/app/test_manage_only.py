"""A whole desk whose models fail or cost too much: it opens nothing and still closes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from tests.clocks import FakeClock
from tests.cycle.desk import SYMBOLS, CycleDesk, a_close, a_desk, an_opening
from tests.decision.markets import a_market
from tests.fakes.chat_server import HANGS, Reply, decides, refuses, running_chat
from tests.instruments import BTC, ETH
from tests.waiting import eventually
from tradewind.app.clock import SystemClock
from tradewind.app.manage_only import ManageOnly
from tradewind.cycle.schedule import CycleSchedule
from tradewind.cycle.trade import TradeCycle
from tradewind.decision.budget import DailyBudget
from tradewind.decision.config import ModelConfig
from tradewind.decision.decide import Decider
from tradewind.decision.model_line import ModelLine
from tradewind.decision.models_config import BudgetConfig, ModelsConfig
from tradewind.decision.prompt import load_texts
from tradewind.decision.safe_mode import SafeMode
from tradewind.domain.decision import DecisionRecord, Outcome, Trigger
from tradewind.orders.blocks import BlockCause
from tradewind.telemetry.health import HealthBoard
from tradewind.telemetry.metrics import Metrics

HALF_A_DOLLAR = Decimal(500)
"""Of a million prompt tokens: the scripted model reads a thousand for each answer."""


@dataclass(slots=True, kw_only=True)
class FailingDesk:
    """A desk that looks after its models."""

    desk: CycleDesk
    manage_only: ManageOnly
    cycle: TradeCycle
    board: HealthBoard
    budget_usd: Decimal | None

    async def run(self) -> DecisionRecord:
        await self.manage_only.around(lambda: self.cycle.run(Trigger.SCHEDULE))
        return await self.desk.record()

    def gauge(self, name: str) -> float | None:
        return self.desk.metrics.registry.get_sample_value(name)


@asynccontextmanager
async def a_failing_desk(
    folder: Path, *script: Reply, stand_in: Reply | None = None, budget_usd: str | None = None
) -> AsyncIterator[FailingDesk]:
    async with a_desk(folder, *script) as desk, running_chat(stand_in or HANGS) as second:
        clock, metrics = desk.clock, desk.metrics
        blocks = desk.execution._safeguards.blocks
        asked = (
            [(desk.chat.url, script)]
            if stand_in is None
            else [(desk.chat.url, script), (second.url, [stand_in])]
        )
        models = tuple(
            ModelConfig(
                base_url=url,
                max_retries=0,
                timeout=timedelta(seconds=1 if HANGS in replies else 20),
                prompt_usd_per_million=HALF_A_DOLLAR,
                completion_usd_per_million=Decimal(0),
            )
            for url, replies in asked
        )
        line = ModelLine(ModelsConfig(models=models), clock, metrics)
        safe_mode = SafeMode(lambda: 3)
        board = HealthBoard(clock, ())

        def restrain(cause: BlockCause, reason: str | None) -> None:
            if reason is None:
                blocks.lift(cause)
            else:
                blocks.put(cause, reason)

        budget = DailyBudget(
            desk.ledger.model_usage, clock, lambda: BudgetConfig(daily_usd=failing.budget_usd)
        )
        ports = replace(desk.cycle._ports, decider=Decider(line, load_texts(), budget))
        failing = FailingDesk(
            desk=desk,
            manage_only=ManageOnly(
                budget, safe_mode, restrain, standings=line.standings, board=board, metrics=metrics
            ),
            cycle=TradeCycle(ports, desk.cycle._mandate),
            board=board,
            budget_usd=None if budget_usd is None else Decimal(budget_usd),
        )
        yield failing
        await line.aclose()


async def test_f83_a_stand_in_decides_where_the_first_model_is_out_of_quota(tmp_path: Path) -> None:
    async with a_failing_desk(tmp_path, refuses(429, "quota"), stand_in=decides(an_opening())) as failing:
        record = await failing.run()

    assert record.outcome is Outcome.DECIDED
    assert [call.raw_answer is None for call in record.calls] == [True, False]
    assert len(failing.desk.venue.placed) == 1


async def test_f83_failures_in_a_row_bring_safe_mode_and_a_success_ends_it(tmp_path: Path) -> None:
    script = [*[refuses(503)] * 3, decides(an_opening(), a_close(ETH)), decides(an_opening())]
    async with a_failing_desk(tmp_path, *script) as failing:
        await failing.desk.hold(ETH, price="3000")
        for _ in range(3):
            await failing.run()
        in_safe_mode = (failing.gauge("tradewind_safe_mode"), failing.board.snapshot().reasons)
        failing.desk.clock.advance(timedelta(seconds=120))
        await renew(failing.desk)
        first = await failing.run()
        after = failing.gauge("tradewind_safe_mode")
        await failing.run()

    assert in_safe_mode[0] == 1
    assert "safe mode: 3 decisions in a row failed" in in_safe_mode[1][0]
    refused = next(item for item in first.items if item.proposal.symbol == BTC)
    closed = next(item for item in first.items if item.proposal.symbol == ETH)
    assert (refused.is_approved, closed.is_approved) == (False, True)
    assert "safe mode" in str(refused.reason)
    assert after == 0
    assert [order.symbol for order in failing.desk.venue.placed] == [ETH, BTC]


async def test_f83_the_operator_ends_safe_mode(tmp_path: Path) -> None:
    async with a_failing_desk(tmp_path, refuses(503)) as failing:
        for _ in range(3):
            await failing.run()
        before = await failing.manage_only.report()
        await failing.manage_only.release_safe_mode("ann")
        after = await failing.manage_only.report()

    assert (before.safe_mode is None, after.safe_mode is None) == (False, True)
    assert failing.board.snapshot().reasons == ()


async def test_f93_a_used_up_budget_opens_nothing_and_closes(tmp_path: Path) -> None:
    script = [decides(), decides(), decides(an_opening(), a_close(ETH))]
    async with a_failing_desk(tmp_path, *script, budget_usd="0.9") as failing:
        await failing.desk.hold(ETH, price="3000")
        await failing.run()
        await failing.run()
        record = await failing.run()
        spent = failing.gauge("tradewind_model_spent_usd")

    assert spent == 1.5
    refused = next(item for item in record.items if item.proposal.symbol == BTC)
    assert "the day's budget is 0.9000 USD" in str(refused.reason)
    assert [order.symbol for order in failing.desk.venue.placed] == [ETH]
    assert failing.gauge("tradewind_model_budget_used_up") == 1


async def test_f93_with_nothing_held_a_used_up_budget_asks_nobody_until_it_is_raised(tmp_path: Path) -> None:
    async with a_failing_desk(tmp_path, decides(), budget_usd="0.5") as failing:
        await failing.run()
        blocked = await failing.run()
        asked = len(failing.desk.chat.asked)
        failing.budget_usd = Decimal(5)
        raised = await failing.run()

    assert asked == 1
    assert blocked.outcome is Outcome.BLOCKED
    assert "nothing opens before the next day" in str(blocked.why)
    assert raised.calls != ()


async def test_f93_a_restart_does_not_forget_what_was_spent(tmp_path: Path) -> None:
    async with a_failing_desk(tmp_path, decides(), budget_usd="0.5") as failing:
        await failing.run()
        fresh = DailyBudget(
            failing.desk.ledger.model_usage, FakeClock(), lambda: BudgetConfig(daily_usd=Decimal("0.5"))
        )
        standing = await fresh.refresh()

    assert standing.is_used_up


async def test_f82_a_hanging_model_changes_nothing_and_no_two_cycles_overlap(tmp_path: Path) -> None:
    running, most, outcomes = 0, 0, []
    async with a_desk(tmp_path, HANGS) as desk:
        await desk.hold()

        async def run_once(trigger: Trigger) -> Outcome:
            nonlocal running, most
            running, most = running + 1, max(most, running + 1)
            try:
                outcomes.append(await desk.run(trigger))
            finally:
                running -= 1
            return outcomes[-1]

        async def ready() -> None:
            return

        schedule = CycleSchedule(
            run_once,
            ready,
            SystemClock(),
            Metrics(),
            period=timedelta(milliseconds=200),
            timeout=timedelta(seconds=30),
        )
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(schedule.run())
            await eventually(lambda: len(outcomes) == 2)
            task.cancel()

    assert most == 1
    assert outcomes == [Outcome.ABSTAINED, Outcome.ABSTAINED]
    assert desk.venue.placed == []
    assert schedule.status().skipped > 0


async def renew(desk: CycleDesk) -> None:
    """Prices of now: what was cached has aged with the clock."""
    await desk.cache.write(a_market(desk.clock.now(), SYMBOLS))
