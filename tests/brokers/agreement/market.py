"""One market for both: prices, books, marks and funding rates exactly as a script says."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tradewind.brokers.simulator.view import MarketView, Path
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Contracts, InstrumentRules, Symbol
from tradewind.domain.instrument import Instrument as DeskInstrument
from tradewind.domain.order_book import OrderBook
from tradewind_lab.exchange.prices import MarketView as LabMarket
from tradewind_lab.instruments import Instrument, listed
from tradewind_lab.quotes import Book, FundingRate, Level, Step

SYMBOLS = ("BTC-USDT-SWAP", "ETH-USDT-SWAP")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What one instrument trades at from `at_ms` on; sizes in contracts."""

    at_ms: int
    open: Decimal
    high: Decimal
    low: Decimal
    last: Decimal
    mark: Decimal
    half_spread: Decimal
    sizes: tuple[Decimal, ...]  # of the levels of each side, a tick apart


@dataclass(slots=True)
class ExplicitMarket(LabMarket):
    """Satisfies the lab's view of a market, and shows the simulator the same."""

    rates: dict[int, Decimal] = field(default_factory=dict)
    moments: dict[str, list[Moment]] = field(default_factory=lambda: {symbol: [] for symbol in SYMBOLS})

    def tell(self, symbol: str, moment: Moment) -> None:
        self.moments[symbol].append(moment)

    def at(self, symbol: str, at_ms: int) -> Moment:
        return next(moment for moment in reversed(self.moments[symbol]) if moment.at_ms <= at_ms)

    def instrument(self, symbol: str) -> Instrument:
        """Return OKX's rules but for the largest market order, which the desk's instruments do not name."""
        known = listed(symbol)
        return replace(known, max_market_size=known.max_limit_size)

    def is_suspended(self, symbol: str) -> bool:
        del symbol
        return False

    def last(self, symbol: str, at_ms: int) -> Decimal:
        return self.at(symbol, at_ms).last

    def mark(self, symbol: str, at_ms: int) -> Decimal:
        return self.at(symbol, at_ms).mark

    def index(self, symbol: str, at_ms: int) -> Decimal:
        return self.at(symbol, at_ms).last

    def book(self, symbol: str, at_ms: int, depth: int) -> Book:
        moment, tick = self.at(symbol, at_ms), self.instrument(symbol).tick_size
        bid, ask = moment.last - moment.half_spread, moment.last + moment.half_spread
        levels = list(enumerate(moment.sizes[:depth]))
        return Book(
            at_ms=at_ms,
            bids=tuple(Level(bid - tick * place, size) for place, size in levels),
            asks=tuple(Level(ask + tick * place, size) for place, size in levels),
        )

    def steps(self, symbol: str, since_ms: int, until_ms: int, *, by_second: bool = False) -> Iterable[Step]:
        """Walk as finely as the script tells, however finely it is asked for."""
        del by_second
        return [
            Step(at_ms=m.at_ms, open=m.open, high=m.high, low=m.low, close=m.last)
            for m in self.moments[symbol]
            if since_ms < m.at_ms <= until_ms
        ]

    def funding_at(self, symbol: str, at_ms: int) -> FundingRate:
        del symbol
        return FundingRate(at_ms=at_ms, rate=self.rates[at_ms])

    def view(self, symbol: str, at_ms: int) -> MarketView:
        """Return the same book in the desk's units."""
        value = self.instrument(symbol).contract_value
        at, book = Instant.from_ms(at_ms), self.book(symbol, at_ms, 400)
        return MarketView(
            book=OrderBook(
                source="script",
                exchange_time=at,
                timestamp=at,
                symbol=Symbol(symbol),
                bids=tuple((float(level.price), float(level.size * value)) for level in book.bids),
                asks=tuple((float(level.price), float(level.size * value)) for level in book.asks),
            ),
            rules=self.rules(symbol, at),
            seen_at=at,
            last_price=self.last(symbol, at_ms),
            mark_price=self.mark(symbol, at_ms),
        )

    def path(self, symbol: str, at_ms: int) -> Path:
        """Return the latest step as the simulator walks it."""
        moment = self.at(symbol, at_ms)
        return Path(
            symbol=Symbol(symbol),
            at=Instant.from_ms(at_ms),
            open=moment.open,
            high=moment.high,
            low=moment.low,
            close=moment.last,
            bid=moment.last - moment.half_spread,
            ask=moment.last + moment.half_spread,
            mark=moment.mark,
        )

    def rules(self, symbol: str, at: Instant) -> InstrumentRules:
        known = self.instrument(symbol)
        return InstrumentRules(
            source="script",
            exchange_time=None,
            timestamp=at,
            symbol=Symbol(symbol),
            is_live=True,
            instrument=DeskInstrument(
                symbol=Symbol(symbol),
                base=known.coin,
                quote="USDT",
                contract_value=known.contract_value,
                lot_size=Contracts(known.lot_size),
                min_size=Contracts(known.min_size),
                tick_size=known.tick_size,
                max_leverage=Decimal(known.max_leverage),
            ),
        )
