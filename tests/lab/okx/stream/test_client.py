"""What the stream says to requests, good and bad, and what it lets a client do."""

import asyncio
import os
import signal
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.lab.okx.stream.listening import BTC, arm, listening
from tests.lab_process import RunningLab, running_lab


async def test_ping_is_answered_with_pong(lab: RunningLab) -> None:
    async with listening(lab) as ear:
        await ear.say("ping")

        assert await ear.hear() == "pong"


async def test_a_subscription_is_acknowledged_and_greeted(lab: RunningLab) -> None:
    async with listening(lab) as ear:
        await ear.say({"id": "7", "op": "subscribe", "args": [{"channel": "tickers", "instId": BTC}]})

        ack, push = await ear.hear(), await ear.hear()
        assert (ack["id"], ack["event"]) == ("7", "subscribe")
        assert ack["arg"] == push["arg"] == {"channel": "tickers", "instId": BTC}
        assert len(ack["connId"]) == 8
        assert push["data"][0]["instId"] == BTC


async def test_an_unsubscription_is_acknowledged_and_ends_the_channel(lab: RunningLab) -> None:
    async with listening(lab) as ear:
        await ear.subscribe("tickers")
        await ear.push("tickers")

        await ear.say({"op": "unsubscribe", "args": [{"channel": "tickers", "instId": BTC}]})

        await ear.hear_until(lambda message: message.get("event") == "unsubscribe")
        await ear.say("ping")
        assert await ear.hear() == "pong"


@pytest.mark.parametrize(
    ("endpoint", "asked", "code"),
    [
        ("public", "no json", "60012"),
        ("public", [1], "60012"),
        ("public", {"op": "subscribe"}, "60012"),
        ("public", {"op": "subscribe", "args": ["spot/ticker:BTC-USDT"]}, "60012"),
        ("public", {"op": "dance", "args": [{}]}, "60012"),
        (
            "public",
            {"op": "subscribe", "args": [{"channel": "tickers", "instId": "PEPE-USDT-SWAP"}]},
            "60018",
        ),
        ("public", {"op": "subscribe", "args": [{"channel": "whispers", "instId": BTC}]}, "60018"),
        ("public", {"op": "subscribe", "args": [{"channel": "candle1m", "instId": BTC}]}, "60018"),
        ("business", {"op": "subscribe", "args": [{"channel": "tickers", "instId": BTC}]}, "60018"),
        ("private", {"op": "subscribe", "args": [{"channel": "account"}]}, "60011"),
        ("private", {"op": "login", "args": [{"apiKey": "lab-demo-key"}]}, "60004"),
    ],
)
async def test_a_wrong_request_is_answered_with_okx_code(
    endpoint: str, asked: Any, code: str, lab: RunningLab
) -> None:
    async with listening(lab, endpoint) as ear:
        await ear.say(asked)

        answer = await ear.hear()
        assert (answer["event"], answer["code"]) == ("error", code)
        assert answer["msg"]


async def test_one_wrong_argument_leaves_the_others_subscribed(lab: RunningLab) -> None:
    async with listening(lab) as ear:
        wrong, right = {"channel": "whispers", "instId": BTC}, {"channel": "tickers", "instId": BTC}
        await ear.say({"op": "subscribe", "args": [wrong, right]})

        assert (await ear.hear())["code"] == "60018"
        assert (await ear.push("tickers"))["arg"] == right


async def test_requests_beyond_480_an_hour_are_refused(lab: RunningLab) -> None:
    async with listening(lab, "business") as ear:
        asked = {"op": "unsubscribe", "args": [{"channel": "candle1m", "instId": BTC}]}
        answers = []
        for _ in range(481):
            await ear.say(asked)
            answers.append(await ear.hear())

        assert [one["event"] for one in answers] == ["unsubscribe"] * 480 + ["error"]
        assert answers[-1]["code"] == "60014"


async def test_another_address_is_not_found(lab: RunningLab) -> None:
    with pytest.raises(InvalidStatus, match="404"):
        await listening(lab, "secret").__aenter__()


async def test_a_connection_on_which_nothing_is_said_is_closed() -> None:
    async with running_lab("--stream-idle-ms", "4000") as lab, listening(lab) as ear:
        await ear.subscribe("tickers")
        await ear.say({"op": "unsubscribe", "args": [{"channel": "tickers", "instId": BTC}]})

        with pytest.raises(ConnectionClosed, match="4004"):
            await ear.hear_until(lambda _message: False)


async def test_a_fourth_connection_within_a_second_is_refused() -> None:
    async with running_lab() as lab:
        with pytest.raises(InvalidStatus, match="429"):
            await come_and_go(lab, times=40)  # a machine that stands still between some of them spreads these


async def come_and_go(lab: RunningLab, *, times: int) -> None:
    for _ in range(times):
        async with listening(lab):
            pass


async def test_the_lab_stops_within_a_second_though_clients_listen_and_one_is_silent() -> None:
    took: list[float] = []
    # The machine may stand still during one of them, not during all.
    while min(took, default=1.0) >= 1 and len(took) < 5:
        took.append(await seconds_to_stop())

    assert min(took) < 1


async def seconds_to_stop() -> float:
    async with running_lab() as lab, listening(lab) as deaf, listening(lab) as ear:
        await ear.subscribe("books")
        await deaf.subscribe("tickers")
        await arm(lab, kind="silence", count=1)
        clock = asyncio.get_running_loop()
        began = clock.time()

        os.kill(lab.pid, signal.SIGTERM)
        with pytest.raises(ConnectionClosed):
            await ear.hear_until(lambda _message: False)
        with pytest.raises(ConnectionClosed):
            await deaf.hear_until(lambda _message: False)

        return clock.time() - began
