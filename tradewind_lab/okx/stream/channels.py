"""Which feed stands behind a topic."""

from collections.abc import Callable
from functools import partial
from typing import Final

from tradewind_lab.chart import TIMEFRAMES
from tradewind_lab.market import Market
from tradewind_lab.okx import prices, reference
from tradewind_lab.okx.query import Query, Rows
from tradewind_lab.okx.stream.books import BookFeed, BookView
from tradewind_lab.okx.stream.candles import CandleFeed
from tradewind_lab.okx.stream.config import StreamConfig
from tradewind_lab.okx.stream.feed import AnswerFeed, Feed
from tradewind_lab.okx.stream.topic import CANDLES, Topic
from tradewind_lab.okx.stream.trades import TradeFeed

_FUNDING_MS: Final = 30_000
_INTEREST_MS: Final = 3_000

Ask = Callable[[Market, int, Query], Rows]


def feed_of(topic: Topic, market: Market, config: StreamConfig) -> Feed:
    """Open the feed of a topic that is served."""
    return _OPENERS[topic.channel](topic, market, config)


def _candles(topic: Topic, market: Market, config: StreamConfig) -> CandleFeed:
    bar = CANDLES[topic.channel]

    def render(now_ms: int, limit: int) -> Rows:
        return prices.candle_rows(market, now_ms, {"instId": topic.about, "bar": bar, "limit": str(limit)})

    return CandleFeed(render, step_ms=TIMEFRAMES[bar][0], every_ms=config.tick_ms)


def _top(topic: Topic, market: Market, config: StreamConfig, *, depth: int) -> AnswerFeed:
    render = partial(BookView(market, topic.about).top, depth=depth)
    return AnswerFeed(render, every_ms=config.book_ms, only_changes=True)


def _answers(
    topic: Topic,
    market: Market,
    config: StreamConfig,
    *,
    ask: Ask,
    every_ms: int | None = None,
    only_changes: bool = False,
) -> AnswerFeed:
    query = {"instType": "SWAP"}
    if topic.about != "SWAP":
        query["instId"] = topic.about
    render = partial(_rendered, ask, market, query)
    return AnswerFeed(render, every_ms=every_ms or config.tick_ms, only_changes=only_changes)


def _rendered(ask: Ask, market: Market, query: Query, now_ms: int) -> Rows:
    return ask(market, now_ms, query)


def _trades(topic: Topic, market: Market, config: StreamConfig) -> TradeFeed:
    return TradeFeed(market, topic.about, every_ms=config.pulse_ms)


def _book(topic: Topic, market: Market, config: StreamConfig) -> BookFeed:
    return BookFeed(BookView(market, topic.about), config)


_OPENERS: Final[dict[str, Callable[[Topic, Market, StreamConfig], Feed]]] = {
    "tickers": partial(_answers, ask=prices.ticker),
    "books": _book,
    "books5": partial(_top, depth=5),
    "bbo-tbt": partial(_top, depth=1),
    "trades": _trades,
    "funding-rate": partial(_answers, ask=reference.funding_rates, every_ms=_FUNDING_MS),
    "open-interest": partial(_answers, ask=reference.open_interests, every_ms=_INTEREST_MS),
    "mark-price": partial(_answers, ask=prices.mark_prices, only_changes=True),
    "instruments": partial(_answers, ask=reference.instruments, only_changes=True),
    **dict.fromkeys(CANDLES, _candles),
}
