"""OKX's public routes as the real ccxt client reads them, over a real socket."""

from collections.abc import AsyncIterator
from itertools import pairwise
from typing import Any

import ccxt.async_support as ccxt
import httpx2
import pytest

from tests.lab_process import RunningLab

SWAPS = ["BTC", "ETH", "SOL", "BNB", "DOGE", "XRP"]
BTC = "BTC/USDT:USDT"
TIMEFRAMES = {"1m": 60, "5m": 300, "15m": 900, "1h": 3_600, "4h": 14_400, "1d": 86_400}


@pytest.fixture
async def okx(lab: RunningLab) -> AsyncIterator[Any]:
    client = ccxt.okx({"enableRateLimit": False})
    client.urls["api"]["rest"] = lab.okx
    try:
        await client.load_markets()
        yield client
    finally:
        await client.close()


async def get(lab: RunningLab, path: str) -> httpx2.Response:
    async with httpx2.AsyncClient(base_url=lab.okx, timeout=20) as client:
        return await client.get(path)


async def test_six_swaps_are_listed_with_okx_contract_rules(okx: Any) -> None:
    rules = {
        market["base"]: (market["contractSize"], market["precision"]["amount"], market["precision"]["price"])
        for market in okx.markets.values()
    }

    assert rules == {
        "BTC": (0.01, 0.01, 0.1),
        "ETH": (0.1, 0.01, 0.01),
        "SOL": (1.0, 0.01, 0.01),
        "BNB": (0.01, 1.0, 0.1),
        "DOGE": (1000.0, 0.01, 0.00001),
        "XRP": (100.0, 0.01, 0.0001),
    }
    assert all(market["linear"] and market["active"] for market in okx.markets.values())


async def test_the_venue_tells_its_time_and_that_it_is_well(okx: Any) -> None:
    assert abs(await okx.fetch_time() - okx.milliseconds()) < 30_000
    assert (await okx.fetch_status())["status"] == "ok"


@pytest.mark.parametrize("coin", SWAPS)
async def test_a_ticker_is_complete(coin: str, okx: Any) -> None:
    ticker = await okx.fetch_ticker(f"{coin}/USDT:USDT")

    assert ticker["bid"] < ticker["ask"]
    assert ticker["bid"] <= ticker["last"] <= ticker["ask"]
    assert ticker["low"] <= ticker["last"] <= ticker["high"]
    assert ticker["baseVolume"] > 0
    assert ticker["percentage"] is not None
    assert abs(ticker["timestamp"] - okx.milliseconds()) < 30_000


async def test_all_tickers_come_in_one_call(okx: Any) -> None:
    symbols = [f"{coin}/USDT:USDT" for coin in SWAPS]

    assert sorted(await okx.fetch_tickers(symbols)) == sorted(symbols)


@pytest.mark.parametrize("depth", [1, 20, 400])
async def test_a_book_has_the_depth_asked_for(depth: int, okx: Any) -> None:
    book = await okx.fetch_order_book(BTC, depth)

    assert len(book["bids"]) == len(book["asks"]) == depth
    assert book["bids"][0][0] < book["asks"][0][0]


@pytest.mark.parametrize("timeframe", sorted(TIMEFRAMES))
async def test_candles_of_a_timeframe_follow_each_other_up_to_now(timeframe: str, okx: Any) -> None:
    candles = await okx.fetch_ohlcv(BTC, timeframe, limit=9)

    steps = {later[0] - earlier[0] for earlier, later in pairwise(candles)}
    assert len(candles) == 9
    assert steps == {TIMEFRAMES[timeframe] * 1_000}
    assert candles[-1][0] <= okx.milliseconds() < candles[-1][0] + TIMEFRAMES[timeframe] * 1_000 + 30_000


async def test_old_candles_come_from_the_history_route_and_agree(okx: Any) -> None:
    since = okx.milliseconds() // 300_000 * 300_000 - 8 * 86_400_000

    recent = await okx.fetch_ohlcv(BTC, "5m", since=since, limit=50)
    history = await okx.fetch_ohlcv(BTC, "5m", since=since, limit=50, params={"type": "HistoryCandles"})

    assert recent == history
    assert recent[0][0] == since
    assert len(recent) == 50


async def test_the_history_covers_ten_days(okx: Any) -> None:
    since = okx.milliseconds() - 10 * 86_400_000

    candles = await okx.fetch_ohlcv(BTC, "1h", since=since, limit=1)

    assert 0 <= candles[0][0] - since < 3_600_000


