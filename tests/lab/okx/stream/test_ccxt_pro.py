"""The stream as the real ccxt.pro client reads it, over a real socket."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import ccxt.pro as ccxtpro
import pytest

from tests.lab.okx.stream.listening import arm
from tests.lab_process import RunningLab

PAIR = "BTC/USDT:USDT"
PATIENCE_S = 20


@pytest.fixture
async def okx(lab: RunningLab) -> AsyncIterator[Any]:
    client = ccxtpro.okx({"enableRateLimit": False})
    client.urls["api"]["rest"] = lab.okx
    client.urls["api"]["ws"] = f"{lab.okx_ws}/ws/v5"
    try:
        async with asyncio.timeout(PATIENCE_S):
            await client.load_markets()
            yield client
    finally:
        await client.close()


async def test_watch_ticker(okx: Any) -> None:
    first, second = await okx.watch_ticker(PAIR), await okx.watch_ticker(PAIR)

    assert first["bid"] < first["ask"]
    assert second["timestamp"] > first["timestamp"]


async def test_watch_order_book(okx: Any) -> None:
    rest = await okx.fetch_order_book(PAIR, 400)
    for _ in range(15):
        book = await okx.watch_order_book(PAIR)

        assert len(book["bids"]) == len(book["asks"]) == 400
        assert book["bids"][0][0] < book["asks"][0][0]
        assert abs(rest["bids"][0][0] / book["bids"][0][0] - 1) < 0.01


async def test_watch_trades(okx: Any) -> None:
    trades = await okx.watch_trades(PAIR)

    assert all(trade["price"] > 0 and trade["amount"] > 0 for trade in trades)


async def test_watch_ohlcv(okx: Any) -> None:
    [candle] = await okx.watch_ohlcv(PAIR, "1m")

    assert candle[0] % 60_000 == 0
    assert candle[3] <= candle[4] <= candle[2]


async def test_watch_funding_rate(okx: Any) -> None:
    funding = await okx.watch_funding_rate(PAIR)

    assert funding == {**await okx.fetch_funding_rate(PAIR), **stamps(funding)}


def stamps(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("info", "timestamp", "datetime")}


async def test_watch_mark_price(okx: Any) -> None:
    assert (await okx.watch_mark_price(PAIR))["markPrice"] > 0


async def test_f24_a_lost_change_is_noticed_and_the_book_comes_again(okx: Any, lab: RunningLab) -> None:
    await okx.watch_order_book(PAIR)
    await arm(lab, kind="gap", count=1)

    with pytest.raises(ccxtpro.InvalidNonce):
        await watch_on(okx)

    book = await okx.watch_order_book(PAIR)
    assert len(book["bids"]) == len(book["asks"]) == 400


async def watch_on(okx: Any) -> None:
    while True:
        await okx.watch_order_book(PAIR)
