"""Which feed stands behind a topic."""

from collections.abc import Callable
from functools import partial
from typing import Final

from tradewind_lab.market import Market
from tradewind_lab.okx import prices, reference
from tradewind_lab.okx.query import Query, Rows
from tradewind_lab.okx.stream.config import StreamConfig
from tradewind_lab.okx.stream.feed import AnswerFeed, Feed
from tradewind_lab.okx.stream.topic import Topic

_FUNDING_MS: Final = 30_000
_INTEREST_MS: Final = 3_000

Ask = Callable[[Market, int, Query], Rows]


def feed_of(topic: Topic, market: Market, config: StreamConfig) -> Feed:
    """Open the feed of a topic that is served."""
    match topic.channel:
        case "tickers":
            return _answers(prices.ticker, topic, market, every_ms=config.tick_ms)
        case "mark-price":
            return _answers(prices.mark_prices, topic, market, every_ms=config.tick_ms, only_changes=True)
        case "funding-rate":
            return _answers(reference.funding_rates, topic, market, every_ms=_FUNDING_MS)
        case "open-interest":
            return _answers(reference.open_interests, topic, market, every_ms=_INTEREST_MS)
        case _:
            return _answers(reference.instruments, topic, market, every_ms=config.tick_ms, only_changes=True)


def _answers(
    ask: Ask, topic: Topic, market: Market, *, every_ms: int, only_changes: bool = False
) -> AnswerFeed:
    query = (
        {"instType": "SWAP"}
        if topic.channel == "instruments"
        else {"instType": "SWAP", "instId": topic.about}
    )
    render = partial(_rendered, ask, market, query)
    return AnswerFeed(render, every_ms=every_ms, only_changes=only_changes)


def _rendered(ask: Ask, market: Market, query: Query, now_ms: int) -> Rows:
    return ask(market, now_ms, query)
