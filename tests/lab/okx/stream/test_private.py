"""The private stream's own manners: who gets in, and what each channel says."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.lab.okx.signing import Customer, the_venue
from tests.lab.okx.stream.listening import BTC, Ear, arm, disarm, listening
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
        answer = await Customer(lab=own_lab).order("grown1")
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
        await Customer(lab=own_lab).order(instId="DOGE-USDT-SWAP", side="sell", sz="1")
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
        await Customer(lab=own_lab).order(sz="0.01")
        await ear.say("ping")

        assert await ear.hear() == "pong"


async def trade(lab: RunningLab, **rule: object) -> list[Any]:
    """Return what one market order made the channel say under a rule, the first six rows."""
    await arm(lab, channel="orders", **rule)
    async with listening(lab, "private?brokerId=9999") as ear:
        await entered(ear, {"channel": "orders", "instType": "ANY"})
        await Customer(lab=lab).order()
        await ear.say("ping")
        rows: list[Any] = []
        while (message := await ear.hear()) != "pong":
            rows += message["data"]
    await disarm(lab)
    return rows


async def test_f11_an_execution_is_told_twice(own_lab: RunningLab) -> None:
    rows = [row for row in await trade(own_lab, kind="duplicate") if row["tradeId"]]

    assert len({row["tradeId"] for row in rows}) * 2 == len(rows) > 0


async def test_f11_executions_are_told_again_after_a_reconnect(own_lab: RunningLab) -> None:
    before = {row["tradeId"] for row in await trade(own_lab, kind="freeze") if row["tradeId"]}
    again = {row["tradeId"] for row in await trade(own_lab, kind="replay", count=1)}

    assert before < again


async def test_f12_a_fill_is_told_before_its_order(own_lab: RunningLab) -> None:
    rows = await trade(own_lab, kind="disordered")

    assert rows[0]["state"] == "filled"
    assert rows[-1]["state"] == "live"


async def test_changes_are_lost(own_lab: RunningLab) -> None:
    assert await trade(own_lab, kind="gap") == []


async def test_f43_a_revoked_key_does_not_log_in(own_lab: RunningLab) -> None:
    await arm(own_lab, kind="revoke", symbol=DEMO_KEY.key)

    assert (await answered(own_lab, login(DEMO_KEY)))["code"] == "60005"
    await disarm(own_lab)


async def test_a_silent_private_socket_stays_open_and_says_nothing(own_lab: RunningLab) -> None:
    async with listening(own_lab, "private?brokerId=9999") as ear:
        await entered(ear, {"channel": "orders", "instType": "ANY"})
        await arm(own_lab, kind="silence", path="/ws/v5/private")
        await Customer(lab=own_lab).order("unheard1")

        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await ear.hear()


async def test_f16_funding_moves_position_and_balance(own_lab: RunningLab) -> None:
    await Customer(lab=own_lab).order(instId="SOL-USDT-SWAP", sz="1")
    async with listening(own_lab, "private?brokerId=9999") as ear:
        await entered(ear, {"channel": "balance_and_position"}, {"channel": "account"})
        await the_venue(own_lab, "funding", rate="0.001")
        together = await ear.hear_until(
            lambda m: (
                m["arg"]["channel"] == "balance_and_position" and m["data"][0]["eventType"] == "funding_fee"
            )
        )

    assert {held["instId"] for held in together["data"][0]["posData"]} >= {"SOL-USDT-SWAP"}


async def test_f12_a_fill_is_told_before_the_answer_to_its_order(own_lab: RunningLab) -> None:
    await arm(own_lab, kind="stall", path="/api/v5/trade/order$", method="POST", delay_ms=5000, count=1)
    async with listening(own_lab, "private?brokerId=9999") as ear, asyncio.TaskGroup() as tasks:
        await entered(ear, {"channel": "orders", "instType": "ANY"})
        placing = tasks.create_task(Customer(lab=own_lab).order("early1"))
        await ear.hear_until(lambda message: message["data"][0]["state"] == "filled")

        assert not placing.done()
        assert (await placing)["data"][0]["sCode"] == "0"
