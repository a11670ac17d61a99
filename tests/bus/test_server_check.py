"""An outside server is looked at before anything is built on it."""

import pytest
from redis.asyncio import Redis

from tradewind.bus.server_check import UnfitServer, check_server
from tradewind.bus.server_program import free_port


async def test_a_server_with_the_promised_settings_has_no_problem(url: str) -> None:
    assert await check_server(url) == ()


async def test_a_silent_address_is_refused_with_the_reason() -> None:
    with pytest.raises(ConnectionError, match="no answer within 1 s"):
        await check_server(f"redis://127.0.0.1:{free_port()}/0")


@pytest.mark.parametrize("policy", ["allkeys-lru", "allkeys-lfu", "allkeys-random"])
async def test_a_server_that_may_evict_the_log_is_refused_with_the_line_that_mends_it_f51(
    url: str, redis: Redis, policy: str
) -> None:
    await redis.config_set("maxmemory-policy", policy)

    with pytest.raises(UnfitServer, match=f"{policy}.*CONFIG SET maxmemory-policy volatile-lru"):
        await check_server(url)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("maxmemory-policy", "noeviction", "eviction_policy"),
        ("appendonly", "no", "append_only_file_off"),
        ("maxmemory", "0", "no_memory_limit"),
    ],
)
async def test_a_server_that_can_be_lived_with_is_warned_of(
    url: str, redis: Redis, name: str, value: str, code: str
) -> None:
    await redis.config_set(name, value)

    (problem,) = await check_server(url)

    assert (problem.code, problem.is_fatal) == (code, False)
    assert "CONFIG SET" in problem.fix
