"""The only place that makes Redis clients."""

import asyncio
from contextlib import aclosing
from datetime import timedelta

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

CONNECT_TIMEOUT = timedelta(seconds=1)

BusClient = Redis
"""What other rooms call the client that they are handed and pass on; only this room sends commands with it."""


def connect(url: str) -> BusClient:
    """Return a client of the server at `url`; close it with `aclose()`. Nothing is sent before its first command.

    It has no time limit of its own: whoever sends a command gives it one with `asyncio.timeout`. A connection that
    the server has closed is replaced once, at once.
    """
    return Redis.from_url(
        url,
        protocol=2,  # every Redis and Valkey speaks it, and it starts without a handshake
        decode_responses=False,
        # With a socket timeout redis-py sends through asyncio.wait_for, which in Python 3.11 can swallow the
        # cancellation of its task: https://github.com/python/cpython/issues/86296
        socket_timeout=None,
        socket_connect_timeout=CONNECT_TIMEOUT.total_seconds(),
        retry=Retry(NoBackoff(), retries=1, supported_errors=(RedisConnectionError,)),
    )


async def check_answers(url: str, within: timedelta = CONNECT_TIMEOUT) -> None:
    """Return once the server at `url` has answered; ConnectionError with the reason when it does not."""
    async with aclosing(connect(url)) as client:
        try:
            async with asyncio.timeout(within.total_seconds()):
                await client.ping()
        except (RedisError, OSError) as e:
            raise ConnectionError(f"no answer within {within.total_seconds():g} s: {e!r}") from e
