"""How fast a pushed message becomes a value: our decoders beside ccxt.pro, over the recorded messages of OKX.

Both begin with the text of the message and end with what their user gets.

    python -m bench.decoders [FOLDER]     FOLDER holds ws_*.json, default $TRADEWIND_DATA/exchange/okx
"""

import asyncio
import gc
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path

import ccxt.pro
import msgspec
import orjson

from bench.figures import Figure, keep
from tradewind.app.clock import SystemClock
from tradewind.market.book import LocalBook
from tradewind.market.venues import okx_pushes
from tradewind.market.venues.okx_frames import Push, StreamChannel, read_frame

SYMBOL = "BTC-USDT-SWAP"
ROUNDS = 5
MESSAGES = 1000
GOAL = 2.0
CHANNELS = {
    "tickers": "tickers",
    "books": "books_update",
    "trades": "trades",
    "candle15m": "candle",
    "funding-rate": "funding_rate",
}


def messages(folder: Path, channel: str, name: str) -> list[str]:
    """Return a thousand messages of a channel, each a moment later than the one before."""
    recorded = msgspec.json.decode((folder / f"ws_{name}.json").read_bytes())
    recorded["arg"] = {"channel": channel, "instId": SYMBOL}
    (row,) = recorded["data"]
    return [msgspec.json.encode(recorded | {"data": [later(row, step)]}).decode() for step in range(MESSAGES)]


def later(row: list[str] | dict[str, object], step: int) -> list[str] | dict[str, object]:
    """Return `row` as it would come `step` later, about SYMBOL and with quotes that do not touch."""
    if isinstance(row, list):
        return [str(900_000 * (1_900_000 + step // 100)), *row[1:]]
    changes = {
        "ts": str(1_800_000_000_000 + step),
        "instId": SYMBOL,
        "tradeId": str(1_000_000 + step),
        "askPx": "10000.5",
        "prevSeqId": 1,
        "seqId": 1,
    }
    return row | {name: value for name, value in changes.items() if name in row}


def ours(folder: Path) -> Callable[[str], object]:
    """Return what takes a message of ours from its text to a value, or into the book."""
    book = LocalBook()
    clock = SystemClock()
    contract_value = Decimal("0.01")

    def take(text: str) -> object:
        push = read_frame(text)
        assert isinstance(push, Push)
        match push.feed.channel:
            case StreamChannel.TICKERS:
                return okx_pushes.ticker(push, clock.now())
            case StreamChannel.BOOKS:
                return book.apply(okx_pushes.book_change(push))
            case StreamChannel.TRADES:
                return okx_pushes.trades(push, contract_value)
            case StreamChannel.FUNDING:
                return okx_pushes.funding(push, clock.now())
            case _:
                return okx_pushes.candles(push)

    take(snapshot(folder))
    return take


@asynccontextmanager
async def ccxt_pro(symbols: Sequence[str]) -> AsyncIterator[Callable[[str], object]]:
    """Yield what takes a message of ccxt.pro about one of `symbols` from its text to its caches."""
    exchange = ccxt.pro.okx({"options": {"watchOrderBook": {"checksum": False}}})
    exchange.set_markets([_ccxt_market(symbol) for symbol in symbols])
    client = exchange.client("ws://127.0.0.1:1")

    def take(text: str) -> None:
        exchange.handle_message(client, orjson.loads(text))

    yield take
    await exchange.close()


def _ccxt_market(symbol: str) -> dict[str, object]:
    coin = symbol.split("-", maxsplit=1)[0]
    market = {"id": symbol, "symbol": f"{coin}/USDT:USDT", "base": coin, "quote": "USDT", "settle": "USDT"}
    kind = {
        "type": "swap",
        "swap": True,
        "spot": False,
        "contract": True,
        "linear": True,
        "contractSize": 0.01,
    }
    precision = {"precision": {"amount": 0.01, "price": 0.1}, "limits": {}, "info": {}, "active": True}
    return {**market, **kind, **precision}


def snapshot(folder: Path) -> str:
    """Return the message that a book begins with."""
    recorded = msgspec.json.decode((folder / "ws_books_snapshot.json").read_bytes())
    recorded["arg"]["instId"] = SYMBOL
    recorded["data"][0]["seqId"] = 1
    return msgspec.json.encode(recorded).decode()


def rate_of(take: Callable[[str], object], texts: list[str]) -> float:
    """Return messages a second, the best of some rounds."""
    best = 0.0
    for _ in range(ROUNDS):
        gc.collect()
        began = time.perf_counter()
        for text in texts:
            take(text)
        best = max(best, len(texts) / (time.perf_counter() - began))
    return best


async def measure(folder: Path) -> None:
    figures = []
    for channel, name in CHANNELS.items():
        texts = messages(folder, channel, name)
        own = rate_of(ours(folder), texts)
        async with ccxt_pro([SYMBOL]) as theirs:
            theirs(snapshot(folder))
            other = rate_of(theirs, texts)
        figures.append(
            Figure(
                name=f"messages of {channel} to values",
                value=own,
                unit="/s",
                yardstick="ccxt.pro",
                yardstick_value=other,
                goal=f">= {GOAL}",
                goal_is_ratio=True,
            )
        )
    keep("decoders", figures)


if __name__ == "__main__":
    root = Path(os.environ.get("TRADEWIND_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else root / "exchange" / "okx"
    if not chosen.is_dir():
        print(f"left out: no recorded messages in {chosen}; set TRADEWIND_DATA")
    else:
        asyncio.run(measure(chosen))
