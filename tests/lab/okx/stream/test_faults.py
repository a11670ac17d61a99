"""What goes wrong on the stream when a rule says so, as a client sees it."""

import asyncio
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.lab.okx.stream.listening import BTC, Ear, arm, disarm, listening, rows
from tests.lab_process import RunningLab


async def next_book(ear: Ear) -> dict[str, Any]:
    return dict((await ear.push("books"))["data"][0])


async def test_f24_a_lost_change_leaves_a_gap_in_the_sequence(lab: RunningLab) -> None:
    async with listening(lab) as ear:
        await ear.subscribe("books")
        before = await next_book(ear)
        await arm(lab, kind="gap", symbol=BTC, count=1)

        after = await next_book(ear)
        while after["prevSeqId"] == before["seqId"]:
            before, after = after, await next_book(ear)

        assert after["prevSeqId"] > before["seqId"]


async def test_f26_a_reset_lets_the_sequence_fall_and_go_on(lab: RunningLab) -> None:
    async with listening(lab) as ear:
        await ear.subscribe("books")
        await next_book(ear)
        await arm(lab, kind="reset", count=1)

        while (fallen := await next_book(ear))["seqId"] > fallen["prevSeqId"]:
            pass
        following = await next_book(ear)

        assert following["prevSeqId"] == fallen["seqId"] < following["seqId"]


async def test_f26_a_restart_brings_a_snapshot_of_a_low_sequence(lab: RunningLab) -> None:
    async with listening(lab) as ear:
        await ear.subscribe("books")
        first = await next_book(ear)
        await arm(lab, kind="restart", count=1)

        again = await ear.hear_until(lambda message: message.get("action") == "snapshot")

        [row] = again["data"]
        assert row["prevSeqId"] == -1
        assert row["seqId"] < first["seqId"]
        assert len(row["bids"]) == 400
        assert (await next_book(ear))["prevSeqId"] == row["seqId"]


async def test_f26_a_book_that_stands_still_says_so_with_an_equal_sequence(lab: RunningLab) -> None:
    async with listening(lab) as ear:
        await ear.subscribe("books")
        await arm(lab, kind="still")

        while (beat := await next_book(ear))["seqId"] != beat["prevSeqId"]:
            pass

        assert beat["bids"] == beat["asks"] == []
        assert (await next_book(ear))["seqId"] == beat["seqId"]


async def test_f28_a_silent_connection_stays_open_and_says_nothing(lab: RunningLab) -> None:
    async with listening(lab) as deaf:
        await deaf.subscribe("tickers")
        await arm(lab, kind="silence")
        await deaf.say("ping")

        async with listening(lab) as other:  # a connection that comes later is served
            await other.subscribe("tickers")
            stamped = int((await other.push("tickers"))["data"][0]["ts"])
            while int((await other.push("tickers"))["data"][0]["ts"]) < stamped + 500:
                pass

        heard = await everything_waiting(deaf)
        assert "pong" not in heard
        assert all(int(one["data"][0]["ts"]) < stamped for one in heard)
        assert deaf.socket.state.name == "OPEN"
        deaf.socket.transport.abort()


async def everything_waiting(ear: Ear) -> list[Any]:
    heard = []
    while True:
        try:
            async with asyncio.timeout(0.5):
                heard.append(await ear.hear())
        except TimeoutError:
            return heard


async def test_f29_a_notice_comes_before_the_end(lab: RunningLab) -> None:
    async with listening(lab) as ear:
        await ear.subscribe("tickers")
        await arm(lab, kind="notice", delay_ms=3000)

        notice = await ear.hear_until(lambda message: message.get("event") == "notice")
        assert notice["code"] == "64008"
        await ear.push("tickers")
        with pytest.raises(ConnectionClosed):
            await ear.hear_until(lambda _message: False)


async def test_an_open_connection_is_closed(lab: RunningLab) -> None:
    async with listening(lab) as ear:
        await ear.subscribe("tickers")
        await arm(lab, kind="close", path="/ws/v5/public")

        with pytest.raises(ConnectionClosed, match="1001"):
            await ear.hear_until(lambda _message: False)


async def test_f30_connections_are_refused_as_often_as_asked(lab: RunningLab) -> None:
    await arm(lab, kind="refuse", status=503, count=2)

    for _ in range(2):
        with pytest.raises(InvalidStatus, match="503"):
            await listening(lab).__aenter__()
    async with listening(lab) as ear:
        await ear.say("ping")
        assert await ear.hear() == "pong"


