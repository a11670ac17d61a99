"""Whether a fresh value can be believed at all: whose it is, its order, its magnitude. Pure.

The collector keeps nonsense out of the cache; this holds where somebody else has written there.
"""

from collections.abc import Iterable
from itertools import pairwise

from tradewind.domain.candle import CandleRows, CandleWindow
from tradewind.domain.funding import Funding
from tradewind.domain.instrument import Instrument, InstrumentRules, Symbol
from tradewind.domain.order_book import Level, OrderBook
from tradewind.domain.sentiment import Sentiment
from tradewind.domain.stamp import Stamped
from tradewind.domain.ticker import Ticker

HIGHEST_PRICE = 1e9
"""Quote currency; nothing that is traded costs a billion."""
LARGEST_SIZE = 1e18
LARGEST_FUNDING_SHARE = 0.1
"""Of notional per interval; venues cap funding far below."""
FURTHEST_APART_SHARE = 0.2
"""Between two prices of one instrument at one moment; beyond it one of them is wrong."""


def fault_of(value: Stamped, symbol: Symbol | None) -> str | None:
    """Return what is impossible about `value` read as one of `symbol`, None where nothing is."""
    named = getattr(value, "symbol", symbol)
    if named != symbol:
        return "name another instrument" if isinstance(value, CandleWindow) else "names another instrument"
    match value:
        case Ticker():
            fault = _ticker_fault(value)
        case OrderBook():
            fault = _book_fault(value)
        case CandleWindow():
            fault = None if _are_possible(value.candles) else "hold an impossible candle"
        case Funding():
            fault = None if abs(value.funding_rate) <= LARGEST_FUNDING_SHARE else "has an impossible rate"
        case InstrumentRules():
            fault = _rules_fault(value.instrument, symbol)
        case Sentiment():
            fault = _sentiment_fault(value)
        case _:
            fault = None
    return fault


def disagreement(ticker: Ticker, order_book: OrderBook, candles: CandleWindow) -> str | None:
    """Return which of an instrument's prices contradict each other, None where they agree within a fifth."""
    prices = {"ticker": ticker.last_price, "15m candles": candles.candles[-1][4]}
    for name, side in (("best bid", order_book.bids), ("best ask", order_book.asks)):
        if side:
            prices[name] = side[0][0]
    lowest, highest = min(prices, key=prices.__getitem__), max(prices, key=prices.__getitem__)
    if prices[highest] - prices[lowest] <= FURTHEST_APART_SHARE * prices[highest]:
        return None
    return f"{lowest} at {prices[lowest]:g} and {highest} at {prices[highest]:g} contradict each other"


def _ticker_fault(ticker: Ticker) -> str | None:
    quotes = [price for price in (ticker.last_price, ticker.bid, ticker.ask) if price is not None]
    if not _are_prices(quotes):
        return "has an impossible price"
    if ticker.bid is not None and ticker.ask is not None and ticker.bid > ticker.ask:
        return "is crossed"
    return None


def _book_fault(book: OrderBook) -> str | None:
    levels = (*book.bids, *book.asks)
    if not _are_prices(price for price, _ in levels):
        return "has an impossible price"
    if not all(0 <= size <= LARGEST_SIZE for _, size in levels):
        return "has an impossible size"
    if book.bids and book.asks and book.bids[0][0] >= book.asks[0][0]:
        return "is crossed"
    return None if _is_sorted(book.bids, -1) and _is_sorted(book.asks, 1) else "is out of order"


def _is_sorted(levels: tuple[Level, ...], direction: int) -> bool:
    return all((later[0] - earlier[0]) * direction > 0 for earlier, later in pairwise(levels))


def _are_possible(rows: CandleRows) -> bool:
    return all(
        0 < opened <= HIGHEST_PRICE
        and 0 < high <= HIGHEST_PRICE
        and 0 < low <= HIGHEST_PRICE
        and 0 < close <= HIGHEST_PRICE
        and volume >= 0
        for _, opened, high, low, close, volume in rows
    )


def _rules_fault(instrument: Instrument, symbol: Symbol | None) -> str | None:
    if instrument.symbol != symbol:
        return "names another instrument"
    sizes = (instrument.contract_value, instrument.lot_size, instrument.tick_size, instrument.max_leverage)
    return None if all(size.is_finite() and size > 0 for size in sizes) else "has an impossible size"


def _sentiment_fault(sentiment: Sentiment) -> str | None:
    score, dispersion = sentiment.sentiment_score, sentiment.dispersion
    if score is not None and not -1 <= score <= 1:
        return "has an impossible score"
    if dispersion is not None and not 0 <= dispersion <= 1:
        return "has an impossible dispersion"
    return None if sentiment.news_count >= 0 else "has an impossible count"


def _are_prices(prices: Iterable[float]) -> bool:
    return all(0 < price <= HIGHEST_PRICE for price in prices)
