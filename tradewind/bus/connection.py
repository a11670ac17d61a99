"""The only place that makes Redis clients."""

from datetime import timedelta

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError

CONNECT_TIMEOUT = timedelta(seconds=1)
COMMAND_TIMEOUT = timedelta(seconds=1)

BusClient = Redis
"""What other rooms call the client that they are handed and pass on; only this room sends commands with it."""


def connect(url: str, timeout: timedelta = COMMAND_TIMEOUT) -> BusClient:
    """Return a client of the server at `url`; close it with `aclose()`. Nothing is sent before its first command.

    A command is given `timeout` at the socket. A connection that the server has closed is replaced once, at once.
    """
    return Redis.from_url(
        url,
        protocol=2,  # every Redis and Valkey speaks it, and it starts without a handshake
        decode_responses=False,
        socket_timeout=timeout.total_seconds(),
        socket_connect_timeout=CONNECT_TIMEOUT.total_seconds(),
        retry=Retry(NoBackoff(), retries=1, supported_errors=(RedisConnectionError,)),
    )