async def test_funding_has_a_rate_and_settles_at_the_next_eight_hours(okx: Any) -> None:
    funding = await okx.fetch_funding_rate(BTC)

    assert abs(funding["fundingRate"]) < 0.00375
    assert funding["fundingTimestamp"] % 28_800_000 == 0
    assert 0 < funding["fundingTimestamp"] - okx.milliseconds() <= 28_830_000
    assert funding["interval"] == "8h"


async def test_funding_rates_of_all_swaps_come_in_one_call(okx: Any) -> None:
    assert len(await okx.fetch_funding_rates()) == len(SWAPS)


async def test_settled_funding_is_paged_by_its_time(okx: Any) -> None:
    newest = await okx.fetch_funding_rate_history(BTC, limit=5)
    older = await okx.fetch_funding_rate_history(BTC, limit=2, params={"after": newest[2]["timestamp"]})

    assert [one["timestamp"] % 28_800_000 for one in newest] == [0] * 5
    assert [one["timestamp"] for one in older] == [one["timestamp"] for one in newest[:2]]


async def test_open_interest_mark_price_and_tiers_are_told(okx: Any) -> None:
    interest = await okx.fetch_open_interest(BTC)
    mark = (await okx.fetch_mark_price(BTC))["markPrice"]
    tiers = await okx.fetch_market_leverage_tiers(BTC)

    assert interest["openInterestValue"] == pytest.approx(
        interest["openInterestAmount"] * 0.01 * mark, rel=0.01
    )
    assert tiers[0]["maxLeverage"] == 100
    rates = [tier["maintenanceMarginRate"] for tier in tiers]
    assert rates == sorted(rates)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/api/v5/market/ticker?instId=PEPE-USDT-SWAP", "51001"),
        ("/api/v5/market/books?instId=PEPE-USDT-SWAP", "51001"),
        ("/api/v5/market/candles?instId=PEPE-USDT-SWAP", "51001"),
        ("/api/v5/public/funding-rate?instId=PEPE-USDT-SWAP", "51001"),
        ("/api/v5/market/index-tickers?instId=PEPE-USDT", "51001"),
        ("/api/v5/market/ticker", "50014"),
        ("/api/v5/public/instruments", "50014"),
        ("/api/v5/market/candles?instId=BTC-USDT-SWAP&bar=7m", "51000"),
        ("/api/v5/market/candles?instId=BTC-USDT-SWAP&limit=x", "51000"),
        ("/api/v5/market/candles?instId=BTC-USDT-SWAP&after=soon", "51000"),
    ],
)
async def test_a_wrong_request_is_refused_in_okx_envelope(path: str, code: str, lab: RunningLab) -> None:
    answer = (await get(lab, path)).json()

    assert answer["code"] == code
    assert answer["msg"]
    assert answer["data"] == []


@pytest.mark.parametrize("kind", ["SPOT", "MARGIN", "FUTURES", "OPTION"])
async def test_other_instrument_types_are_empty(kind: str, lab: RunningLab) -> None:
    assert (await get(lab, f"/api/v5/public/instruments?instType={kind}")).json()["data"] == []


async def test_a_candle_row_tells_contracts_coins_quote_and_whether_it_is_closed(lab: RunningLab) -> None:
    rows = (await get(lab, "/api/v5/market/candles?instId=ETH-USDT-SWAP&bar=1m&limit=2")).json()["data"]

    open_row, closed_row = rows
    assert (open_row[8], closed_row[8]) == ("0", "1")
    assert float(closed_row[6]) == pytest.approx(float(closed_row[5]) * 0.1)
    assert float(closed_row[7]) == pytest.approx(float(closed_row[6]) * float(closed_row[4]), rel=0.05)


async def test_the_open_of_24_hours_ago_is_in_the_candles(lab: RunningLab) -> None:
    ticker = (await get(lab, "/api/v5/market/ticker?instId=BTC-USDT-SWAP")).json()["data"][0]
    day_ago = int(ticker["ts"]) // 60_000 * 60_000 - 86_400_000

    path = f"/api/v5/market/history-candles?instId=BTC-USDT-SWAP&bar=1m&after={day_ago + 1}&limit=1"
    bar = (await get(lab, path)).json()["data"][0]

    assert (int(bar[0]), bar[1]) == (day_ago, ticker["open24h"])
