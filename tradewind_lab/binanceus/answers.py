"""Binance.us's answers: trading rules, candles, tickers, books. Prices and sizes are strings of eight decimals."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from tradewind_lab.binanceus.weights import LIMIT
from tradewind_lab.binanceus.wire import (
    BinanceError,
    Json,
    Query,
    eight,
    limit,
    named_symbols,
    required,
    whole,
)
from tradewind_lab.chart import DAY_MS, TIMEFRAMES
from tradewind_lab.instruments import Instrument
from tradewind_lab.market import Market
from tradewind_lab.quotes import Candle, Ticker

# Binance's names of the timeframes that the lab has.
INTERVALS: Final = {
    "1m": "1m",
    "3m": "3m",
    "5m": "5m",
    "15m": "15m",
    "30m": "30m",
    "1h": "1H",
    "2h": "2H",
    "4h": "4H",
    "1d": "1Dutc",
}
_MOST_CANDLES: Final = 1000
_MOST_LEVELS: Final = 5000
_USDT_PER_TRADE: Final = 250


def ping(_market: Market, _now_ms: int, _query: Query) -> Json:
    """Answer /ping."""
    return {}


def venue_time(_market: Market, now_ms: int, _query: Query) -> Json:
    """Answer /time."""
    return {"serverTime": now_ms}


def exchange_rules(market: Market, now_ms: int, query: Query) -> Json:
    """Answer /exchangeInfo."""
    return {
        "timezone": "UTC",
        "serverTime": now_ms,
        "rateLimits": [
            {"rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalNum": 1, "limit": LIMIT},
            {"rateLimitType": "ORDERS", "interval": "SECOND", "intervalNum": 10, "limit": 100},
            {"rateLimitType": "ORDERS", "interval": "DAY", "intervalNum": 1, "limit": 200_000},
            {"rateLimitType": "RAW_REQUESTS", "interval": "MINUTE", "intervalNum": 5, "limit": 6100},
        ],
        "exchangeFilters": [],
        "symbols": [_rules(market.instrument(symbol)) for symbol in _asked(market, query)],
    }


def _rules(instrument: Instrument) -> Json:
    tick, lot = instrument.tick_size, instrument.lot_size
    return {
        "symbol": instrument.symbol,
        "status": "TRADING",
        "baseAsset": instrument.coin,
        "baseAssetPrecision": 8,
        "quoteAsset": "USDT",
        "quotePrecision": 8,
        "quoteAssetPrecision": 8,
        "baseCommissionPrecision": 8,
        "quoteCommissionPrecision": 8,
        "orderTypes": ["LIMIT", "LIMIT_MAKER", "MARKET", "STOP_LOSS_LIMIT", "TAKE_PROFIT_LIMIT"],
        "icebergAllowed": True,
        "ocoAllowed": True,
        "quoteOrderQtyMarketAllowed": True,
        "isSpotTradingAllowed": True,
        "isMarginTradingAllowed": False,
        "filters": [
            {
                "filterType": "PRICE_FILTER",
                "minPrice": eight(tick),
                "maxPrice": eight(tick * 100_000_000),
                "tickSize": eight(tick),
            },
            {
                "filterType": "LOT_SIZE",
                "minQty": eight(lot),
                "maxQty": eight(instrument.max_limit_size),
                "stepSize": eight(lot),
            },
            {
                "filterType": "MARKET_LOT_SIZE",
                "minQty": eight(Decimal(0)),
                "maxQty": eight(instrument.max_market_size),
                "stepSize": eight(Decimal(0)),
            },
            {
                "filterType": "MIN_NOTIONAL",
                "minNotional": eight(Decimal(10)),
                "applyToMarket": True,
                "avgPriceMins": 5,
            },
        ],
        "permissions": ["SPOT"],
    }


def klines(market: Market, now_ms: int, query: Query) -> Json:
    """Answer /klines, oldest first: from startTime on where it is given, else the newest ones."""
    symbol, interval = required(query, "symbol"), required(query, "interval")
    if interval not in INTERVALS:
        raise BinanceError(-1120, "Invalid interval.")
    step = TIMEFRAMES[INTERVALS[interval]][0]
    count = limit(query, default=500, most=_MOST_CANDLES)
    start, end = whole(query, "startTime"), whole(query, "endTime")
    after = now_ms + 1 if end is None else end + 1
    if start is not None:
        first = -(-max(start, market.begins_ms) // step) * step
        after = min(after, first + count * step)
    bars = market.candles(
        symbol,
        INTERVALS[interval],
        count,
        at_ms=now_ms,
        before_ms=None if start is None else start - 1,
        after_ms=after,
    )
    return [_kline(bar, step) for bar in bars]


def _kline(bar: Candle, step: int) -> Json:
    quoted = bar.volume * (bar.high + bar.low + bar.close) / 3
    span = bar.high - bar.low
    bought = (bar.close - bar.low) / span if span else Decimal("0.5")
    return [
        bar.open_ms,
        eight(bar.open),
        eight(bar.high),
        eight(bar.low),
        eight(bar.close),
        eight(bar.volume),
        bar.open_ms + step - 1,
        eight(quoted),
        _trades(quoted),
        eight(bar.volume * bought),
        eight(quoted * bought),
        "0",
    ]


def day_tickers(market: Market, now_ms: int, query: Query) -> Json:
    """Answer /ticker/24hr."""
    return _each(market, query, lambda symbol: _day(market.ticker(symbol, now_ms)))


def _day(ticker: Ticker) -> Json:
    change = ticker.last - ticker.open_24h
    average = (ticker.open_24h + ticker.high_24h + ticker.low_24h + ticker.last) / 4
    quoted = ticker.volume_24h * average
    last_id = ticker.at_ms // 1000
    trades = _trades(quoted)
    return {
        "symbol": ticker.symbol,
        "priceChange": eight(change),
        "priceChangePercent": f"{change / ticker.open_24h * 100:.3f}",
        "weightedAvgPrice": eight(average),
        "prevClosePrice": eight(ticker.open_24h),
        "lastPrice": eight(ticker.last),
        "lastQty": eight(ticker.last_size),
        "bidPrice": eight(ticker.bid.price),
        "bidQty": eight(ticker.bid.size),
        "askPrice": eight(ticker.ask.price),
        "askQty": eight(ticker.ask.size),
        "openPrice": eight(ticker.open_24h),
        "highPrice": eight(ticker.high_24h),
        "lowPrice": eight(ticker.low_24h),
        "volume": eight(ticker.volume_24h),
        "quoteVolume": eight(quoted),
        "openTime": ticker.at_ms - DAY_MS,
        "closeTime": ticker.at_ms,
        "firstId": last_id - trades + 1,
        "lastId": last_id,
        "count": trades,
    }


def prices(market: Market, now_ms: int, query: Query) -> Json:
    """Answer /ticker/price."""
    return _each(
        market, query, lambda symbol: {"symbol": symbol, "price": eight(market.last(symbol, now_ms))}
    )


def touches(market: Market, now_ms: int, query: Query) -> Json:
    """Answer /ticker/bookTicker."""

    def touch(symbol: str) -> Json:
        book = market.book(symbol, now_ms, 1)
        return {
            "symbol": symbol,
            "bidPrice": eight(book.bids[0].price),
            "bidQty": eight(book.bids[0].size),
            "askPrice": eight(book.asks[0].price),
            "askQty": eight(book.asks[0].size),
        }

    return _each(market, query, touch)


def depth(market: Market, now_ms: int, query: Query) -> Json:
    """Answer /depth; at most 400 levels a side exist, and the book changes once a second."""
    symbol = required(query, "symbol")
    book = market.book(symbol, now_ms, limit(query, default=100, most=_MOST_LEVELS))
    return {
        "lastUpdateId": now_ms // 1000,
        "bids": [[eight(level.price), eight(level.size)] for level in book.bids],
        "asks": [[eight(level.price), eight(level.size)] for level in book.asks],
    }


def _each(market: Market, query: Query, row: Callable[[str], Json]) -> Json:
    """Return one row for `symbol`, else a list."""
    if "symbol" in query:
        return row(required(query, "symbol"))
    return [row(symbol) for symbol in _asked(market, query)]


def _asked(market: Market, query: Query) -> Sequence[str]:
    named = named_symbols(query)
    return market.symbols if named is None else named


def _trades(quoted: Decimal) -> int:
    return int(quoted / _USDT_PER_TRADE) + 1
