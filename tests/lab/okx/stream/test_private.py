"""The private stream's own manners: who gets in, and what each channel says."""

import time
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import orjson
import pytest_asyncio

from tests.lab.okx.stream.listening import BTC, Ear, listening
from tests.lab_process import RunningLab, running_lab
from tradewind_lab.clock import SystemClock
from tradewind_lab.okx.auth import DEMO_KEY, LIVE_KEY, ApiKey, sign


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def own_lab() -> AsyncIterator[RunningLab]:
    async with running_lab("--seed", "7", "--stream-connections", "100") as running:
        yield running


def login(key: ApiKey, *, age_s: float = 0, secret: str | None = None) -> dict[str, Any]:
    stamp = str(int(SystemClock().now_ms() / 1000 - age_s))
    signature = sign(secret or key.secret, f"{stamp}GET/users/self/verify")
    names = {"apiKey": key.key, "passphrase": key.passphrase, "timestamp": stamp, "sign": signature}
    return {"op": "login", "args": [names]}


async def answered(lab: RunningLab, asked: object, *, endpoint: str = "private?brokerId=9999") -> Any:
    async with listening(lab, endpoint) as ear:
        await ear.say(asked)
        return await ear.hear()


async def signed(lab: RunningLab, path: str, body: object, key: ApiKey = DEMO_KEY) -> Any:
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
    text = orjson.dumps(body).decode()
    headers = {
        "OK-ACCESS-KEY": key.key,
        "OK-ACCESS-PASSPHRASE": key.passphrase,
        "OK-ACCESS-TIMESTAMP": stamp,
        "OK-ACCESS-SIGN": sign(key.secret, f"{stamp}POST{path}{text}"),
        "x-simulated-trading": "1" if key.is_demo else "0",
    }
    async with httpx2.AsyncClient(base_url=lab.okx, timeout=10) as client:
        return (await client.post(path, content=text, headers=headers)).json()


async def entered(ear: Ear, *channels: dict[str, str]) -> None:
    await ear.say(login(DEMO_KEY))
    assert (await ear.hear())["event"] == "login"
    for channel in channels:
        await ear.say({"op": "subscribe", "args": [channel]})
        await ear.hear_until(lambda message: message.get("event") == "subscribe")


SUBSCRIBE = {"op": "subscribe", "args": [{"channel": "orders", "instType": "ANY"}]}


async def test_a_private_channel_without_login_is_refused(own_lab: RunningLab) -> None:
    assert (await answered(own_lab, SUBSCRIBE))["code"] == "60011"
    algo = {"op": "subscribe", "args": [{"channel": "orders-algo", "instType": "ANY"}]}
    assert (await answered(own_lab, algo, endpoint="business"))["code"] == "60011"


async def test_a_login_is_judged_by_key_place_time_and_signature(own_lab: RunningLab) -> None:
    async def code(asked: object, endpoint: str = "private?brokerId=9999") -> str:
        return str((await answered(own_lab, asked, endpoint=endpoint))["code"])

    assert await code(login(DEMO_KEY)) == "0"
    assert await code(login(LIVE_KEY), "private") == "0"
    assert await code(login(LIVE_KEY)) == "50101"
    assert await code(login(DEMO_KEY), "private") == "50101"
    assert await code(login(DEMO_KEY, age_s=40)) == "60006"
    assert await code(login(DEMO_KEY, secret="wrong")) == "60007"
    assert (
        await code(
            {"op": "login", "args": [{"apiKey": "x", "timestamp": str(int(SystemClock().now_ms() / 1000))}]}
        )
        == "60005"
    )


async def test_each_execution_is_one_message_whose_sums_grow(own_lab: RunningLab) -> None:
    async with listening(own_lab, "private?brokerId=9999") as ear:
        await entered(ear, {"channel": "orders", "instType": "SWAP", "instId": BTC})
        order = {"instId": BTC, "tdMode": "cross", "side": "buy", "ordType": "market", "sz": "0.05"}
        answer = await signed(own_lab, "/api/v5/trade/order", {**order, "clOrdId": "grown1"})
        rows: list[Any] = []
        while not rows or rows[-1]["state"] != "filled":
            rows += (await ear.push("orders"))["data"]

    assert rows[0]["state"] == "live"
    assert rows[0]["tradeId"] == ""
    assert {row["ordId"] for row in rows} == {answer["data"][0]["ordId"]}
    assert sum(float(row["fillSz"]) for row in rows) == float(rows[-1]["accFillSz"]) == 0.05


async def test_one_fill_moves_order_position_and_balance(own_lab: RunningLab) -> None:
    names = ("orders", "positions", "account", "balance_and_position")
    async with listening(own_lab, "private?brokerId=9999") as ear:
        await entered(ear, *({"channel": name, "instType": "ANY"} for name in names))
        order = {
            "instId": "DOGE-USDT-SWAP",
            "tdMode": "cross",
            "side": "sell",
            "ordType": "market",
            "sz": "1",
        }
        await signed(own_lab, "/api/v5/trade/order", order)
        together = await ear.hear_until(
            lambda m: m["arg"]["channel"] == names[3] and m["data"][0]["eventType"] == "filled"
        )

    [row] = together["data"]
    assert [held["instId"] for held in row["posData"]] == ["DOGE-USDT-SWAP"]
    assert float(row["posData"][0]["pos"]) == -1
    assert len(row["trades"]) >= 1
    assert float(row["balData"][0]["cashBal"]) < 10_000


async def test_what_was_left_is_told_no_more(own_lab: RunningLab) -> None:
    async with listening(own_lab, "private?brokerId=9999") as ear:
        await entered(ear, {"channel": "orders", "instType": "ANY"})
        await ear.say({**SUBSCRIBE, "op": "unsubscribe"})
        assert (await ear.hear())["event"] == "unsubscribe"
        order = {"instId": BTC, "tdMode": "cross", "side": "buy", "ordType": "market", "sz": "0.01"}
        await signed(own_lab, "/api/v5/trade/order", order)
        await ear.say("ping")

        assert await ear.hear() == "pong"
