"""Writes that come to their end once they have begun, and begin again when another writer came first."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from tradewind.ledger.errors import TransactionLost

ATTEMPTS = 5
P = ParamSpec("P")
T = TypeVar("T")


def whole(write: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Let `write` end before its caller's cancellation goes on.

    SQLite's driver works in a thread: a call that is abandoned there may leave its connection in an open transaction,
    and the database locked for every later write. The wait is bounded by the ledger's own answer timeout.
    """

    @wraps(write)
    async def to_the_end(*arguments: P.args, **named: P.kwargs) -> T:
        work = asyncio.ensure_future(_tried(lambda: write(*arguments, **named)))  # noqa: TID251 -- awaited below, always
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            await _end_of(work)
            raise

    return to_the_end


async def _tried(write: Callable[[], Coroutine[Any, Any, T]]) -> T:
    for _ in range(ATTEMPTS - 1):
        with suppress(TransactionLost):
            return await write()
    return await write()


async def _end_of(work: asyncio.Future[T]) -> None:
    while not work.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait({work})
    if not work.cancelled():
        work.exception()
