"""ccxt's own Binance.us client against the lab, over a socket."""

from collections.abc import AsyncIterator
from typing import Any

import ccxt.async_support as ccxt
import httpx2
import pytest

from tests.lab_process import RunningLab
from tradewind_lab.coins import COINS

BTC = "BTC/USDT"


@pytest.fixture
async def client(lab: RunningLab) -> AsyncIterator[Any]:
    exchange = ccxt.binanceus({"enableRateLimit": False})
    exchange.urls["api"]["public"] = f"{lab.binanceus}/api/v3"
    yield exchange
    await exchange.close()


@pytest.fixture
async def plain(lab: RunningLab) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=f"{lab.binanceus}/api/v3", timeout=20) as http:
        yield http
        await http.delete(f"{lab.url}/lab/faults")


async def test_every_coin_is_listed_with_its_grid(client: Any) -> None:
    markets = await client.load_markets()

    assert {market["id"] for market in markets.values()} == {coin.symbol for coin in COINS}
    assert markets[BTC]["precision"] == markets[BTC]["precision"] | {"price": 0.01, "amount": 1e-05}
    assert markets[BTC]["spot"] is True
    assert markets[BTC]["limits"]["cost"]["min"] == 10


@pytest.mark.parametrize(("timeframe", "minutes"), [("5m", 5), ("1h", 60), ("4h", 240), ("1d", 1440)])
async def test_candles_end_with_the_open_one_at_the_last_price(
    client: Any, timeframe: str, minutes: int
) -> None:
    bars = await client.fetch_ohlcv(BTC, timeframe, limit=8)
    ticker = await client.fetch_ticker(BTC)

    assert [bar[0] for bar in bars] == [bars[0][0] + place * minutes * 60_000 for place in range(8)]
    assert bars[-1][0] <= ticker["timestamp"] < bars[-1][0] + minutes * 60_000 + 5_000
    assert bars[-1][4] == pytest.approx(ticker["last"], rel=0.002)
    assert all(bar[3] <= min(bar[1], bar[4]) <= max(bar[1], bar[4]) <= bar[2] for bar in bars)


async def test_candles_from_a_start_come_oldest_first_and_no_further_than_the_end(client: Any) -> None:
    newest = await client.fetch_ohlcv("SOL/USDT", "1h", limit=100)

    since = await client.fetch_ohlcv("SOL/USDT", "1h", since=newest[10][0] - 1, limit=5)
    until = await client.fetch_ohlcv(
        "SOL/USDT", "1h", since=newest[10][0], limit=50, params={"until": newest[12][0]}
    )

    assert since == newest[10:15]
    assert until == newest[10:13]


async def test_a_start_before_history_begins_where_the_tape_does(
    plain: httpx2.AsyncClient, lab: RunningLab
) -> None:
    begins = (await plain.get(f"{lab.url}/lab/status")).json()["begins_ms"]

    first = (
        await plain.get("/klines", params={"symbol": "ADAUSDT", "interval": "5m", "startTime": 0, "limit": 2})
    ).json()

    assert first[0][0] == begins


async def test_one_request_tells_the_day_of_every_coin(client: Any) -> None:
    tickers = await client.fetch_tickers()

    assert len(tickers) == len(COINS)
    for ticker in tickers.values():
        assert ticker["low"] <= ticker["last"] <= ticker["high"]
        assert ticker["bid"] < ticker["ask"]
        assert ticker["percentage"] == pytest.approx(
            100 * (ticker["last"] - ticker["open"]) / ticker["open"], abs=0.001
        )


async def test_prices_touches_and_books_agree(client: Any) -> None:
    book = await client.fetch_order_book("ETH/USDT", 50)
    touches = await client.fetch_bids_asks(["ETH/USDT", "PEPE/USDT"])

    assert len(book["bids"]) == len(book["asks"]) == 50
    assert book["bids"][0][0] < book["asks"][0][0]
    assert touches["ETH/USDT"]["bid"] == pytest.approx(book["bids"][0][0], rel=0.001)
    assert 0 < touches["PEPE/USDT"]["bid"] < touches["PEPE/USDT"]["ask"]


async def test_a_coin_stays_within_ten_basis_points_of_its_swap(client: Any, lab: RunningLab) -> None:
    async with httpx2.AsyncClient(base_url=lab.okx, timeout=20) as okx:
        for coin in ("BTC", "ETH", "SOL", "BNB", "DOGE", "XRP"):
            spot = (await client.fetch_ticker(f"{coin}/USDT"))["last"]
            swap = await okx.get("/api/v5/market/ticker", params={"instId": f"{coin}-USDT-SWAP"})
            assert spot == pytest.approx(float(swap.json()["data"][0]["last"]), rel=0.001)


async def test_the_venue_s_clock_is_told(client: Any) -> None:
    assert abs(await client.fetch_time() - client.milliseconds()) < 30_000


async def test_an_unknown_pair_is_refused_in_the_venue_s_words(client: Any) -> None:
    with pytest.raises(ccxt.BadSymbol, match="-1121"):
        await client.public_get_klines({"symbol": "NOPEUSDT", "interval": "5m"})


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/klines?symbol=BTCUSDT&interval=7m", -1120),
        ("/klines?symbol=BTCUSDT", -1102),
        ("/klines?symbol=BTCUSDT&interval=5m&limit=many", -1100),
        ("/klines?symbol=BTCUSDT&interval=5m&size=5", -1104),
        ("/depth?limit=5", -1102),
        ("/ticker/24hr?symbols=BTCUSDT", -1100),
    ],
)
async def test_a_request_that_cannot_be_read_is_refused(
    plain: httpx2.AsyncClient, path: str, code: int
) -> None:
    refused = await plain.get(path)

    assert refused.status_code == 400
    assert refused.json()["code"] == code


async def test_faults_reach_the_venue_s_routes(plain: httpx2.AsyncClient, lab: RunningLab) -> None:
    rule = {"kind": "status", "path": "/api/v3/klines", "symbol": "ETHUSDT", "status": 503, "body": "{}"}
    await plain.post(f"{lab.url}/lab/faults", json=rule)

    codes = [
        (await plain.get("/klines", params={"symbol": symbol, "interval": "1h"})).status_code
        for symbol in ("ETHUSDT", "BTCUSDT")
    ]

    assert codes == [503, 200]
