"""Metrics have full names, one registry per process part, and a loop that reports its lag."""

import asyncio
from datetime import timedelta

import structlog

from tests.waiting import eventually
from tradewind.app.clock import SystemClock
from tradewind.telemetry.loop_lag import watch_loop_lag
from tradewind.telemetry.metrics import Metrics


def test_two_sets_of_metrics_do_not_meet() -> None:
    one, other = Metrics(), Metrics()
    one.cycles.labels("decided").inc()

    assert one.registry.get_sample_value("tradewind_cycles_total", {"outcome": "decided"}) == 1
    assert other.registry.get_sample_value("tradewind_cycles_total", {"outcome": "decided"}) is None


def test_the_exposition_names_every_metric() -> None:
    text = Metrics().exposition().decode()

    for name in (
        "cycles",
        "collector_errors",
        "cache_misses",
        "ws_clients",
        "ws_frames_dropped",
        "order_states",
    ):
        assert f"# HELP tradewind_{name}" in text


async def test_a_blocked_loop_shows_as_lag() -> None:
    metrics, clock = Metrics(), SystemClock()
    async with asyncio.TaskGroup() as tasks:
        watch = tasks.create_task(watch_loop_lag(metrics, clock, timedelta(milliseconds=20)))
        await asyncio.sleep(0)
        until = clock.monotonic() + 0.2
        while clock.monotonic() < until:
            pass
        await eventually(lambda: (_lag(metrics) or 0) > 0.1)
        watch.cancel()


async def test_a_loop_that_stood_is_counted_and_logged_f73() -> None:
    metrics, clock, tenth = Metrics(), SystemClock(), timedelta(milliseconds=100)
    with structlog.testing.capture_logs() as entries:
        async with asyncio.TaskGroup() as tasks:
            watch = tasks.create_task(watch_loop_lag(metrics, clock, timedelta(milliseconds=20), tenth))
            await asyncio.sleep(0)
            until = clock.monotonic() + 0.3
            while clock.monotonic() < until:
                pass
            await eventually(lambda: bool(_value(metrics, "tradewind_event_loop_stands_total")))
            watch.cancel()

    assert (_value(metrics, "tradewind_event_loop_stood_seconds_total") or 0) > 0.1
    assert entries[0]["event"] == "event_loop_stood"


def _value(metrics: Metrics, name: str) -> float | None:
    return metrics.registry.get_sample_value(name)


def _lag(metrics: Metrics) -> float | None:
    return metrics.registry.get_sample_value("tradewind_event_loop_lag_seconds")
