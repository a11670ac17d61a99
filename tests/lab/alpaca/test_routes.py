"""Alpaca's answers over a socket, at a moment when New York trades and at one when it does not."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
import uvicorn
from starlette.applications import Starlette

from tests.lab_process import RunningLab
from tradewind_lab.alpaca.gate import BUILT_IN_KEY, LIMIT, Gate
from tradewind_lab.alpaca.routes import routes
from tradewind_lab.stocks.market import StockMarket
from tradewind_lab.stocks.tape import GeneratedStocks

KEYS = {"APCA-API-KEY-ID": BUILT_IN_KEY.key, "APCA-API-SECRET-KEY": BUILT_IN_KEY.secret}
MARKET = StockMarket(GeneratedStocks(7))


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@dataclass(slots=True)
class HandClock:
    at_ms: int = ms("2026-11-20T17:12:34.500")  # a Friday, 12:12 in New York

    def now_ms(self) -> int:
        return self.at_ms


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def url(clock: HandClock) -> AsyncIterator[str]:
    app = Starlette(routes=routes(MARKET, clock, Gate(BUILT_IN_KEY)))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", http="h11", ws="none", lifespan="off"))
    listener = socket.create_server(("127.0.0.1", 0))
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(server.serve(sockets=[listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True


@pytest.fixture
async def venue(url: str) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=url, headers=KEYS, timeout=20) as client:
        yield client


async def told(venue: httpx2.AsyncClient, path: str, **query: str | int) -> Any:
    answer = await venue.get(path, params={name: str(value) for name, value in query.items()})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_bars_of_several_stocks_come_oldest_first_with_the_open_one_last(
    venue: httpx2.AsyncClient,
) -> None:
    answer = await told(
        venue, "/v2/stocks/bars", symbols="SPY,AAPL", timeframe="5Min", start="2026-11-19T00:00:00Z"
    )

    assert list(answer["bars"]) == ["AAPL", "SPY"]
    assert answer["next_page_token"] is None
    times = [bar["t"] for bar in answer["bars"]["SPY"]]
    assert (times[0], times[77], times[78]) == (
        "2026-11-19T14:30:00Z",
        "2026-11-19T20:55:00Z",
        "2026-11-20T14:30:00Z",
    )
    assert times[-1] == "2026-11-20T17:10:00Z"
    assert answer["bars"]["SPY"][0].keys() == {"t", "o", "h", "l", "c", "v", "n", "vw"}


async def test_pages_join_to_what_one_request_gives(venue: httpx2.AsyncClient) -> None:
    query = {"symbols": "AAPL,TSLA", "timeframe": "1Hour", "start": "2026-11-17T00:00:00Z"}
    whole = (await told(venue, "/v2/stocks/bars", **query))["bars"]

    joined: dict[str, list[Any]] = {}
    token, pages = None, 0
    while pages == 0 or token:
        page = await told(
            venue, "/v2/stocks/bars", **query, limit=10, **({"page_token": token} if token else {})
        )
        for symbol, rows in page["bars"].items():
            joined.setdefault(symbol, []).extend(rows)
        token, pages = page["next_page_token"], pages + 1

    assert joined == whole
    assert pages == -(-sum(map(len, whole.values())) // 10)


async def test_the_newest_bars_come_first_when_asked(venue: httpx2.AsyncClient) -> None:
    query: dict[str, str | int] = {"timeframe": "1Day", "start": "2026-11-01", "sort": "desc", "limit": 3}
    first = await told(venue, "/v2/stocks/TSLA/bars", **query)
    second = await told(venue, "/v2/stocks/TSLA/bars", **query, page_token=first["next_page_token"])

    days = [bar["t"][:10] for bar in [*first["bars"], *second["bars"]]]
    assert first["symbol"] == "TSLA"
    assert days == ["2026-11-20", "2026-11-19", "2026-11-18", "2026-11-17", "2026-11-16", "2026-11-13"]


async def test_without_a_start_the_day_of_new_york_begins_the_bars(venue: httpx2.AsyncClient) -> None:
    answer = await told(venue, "/v2/stocks/bars", symbols="MSFT", timeframe="15Min")

    assert answer["bars"]["MSFT"][0]["t"] == "2026-11-20T14:30:00Z"


async def test_a_snapshot_tells_trade_quote_minute_and_two_days(venue: httpx2.AsyncClient) -> None:
    shots = await told(venue, "/v2/stocks/snapshots", symbols="AAPL,NOPE")

    shot = shots["AAPL"]
    assert list(shots) == ["AAPL"]
    assert shot == await told(venue, "/v2/stocks/AAPL/snapshot")
    assert shot["latestTrade"]["p"] == shot["minuteBar"]["c"] == shot["dailyBar"]["c"]
    assert shot["latestQuote"]["bp"] < shot["latestTrade"]["p"] < shot["latestQuote"]["ap"]
    assert shot["dailyBar"]["t"] == "2026-11-20T05:00:00Z"
    assert shot["prevDailyBar"]["t"] == "2026-11-19T05:00:00Z"
    latest = await told(venue, "/v2/stocks/bars/latest", symbols="AAPL")
    assert latest == {"bars": {"AAPL": shot["minuteBar"]}}


async def test_the_clock_tells_open_and_closed(venue: httpx2.AsyncClient, clock: HandClock) -> None:
    trading = await told(venue, "/v2/clock")
    clock.at_ms = ms("2026-11-25T22:00")  # the evening before Thanksgiving
    resting = await told(venue, "/v2/clock")

    assert trading == {
        "timestamp": "2026-11-20T12:12:34.500-05:00",
        "is_open": True,
        "next_open": "2026-11-23T09:30:00-05:00",
        "next_close": "2026-11-20T16:00:00-05:00",
    }
    assert resting["is_open"] is False
    assert resting["next_open"] == "2026-11-27T09:30:00-05:00"
    assert resting["next_close"] == "2026-11-27T16:00:00-05:00"


async def test_the_calendar_leaves_out_days_without_a_session(venue: httpx2.AsyncClient) -> None:
    days = await told(venue, "/v2/calendar", start="2026-11-25", end="2026-11-30")

    assert [day["date"] for day in days] == ["2026-11-25", "2026-11-27", "2026-11-30"]
    assert (days[0]["open"], days[0]["close"]) == ("09:30", "16:00")


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 401), ({"APCA-API-KEY-ID": BUILT_IN_KEY.key}, 401), (KEYS | {"APCA-API-SECRET-KEY": "no"}, 403)],
)
async def test_a_request_without_the_right_key_is_refused(
    url: str, headers: dict[str, str], status: int
) -> None:
    async with httpx2.AsyncClient(base_url=url, headers=headers, timeout=30) as stranger:
        assert (await stranger.get("/v2/clock")).status_code == status


async def test_f38_requests_beyond_the_minute_s_limit_are_refused_until_it_ends(
    venue: httpx2.AsyncClient, clock: HandClock
) -> None:
    answers = [await venue.get("/v2/clock") for _ in range(LIMIT + 1)]
    clock.at_ms += 60_000
    after = await venue.get("/v2/clock")

    assert {one.status_code for one in answers[:LIMIT]} == {200}
    assert [answers[place].headers["X-RateLimit-Remaining"] for place in (0, LIMIT - 1, LIMIT)] == [
        "199",
        "0",
        "0",
    ]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["X-RateLimit-Reset"]) == ms("2026-11-20T17:13") // 1000
    assert after.status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v2/stocks/bars?timeframe=5Min", 400),
        ("/v2/stocks/bars?symbols=SPY", 400),
        ("/v2/stocks/bars?symbols=spy&timeframe=5Min", 400),
        ("/v2/stocks/bars?symbols=SPY&timeframe=7Min", 400),
        ("/v2/stocks/bars?symbols=SPY&timeframe=5Min&limit=0", 400),
        ("/v2/stocks/bars?symbols=SPY&timeframe=5Min&start=soon", 400),
        ("/v2/stocks/bars?symbols=SPY&timeframe=5Min&sort=up", 400),
        ("/v2/stocks/bars?symbols=SPY&timeframe=5Min&page_token=!", 400),
        ("/v2/stocks/bars?symbols=SPY&timeframe=5Min&start=2026-11-20&end=2026-11-19", 400),
        ("/v2/stocks/NOPE/snapshot", 404),
        ("/v2/calendar?start=soon", 422),
    ],
)
async def test_a_request_that_cannot_be_read_is_refused_with_the_reason(
    venue: httpx2.AsyncClient, path: str, status: int
) -> None:
    refused = await venue.get(path)

    assert refused.status_code == status
    assert refused.json()["message"]


async def test_a_stock_without_bars_is_left_out(venue: httpx2.AsyncClient) -> None:
    answer = await told(venue, "/v2/stocks/bars", symbols="NOPE", timeframe="5Min")

    assert answer == {"bars": {}, "next_page_token": None}


async def test_the_running_lab_serves_stocks_and_its_faults_reach_them(lab: RunningLab) -> None:
    rule = {"kind": "status", "path": "/v2/stocks", "symbol": "TSLA", "status": 500, "body": "{}", "count": 1}
    async with httpx2.AsyncClient(base_url=lab.alpaca, headers=KEYS, timeout=20) as venue:
        shots = await told(venue, "/v2/stocks/snapshots", symbols="SPY,AAPL,TSLA,MSFT,GOOGL")
        await venue.post("/lab/faults", json=rule)
        failed = await venue.get("/v2/stocks/snapshots", params={"symbols": "TSLA"})

    assert len(shots) == 5
    assert failed.status_code == 500
