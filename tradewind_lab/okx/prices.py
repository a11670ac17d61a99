"""OKX's price answers: tickers, books, candles, mark and index prices."""

from decimal import Decimal
from typing import Final

from tradewind_lab.chart import TIMEFRAMES
from tradewind_lab.instruments import Instrument
from tradewind_lab.market import Market, UnknownSymbol
from tradewind_lab.okx.query import Query, Rows, chosen, moment, required, whole
from tradewind_lab.okx.wire import Json, OkxError, number
from tradewind_lab.prints import trades
from tradewind_lab.quotes import Candle, Level, Ticker, Trade

_MOST_CANDLES: Final = 300
_MOST_LEVELS: Final = 5000
_MOST_TRADES: Final = 500
_TRADES_MS: Final = 600_000


def ticker(market: Market, now_ms: int, query: Query) -> Rows:
    """Answer /market/ticker: one swap."""
    return [_ticker_row(market, market.ticker(required(query, "instId"), now_ms))]


def tickers(market: Market, now_ms: int, query: Query) -> Rows:
    """Answer /market/tickers: every swap, nothing for other instrument types."""
    if required(query, "instType") != "SWAP":
        return []
    return [_ticker_row(market, market.ticker(one.symbol, now_ms)) for one in chosen(market, query)]


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


def books(market: Market, now_ms: int, query: Query) -> Rows:
    """Answer /market/books and /market/books-full; at most 400 levels a side exist."""
    depth = whole(query, "sz", default=1, most=_MOST_LEVELS)
    book = market.book(required(query, "instId"), now_ms, depth)
    asks, bids = [level_row(one) for one in book.asks], [level_row(one) for one in book.bids]
    return [{"asks": asks, "bids": bids, "ts": str(now_ms)}]


def level_row(level: Level) -> list[str]:
    """Write one level: price, contracts, a field that OKX no longer uses, orders."""
    return [number(level.price), number(level.size), "0", str(1 + int(level.size) % 7)]


def trade_rows(market: Market, now_ms: int, query: Query) -> Rows:
    """Answer /market/trades: the newest first, out of the last ten minutes."""
    instrument = market.instrument(required(query, "instId"))
    most = whole(query, "limit", default=100, most=_MOST_TRADES)
    rows: Rows = []
    for second in range(now_ms // 1000, max(now_ms - _TRADES_MS, market.begins_ms) // 1000, -1):
        if len(rows) >= most:
            break
        found = list(trades(market.reel, instrument, second, second))
        rows.extend(trade_row(instrument, one) for one in reversed(found))
    return rows[:most]


def trade_row(instrument: Instrument, trade: Trade) -> dict[str, Json]:
    """Write one trade."""
    return {
        "instId": instrument.symbol,
        "tradeId": str(trade.trade_id),
        "px": number(trade.price),
        "sz": number(trade.size),
        "side": "buy" if trade.is_buy else "sell",
        "ts": str(trade.at_ms),
        "count": "1",
        "source": "0",
        "seqId": trade.trade_id,
    }


def candle_rows(market: Market, now_ms: int, query: Query) -> Rows:
    """Answer /market/candles and /market/history-candles, newest first."""
    symbol, bar = required(query, "instId"), query.get("bar", "1m")
    if bar not in TIMEFRAMES:
        raise OkxError("51000", f"Parameter bar error: the lab has {', '.join(TIMEFRAMES)}")
    bars = market.candles(
        symbol,
        bar,
        whole(query, "limit", default=100, most=_MOST_CANDLES),
        at_ms=now_ms,
        before_ms=moment(query, "before"),
        after_ms=moment(query, "after"),
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


def mark_prices(market: Market, now_ms: int, query: Query) -> Rows:
    """Answer /public/mark-price."""
    if "instId" not in query and required(query, "instType") != "SWAP":
        return []
    return [
        {
            "instType": "SWAP",
            "instId": one.symbol,
            "markPx": number(market.mark(one.symbol, now_ms)),
            "ts": str(now_ms),
        }
        for one in chosen(market, query)
    ]


def index_tickers(market: Market, now_ms: int, query: Query) -> Rows:
    """Answer /market/index-tickers, asked by family like `BTC-USDT`."""
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
