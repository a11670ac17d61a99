"""A market of BTC around 60,000, as it stands in the cache."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.clocks import START
from tests.risk.situations import BTC, BTC_RULES
from tradewind.bus.cache import Batch, Cache
from tradewind.bus.keys import INSTRUMENT, ORDER_BOOK, TICKER, Source
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import BaseQty, InstrumentRules
from tradewind.domain.order import Side
from tradewind.domain.order_book import Level, OrderBook
from tradewind.domain.ticker import Ticker

LOT = BTC_RULES.quantity(BTC_RULES.lot_size)


def a_book(
    *,
    bids: tuple[Level, ...] = ((59_990.0, 0.03), (59_980.0, 10.0)),
    asks: tuple[Level, ...] = ((60_010.0, 0.03), (60_020.0, 10.0)),
    at: Instant = START,
) -> OrderBook:
    return OrderBook(source="okx", exchange_time=at, timestamp=at, symbol=BTC, bids=bids, asks=asks)


def a_book_at(price: float, at: Instant = START) -> OrderBook:
    return a_book(bids=((price - 10, 10.0),), asks=((price + 10, 10.0),), at=at)


def a_ticker(last: float = 60_000.0, at: Instant = START, **changes: Any) -> Ticker:
    ticker = Ticker(
        source="okx",
        exchange_time=at,
        timestamp=at,
        symbol=BTC,
        last_price=last,
        bid=last - 10,
        ask=last + 10,
        volume_24h=None,
        high_24h=None,
        low_24h=None,
        change_24h=None,
        change_pct_24h=None,
    )
    return replace(ticker, **changes)


def the_rules(*, is_live: bool = True) -> InstrumentRules:
    return InstrumentRules(
        source="okx", exchange_time=None, timestamp=START, symbol=BTC, instrument=BTC_RULES, is_live=is_live
    )


async def show(cache: Cache, book: OrderBook, rules: InstrumentRules | None = None) -> None:
    """Put a market into the cache, as the collector would."""
    batch = Batch(Source.MARKET_DATA)
    batch.put(ORDER_BOOK.at(BTC), book)
    batch.put(INSTRUMENT.at(BTC), rules or the_rules())
    mid = (book.bids[0][0] + book.asks[0][0]) / 2 if book.bids and book.asks else 60_000.0
    batch.put(TICKER.at(BTC), a_ticker(mid, at=book.timestamp))
    await cache.write(batch)


def cost(levels: tuple[Level, ...], quantity: BaseQty, side: Side) -> Decimal:
    """The notional of `quantity` taken from `levels`, computed the slow way: lot by lot."""
    ordered = sorted(levels, key=lambda level: level[0] * side.sign)
    lots = [Decimal(str(price)) for price, size in ordered for _ in range(int(Decimal(str(size)) // LOT))]
    return sum((price * LOT for price in lots[: int(quantity / LOT)]), Decimal(0))
