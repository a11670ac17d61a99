"""Binance.us's public routes: each request is weighed first, then answered from the spot market."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tradewind_lab.binanceus import answers
from tradewind_lab.binanceus.weights import LIMIT, Admission, Weights, day_weight, depth_weight, touch_weight
from tradewind_lab.binanceus.wire import (
    TOO_MANY,
    BinanceError,
    Json,
    Query,
    answer,
    limit,
    named_symbols,
    refusal,
)
from tradewind_lab.clock import Clock
from tradewind_lab.market import Market, UnknownSymbol
from tradewind_lab.reel import OutsideTape

Ask = Callable[[Market, int, Query], Json]


@dataclass(frozen=True, slots=True)
class _Offer:
    """One route: how it is answered, what it costs, which parameters it reads."""

    ask: Ask
    weigh: Callable[[Query], int]
    reads: frozenset[str]


def routes(market: Market, clock: Clock) -> list[Route]:
    """Return every route of /api/v3; all share one counter of weight."""
    weights = Weights()
    return [
        Route(f"/api/v3/{path}", _endpoint(offer, market, clock, weights))
        for path, offer in _offers().items()
    ]


def _offers() -> dict[str, _Offer]:
    one, several = {"symbol"}, frozenset({"symbol", "symbols"})
    kline_reads = frozenset(one | {"interval", "startTime", "endTime", "limit"})
    return {
        "ping": _Offer(answers.ping, lambda _query: 1, frozenset()),
        "time": _Offer(answers.venue_time, lambda _query: 1, frozenset()),
        "exchangeInfo": _Offer(answers.exchange_rules, lambda _query: 10, several | {"permissions"}),
        "klines": _Offer(answers.klines, lambda _query: 1, kline_reads),
        "depth": _Offer(answers.depth, _depth_weight, frozenset(one | {"limit"})),
        "ticker/24hr": _Offer(answers.day_tickers, _day_weight, several | {"type"}),
        "ticker/price": _Offer(answers.prices, touch_weight, several),
        "ticker/bookTicker": _Offer(answers.touches, touch_weight, several),
    }


def _endpoint(
    offer: _Offer, market: Market, clock: Clock, weights: Weights
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        now_ms, query = clock.now_ms(), dict(request.query_params)
        admission = weights.charge(_weight(offer, query), now_ms)
        headers = {"X-MBX-USED-WEIGHT": str(admission.used), "X-MBX-USED-WEIGHT-1M": str(admission.used)}
        if admission.refused is not None:
            return _turned_away(admission, headers)
        try:
            _refuse_unread(offer, query)
            return answer(offer.ask(market, now_ms, query), headers)
        except (UnknownSymbol, OutsideTape):
            return refusal(BinanceError(-1121, "Invalid symbol."), headers)
        except BinanceError as e:
            return refusal(e, headers)

    return endpoint


def _turned_away(admission: Admission, headers: Mapping[str, str]) -> Response:
    if admission.banned_until_ms is None:
        words = f"Too much request weight used; current limit is {LIMIT} request weight per 1 MINUTE."
    else:
        words = f"Way too much request weight used; IP banned until {admission.banned_until_ms}."
    waiting = {**headers, "Retry-After": str(admission.retry_after_s)}
    return refusal(BinanceError(TOO_MANY, words), waiting, status=admission.refused or 429)


def _weight(offer: _Offer, query: Query) -> int:
    try:
        return offer.weigh(query)
    except BinanceError:
        return 1


def _refuse_unread(offer: _Offer, query: Query) -> None:
    unread = query.keys() - offer.reads
    if unread:
        raise BinanceError(
            -1104,
            f"Not all sent parameters were read; read '{len(query) - len(unread)}' parameter(s) but was sent '{len(query)}'.",
        )


def _depth_weight(query: Query) -> int:
    return depth_weight(limit(query, default=100, most=5000))


def _day_weight(query: Query) -> int:
    named = named_symbols(query)
    return day_weight(None if named is None else len(named))
