"""A ban closes the venue for everything until the time that it names, and everybody can read until when."""

from datetime import timedelta

from redis.asyncio import Redis

from tests.lab_faults import arm, disarm
from tests.lab_process import RunningLab
from tests.market.test_collector import collecting, quick, scans_more
from tests.waiting import eventually
from tradewind.app.clock import SystemClock
from tradewind.market.collector_report import report_of
from tradewind.market.failures import FailureKind
from tradewind.market.swap_health import swap_health


async def test_a_ban_is_reported_with_its_end_and_asked_again_after_it_f39(
    lab: RunningLab, redis: Redis
) -> None:
    clock = SystemClock()
    config = quick(lab)
    async with collecting(redis, config) as collector:
        began = clock.now()
        await arm(lab, "status", "/api/v5/market/ticker", status=418, headers={"Retry-After": "3"}, count=1)
        await eventually(lambda: collector.closed_until is not None)
        until = collector.closed_until
        assert until is not None
        assert until > began
        assert until - clock.now() <= timedelta(seconds=3)

        health = swap_health(collector.health(), config, until)
        assert report_of(health, "a test", began).closed_until == until

        await disarm(lab)
        await eventually(lambda: collector.closed_until is None)
        successes = {one.at for one in collector.health().successes}
        await scans_more(collector, 2)
        assert max(one.at for one in collector.health().successes) > max(successes)


async def test_too_many_requests_to_one_endpoint_are_no_ban_f38(lab: RunningLab, redis: Redis) -> None:
    async with collecting(redis, quick(lab)) as collector:
        await arm(lab, "status", "/api/v5/market/ticker", status=429, headers={"Retry-After": "1"}, count=1)
        await eventually(lambda: collector.health().failed(FailureKind.RATE_LIMITED) > 0)

        assert collector.closed_until is None
