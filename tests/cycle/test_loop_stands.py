"""A process that stood still for a while says so, and decides nothing on what it knew before."""

import asyncio
from datetime import timedelta
from pathlib import Path

from structlog.testing import capture_logs

from tests.cycle.desk import a_desk, an_opening
from tests.fakes.chat_server import decides
from tests.waiting import eventually
from tradewind.domain.decision import Outcome
from tradewind.telemetry.loop_lag import watch_loop_lag

STAND = timedelta(seconds=90)


async def test_after_a_stand_of_the_loop_nothing_is_decided_on_stale_prices_f73(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening())) as desk, asyncio.TaskGroup() as tasks:

        def stands() -> float:
            return desk.metrics.registry.get_sample_value("tradewind_event_loop_stands_total") or 0

        async def stand() -> None:
            desk.clock.advance(STAND)
            await eventually(lambda: stands() == 1)

        with capture_logs() as entries:
            watch = tasks.create_task(watch_loop_lag(desk.metrics, desk.clock, timedelta(milliseconds=20)))
            desk.chat.meanwhile = stand
            await desk.run()
            asked = len(desk.chat.asked)
            after = await desk.run()
            watch.cancel()

    assert desk.venue.placed == [], "the answer was about prices of before"
    assert (after, len(desk.chat.asked)) == (Outcome.BLOCKED, asked)
    assert "event_loop_stood" in {entry["event"] for entry in entries}
