"""A market that goes where a test says, and short ways to write tickets."""

from collections.abc import Iterator
from decimal import Decimal

from tradewind_lab.exchange.account import Account
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.exchange.orders import MarginMode, OrderType, PositionSide, Protection, Side, Ticket
from tradewind_lab.instruments import Instrument, listed
from tradewind_lab.market import UnknownSymbol
from tradewind_lab.quotes import Book, FundingRate, Level, Step

BTC = "BTC-USDT-SWAP"
START_MS = 1_795_248_000_000  # a funding boundary: 2026-11-21T08:00:00Z
AFTER_START_MS = START_MS + 1000


class ScriptedMarket:
    """Prices by hand: `tell` appends one step of the path that all swaps share.

    The book stands half a spread around the last price and the mark is the last price, unless `books` and `marks`
    name others, by symbol, for as long as they stand there.
    """

    def __init__(self, price: str | Decimal = "50000", *, spread: str = "0", depth: str = "1000000") -> None:
        self.spread = Decimal(spread)
        self.depth = Decimal(depth)
        self.levels = 1
        self.rates: dict[int, Decimal] = {}
        self.suspended: set[str] = set()
        self.books: dict[str, Book] = {}
        self.marks: dict[str, Decimal] = {}
        self._path = [_flat(START_MS, Decimal(price))]

    def tell(
        self,
        at_ms: int,
        price: str | Decimal,
        *,
        high: object = None,
        low: object = None,
        opened: object = None,
    ) -> None:
        last = Decimal(price)
        first = Decimal(str(opened)) if opened is not None else self._path[-1].close
        highest = Decimal(str(high)) if high is not None else max(first, last)
        lowest = Decimal(str(low)) if low is not None else min(first, last)
        self._path.append(Step(at_ms=at_ms, open=first, high=highest, low=lowest, close=last))

    def instrument(self, symbol: str) -> Instrument:
        if symbol not in {BTC, "ETH-USDT-SWAP", "DOGE-USDT-SWAP"}:
            raise UnknownSymbol(symbol)
        return listed(symbol)

    def is_suspended(self, symbol: str) -> bool:
        return symbol in self.suspended

    def last(self, symbol: str, at_ms: int) -> Decimal:
        self.instrument(symbol)
        return next(step.close for step in reversed(self._path) if step.at_ms <= at_ms)

    def mark(self, symbol: str, at_ms: int) -> Decimal:
        return self.marks.get(symbol) or self.last(symbol, at_ms)

    def index(self, symbol: str, at_ms: int) -> Decimal:
        return self.last(symbol, at_ms)

    def book(self, symbol: str, at_ms: int, depth: int) -> Book:
        if symbol in self.books:
            return self.books[symbol]
        last, half = self.last(symbol, at_ms), self.spread / 2
        tick = self.instrument(symbol).tick_size
        places = range(min(self.levels, depth))
        return Book(
            at_ms=at_ms,
            bids=tuple(Level(last - half - tick * place, self.depth) for place in places),
            asks=tuple(Level(last + half + tick * place, self.depth) for place in places),
        )

    def steps(self, symbol: str, since_ms: int, until_ms: int, *, by_second: bool = False) -> Iterator[Step]:
        """Walk as finely as the test told, however finely it is asked for."""
        del by_second
        self.instrument(symbol)
        return (step for step in self._path if since_ms < step.at_ms <= until_ms)

    def funding_at(self, symbol: str, at_ms: int) -> FundingRate:
        self.instrument(symbol)
        return FundingRate(at_ms=at_ms, rate=self.rates.get(at_ms, Decimal(0)))


def _flat(at_ms: int, price: Decimal) -> Step:
    return Step(at_ms=at_ms, open=price, high=price, low=price, close=price)


def opened(market: ScriptedMarket, deposit: str = "10000") -> tuple[Exchange, Account]:
    exchange = Exchange(market)
    return exchange, exchange.open_account("one", Decimal(deposit), AFTER_START_MS)


def a_ticket(
    side: str = "buy",
    size: str | Decimal = "1",
    price: str | None = None,
    *,
    kind: OrderType | None = None,
    symbol: str = BTC,
    mode: MarginMode = MarginMode.CROSS,
    position_side: PositionSide = PositionSide.NET,
    reduce_only: bool = False,
    client_id: str | None = None,
    protections: tuple[Protection, ...] = (),
) -> Ticket:
    usual = OrderType.MARKET if price is None else OrderType.LIMIT
    return Ticket(
        symbol=symbol,
        side=Side(side),
        type=kind or usual,
        size=Decimal(size),
        price=None if price is None else Decimal(price),
        margin_mode=mode,
        position_side=position_side,
        reduce_only=reduce_only,
        client_id=client_id,
        tag="",
        protections=protections,
    )


def a_protection(stop: str | None = None, target: str | None = None, name: str = "1") -> Protection:
    return Protection(
        id=name,
        client_id=None,
        stop_trigger=None if stop is None else Decimal(stop),
        stop_price=None,
        target_trigger=None if target is None else Decimal(target),
        target_price=None,
    )
