"""Roles as processes of their own: one asks the venues, all others read Redis, and a peer takes over from the dead."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, ExitStack, aclosing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.desk_process import DeskProcess, wait_until
from tests.fault_proxy import FaultProxy, fault_proxy
from tests.lab_process import RunningLab, running_lab
from tests.service_process import a_free_port, health_at, model_of, running_role, venue_statuses, venues_at
from tests.valkey import running_valkey
from tradewind.bus.connection import connect
from tradewind.bus.coordination import venue_report_key

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

VENUES = ("okx", "binanceus", "alpaca")
COLLECTING = dict.fromkeys(VENUES, "ok")
STANDING_BY = dict.fromkeys(VENUES, "standby")
DECISIONS = "/internal/autotrade/v1/decisions"
PRICES = "/api/market/v1/prices"


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """A lab behind proxies, and the Redis between the roles."""

    lab: RunningLab
    redis_url: str
    folder: Path
    stack: AsyncExitStack
    processes: ExitStack

    async def proxy(self) -> FaultProxy:
        """Return a way to the venues of its own."""
        where = urlsplit(self.lab.okx)
        return await self.stack.enter_async_context(fault_proxy(where.hostname or "", where.port or 0))

    def start(self, role: str, name: str, proxy: FaultProxy, *arguments: str) -> DeskProcess:
        """Start a role whose venues are behind `proxy`."""
        environment = {
            **venues_at(proxy.port),
            **model_of(self.lab),
            "REDIS_URL": self.redis_url,
            "TRADEWIND_TRADING__CYCLE__PERIOD_SECONDS": "15",
        }
        return self.processes.enter_context(
            running_role(role, self.folder / name, *arguments, environment=environment)
        )


@pytest.fixture
async def market(tmp_path: Path) -> AsyncIterator[Market]:
    async with AsyncExitStack() as stack:
        lab = await stack.enter_async_context(running_lab())
        redis_url = await stack.enter_async_context(running_valkey(tmp_path))
        processes = stack.enter_context(ExitStack())
        yield Market(lab=lab, redis_url=redis_url, folder=tmp_path, stack=stack, processes=processes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collecting:
    """A collector, its way to the venues, and its health page."""

    process: DeskProcess
    proxy: FaultProxy
    port: int

    async def comes_to(self, statuses: dict[str, str]) -> None:
        """Wait until the health page tells these statuses."""
        await comes_true(lambda: venue_statuses(self.port) == statuses, f"{self.process.output}: {statuses}")


async def a_collector(market: Market, name: str, statuses: dict[str, str]) -> Collecting:
    """Start a collector and wait until its venues are as `statuses` says."""
    proxy, port = await market.proxy(), a_free_port()
    process = market.start("collector", name, proxy, "--port", str(port))
    started = Collecting(process=process, proxy=proxy, port=port)
    await started.comes_to(statuses)
    return started


async def comes_true(condition: Callable[[], object], otherwise: str) -> None:
    await asyncio.to_thread(wait_until, condition, 120, otherwise)


def has_decided(desk: DeskProcess) -> bool:
    try:
        return bool(desk.get(DECISIONS)["items"])
    except (OSError, KeyError, ValueError):
        return False


def analyzed(port: int) -> set[str]:
    """The halves of the analyst that the collector's health page calls well."""
    health = health_at(port) or {}
    return {half["half"] for half in health.get("analysis", ()) if half["status"] == "ok"}


async def holder(market: Market) -> str:
    async with aclosing(connect(market.redis_url)) as redis:
        content = await redis.get(venue_report_key("okx").name)
    assert isinstance(content, bytes)
    return str(json.loads(content)["holder"])


async def test_market_data_are_asked_for_by_one_collector_only_and_by_the_next_when_it_dies(
    market: Market,
) -> None:
    first = await a_collector(market, "first", COLLECTING)
    at_analyst, at_trader = await market.proxy(), await market.proxy()
    market.start("analyst", "analyst", at_analyst)
    desk = market.start("trader", "trader", at_trader, "--port", "0")
    await comes_true(lambda: has_decided(desk), f"no decision: {desk.output}")

    await comes_true(lambda: not desk.get(PRICES)["missing"], "some price is missing")
    assert set(desk.status["roles"]) == {"trader", "web"}
    await comes_true(lambda: analyzed(first.port) == {"analyst", "scanner"}, "who analyzes is not told")
    assert first.proxy.accepted > 0
    assert [proxy.accepted for proxy in (at_analyst, at_trader)] == [0, 0]

    second = await a_collector(market, "second", STANDING_BY)
    first.process.kill()
    await second.comes_to(COLLECTING)
    assert second.proxy.accepted > 0
    assert [proxy.accepted for proxy in (at_analyst, at_trader)] == [0, 0]


async def test_a_frozen_collector_is_relieved_and_fenced_when_it_wakes_f70_f71(market: Market) -> None:
    first = await a_collector(market, "first", COLLECTING)
    second = await a_collector(market, "second", STANDING_BY)

    first.process.process.send_signal(signal.SIGSTOP)
    await second.comes_to(COLLECTING)
    assert str(second.process.process.pid) in await holder(market)

    first.process.process.send_signal(signal.SIGCONT)
    await first.comes_to(STANDING_BY)
    await second.comes_to(COLLECTING)


async def test_a_trader_without_a_redis_to_read_is_refused_with_what_to_set(tmp_path: Path) -> None:
    with running_role("trader", tmp_path / "trader", environment={"REDIS_URL": ""}) as desk:
        assert await asyncio.to_thread(desk.process.wait, 120) == 2

    assert "REDIS_URL" in desk.output.read_text()
