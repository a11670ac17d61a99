"""One symbol as it stands: its book, its price, funding, open interest and technical picture, each with its age."""

from fastapi import APIRouter, Depends

from tradewind.bus.keys import (
    FUNDING,
    INSTRUMENT,
    OPEN_INTEREST,
    ORDER_BOOK,
    SPOT_PRICE,
    STOCK_INDICATORS,
    STOCK_PRICE,
    SWAP_TECHNICAL,
    TECHNICAL,
    TICKER,
    SymbolKey,
)
from tradewind.domain.candle import Timeframe
from tradewind.domain.freshness import AgeLimits
from tradewind.domain.instrument import Symbol
from tradewind.domain.technical import Technical
from tradewind.web.chart_frames import InstrumentKind, kind_of
from tradewind.web.dependencies import DeskAtHand
from tradewind.web.desk import Desk
from tradewind.web.policy import HEAVY_READ, READ
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.routes.candles import Name
from tradewind.web.schemas.instrument import (
    BookView,
    FundingView,
    OpenInterestView,
    QuoteView,
    SymbolBook,
    SymbolStanding,
    TechnicalView,
    tick_of,
)

router = APIRouter(prefix="/api/market-data", tags=["market"])


@router.get("/{symbol}/book", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def book(desk: DeskAtHand, symbol: Name) -> SymbolBook:
    """Return the order book of a swap with its age; nobody is asked for one that is missing."""
    name = Symbol(symbol)
    if kind_of(desk, name) is not InstrumentKind.SWAP:
        raise Refusal(ProblemType.NOT_FOUND, 404, f"The desk keeps books of swaps alone, none of {symbol}.")
    found, rules = await desk.cache.get(ORDER_BOOK.at(name)), await desk.cache.get(INSTRUMENT.at(name))
    now = desk.clock.now()
    return SymbolBook(
        symbol=symbol,
        timestamp=now,
        tick_size=tick_of(rules),
        book=BookView.of(found, now, desk.limits.order_book) if found else None,
    )


@router.get("/{symbol}/standing", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def standing(desk: DeskAtHand, symbol: Name) -> SymbolStanding:
    """Return price, funding, open interest and technical picture of a symbol, each with its age."""
    name = Symbol(symbol)
    match kind_of(desk, name):
        case InstrumentKind.SWAP:
            return await _swap(desk, name)
        case InstrumentKind.COIN:
            return await _coin(desk, name)
        case InstrumentKind.STOCK:
            return await _stock(desk, name)


async def _swap(desk: Desk, symbol: Symbol) -> SymbolStanding:
    cache, limits = desk.cache, desk.limits
    ticker, rules = await cache.get(TICKER.at(symbol)), await cache.get(INSTRUMENT.at(symbol))
    funding, interest = await cache.get(FUNDING.at(symbol)), await cache.get(OPEN_INTEREST.at(symbol))
    pictures = await _pictures(desk, symbol, SWAP_TECHNICAL)
    now = desk.clock.now()
    return SymbolStanding(
        symbol=symbol,
        kind=InstrumentKind.SWAP,
        timestamp=now,
        tick_size=tick_of(rules),
        is_live=rules.is_live if rules else None,
        quote=QuoteView.of(ticker, now, limits.ticker) if ticker else None,
        funding=FundingView.of(funding, now, limits.funding) if funding else None,
        open_interest=OpenInterestView.of(interest, now, limits.open_interest) if interest else None,
        technical=pictures,
    )


async def _coin(desk: Desk, symbol: Symbol) -> SymbolStanding:
    price = await desk.cache.get(SPOT_PRICE.at(symbol))
    pictures = await _pictures(desk, symbol, TECHNICAL)
    now = desk.clock.now()
    quote = QuoteView.of(price, now, _limits(SPOT_PRICE)) if price else None
    return SymbolStanding.without_swap(symbol, InstrumentKind.COIN, now, quote, pictures)


async def _stock(desk: Desk, symbol: Symbol) -> SymbolStanding:
    price = await desk.cache.get(STOCK_PRICE.at(symbol))
    seen = await desk.cache.get(STOCK_INDICATORS.at(symbol))
    now = desk.clock.now()
    quote = QuoteView.of(price, now, _limits(STOCK_PRICE)) if price else None
    pictures = (TechnicalView.of_stock(seen, now, _limits(STOCK_INDICATORS)),) if seen else ()
    return SymbolStanding.without_swap(symbol, InstrumentKind.STOCK, now, quote, pictures)


async def _pictures(
    desk: Desk, symbol: Symbol, keys: dict[Timeframe, SymbolKey[Technical]]
) -> tuple[TechnicalView, ...]:
    readings = await desk.cache.read([key.at(symbol) for key in keys.values()])
    now = desk.clock.now()
    return tuple(
        TechnicalView.of(reading.value, now, _limits(key))
        for reading, key in zip(readings, keys.values(), strict=True)
        if reading.value is not None
    )


def _limits(key: SymbolKey[object]) -> AgeLimits:
    """What no decision reads: old after half of its time to live."""
    return AgeLimits(warn_after=key.ttl / 2, block_after=key.ttl)
