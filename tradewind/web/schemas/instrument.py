"""One symbol as the cache holds it, each datum with its age. Market data: JSON numbers, null is unknown."""

from datetime import timedelta

from tradewind.domain.candle import Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.condition import condition
from tradewind.domain.freshness import AgeLimits, Freshness
from tradewind.domain.funding import Funding, OpenInterest
from tradewind.domain.instrument import InstrumentRules
from tradewind.domain.order_book import Level, OrderBook
from tradewind.domain.spot import SpotPrice
from tradewind.domain.stamp import Stamped
from tradewind.domain.stock import MarketStatus, StockPrice
from tradewind.domain.technical import RibbonOrder, StockIndicators, Technical
from tradewind.domain.ticker import Ticker
from tradewind.web.chart_frames import InstrumentKind
from tradewind.web.schemas.candles import MacdView
from tradewind.web.schemas.shape import Money, Shape, Time


class Aged(Shape):
    """A datum with its times; its age is judged as decisions judge it."""

    exchange_time: Time | None
    received_at: Time
    age_ms: int | None
    freshness: Freshness


def aged(value: Stamped, now: Instant, limits: AgeLimits) -> dict[str, object]:
    """Return the fields of Aged for `value` at `now`."""
    seen = condition(value, now, limits)
    return {
        "exchange_time": seen.exchange_time,
        "received_at": seen.received_at,
        "age_ms": None if seen.age is None else seen.age // timedelta(milliseconds=1),
        "freshness": seen.freshness,
    }


class BookView(Aged):
    """Resting orders, best first: [price, size in base units]."""

    bids: tuple[Level, ...]
    asks: tuple[Level, ...]
    spread: float | None
    spread_share: float | None  # of the middle
    imbalance: float | None
    """How much more is bid than offered in all these levels, -1 to 1."""

    @classmethod
    def of(cls, book: OrderBook, now: Instant, limits: AgeLimits) -> "BookView":
        """Return the shape of `book` at `now`."""
        spread, middle = book.spread, book.middle
        return cls.model_validate(
            aged(book, now, limits)
            | {
                "bids": book.bids,
                "asks": book.asks,
                "spread": spread,
                "spread_share": spread / middle if spread is not None and middle else None,
                "imbalance": book.imbalance,
            }
        )


class SymbolBook(Shape):
    """The book of one swap; null: the cache holds none at this moment."""

    symbol: str
    timestamp: Time
    tick_size: Money | None
    book: BookView | None


class QuoteView(Aged):
    """The last price and the day; of a stock the trading day, of the others the last 24 hours."""

    price: float
    bid: float | None
    ask: float | None
    change_pct: float | None
    high: float | None
    low: float | None
    volume: float | None  # base units, shares
    market_status: MarketStatus | None  # of stocks

    @classmethod
    def of(cls, price: Ticker | SpotPrice | StockPrice, now: Instant, limits: AgeLimits) -> "QuoteView":
        """Return the shape of a price at `now`."""
        return cls.model_validate(aged(price, now, limits) | _quote(price))


def _quote(price: Ticker | SpotPrice | StockPrice) -> dict[str, object]:
    unknown: dict[str, object] = dict.fromkeys(("bid", "ask", "change_pct", "high", "low", "market_status"))
    match price:
        case Ticker():
            return unknown | {
                "price": price.last_price,
                "bid": price.bid,
                "ask": price.ask,
                "change_pct": price.change_pct_24h,
                "high": price.high_24h,
                "low": price.low_24h,
                "volume": price.volume_24h,
            }
        case SpotPrice():
            return unknown | {"price": price.price, "change_pct": price.change24h, "volume": price.volume}
        case StockPrice():
            return unknown | {
                "price": price.price.last,
                "high": price.price.high,
                "low": price.price.low,
                "volume": price.price.volume,
                "market_status": price.market_status,
            }


