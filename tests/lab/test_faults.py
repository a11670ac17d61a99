"""Faults on demand, felt by real clients."""

import asyncio
import json
from collections.abc import AsyncIterator

import httpx2
import pytest

from tests.lab.chat.test_api import SEEN, fenced
from tests.lab_process import RunningLab, running_lab

TICKER = "/api/v5/market/ticker"


@pytest.fixture
async def venue(lab: RunningLab) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=lab.url, timeout=20) as client:
        yield client
        await client.delete("/lab/faults")


async def arm(venue: httpx2.AsyncClient, **rule: object) -> None:
    assert (await venue.post("/lab/faults", json=rule)).status_code == 200


async def ticker(venue: httpx2.AsyncClient, coin: str = "BTC") -> httpx2.Response:
    return await venue.get(TICKER, params={"instId": f"{coin}-USDT-SWAP"})


async def chat(venue: httpx2.AsyncClient) -> str:
    body = {"model": "lab-rules", "messages": [{"role": "user", "content": fenced(SEEN)}]}
    answer = await venue.post("/v1/chat/completions", json=body)
    return str(answer.json()["choices"][0]["message"]["content"])


async def test_one_symbol_s_ticker_fails_and_the_others_do_not(venue: httpx2.AsyncClient) -> None:
    await arm(venue, kind="status", path=TICKER, symbol="SOL-USDT-SWAP", status=500, body="{}")

    assert (await ticker(venue, "SOL")).status_code == 500
    assert (await ticker(venue, "BTC")).json()["code"] == "0"


async def test_a_path_that_ends_in_a_dollar_is_the_whole_path(venue: httpx2.AsyncClient) -> None:
    await arm(venue, kind="status", path=f"{TICKER}$")

    assert (await ticker(venue)).status_code == 500
    assert (await venue.get(f"{TICKER}s", params={"instType": "SWAP"})).status_code == 200


async def test_a_refusal_may_bear_headers(venue: httpx2.AsyncClient) -> None:
    wait = {"Retry-After": "30", "Content-Type": "text/plain"}
    await arm(venue, kind="status", path="/api/v3/ping", status=418, body="banned", headers=wait)

    refused = await venue.get("/api/v3/ping")

    assert (refused.status_code, refused.text) == (418, "banned")
    assert refused.headers["retry-after"] == "30"
    assert refused.headers.get_list("content-type") == ["text/plain"]


async def test_a_rule_with_a_count_ends_by_itself(venue: httpx2.AsyncClient) -> None:
    await arm(venue, kind="status", path=TICKER, count=2)

    assert [(await ticker(venue)).status_code for _ in range(3)] == [500, 500, 200]


async def test_a_dropped_connection_gives_no_answer(venue: httpx2.AsyncClient) -> None:
    await arm(venue, kind="drop", path=TICKER, count=1)

    with pytest.raises(httpx2.RemoteProtocolError):
        await ticker(venue)
    assert (await ticker(venue)).status_code == 200


async def test_a_lost_answer_looks_like_a_dropped_connection(venue: httpx2.AsyncClient) -> None:
    await arm(venue, kind="lose", path=TICKER, count=1)

    with pytest.raises(httpx2.RemoteProtocolError):
        await ticker(venue)


async def test_a_falsified_body_is_sent_as_told(venue: httpx2.AsyncClient) -> None:
    await arm(venue, kind="body", path=TICKER, body='{"code": "0", "msg": "", "data": []}')

    assert (await ticker(venue)).json()["data"] == []


async def test_a_hanging_request_never_ends_and_others_go_on(venue: httpx2.AsyncClient) -> None:
    await arm(venue, kind="hang", symbol="ETH-USDT-SWAP")

    with pytest.raises(httpx2.ReadTimeout):
        await venue.get(TICKER, params={"instId": "ETH-USDT-SWAP"}, timeout=httpx2.Timeout(20, read=0.2))
    assert (await ticker(venue, "BTC")).status_code == 200


async def test_the_rules_in_force_are_shown_and_cleared(venue: httpx2.AsyncClient) -> None:
    await arm(venue, kind="delay", path=TICKER, delay_ms=1, count=3)
    await ticker(venue)

    shown = (await venue.get("/lab/status")).json()["faults"]
    assert [(rule["kind"], rule["count"]) for rule in shown] == [("delay", 2)]
    assert (await venue.delete("/lab/faults")).json() == {"faults": []}


async def test_a_rule_that_cannot_be_read_is_refused_with_the_reason(venue: httpx2.AsyncClient) -> None:
    refused = await venue.post("/lab/faults", json={"kind": "explode"})

    assert refused.status_code == 400
    assert "explode" in refused.json()["error"]


@pytest.mark.parametrize(("kind", "is_json"), [("prose", False), ("truncated", False), ("nonsense", True)])
async def test_a_spoiled_chat_answer_comes_once(
    kind: str,
    is_json: bool,
    venue: httpx2.AsyncClient,
) -> None:
    await arm(venue, kind=kind, path="/v1/chat", count=1)

    spoiled, sound = await chat(venue), await chat(venue)

    assert parses(spoiled) is is_json
    assert spoiled != sound
    assert "decisions" in json.loads(sound)


def parses(text: str) -> bool:
    try:
        json.loads(text)
    except json.JSONDecodeError:
        return False
    return True


async def test_delayed_requests_wait_side_by_side() -> None:
    async with (
        running_lab("--delay-ms", "200") as slow,
        httpx2.AsyncClient(base_url=slow.url, timeout=30) as venue,
    ):
        await ticker(venue)
        clock = asyncio.get_running_loop()
        waited: list[float] = []
        # The machine may stand still during one of them, not during all.
        while min(waited, default=9.9) >= 2.5 and len(waited) < 5:
            began = clock.time()
            async with asyncio.TaskGroup() as tasks:
                for _ in range(20):
                    tasks.create_task(ticker(venue))
            waited.append(clock.time() - began)

    assert 0.2 <= min(waited) < 2.5
