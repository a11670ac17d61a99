"""Bars in pages: rows of all symbols in one sequence, cut at the limit, continued by a token."""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass

from tradewind_lab.alpaca.wire import (
    AlpacaError,
    Json,
    Query,
    bar_shape,
    moment,
    row_limit,
    step,
    zulu,
)
from tradewind_lab.stocks.market import DAY_S, StockBar, StockMarket
from tradewind_lab.stocks.sessions import midnight_ms, new_york


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows by symbol, and where the next page goes on."""

    bars: dict[str, list[Json]]
    token: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """Which bars are asked for, and how."""

    step_s: int
    start_ms: int
    end_ms: int
    is_newest_first: bool


def page(market: StockMarket, symbols: list[str], query: Query, now_ms: int) -> Page:
    """Return one page; without `start` it begins with the running day in New York, without `end` it ends now."""
    span = _span(query, now_ms)
    most = row_limit(query)
    after = _after(query.get("page_token"))
    rows: dict[str, list[Json]] = {}
    count, last = 0, ""
    for symbol, bar in _sequence(market, symbols, span, now_ms, after):
        if count == most:
            return Page(bars=rows, token=last)
        rows.setdefault(symbol, []).append(bar_shape(bar))
        count, last = count + 1, _token(symbol, span.step_s, bar.open_ms)
    return Page(bars=rows, token=None)


def _span(query: Query, now_ms: int) -> _Span:
    start, end = moment(query, "start"), moment(query, "end")
    order = query.get("sort", "asc")
    if order not in {"asc", "desc"}:
        raise AlpacaError(400, f"invalid sort: {order}")
    today = midnight_ms(new_york(now_ms).date())
    span = _Span(
        step_s=step(query),
        start_ms=today if start is None else start,
        end_ms=now_ms if end is None else end,
        is_newest_first=order == "desc",
    )
    if start is not None and end is not None and start > end:
        raise AlpacaError(400, "end should not be before start")
    return span


def _sequence(
    market: StockMarket, symbols: list[str], span: _Span, now_ms: int, after: tuple[str, int] | None
) -> Iterator[tuple[str, StockBar]]:
    """Yield every row behind `after`, symbol by symbol."""
    for symbol in symbols:
        if symbol not in market.symbols or (after is not None and symbol < after[0]):
            continue
        bars = market.bars(symbol, span.step_s, start_ms=span.start_ms, end_ms=span.end_ms, now_ms=now_ms)
        ordered = reversed(list(bars)) if span.is_newest_first else bars
        for bar in ordered:
            if after is None or symbol != after[0] or _is_behind(bar, after[1], span):
                yield symbol, bar


def _is_behind(bar: StockBar, at_ms: int, span: _Span) -> bool:
    return bar.open_ms < at_ms if span.is_newest_first else bar.open_ms > at_ms


def _token(symbol: str, step_s: int, open_ms: int) -> str:
    letter = "D" if step_s == DAY_S else "M"
    return base64.b64encode(f"{symbol}|{letter}|{zulu(open_ms)}".encode()).decode()


def _after(token: str | None) -> tuple[str, int] | None:
    """Return the last row of the page before."""
    if not token:
        return None
    try:
        symbol, _letter, told = base64.b64decode(token, validate=True).decode().split("|")
    except (binascii.Error, ValueError):
        raise AlpacaError(400, "invalid page_token") from None
    at_ms = moment({"page_token": told}, "page_token")
    if at_ms is None:
        raise AlpacaError(400, "invalid page_token")
    return symbol, at_ms
