"""The scanner's rows come from the cache alone; what is unknown is null, what is off says which setting turns it on."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.analysis.scans import a_price, a_stock, some_rows
from tests.values import BTC, ETH, a_window
from tests.web.stage import Stage, fresh_ticker, put_rules, received
from tests.web.test_signals import a_watch
from tests.web.test_signals import put as put_signals
from tradewind.bus.cache import Batch
from tradewind.bus.keys import (
    CANDIDATES,
    CANDLES_1H,
    MARKET_CONTEXT,
    SCANNER_SCORES,
    SCANNER_UPDATE,
    SIGNALS_UPDATE,
    SPOT_CANDLES,
    SPOT_PRICE,
    STOCK_INDICATORS,
    STOCK_PRICE,
    SWAP_SCORES,
    TICKER,
    Source,
)
from tradewind.bus.messages import ScannerNotice, SignalNotice
from tradewind.domain.candle import Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.market_context import (
    MarketBreadth,
    MarketContext,
    MarketRegime,
    SectorPerformance,
)
from tradewind.domain.signal import Stance
from tradewind.domain.stock import MarketStatus
from tradewind.domain.technical import (
    Candidate,
    RibbonOrder,
    ScannerScores,
    ScanScore,
    ScoreParts,
    SignalName,
    StockIndicators,
)
from tradewind.web.sparklines import MOST_POINTS, sparkline

COIN, STOCK = Symbol("BTCUSDT"), Symbol("SPY")
PAGE, SPARKLINES, SHEET = "/api/scanner", "/api/scanner/sparklines", "/api/scanner.csv"


def a_score(
    stage: Stage,
    symbol: Symbol,
    timeframe: Timeframe = Timeframe.H1,
    score: float | None = 0.8,
    closed_ago: timedelta = timedelta(minutes=10),
) -> ScanScore:
    now = stage.desk.clock.now()
    return ScanScore(
        symbol=symbol,
        timeframe=timeframe,
        rsi_14=55.5,
        vwap=None if score is None else 100.0,
        bb_upper=110.0,
        bb_mid=100.0,
        bb_lower=90.0,
        score=score,
        parts=ScoreParts(trend=0.8, strength=0.6, place=0.9, lead=None if score is None else 0.9),
        ribbon=RibbonOrder.BULLISH,
        volume_ratio=2.5,
        signals=(SignalName.VOLUME_SURGE,),
        exchange_time=Instant.of(now - closed_ago),
        timestamp=now,
    )


def scores_of(stage: Stage, *rows: ScanScore) -> ScannerScores:
    return ScannerScores(source="lab", exchange_time=None, timestamp=stage.desk.clock.now(), scores=rows)


def some_stock_indicators(stage: Stage, status: MarketStatus) -> StockIndicators:
    now = stage.desk.clock.now()
    return StockIndicators(
        source="alpaca",
        exchange_time=Instant.of(now - timedelta(hours=3)),
        timestamp=now,
        symbol=STOCK,
        rsi_14=40.0,
        macd=None,
        macd_signal=None,
        bollinger_upper=102.0,
        bollinger_lower=98.0,
        bollinger_width=0.04,
        market_status=status,
    )


async def write(stage: Stage, **values: Any) -> None:
    """Write a scanned coin, a swap and a stock, or what is told instead of one of them."""
    now = stage.desk.clock.now()
    batch = Batch(Source.TA_SERVICE)
    batch.put(
        SCANNER_SCORES,
        scores_of(
            stage, *values.get("coin", (a_score(stage, COIN), a_score(stage, COIN, Timeframe.H4, 0.4)))
        ),
    )
    batch.put(
        SWAP_SCORES,
        scores_of(stage, *values.get("swap", (a_score(stage, BTC), a_score(stage, BTC, Timeframe.M5, None)))),
    )
    batch.put(SPOT_PRICE.at(COIN), replace(a_price(COIN), timestamp=now))
    status = values.get("status", MarketStatus.OPEN)
    stock = a_stock(STOCK, last=102.0, opened=values.get("opened", 100.0), status=status)
    batch.put(STOCK_PRICE.at(STOCK), replace(stock, timestamp=now))
    batch.put(STOCK_INDICATORS.at(STOCK), some_stock_indicators(stage, status))
    batch.put(TICKER.at(BTC), fresh_ticker(stage))
    await stage.cache.write(batch)


async def rows_of(stage: Stage) -> dict[str, Any]:
    body = (await stage.http.get(PAGE)).json()
    return {row["symbol"]: row for row in body["rows"]}


async def test_every_symbol_of_which_something_is_cached_has_a_row(stage: Stage) -> None:
    await put_rules(stage)
    await write(stage)
    await put_signals(stage, watched=(a_watch(stage, BTC, Stance.BUY),))

    body = (await stage.http.get(PAGE)).json()
    rows = {row["symbol"]: row for row in body["rows"]}

    assert {symbol: row["kind"] for symbol, row in rows.items()} == {
        BTC: "swap",
        COIN: "coin",
        STOCK: "stock",
    }
    assert body["missing"] == [ETH]
    assert rows[BTC]["price"]["last"] == 60_000.0
    assert rows[BTC]["price"]["tick_size"] == "0.1"
    assert rows[BTC]["stance"] == "BUY"
    assert rows[COIN]["stance"] is None
    assert rows[COIN]["price"]["change_since"] == "24h"


async def test_a_score_is_the_mean_of_the_known_ones_and_never_counts_an_unknown_one(stage: Stage) -> None:
    await write(stage)
    rows = await rows_of(stage)

    assert rows[COIN]["score"] == pytest.approx(0.6)
    assert [reading["timeframe"] for reading in rows[COIN]["readings"]] == ["1h", "4h"]
    assert rows[COIN]["readings"][0]["parts"] == {"trend": 0.8, "strength": 0.6, "place": 0.9, "lead": 0.9}
    assert rows[BTC]["score"] == 0.8
    assert [reading["score"] for reading in rows[BTC]["readings"]] == [None, 0.8]
    assert rows[STOCK]["score"] is None
    assert rows[STOCK]["readings"][0]["parts"] is None


async def test_a_reading_says_until_when_it_is_good(stage: Stage) -> None:
    await write(stage)
    reading = (await rows_of(stage))[COIN]["readings"][0]
    closed, good = Instant.parse(reading["closed_at"]), Instant.parse(reading["good_until"])

    assert good - closed == Timeframe.H1.length + SPOT_CANDLES[Timeframe.H1].ttl
    assert reading["age_ms"] >= 600_000


@pytest.mark.parametrize(("status", "ages"), [(MarketStatus.OPEN, True), (MarketStatus.CLOSED, False)])
async def test_a_stock_ages_only_while_its_exchange_is_open(
    stage: Stage, status: MarketStatus, *, ages: bool
) -> None:
    await write(stage, status=status)
    row = (await rows_of(stage))[STOCK]

    assert row["market_status"] == status
    assert (row["price"]["good_until"] is not None) is ages
    assert (row["readings"][0]["good_until"] is not None) is ages
    assert row["price"]["change_pct"] == pytest.approx(2)
    assert row["price"]["change_since"] == "open"


async def test_a_stock_without_an_open_has_no_change(stage: Stage) -> None:
    await write(stage, opened=None)

    assert (await rows_of(stage))[STOCK]["price"]["change_pct"] is None


async def test_an_empty_cache_gives_no_rows_and_says_what_is_missing(stage: Stage) -> None:
    body = (await stage.http.get(PAGE)).json()

    assert body["rows"] == []
    assert body["missing"] == [BTC, ETH, COIN, STOCK]
    assert [(kind["kind"], kind["scanned_at"], kind["setting"]) for kind in body["kinds"]] == [
        ("swap", None, None),
        ("coin", None, None),
        ("stock", None, None),
    ]
    assert (await stage.http.get("/api/candidates")).json()["items"] is None
    context = (await stage.http.get("/api/context")).json()
    assert (context["updated_at"], context["market_regime"], context["market_breadth"]) == (None, None, None)
    assert context["reference"] == COIN


async def test_candidates_and_context_come_with_their_age(stage: Stage) -> None:
    now = stage.desk.clock.now()
    stamp: dict[str, Any] = {"source": "lab", "exchange_time": None, "timestamp": now}
    sectors = SectorPerformance(technology=1.5, healthcare=None, financials=None, consumer=None, energy=None)
    found = Candidate(**stamp, symbol=COIN, score=0.7, price=1.0, signals=(SignalName.BREAKOUT,))
    batch = Batch(Source.TA_SERVICE)
    batch.put(CANDIDATES, (found,))
    breadth = MarketBreadth(advancing=3, declining=2, unchanged=1, scope="six coins")
    batch.put(
        MARKET_CONTEXT,
        MarketContext(
            **stamp,
            sector_performance=sectors,
            market_breadth=breadth,
            vix=None,
            market_regime=MarketRegime.BULL,
        ),
    )
    await stage.cache.write(batch)

    (candidate,) = (await stage.http.get("/api/candidates")).json()["items"]
    context = (await stage.http.get("/api/context")).json()

    assert (candidate["symbol"], candidate["signals"], candidate["age_ms"] >= 0) == (COIN, ["breakout"], True)
    assert context["market_breadth"]["advancing"] == 3
    assert context["sector_performance"]["technology"] == 1.5
    assert (context["market_regime"], context["vix"], context["age_ms"] >= 0) == ("bull", None, True)


async def test_sparklines_of_all_symbols_come_in_one_answer(stage: Stage) -> None:
    now = stage.desk.clock.now()
    batch = Batch(Source.MARKET_DATA)
    batch.put(SPOT_CANDLES[Timeframe.H1].at(COIN), some_rows(Timeframe.H1, now=now))
    window = a_window([100.0 + place for place in range(101)], timeframe=Timeframe.H1)
    batch.put(CANDLES_1H.at(BTC), window)
    await stage.cache.write(batch)

    items = (await stage.http.get(SPARKLINES)).json()["items"]

    assert set(items) == {COIN, BTC}
    assert items[BTC]["closes"] == [float(close) for close in range(176, 200)]
    assert len(items[COIN]["closes"]) == 24
    assert items[COIN]["age_ms"] < 3_600_000


@pytest.mark.parametrize("count", [2, 47, 48, 49, 77, 78, 300])
def test_a_sparkline_has_few_points_and_always_the_last(count: int) -> None:
    rows = some_rows(Timeframe.M5, closed=count)[:-1]
    line = sparkline(rows, Timeframe.M5, Instant.from_ms(rows[-1][0]))

    assert 2 <= len(line.closes) <= MOST_POINTS
    assert line.closes[-1] == rows[-1][4]
    assert line.first_at < line.last_at


async def test_the_sheet_has_what_was_asked_for_in_that_order(stage: Stage) -> None:
    await write(stage)

    answer = await stage.http.get(
        f"{SHEET}?symbols={STOCK},{COIN}&columns=symbol,score,rsi_14,signals&timeframe=1h"
    )
    whole = await stage.http.get(SHEET)

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert list(csv.reader(io.StringIO(answer.text))) == [
        ["symbol", "score", "rsi_14", "signals"],
        [STOCK, "", "", ""],
        [COIN, "0.6", "55.5", "volume_surge"],
    ]
    assert len(whole.text.splitlines()) == 4


@pytest.mark.parametrize("query", ["columns=symbol,wallet", "symbols=NOSUCH", "symbols=a'b", "timeframe=2h"])
async def test_a_sheet_of_nothing_that_exists_is_refused(stage: Stage, query: str) -> None:
    assert (await stage.http.get(f"{SHEET}?{query}")).status_code == 422


async def test_news_of_scanner_and_signals_reach_the_page(stage: Stage) -> None:
    now = stage.desk.clock.now()
    async with stage.socket() as socket:
        batch = Batch(Source.TA_SERVICE)
        batch.publish(SCANNER_UPDATE, ScannerNotice(part="1h", timestamp=now))
        notice = SignalNotice(symbol=BTC, left=None, to=Stance.BUY, score=0.5, timestamp=now)
        batch.publish(SIGNALS_UPDATE, notice)
        await stage.cache.write(batch)
        scanned = await received(socket, "scanner_update")
        changed = await received(socket, "signal_update")

    assert scanned["data"] == {"part": "1h"}
    assert changed["data"] == {"symbol": BTC, "from": None, "to": "BUY", "score": 0.5}
    assert changed["seq"] > scanned["seq"]