class FundingView(Aged):
    """What longs pay shorts at the next settlement."""

    rate: float  # share of the notional; positive: longs pay
    next_time: Time | None

    @classmethod
    def of(cls, funding: Funding, now: Instant, limits: AgeLimits) -> "FundingView":
        """Return the shape of `funding` at `now`."""
        return cls.model_validate(
            aged(funding, now, limits)
            | {"rate": funding.funding_rate, "next_time": funding.next_funding_time}
        )


class OpenInterestView(Aged):
    """How much is held open at the venue."""

    contracts: float
    usd: float | None

    @classmethod
    def of(cls, interest: OpenInterest, now: Instant, limits: AgeLimits) -> "OpenInterestView":
        """Return the shape of `interest` at `now`."""
        return cls.model_validate(
            aged(interest, now, limits)
            | {"contracts": interest.open_interest, "usd": interest.open_interest_usd}
        )


class TechnicalView(Aged):
    """The technical picture on one timeframe; `exchange_time` is the close of the last candle in it."""

    timeframe: Timeframe
    rsi_14: float | None
    macd: MacdView
    ribbon: RibbonOrder | None
    """How the exponential means of 8 to 89 candles stand to each other."""
    squeeze_on: bool | None
    squeeze_fired: bool | None
    momentum: float | None  # price units
    stoch_rsi_k: float | None
    stoch_rsi_d: float | None
    support: float | None
    resistance: float | None

    @classmethod
    def of(cls, seen: Technical, now: Instant, limits: AgeLimits) -> "TechnicalView":
        """Return the shape of `seen` at `now`."""
        return cls.model_validate(
            aged(seen, now, limits)
            | {
                "timeframe": seen.timeframe,
                "rsi_14": seen.rsi_14,
                "macd": MacdView(macd=seen.macd.macd, signal=seen.macd.signal, histogram=seen.macd.histogram),
                "ribbon": seen.ema_ribbon.order,
                "squeeze_on": seen.ttm_squeeze.on,
                "squeeze_fired": seen.ttm_squeeze.fired,
                "momentum": seen.ttm_squeeze.momentum,
                "stoch_rsi_k": seen.stoch_rsi.k,
                "stoch_rsi_d": seen.stoch_rsi.d,
                "support": seen.support,
                "resistance": seen.resistance,
            }
        )

    @classmethod
    def of_stock(cls, seen: StockIndicators, now: Instant, limits: AgeLimits) -> "TechnicalView":
        """Return the shape of what is known of a stock, on 5 minute candles."""
        rest = ("ribbon", "squeeze_on", "squeeze_fired", "momentum", "stoch_rsi_k", "stoch_rsi_d")
        return cls.model_validate(
            aged(seen, now, limits)
            | dict.fromkeys((*rest, "support", "resistance"))
            | {
                "timeframe": Timeframe.M5,
                "rsi_14": seen.rsi_14,
                "macd": MacdView(macd=seen.macd, signal=seen.macd_signal, histogram=None),
            }
        )


class SymbolStanding(Shape):
    """Everything that is cached of one symbol but its candles and its book; null is not cached."""

    symbol: str
    kind: InstrumentKind
    timestamp: Time
    tick_size: Money | None
    is_live: bool | None
    """False while the venue has suspended it; null where the venue's rules are not known."""
    quote: QuoteView | None
    funding: FundingView | None
    open_interest: OpenInterestView | None
    technical: tuple[TechnicalView, ...]
    """One picture for each timeframe that the analyst knows, shortest first."""

    @classmethod
    def without_swap(
        cls,
        symbol: str,
        kind: InstrumentKind,
        now: Instant,
        quote: QuoteView | None,
        technical: tuple[TechnicalView, ...],
    ) -> "SymbolStanding":
        """Return how a coin or a stock stands at `now`: nobody pays funding, and its tick is not known."""
        return cls(
            symbol=symbol,
            kind=kind,
            timestamp=now,
            tick_size=None,
            is_live=None,
            quote=quote,
            funding=None,
            open_interest=None,
            technical=technical,
        )


def tick_of(rules: InstrumentRules | None) -> Money | None:
    """Return the price step of an instrument, None while its rules are not known."""
    return rules.instrument.tick_size if rules else None
