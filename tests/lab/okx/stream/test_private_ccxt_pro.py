"""The private stream as the real ccxt.pro client reads it, over a real socket."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import ccxt.pro as ccxtpro
import pytest
import pytest_asyncio

from tests.lab_process import RunningLab, running_lab
from tradewind_lab.okx.auth import DEMO_KEY, LIVE_KEY, ApiKey

PAIR = "ETH/USDT:USDT"
PATIENCE_S = 30


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def own_lab() -> AsyncIterator[RunningLab]:
    async with running_lab("--seed", "7", "--stream-connections", "100") as running:
        yield running


def a_client(lab: RunningLab, key: ApiKey = DEMO_KEY) -> Any:
    client = ccxtpro.okx(
        {
            "apiKey": key.key,
            "secret": key.secret,
            "password": key.passphrase,
            "enableRateLimit": False,
            "newUpdates": True,
            "options": {"defaultType": "swap", "fetchMarkets": {"types": ["swap"]}},
        }
    )
    if key.is_demo:
        client.set_sandbox_mode(True)
    client.urls["api"]["rest"] = lab.okx
    client.urls["api"]["ws"] = f"{lab.okx_ws}/ws/v5"
    return client


@pytest.fixture
async def okx(own_lab: RunningLab) -> AsyncIterator[Any]:
    client = a_client(own_lab)
    try:
        async with asyncio.timeout(PATIENCE_S):
            await client.load_markets()
            yield client
    finally:
        await client.close()


class Heard:
    """Everything that one watch method ever returned."""

    def __init__(self, watch: Callable[[], Any]) -> None:
        self._watch = watch
        self.rows: list[Any] = []
        self._came = asyncio.Condition()

    async def listen(self) -> None:
        while True:
            rows = await self._watch()
            async with self._came:
                self.rows.extend(rows if isinstance(rows, list) else [rows])
                self._came.notify_all()

    async def until(self, is_wanted: Callable[[Any], bool]) -> Any:
        async with self._came:
            await self._came.wait_for(lambda: any(is_wanted(row) for row in self.rows))
        return next(row for row in self.rows if is_wanted(row))


@asynccontextmanager
async def hearing(okx: Any, watch: Callable[[], Any], *, address: str = "private") -> AsyncIterator[Heard]:
    """Listen from now on; the channel is subscribed to before the block begins."""
    await okx.authenticate({"access": address})
    heard = Heard(watch)
    async with asyncio.TaskGroup() as tasks:
        listening = tasks.create_task(heard.listen())
        if address == "private":
            await asyncio.sleep(0)
            await okx.watch_balance()  # asked for on the same socket, so answered later
        await okx.fetch_time()
        yield heard
        listening.cancel()


async def rest_low(okx: Any, client_id: str) -> Any:
    last = (await okx.fetch_ticker(PAIR))["last"]
    return await okx.create_order(PAIR, "limit", "buy", 1, last * 0.7, {"clOrdId": client_id})


async def test_an_order_is_pushed_as_it_rests_fills_and_ends(okx: Any) -> None:
    async with hearing(okx, okx.watch_orders) as heard:
        placed = await rest_low(okx, "resting1")
        await okx.cancel_order(placed["id"], PAIR)
        canceled = await heard.until(lambda o: o["clientOrderId"] == "resting1" and o["status"] == "canceled")
        await okx.create_order(PAIR, "market", "sell", 1, None, {"clOrdId": "taker1"})
        filled = await heard.until(lambda o: o["clientOrderId"] == "taker1" and o["status"] == "closed")

    assert (canceled["id"], canceled["filled"]) == (placed["id"], 0)
    assert filled["filled"] == 1


async def test_each_execution_is_a_trade_with_its_fee(okx: Any) -> None:
    async with hearing(okx, okx.watch_my_trades) as heard:
        await okx.create_order(PAIR, "market", "buy", 3, None, {"clOrdId": "traded1"})
        first = await heard.until(lambda trade: trade["info"]["clOrdId"] == "traded1")

    told = {trade["id"]: trade for trade in await okx.fetch_my_trades(PAIR)}
    assert (first["price"], first["amount"]) == (told[first["id"]]["price"], told[first["id"]]["amount"])
    assert first["fee"]["cost"] == -told[first["id"]]["fee"]["cost"] < 0


async def test_a_position_is_pushed_when_it_opens_and_when_it_is_gone(okx: Any) -> None:
    pair = "SOL/USDT:USDT"
    async with hearing(okx, okx.watch_positions) as heard:
        await okx.create_order(pair, "market", "buy", 2)
        await heard.until(lambda held: held["symbol"] == pair and held["contracts"] == 2)
        await okx.create_order(pair, "market", "sell", 2, None, {"reduceOnly": True})
        await heard.until(lambda held: held["symbol"] == pair and held["contracts"] == 0)


async def test_the_balance_is_told_at_once_and_after_a_fee(okx: Any) -> None:
    before = await okx.watch_balance()
    await okx.create_order(PAIR, "market", "buy", 1)
    while (after := await okx.watch_balance())["info"]["eventType"] != "event_update":
        pass

    assert before["USDT"]["total"] > 0
    assert after["info"]["data"][0]["details"][0]["ccy"] == "USDT"


async def test_a_waiting_stop_is_pushed_on_the_business_address(okx: Any) -> None:
    trigger = round((await okx.fetch_ticker(PAIR))["last"] * 0.8, 2)

    def watch() -> Any:
        return okx.watch_orders(params={"trigger": True})

    async with hearing(okx, watch, address="business") as heard:
        stop = {"stopLoss": {"triggerPrice": trigger}, "clOrdId": "guarded1"}
        await okx.create_order(PAIR, "market", "buy", 5, None, stop)
        pushed = await heard.until(lambda order: order["status"] == "open")

    assert pushed["stopLossPrice"] == trigger


async def test_a_live_key_does_not_enter_the_demo_stream(own_lab: RunningLab) -> None:
    client = a_client(own_lab, LIVE_KEY)
    client.set_sandbox_mode(True)
    client.urls["api"]["ws"] = f"{own_lab.okx_ws}/ws/v5"
    try:
        async with asyncio.timeout(PATIENCE_S):
            with pytest.raises(ccxtpro.AuthenticationError, match="50101"):
                await client.authenticate()
    finally:
        await client.close()


async def test_a_live_key_enters_the_live_stream(own_lab: RunningLab) -> None:
    client = a_client(own_lab, LIVE_KEY)
    try:
        async with asyncio.timeout(PATIENCE_S):
            assert (await client.watch_balance())["USDT"]["total"] == 10_000
    finally:
        await client.close()
