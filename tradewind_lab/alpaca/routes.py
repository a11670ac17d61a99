"""Alpaca's routes: stock bars and snapshots of the data API, clock and calendar of the trading API.

https://docs.alpaca.markets/reference/stockbars; feed, adjustment, currency and asof are accepted and change nothing.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tradewind_lab.alpaca.gate import Gate
from tradewind_lab.alpaca.pages import page
from tradewind_lab.alpaca.wire import AlpacaError, Json, answer, asked_symbols, bar_shape, day, zulu
from tradewind_lab.clock import Clock
from tradewind_lab.stocks.market import DAY_S, StockMarket
from tradewind_lab.stocks.sessions import between, following, is_open, latest, new_york

_MINUTE_S: Final = 60
_CALENDAR_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class _Call:
    """One admitted request."""

    market: StockMarket
    now_ms: int
    request: Request

    def one_symbol(self) -> str:
        """Return the stock that the path names."""
        symbol = str(self.request.path_params["symbol"])
        if symbol not in self.market.symbols:
            raise AlpacaError(404, f"no data found for {symbol}")
        return symbol


def routes(market: StockMarket, clock: Clock, gate: Gate) -> list[Route]:
    """Return every route; all share one gate."""
    asks: dict[str, Callable[[_Call], Json]] = {
        "/v2/stocks/bars": _bars,
        "/v2/stocks/bars/latest": _latest_bars,
        "/v2/stocks/snapshots": _snapshots,
        "/v2/stocks/{symbol}/bars": _bars_of_one,
        "/v2/stocks/{symbol}/snapshot": lambda call: _snapshot(call, call.one_symbol()),
        "/v2/clock": _clock,
        "/v2/calendar": _calendar,
    }
    return [Route(path, _endpoint(ask, market, clock, gate)) for path, ask in asks.items()]


def _endpoint(
    ask: Callable[[_Call], Json], market: StockMarket, clock: Clock, gate: Gate
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        now_ms = clock.now_ms()
        headers: dict[str, str] = {}
        try:
            gate.admit(request.headers)
            headers = gate.count(now_ms)
            gate.refuse_excess()
            return answer(ask(_Call(market, now_ms, request)), headers)
        except AlpacaError as e:
            return answer({"message": e.message}, headers, status=e.status)

    return endpoint


def _bars(call: _Call) -> Json:
    query = call.request.query_params
    rows = page(call.market, asked_symbols(query), query, call.now_ms)
    return {"bars": rows.bars, "next_page_token": rows.token}


def _bars_of_one(call: _Call) -> Json:
    symbol = str(call.request.path_params["symbol"])
    rows = page(call.market, [symbol], call.request.query_params, call.now_ms)
    return {"bars": rows.bars.get(symbol, []), "symbol": symbol, "next_page_token": rows.token}


def _latest_bars(call: _Call) -> Json:
    return {
        "bars": {
            symbol: bar_shape(call.market.last_bars(symbol, _MINUTE_S, 1, call.now_ms)[0])
            for symbol in _known(call)
        }
    }


def _snapshots(call: _Call) -> Json:
    return {symbol: _snapshot(call, symbol) for symbol in _known(call)}


def _snapshot(call: _Call, symbol: str) -> Json:
    trade = call.market.trade(symbol, call.now_ms)
    at = zulu(trade.at_ms)
    minute = call.market.last_bars(symbol, _MINUTE_S, 1, call.now_ms)[0]
    today = call.market.last_bars(symbol, DAY_S, 1, call.now_ms)[0]
    return {
        "latestTrade": {
            "t": at,
            "x": "V",
            "p": float(trade.price),
            "s": trade.size,
            "c": ["@"],
            "i": trade.at_ms // 1000,
            "z": "C",
        },
        "latestQuote": {
            "t": at,
            "ax": "V",
            "ap": float(trade.ask),
            "as": trade.ask_size,
            "bx": "V",
            "bp": float(trade.bid),
            "bs": trade.bid_size,
            "c": ["R"],
            "z": "C",
        },
        "minuteBar": bar_shape(minute),
        "dailyBar": bar_shape(today),
        "prevDailyBar": bar_shape(call.market.day_before(symbol, call.now_ms)),
    }


def _known(call: _Call) -> list[str]:
    """Return the asked stocks that exist; the venue leaves out the others without a word."""
    return [one for one in asked_symbols(call.request.query_params) if one in call.market.symbols]


def _clock(call: _Call) -> Json:
    now_open = is_open(call.now_ms)
    opens = following(call.now_ms)
    closes = latest(call.now_ms) if now_open else opens
    return {
        "timestamp": new_york(call.now_ms).isoformat(timespec="milliseconds"),
        "is_open": now_open,
        "next_open": new_york(opens.open_ms).isoformat(),
        "next_close": new_york(closes.close_ms).isoformat(),
    }


def _calendar(call: _Call) -> Json:
    query, today = call.request.query_params, new_york(call.now_ms).date()
    first = day(query, "start", today)
    last = day(query, "end", first + timedelta(days=_CALENDAR_DAYS))
    return [
        {
            "date": one.day.isoformat(),
            "open": new_york(one.open_ms).strftime("%H:%M"),
            "close": new_york(one.close_ms).strftime("%H:%M"),
            "session_open": "0400",
            "session_close": "2000",
        }
        for one in between(first, last)
    ]
