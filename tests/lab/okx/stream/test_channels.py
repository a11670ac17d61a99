"""What each channel says, beside what the REST routes answer."""

from typing import Any

import orjson
import pytest

from tests.lab.okx.stream.listening import BTC, Ear, listening, rows
from tests.lab_process import RunningLab
from tests.recorded import recorded_root

ANSWERS = {
    "tickers": f"/api/v5/market/ticker?instId={BTC}",
    "mark-price": f"/api/v5/public/mark-price?instType=SWAP&instId={BTC}",
    "funding-rate": f"/api/v5/public/funding-rate?instId={BTC}",
    "open-interest": f"/api/v5/public/open-interest?instType=SWAP&instId={BTC}",
    "instruments": "/api/v5/public/instruments?instType=SWAP",
}


def timeless(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "ts"}


@pytest.mark.parametrize("channel", sorted(ANSWERS))
async def test_a_channel_says_what_the_route_answers(channel: str, lab: RunningLab) -> None:
    async with listening(lab) as ear:
        pushed, answered = await greeting(ear, channel), await rows(lab, ANSWERS[channel])
        while [timeless(row) for row in pushed] != [timeless(row) for row in answered]:
            pushed = await greeting(ear, channel)  # the book has turned between the two
            answered = await rows(lab, ANSWERS[channel])

    assert set(pushed[0]) == set(answered[0])


async def greeting(ear: Ear, channel: str) -> Any:
    name, about = ("instType", "SWAP") if channel == "instruments" else ("instId", BTC)
    await ear.say({"op": "subscribe", "args": [{"channel": channel, name: about}]})
    await ear.hear_until(lambda message: message.get("event") == "subscribe")
    return (await ear.push(channel))["data"]


async def test_book_changes_follow_the_snapshot_without_a_gap_and_stay_the_routes_book(
    lab: RunningLab,
) -> None:
    async with listening(lab) as ear:
        await ear.subscribe("books")
        snapshot = await ear.push("books")
        [row] = snapshot["data"]
        assert (snapshot["action"], row["prevSeqId"], row["checksum"]) == ("snapshot", -1, 0)
        assert len(row["bids"]) == len(row["asks"]) == 400

        sides: dict[str, dict[str, list[str]]] = {
            name: {level[0]: level for level in row[name]} for name in ("bids", "asks")
        }
        sequence = row["seqId"]
        for _ in range(25):
            update = await ear.push("books")
            [row] = update["data"]
            assert (update["action"], row["prevSeqId"]) == ("update", sequence)
            assert row["seqId"] > sequence
            sequence = row["seqId"]
            for name, side in sides.items():
                for level in row[name]:
                    side[level[0]] = level
                    if level[1] == "0":
                        del side[level[0]]
        assert {len(side) for side in sides.values()} == {400}
        assert max(map(float, sides["bids"])) < min(map(float, sides["asks"]))


@pytest.mark.parametrize(("channel", "depth"), [("books5", 5), ("bbo-tbt", 1)])
async def test_the_top_of_the_book_comes_whole(channel: str, depth: int, lab: RunningLab) -> None:
    async with listening(lab) as ear:
        await ear.subscribe(channel)
        [first], [second] = (await ear.push(channel))["data"], (await ear.push(channel))["data"]

        assert len(first["bids"]) == len(first["asks"]) == depth
        assert second["seqId"] >= first["seqId"]


async def test_trades_are_those_of_the_route(lab: RunningLab) -> None:
    async with listening(lab) as ear:
        await ear.subscribe("trades")
        pushed = [*(await ear.push("trades"))["data"], *(await ear.push("trades"))["data"]]

    answered = {row["tradeId"]: row for row in await rows(lab, f"/api/v5/market/trades?instId={BTC}")}
    assert pushed
    assert all(answered[row["tradeId"]] == row for row in pushed)


@pytest.mark.parametrize("bar", ["1m", "5m", "15m", "1H"])
async def test_a_candle_grows_like_the_routes(bar: str, lab: RunningLab) -> None:
    async with listening(lab, "business") as ear:
        await ear.subscribe(f"candle{bar}")
        [row] = (await ear.push(f"candle{bar}"))["data"]
        answered = await rows(lab, f"/api/v5/market/candles?instId={BTC}&bar={bar}&limit=2")

    same = next(one for one in answered if one[0] == row[0])
    assert (row[1], row[8]) == (same[1], "0")
    assert float(row[6]) <= float(same[6])


RECORDED = {
    "tickers": "ws_tickers.json",
    "books": "ws_books_snapshot.json",
    "bbo-tbt": "ws_bbo_tbt.json",
    "trades": "ws_trades.json",
    "funding-rate": "ws_funding_rate.json",
    "candle1m": "ws_candle.json",
}


@pytest.mark.recorded
@pytest.mark.parametrize("channel", sorted(RECORDED))
async def test_a_message_has_every_field_of_a_recorded_one(channel: str, lab: RunningLab) -> None:
    recorded = orjson.loads((recorded_root() / "exchange/okx" / RECORDED[channel]).read_bytes())
    async with listening(lab, "business" if channel.startswith("candle") else "public") as ear:
        await ear.subscribe(channel)
        message = await ear.push(channel)

    assert set(message) == set(recorded)
    ours, theirs = message["data"][0], recorded["data"][0]
    if isinstance(theirs, dict):
        assert set(theirs) <= set(ours)
        assert {type(ours[name]) for name in theirs} <= {str, list, int}
    else:
        assert len(ours) == len(theirs)
