from datetime import timedelta
from pathlib import Path

from tests.orders.desks import DECISION, an_opening
from tests.orders.order_desks import a_stage
from tradewind.orders.latency import OrderLatency, Stage, percentile
from tradewind.telemetry.metrics import Metrics


def test_percentiles_are_values_that_were_measured() -> None:
    ordered = [float(number) for number in range(1, 101)]
    assert [percentile(ordered, rank) for rank in (50, 95, 99)] == [50, 95, 99]
    assert percentile([7.0], 99) == 7
    assert percentile([], 50) is None


def test_nothing_measured_is_unknown_and_a_negative_time_is_0() -> None:
    latency = OrderLatency(Metrics())
    assert all(one.p50_ms is None for one in latency.summaries())
    latency.observe(Stage.ACK, timedelta(seconds=-1))
    assert latency.summaries()[1].max_ms == 0


async def test_an_order_is_measured_from_its_send_to_answer_and_fill(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:
        record = await stage.desk.execution.execute(an_opening(), DECISION)
        stage.clock.advance(timedelta(milliseconds=40))
        await stage.desk.execution.take_fill(stage.broker.fill(record.order, "0.049"))
        counts = {one.stage: one.count for one in stage.desk.latencies()}
        fill = next(one for one in stage.desk.latencies() if one.stage is Stage.FILL)
    assert counts == {Stage.PLACE: 1, Stage.ACK: 1, Stage.FILL: 1}
    assert fill.p99_ms == 40
