"""A symbol's book, price, funding and picture come from the cache with their age; what is missing is null."""

from datetime import timedelta

from tests.values import BTC
from tests.web.stage import Stage, fresh_ticker, put_rules
from tradewind.bus.cache import Batch
from tradewind.bus.keys import FUNDING, OPEN_INTEREST, ORDER_BOOK, SPOT_PRICE, STOCK_PRICE, Source
from tradewind.domain.clock import Instant
from tradewind.domain.funding import Funding, OpenInterest
from tradewind.domain.instrument import Symbol
from tradewind.domain.order_book import OrderBook
from tradewind.domain.spot import SpotPrice
from tradewind.domain.stock import DayPrices, MarketStatus, StockPrice

COIN, STOCK = Symbol("BTCUSDT"), Symbol("SPY")


def ago(stage: Stage, seconds: float) -> Instant:
    return Instant.of(stage.desk.clock.now() - timedelta(seconds=seconds))


async def put_book(stage: Stage, at: Instant) -> None:
    batch = Batch(Source.MARKET_DATA)
    book = OrderBook(
        source="okx",
        exchange_time=at,
        timestamp=at,
        symbol=BTC,
        bids=((59_999.5, 3.0), (59_999.0, 1.0)),
        asks=((60_000.5, 1.0), (60_001.0, 1.0)),
    )
    batch.put(ORDER_BOOK.at(BTC).living(timedelta(minutes=5)), book)
    await stage.cache.write(batch)


async def test_the_book_has_its_spread_its_lean_its_tick_and_its_age(stage: Stage) -> None:
    await put_rules(stage)
    await put_book(stage, ago(stage, 40))

    body = (await stage.http.get(f"/api/market-data/{BTC}/book")).json()

    book = body["book"]
    assert book["bids"] == [[59_999.5, 3.0], [59_999.0, 1.0]]
    assert (book["spread"], book["imbalance"]) == (1.0, 2 / 6)
    assert round(book["spread_share"] * 60_000, 9) == 1.0
    assert book["freshness"] == "warn"
    assert 40_000 <= book["age_ms"] < 60_000
    assert body["tick_size"] is not None


async def test_a_missing_book_is_null_and_a_coin_has_none(stage: Stage) -> None:
    missing = await stage.http.get(f"/api/market-data/{BTC}/book")
    coin = await stage.http.get(f"/api/market-data/{COIN}/book")
    unknown = await stage.http.get("/api/market-data/PEPE-USDT-SWAP/book")

    assert missing.json()["book"] is None
    assert (coin.status_code, unknown.status_code) == (404, 404)
    assert "swaps alone" in coin.json()["detail"]


async def test_a_swap_stands_with_funding_and_open_interest_each_of_its_own_age(stage: Stage) -> None:
    await put_rules(stage)
    await stage.tick(fresh_ticker(stage, 61_234.5))
    due = Instant.of(stage.desk.clock.now() + timedelta(hours=3))
    batch = Batch(Source.MARKET_DATA)
    stamps = {"source": "okx", "exchange_time": None, "symbol": BTC}
    batch.put(
        FUNDING.at(BTC),
        Funding(**stamps, timestamp=ago(stage, 200), funding_rate=0.0001, next_funding_time=due),  # type: ignore[arg-type]
    )
    batch.put(
        OPEN_INTEREST.at(BTC),
        OpenInterest(**stamps, timestamp=ago(stage, 5), open_interest=120.0, open_interest_usd=7e6),  # type: ignore[arg-type]
    )
    await stage.cache.write(batch)

    body = (await stage.http.get(f"/api/market-data/{BTC}/standing")).json()

    assert body["kind"] == "swap"
    assert (body["quote"]["price"], body["quote"]["freshness"]) == (61_234.5, "fresh")
    assert (body["funding"]["rate"], body["funding"]["next_time"]) == (0.0001, str(due))
    assert (body["funding"]["freshness"], body["open_interest"]["freshness"]) == ("warn", "fresh")
    assert body["open_interest"]["usd"] == 7e6
    assert body["is_live"] is True
    assert body["technical"] == []


async def test_what_nobody_cached_is_null(stage: Stage) -> None:
    body = (await stage.http.get(f"/api/market-data/{BTC}/standing")).json()

    named = ("quote", "funding", "open_interest", "tick_size", "is_live")
    assert [body[name] for name in named] == [None] * 5


async def test_coins_and_stocks_stand_with_what_there_is_of_them(stage: Stage) -> None:
    now = stage.desk.clock.now()
    batch = Batch(Source.MARKET_DATA)
    coin = SpotPrice(
        source="binanceus",
        exchange_time=now,
        timestamp=now,
        symbol=COIN,
        price=60_000.0,
        change24h=-1.5,
        volume=12.0,
    )
    stock = StockPrice(
        source="alpaca",
        exchange_time=now,
        timestamp=now,
        symbol=STOCK,
        price=DayPrices(last=500.0, open=498.0, high=501.0, low=497.0, volume=1e6),
        market_status=MarketStatus.CLOSED,
    )
    batch.put(SPOT_PRICE.at(COIN), coin)
    batch.put(STOCK_PRICE.at(STOCK), stock)
    await stage.cache.write(batch)

    of_coin = (await stage.http.get(f"/api/market-data/{COIN}/standing")).json()
    of_stock = (await stage.http.get(f"/api/market-data/{STOCK}/standing")).json()

    assert (of_coin["kind"], of_coin["quote"]["price"], of_coin["quote"]["change_pct"]) == (
        "coin",
        60_000.0,
        -1.5,
    )
    assert of_coin["quote"]["market_status"] is None
    assert (of_stock["quote"]["high"], of_stock["quote"]["market_status"]) == (501.0, "closed")
