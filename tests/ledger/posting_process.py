"""A process that posts fills until it is killed; says so after each, and starts over from the first."""

import asyncio
import resource
import sys

from tests.clocks import START, FakeClock
from tests.ledger.records import DESK, OPENING_CASH, PORTFOLIO, a_fill, an_order
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.order import Order, Side
from tradewind.ledger import LedgerUnavailable, open_ledger

FILLS_PER_ORDER = 3


def order_of(number: int) -> Order:
    """The order that fill `number` belongs to; it is never filled to its end."""
    return an_order(f"tw{number // FILLS_PER_ORDER}", quantity=a_fill("", quantity="1000").quantity)


def fill_of(number: int) -> Fill:
    """Fill `number`; every fourth one crosses to the other side."""
    side = Side.SELL if number % 4 == 3 else Side.BUY
    return a_fill(
        f"t{number}",
        side,
        quantity="5" if side is Side.SELL else "1.5",
        price=f"{100 + number % 17}.3",
        client_order_id=ClientOrderId(order_of(number).client_order_id),
    )


async def post_for_ever(url: str) -> None:
    async with open_ledger(url, FakeClock()) as ledger:
        await ledger.portfolios.open(PORTFOLIO, OPENING_CASH, START)
        number = 0
        while True:
            await ledger.orders.add(order_of(number))
            if await ledger.fills.post(DESK, fill_of(number), None):
                say(f"posted {number}")
            number += 1


async def post_until_full(url: str, file_limit: int) -> None:
    """Post until files may not grow, say what the ledger answered, then lift the limit and post on."""
    async with open_ledger(url, FakeClock()) as ledger:
        await ledger.portfolios.open(PORTFOLIO, OPENING_CASH, START)
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, resource.RLIM_INFINITY))
        number = 0
        try:
            while True:
                await ledger.fills.post(DESK, fill_of(number), None)
                number += 1
        except LedgerUnavailable as e:
            say(f"{type(e).__name__} after {number}: {e}")
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        await ledger.fills.post(DESK, fill_of(number), None)
        say(f"recovered {number}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    match sys.argv[1:]:
        case [url]:
            asyncio.run(post_for_ever(url))
        case [url, limit]:
            asyncio.run(post_until_full(url, int(limit)))
