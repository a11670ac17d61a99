"""A stream at work against a scripted venue, and rows as the venue would push them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from tests.fakes.okx_socket import ScriptedOkx
from tests.instruments import an_instrument
from tests.values import BTC, ETH
from tests.waiting import eventually
from tradewind.app.clock import SystemClock
from tradewind.domain.instrument import InstrumentRules, Symbol
from tradewind.domain.order_book import OrderBook
from tradewind.domain.ticker import Ticker
from tradewind.market.schedule import Datum, Fetch
from tradewind.market.stream_config import StreamConfig
from tradewind.market.venues.okx_stream import OkxStream

SOON = timedelta(seconds=2)
"""For the answer to a subscription where some stay away; a stall of the machine is shorter."""


def quick(url: str, **changes: Any) -> StreamConfig:
    settings: dict[str, Any] = {
        "url": url,
        "ack_within": timedelta(seconds=20),
        "first_pause": timedelta(milliseconds=200),
        "ping_after": timedelta(seconds=2),
        "dead_after": timedelta(seconds=20),
        "look_every": timedelta(milliseconds=50),
    }
    return StreamConfig(**settings | changes)


def some_rules(symbol: Symbol) -> InstrumentRules:
    now = SystemClock().now()
    return InstrumentRules(
        source="okx",
        exchange_time=None,
        timestamp=now,
        symbol=symbol,
        instrument=an_instrument(symbol),
        is_live=True,
    )


@asynccontextmanager
async def streaming(config: StreamConfig, draw: float = 1.0) -> AsyncIterator[OkxStream]:
    """A stream of BTC and ETH that knows what a contract is worth."""
    stream = OkxStream((BTC, ETH), SystemClock(), config, lambda: draw)
    for symbol in (BTC, ETH):
        stream.live.asked(some_rules(symbol))
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(stream.run())
        yield stream
        running.cancel()


async def all_up(stream: OkxStream) -> None:
    await eventually(lambda: not stream.health().down)


def ticker_of(stream: OkxStream, symbol: Symbol = BTC) -> Ticker | None:
    value = stream.live.value(Fetch(symbol=symbol, datum=Datum.TICKER))
    assert value is None or isinstance(value, Ticker)
    return value


def book_of(stream: OkxStream, symbol: Symbol = BTC) -> OrderBook | None:
    value = stream.live.value(Fetch(symbol=symbol, datum=Datum.ORDER_BOOK))
    assert value is None or isinstance(value, OrderBook)
    return value


def now_ms() -> int:
    return SystemClock().now().epoch_ms


def a_ticker_row(last: float | str = 100.0, symbol: Symbol = BTC, **changes: Any) -> dict[str, Any]:
    price = last if isinstance(last, float) else 100.0
    row = {
        "instType": "SWAP",
        "instId": symbol,
        "last": str(last),
        "askPx": str(price + 0.5),
        "bidPx": str(price - 0.5),
        "open24h": "99",
        "high24h": str(max(price, 102)),
        "low24h": "98",
        "volCcy24h": "2222",
        "vol24h": "222200",
        "ts": str(now_ms()),
    }
    return row | changes


def a_book_row(prev_seq: int, seq: int, bids: Any = (), asks: Any = ()) -> dict[str, Any]:
    return {
        "bids": [[str(price), str(size), "0", "1"] for price, size in bids],
        "asks": [[str(price), str(size), "0", "1"] for price, size in asks],
        "ts": str(now_ms()),
        "checksum": 0,
        "prevSeqId": prev_seq,
        "seqId": seq,
    }


async def push_snapshot(
    venue: ScriptedOkx, seq: int = 10, symbol: Symbol = BTC, *, only: int | None = None
) -> None:
    row = a_book_row(-1, seq, bids=((99.5, 10), (99, 20)), asks=((100.5, 10), (101, 20)))
    await venue.push("books", symbol, [row], "snapshot", only=only)
