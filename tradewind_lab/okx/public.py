"""OKX's public market and reference routes, as https://www.okx.com/docs-v5/en/#public-data describes them."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tradewind_lab.clock import Clock
from tradewind_lab.faults import Faults
from tradewind_lab.market import Market, UnknownSymbol
from tradewind_lab.okx import prices, reference
from tradewind_lab.okx.query import Query, Rows
from tradewind_lab.okx.wire import OkxError, answer, refusal
from tradewind_lab.reel import OutsideTape

Ask = Callable[[Market, int, Query], Rows]


def routes(market: Market, clock: Clock, faults: Faults) -> list[Route]:
    """Return every public route; each answers from `market` as it stands at `clock`."""

    def venue_time(market: Market, now_ms: int, query: Query) -> Rows:
        return reference.venue_time(market, now_ms + faults.skew_ms(), query)

    asks: dict[str, Ask] = {
        "/api/v5/public/time": venue_time,
        "/api/v5/system/status": reference.nothing,
        "/api/v5/public/instruments": reference.instruments,
        "/api/v5/public/mark-price": prices.mark_prices,
        "/api/v5/public/funding-rate": reference.funding_rates,
        "/api/v5/public/funding-rate-history": reference.funding_history,
        "/api/v5/public/open-interest": reference.open_interests,
        "/api/v5/public/position-tiers": reference.position_tiers,
        "/api/v5/market/ticker": prices.ticker,
        "/api/v5/market/tickers": prices.tickers,
        "/api/v5/market/books": prices.books,
        "/api/v5/market/books-full": prices.books,
        "/api/v5/market/trades": prices.trade_rows,
        "/api/v5/market/candles": prices.candle_rows,
        "/api/v5/market/history-candles": prices.candle_rows,
        "/api/v5/market/index-tickers": prices.index_tickers,
    }
    return [Route(path, _endpoint(ask, market, clock)) for path, ask in asks.items()]


def _endpoint(ask: Ask, market: Market, clock: Clock) -> Callable[[Request], Awaitable[Response]]:
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

    return endpoint