async def test_f31_frozen_timestamps_stand_while_prices_come(lab: RunningLab) -> None:
    async with listening(lab) as ear:
        await ear.subscribe("tickers")
        await arm(lab, kind="freeze", channel="tickers")

        stamps = [(await ear.push("tickers"))["data"][0]["ts"] for _ in range(12)]

        assert stamps[-1] == stamps[-5]


async def test_f32_an_outlier_is_ten_times_the_price_once(lab: RunningLab) -> None:
    async with listening(lab) as ear:
        await ear.subscribe("tickers")
        usual = float((await ear.push("tickers"))["data"][0]["last"])
        await arm(lab, kind="outlier", channel="tickers", count=1)

        prices = [float((await ear.push("tickers"))["data"][0]["last"]) for _ in range(8)]

        assert [price for price in prices if price > 9 * usual] == pytest.approx([10 * usual], rel=0.01)


@pytest.mark.parametrize(("kind", "price"), [("zero", "0"), ("negative", "-"), ("nan", "NaN"), ("empty", "")])
@pytest.mark.parametrize("channel", ["tickers", "books5", "books", "bbo-tbt"])
async def test_f33_a_price_that_cannot_be_is_sent(
    kind: str, price: str, channel: str, lab: RunningLab
) -> None:
    await arm(lab, kind=kind, channel=channel)
    async with listening(lab) as ear:
        await ear.subscribe(channel)
        await ear.push(channel)

        [row] = (await ear.push(channel))["data"]

    prices = [row["last"]] if channel == "tickers" else [level[0] for level in row["bids"] + row["asks"]]
    assert prices
    assert all(one.startswith(price) and (price or not one) for one in prices)


@pytest.mark.parametrize("channel", ["tickers", "books5", "bbo-tbt"])
async def test_f33_a_crossed_market_is_sent(channel: str, lab: RunningLab) -> None:
    await arm(lab, kind="crossed", channel=channel)
    async with listening(lab) as ear:
        await ear.subscribe(channel)
        await ear.push(channel)

        [row] = (await ear.push(channel))["data"]

    touch = (row["bidPx"], row["askPx"]) if channel == "tickers" else (row["bids"][0][0], row["asks"][0][0])
    assert float(touch[0]) > float(touch[1])


async def test_f34_a_candle_is_told_twice(lab: RunningLab) -> None:
    async with listening(lab, "business") as ear:
        await ear.subscribe("candle1m")
        await arm(lab, kind="duplicate")

        previous = await ear.push("candle1m")
        while (message := await ear.push("candle1m")) != previous:
            previous = message


@pytest.mark.parametrize("kind", ["revised", "disordered"])
async def test_f34_a_closed_candle_is_told_after_the_open_one(kind: str, lab: RunningLab) -> None:
    async with listening(lab, "business") as ear:
        await ear.subscribe("candle1H")
        [running] = (await ear.push("candle1H"))["data"]
        await arm(lab, kind=kind, count=1)

        message = await ear.hear_until(lambda one: one.get("data", [[""]])[0][-1] == "1")

    [row] = message["data"]
    [closed] = [
        one for one in await rows(lab, f"/api/v5/market/candles?instId={BTC}&bar=1H") if one[0] == row[0]
    ]
    assert int(row[0]) < int(running[0])
    assert (row == closed) is (kind == "disordered")


async def test_f36_a_suspended_swap_says_so_over_stream_and_rest(lab: RunningLab) -> None:
    def states(listed: list[dict[str, str]]) -> set[str]:
        return {one["state"] for one in listed if one["instId"] == BTC}

    async with listening(lab) as ear:
        await ear.subscribe("instruments", "SWAP")
        await arm(lab, kind="suspend", symbol=BTC)

        suspended = await ear.hear_until(lambda one: states(one.get("data", [])) == {"suspend"})
        assert {one["state"] for one in suspended["data"] if one["instId"] != BTC} == {"live"}
        assert states(await rows(lab, "/api/v5/public/instruments?instType=SWAP")) == {"suspend"}

        await disarm(lab)
        await ear.hear_until(lambda one: states(one.get("data", [])) == {"live"})


async def test_f37_a_subscription_goes_unanswered_or_fails_alone(lab: RunningLab) -> None:
    await arm(lab, kind="no_ack", channel="tickers", symbol=BTC)
    await arm(lab, kind="ack_error", channel="trades")
    async with listening(lab) as ear:
        channels = ("tickers", "trades", "mark-price")
        await ear.say({"op": "subscribe", "args": [{"channel": one, "instId": BTC} for one in channels]})

        refused, accepted = await ear.hear(), await ear.hear()
        assert (refused["event"], refused["code"]) == ("error", "60018")
        assert accepted["arg"]["channel"] == "mark-price"
        assert (await ear.hear())["arg"]["channel"] == "mark-price"
