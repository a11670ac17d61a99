import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from tests.clocks import START, FakeClock
from tests.ledger.records import DESK, OPENING_CASH, a_fill
from tests.waiting import eventually
from tradewind.app.clock import SystemClock
from tradewind.bus.cache import Cache
from tradewind.bus.codec import decode
from tradewind.bus.connection import connect
from tradewind.bus.keys import MESSAGE_LOG, PORTFOLIO_UPDATE
from tradewind.bus.messages import PortfolioNotice
from tradewind.domain.account import EquityPoint
from tradewind.domain.clock import Clock, Instant
from tradewind.ledger import Ledger, LedgerConfig, LedgerUnavailable, open_ledger
from tradewind.portfolio import AccountReader, EquityRecorder, PortfolioConfig
from tradewind.telemetry.metrics import Metrics

NO_SERVER = "redis://127.0.0.1:1/0"
OFTEN = PortfolioConfig(record_every=timedelta(milliseconds=20))


def a_recorder(
    ledger: Ledger,
    cache: Cache,
    clock: Clock,
    metrics: Metrics | None = None,
    config: PortfolioConfig = OFTEN,
) -> EquityRecorder:
    return EquityRecorder(
        ledger,
        AccountReader(ledger, cache, clock),
        cache=cache,
        clock=clock,
        metrics=metrics or Metrics(),
        portfolio_id=DESK,
        config=config,
    )


@asynccontextmanager
async def running(recorder: EquityRecorder) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(recorder.run())
        yield
        task.cancel()


async def recorded(ledger: Ledger, since: Instant, count: int) -> list[EquityPoint]:
    """Wait until `count` points stand in the curve."""
    for _ in range(1_000):
        points = await ledger.equity.curve(DESK, since, 100)
        if len(points) >= count:
            return points
        await asyncio.sleep(0.01)
    raise TimeoutError(f"{count} points did not come")


async def test_a_point_is_recorded_measured_and_returned(
    ledger: Ledger, cache: Cache, clock: FakeClock
) -> None:
    metrics = Metrics()

    point = await a_recorder(ledger, cache, clock, metrics).record_now()

    assert point == EquityPoint(time=START, equity=OPENING_CASH)
    assert await ledger.equity.curve(DESK, START, 10) == [point]
    assert metrics.registry.get_sample_value("tradewind_equity", {"portfolio": DESK}) == 10_000


async def test_a_point_is_published_and_logged_on_the_bus(
    ledger: Ledger, cache: Cache, clock: FakeClock, redis: Redis
) -> None:
    listener = redis.pubsub()
    await listener.subscribe(PORTFOLIO_UPDATE.name)
    await listener.get_message(timeout=20)

    await a_recorder(ledger, cache, clock).record_now()

    message = await listener.get_message(ignore_subscribe_messages=True, timeout=20)
    assert message is not None
    content = message["data"]
    assert isinstance(content, bytes)
    assert decode(content, PortfolioNotice) == PortfolioNotice(
        portfolio_id=DESK, summary="equity 10000.00 USDT", timestamp=START
    )
    entries: list[Any] = await redis.xrange(MESSAGE_LOG) or []
    assert [fields[b"summary"] for _, fields in entries] == [b"equity 10000.00 USDT"]
    await listener.aclose()  # type: ignore[no-untyped-call]


async def test_an_unknown_equity_is_not_recorded(ledger: Ledger, cache: Cache, clock: FakeClock) -> None:
    await ledger.fills.post(DESK, a_fill("1"), None)

    assert await a_recorder(ledger, cache, clock).record_now() is None
    assert await ledger.equity.curve(DESK, START, 10) == []


async def test_without_the_bus_the_curve_goes_on(ledger: Ledger, clock: FakeClock) -> None:
    client = connect(NO_SERVER)

    point = await a_recorder(ledger, Cache(client, clock), clock).record_now()

    assert await ledger.equity.curve(DESK, START, 10) == [point]
    await client.aclose()


async def test_points_follow_at_their_period_until_cancelled(ledger: Ledger, cache: Cache) -> None:
    clock = SystemClock()
    started = clock.now()

    async with running(a_recorder(ledger, cache, clock)):
        points = await recorded(ledger, started, count=4)

    assert points == sorted(points, key=lambda point: point.time)
    assert {point.equity for point in points} == {Decimal(10_000)}


async def test_a_locked_ledger_costs_points_but_not_the_recorder(
    ledger: Ledger, cache: Cache, tmp_path: Path
) -> None:
    clock = SystemClock()
    impatience = LedgerConfig(busy_timeout=timedelta(milliseconds=10))
    address = f"sqlite:///{tmp_path}/ledger.db"
    async with open_ledger(address, clock, impatience) as impatient:
        recorder = a_recorder(impatient, cache, clock)
        with closing(sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(LedgerUnavailable):
                await recorder.record_now()
            with capture_logs() as entries:
                async with running(recorder):
                    await eventually(lambda: len(entries) > 1)
                    other.execute("ROLLBACK")
                    await recorded(ledger, Instant.from_ms(0), count=1)

    assert {entry["event"] for entry in entries} == {"equity_not_recorded"}


def test_a_period_must_pass() -> None:
    with pytest.raises(ValueError, match="record_every must be above 0"):
        PortfolioConfig(record_every=timedelta(0))
