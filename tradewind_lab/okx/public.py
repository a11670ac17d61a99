"""OKX's public market and reference routes, as https://www.okx.com/docs-v5/en/#public-data describes them."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tradewind_lab.chart import TIMEFRAMES
from tradewind_lab.clock import Clock
from tradewind_lab.instruments import Instrument, tiers
from tradewind_lab.market import Market, OutsideTape, UnknownSymbol
from tradewind_lab.okx.wire import Json, OkxError, answer, number, refusal
from tradewind_lab.quotes import Candle, Level, Ticker

_LISTED_MS: Final = "1573557408000"
Query = Mapping[str, str]
Rows = list[Json]
Ask = Callable[[Market, int, Query], Rows]


def routes(market: Market, clock: Clock) -> list[Route]:
    """Return every public route; each answers from `market` as it stands at `clock`."""
    asks: dict[str, Ask] = {
        "/api/v5/public/time": _time,
        "/api/v5/system/status": _nothing,
        "/api/v5/public/instruments": _instruments,
        "/api/v5/public/mark-price": _mark_prices,
        "/api/v5/public/funding-rate": _funding_rate,
        "/api/v5/public/funding-rate-history": _funding_history,
        "/api/v5/public/open-interest": _open_interest,
        "/api/v5/public/position-tiers": _position_tiers,
        "/api/v5/market/ticker": _ticker,
        "/api/v5/market/tickers": _tickers,
        "/api/v5/market/books": _book,
        "/api/v5/market/books-full": _book,
        "/api/v5/market/candles": partial(_candles, most=300),
        "/api/v5/market/history-candles": partial(_candles, most=300),
        "/api/v5/market/index-tickers": _index_tickers,
    }
    return [Route(path, _endpoint(ask, market, clock)) for path, ask in asks.items()]


def _endpoint(ask: Ask, market: Market, clock: Clock) -> Callable[[Request], Response]:
    async def endpoint(request: Request) -> Response:
        try:
            return answer(ask(market, clock.now_ms(), request.query_params))
        except UnknownSymbol:
            return refusal(
                OkxError("51001", "Instrument ID, Instrument ID code, or Spread ID doesn't exist.")
            )
        except OutsideTape:
            return answer([])
        except OkxError as e:
            return refusal(e)

    return endpoint  # type: ignore[return-value]


def _time(_market: Market, now_ms: int, _query: Query) -> Rows:
    return [{"ts": str(now_ms)}]


def _nothing(_market: Market, _now_ms: int, _query: Query) -> Rows:
    return []


def _instruments(market: Market, _now_ms: int, query: Query) -> Rows:
    if _required(query, "instType") != "SWAP":
        return []
    return [_instrument(one) for one in _chosen(market, query)]


def _chosen(market: Market, query: Query) -> list[Instrument]:
    """Return the swaps that instId, uly or instFamily name, all of them where none is given."""
    if "instId" in query:
        return [market.instrument(query["instId"])]
    family = query.get("instFamily") or query.get("uly")
    every = [market.instrument(symbol) for symbol in market.symbols]
    return [one for one in every if family in {None, one.family}]


def _instrument(one: Instrument) -> Json:
    return {
        "alias": "",
        "auctionEndTime": "",
        "baseCcy": "",
        "category": "1",
        "contTdSwTime": "",
        "ctMult": "1",
        "ctType": "linear",
        "ctVal": number(one.contract_value),
        "ctValCcy": one.coin,
        "expTime": "",
        "futureSettlement": False,
        "instFamily": one.family,
        "instId": one.symbol,
        "instType": "SWAP",
        "lever": str(one.max_leverage),
        "listTime": _LISTED_MS,
        "lotSz": number(one.lot_size),
        "maxIcebergSz": number(one.max_limit_size),
        "maxLmtAmt": "20000000",
        "maxLmtSz": number(one.max_limit_size),
        "maxMktAmt": "",
        "maxMktSz": number(one.max_market_size),
        "maxStopSz": number(one.max_market_size),
        "maxTriggerSz": number(one.max_limit_size),
        "maxTwapSz": number(one.max_limit_size),
        "minSz": number(one.min_size),
        "optType": "",
        "quoteCcy": "",
        "ruleType": "normal",
        "settleCcy": "USDT",
        "state": "live",
        "stk": "",
        "tickSz": number(one.tick_size),
        "uly": one.family,
    }


def _ticker(market: Market, now_ms: int, query: Query) -> Rows:
    return [_ticker_row(market, market.ticker(_required(query, "instId"), now_ms))]


def _tickers(market: Market, now_ms: int, query: Query) -> Rows:
    if _required(query, "instType") != "SWAP":
        return []
    return [_ticker_row(market, market.ticker(one.symbol, now_ms)) for one in _chosen(market, query)]


def _ticker_row(market: Market, ticker: Ticker) -> Json:
    instrument = market.instrument(ticker.symbol)
    return {
        "instType": "SWAP",
        "instId": ticker.symbol,
        "last": number(ticker.last),
        "lastSz": number(ticker.last_size),
        "askPx": number(ticker.ask.price),
        "askSz": number(ticker.ask.size),
        "bidPx": number(ticker.bid.price),
        "bidSz": number(ticker.bid.size),
        "open24h": number(ticker.open_24h),
        "high24h": number(ticker.high_24h),
        "low24h": number(ticker.low_24h),
        "volCcy24h": number(ticker.volume_24h),
        "vol24h": number(ticker.volume_24h / instrument.contract_value),
        "sodUtc0": number(ticker.open_utc),
        "sodUtc8": number(ticker.open_hong_kong),
        "ts": str(ticker.at_ms),
    }


def _book(market: Market, now_ms: int, query: Query) -> Rows:
    depth = _whole(query, "sz", default=1, most=5000)
    book = market.book(_required(query, "instId"), now_ms, depth)
    return [{"asks": _levels(book.asks), "bids": _levels(book.bids), "ts": str(now_ms)}]


def _levels(levels: tuple[Level, ...]) -> Json:
    return [
        [number(level.price), number(level.size), "0", str(1 + place % 7)]
        for place, level in enumerate(levels)
    ]


def _candles(market: Market, now_ms: int, query: Query, *, most: int) -> Rows:
    symbol, bar = _required(query, "instId"), query.get("bar", "1m")
    if bar not in TIMEFRAMES:
        raise OkxError("51000", f"Parameter bar error: the lab has {', '.join(TIMEFRAMES)}")
    bars = market.candles(
        symbol,
        bar,
        _whole(query, "limit", default=100, most=most),
        at_ms=now_ms,
        before_ms=_moment(query, "before"),
        after_ms=_moment(query, "after"),
    )
    value = market.instrument(symbol).contract_value
    return [_candle_row(one, value) for one in reversed(bars)]


def _candle_row(candle: Candle, contract_value: Decimal) -> Json:
    middle = (candle.high + candle.low) / 2
    return [
        str(candle.open_ms),
        number(candle.open),
        number(candle.high),
        number(candle.low),
        number(candle.close),
        number(candle.volume / contract_value),
        number(candle.volume),
        number(candle.volume * middle),
        "1" if candle.is_closed else "0",
    ]


def _mark_prices(market: Market, now_ms: int, query: Query) -> Rows:
    if _required(query, "instType" if "instId" not in query else "instId") == "SPOT":
        return []
    return [
        {
            "instType": "SWAP",
            "instId": one.symbol,
            "markPx": number(market.mark(one.symbol, now_ms)),
            "ts": str(now_ms),
        }
        for one in _chosen(market, query)
    ]


def _index_tickers(market: Market, now_ms: int, query: Query) -> Rows:
    wanted = query.get("instId")
    rows: Rows = []
    for symbol in market.symbols:
        instrument = market.instrument(symbol)
        if wanted in {None, instrument.family}:
            ticker = market.ticker(symbol, now_ms)
            rows.append(
                {
                    "instId": instrument.family,
                    "idxPx": number(market.index(symbol, now_ms)),
                    "high24h": number(ticker.high_24h),
                    "low24h": number(ticker.low_24h),
                    "open24h": number(ticker.open_24h),
                    "sodUtc0": number(ticker.open_utc),
                    "sodUtc8": number(ticker.open_hong_kong),
                    "ts": str(now_ms),
                }
            )
    if not rows:
        raise UnknownSymbol(wanted)
    return rows


def _funding_rate(market: Market, now_ms: int, query: Query) -> Rows:
    symbol = _required(query, "instId")
    symbols = market.symbols if symbol == "ANY" else (market.instrument(symbol).symbol,)
    return [_funding_row(market, one, now_ms) for one in symbols]


def _funding_row(market: Market, symbol: str, now_ms: int) -> Json:
    funding = market.funding(symbol, now_ms)
    settled = funding.settled
    return {
        "instType": "SWAP",
        "instId": symbol,
        "method": "current_period",
        "formulaType": "withRate",
        "fundingRate": number(funding.current.rate),
        "fundingTime": str(funding.current.at_ms),
        "nextFundingRate": "",
        "nextFundingTime": str(funding.following_ms),
        "maxFundingRate": "0.00375",
        "minFundingRate": "-0.00375",
        "premium": number(funding.current.rate / 2),
        "settState": "settled",
        "settFundingRate": number(settled.rate if settled else None),
        "ts": str(now_ms),
    }


def _funding_history(market: Market, now_ms: int, query: Query) -> Rows:
    symbol = _required(query, "instId")
    before, after = _moment(query, "before"), _moment(query, "after")
    rates = market.funding_history(
        symbol,
        _whole(query, "limit", default=400, most=400),
        after_ms=before or 0,
        until_ms=now_ms if after is None else min(now_ms, after - 1),
    )
    return [
        {
            "instType": "SWAP",
            "instId": symbol,
            "method": "current_period",
            "fundingRate": number(one.rate),
            "realizedRate": number(one.rate),
            "fundingTime": str(one.at_ms),
        }
        for one in rates
    ]


def _open_interest(market: Market, now_ms: int, query: Query) -> Rows:
    if _required(query, "instType") != "SWAP":
        return []
    rows: Rows = []
    for one in _chosen(market, query):
        interest = market.open_interest(one.symbol, now_ms)
        rows.append(
            {
                "instType": "SWAP",
                "instId": one.symbol,
                "oi": number(interest.contracts),
                "oiCcy": number(interest.coins),
                "oiUsd": number(interest.usdt),
                "ts": str(now_ms),
            }
        )
    return rows


def _position_tiers(market: Market, now_ms: int, query: Query) -> Rows:
    if _required(query, "instType") != "SWAP":
        return []
    rows: Rows = []
    for one in _chosen(market, query):
        rows.extend(
            {
                "baseMaxLoan": "",
                "imr": number(tier.initial_rate),
                "instFamily": one.family,
                "instId": one.symbol,
                "maxLever": number(tier.max_leverage),
                "maxSz": number(tier.max_size),
                "minSz": number(tier.min_size),
                "mmr": number(tier.maintenance_rate),
                "optMgnFactor": "0",
                "quoteMaxLoan": "",
                "tier": str(tier.number),
                "uly": one.family,
            }
            for tier in tiers(one, market.mark(one.symbol, now_ms))
        )
    return rows


def _required(query: Query, name: str) -> str:
    if not query.get(name):
        raise OkxError("50014", f"Parameter {name} can not be empty.", status=400)
    return query[name]


def _whole(query: Query, name: str, *, default: int, most: int) -> int:
    """Return a positive whole number, cut to `most` as OKX cuts it."""
    text = query.get(name) or str(default)
    if not text.isdigit() or int(text) < 1:
        raise OkxError("51000", f"Parameter {name} error", status=400)
    return min(int(text), most)


def _moment(query: Query, name: str) -> int | None:
    text = query.get(name)
    if not text:
        return None
    if not text.isdigit():
        raise OkxError("51000", f"Parameter {name} error", status=400)
    return int(text)
