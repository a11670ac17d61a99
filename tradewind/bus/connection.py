"""The only place that makes Redis clients."""

from datetime import timedelta

from redis.asyncio import Connection, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.connection import HiredisRespSerializer
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.typing import EncodableT

CONNECT_TIMEOUT = timedelta(seconds=5)
"""For opening and for closing; a command's own limit is mostly shorter and ends the opening too."""

BusClient = Redis
"""What other rooms call the client that they are handed and pass on; only this room sends commands with it."""


def connect(url: str) -> BusClient:
    """Return a client of the server at `url`; close it with `aclose()`. Nothing is sent before its first command.

    It has no time limit of its own: whoever sends a command gives it one with `asyncio.timeout`. A connection that
    the server has closed is replaced once, at once.
    """
    return Redis.from_url(
        url,
        connection_class=_Connection,  # TLS and sockets of files keep redis-py's own
        protocol=2,  # every Redis and Valkey speaks it, and it starts without a handshake
        decode_responses=False,
        # With a socket timeout redis-py sends through asyncio.wait_for, which in Python 3.11 can swallow the
        # cancellation of its task: https://github.com/python/cpython/issues/86296
        socket_timeout=None,
        socket_connect_timeout=CONNECT_TIMEOUT.total_seconds(),
        retry=Retry(NoBackoff(), retries=1, supported_errors=(RedisConnectionError,)),
    )


class _Connection(Connection):
    """Packs commands in C; redis-py does it in Python, which is a third of what a write costs."""

    def pack_command(self, *args: EncodableT) -> list[bytes]:
        """Return a command as it goes over the wire."""
        packed: list[bytes] = HiredisRespSerializer().pack(*args)  # type: ignore[arg-type]  # it takes single arguments
        return packed
