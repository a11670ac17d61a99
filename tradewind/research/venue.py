"""What a backtest asks of the venue that it trades on; `app` brings one, made of the simulator's own matching."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from tradewind.brokers.port import BrokerEvent, VenueOrder
from tradewind.domain.clock import Instant
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import InstrumentRules, Symbol
from tradewind.domain.order import Order
from tradewind.domain.order_book import OrderBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """What an order meets when it arrives."""

    book: OrderBook
    rules: InstrumentRules
    price: Decimal
    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """How far a candle went, and where it ended."""

    low: Decimal
    high: Decimal
    close: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One candle as the venue lives through it."""

    counter: Counter
    """How it stands at the end."""
    open: Decimal
    high: Decimal
    low: Decimal


class TapeVenue(Protocol):
    """A venue whose time and prices are told to it; everything that it does is told to the books by `events`."""

    def begin(self, cash: Decimal, at: Instant) -> None:
        """Open an account with `cash`."""
        ...

    def place(self, order: Order, counter: Counter) -> VenueOrder:
        """Take `order` and fill what the book gives; OrderRejected with the reason."""
        ...

    def cancel(self, symbol: Symbol, client_order_id: ClientOrderId, at: Instant) -> VenueOrder:
        """Take the rest of a resting order out; OrderRejected when there is none."""
        ...

    def watched(self) -> set[Symbol]:
        """Return the instruments on which a price can change something."""
        ...

    def passes_by(self, symbol: Symbol, prices: Prices, at: Instant) -> bool:
        """Let a candle pass in which nothing happens; False, and nothing was changed, when something does."""
        ...

    def live_through(self, stretch: Stretch) -> None:
        """Let a candle pass: orders fill, stops before targets, then what has no margin left is taken over."""
        ...

    def pay_funding(self, rates: Sequence[tuple[Symbol, Decimal]], at: Instant) -> None:
        """Pay what falls due at `at`, at these shares of the notional."""
        ...

    def events(self) -> Sequence[BrokerEvent]:
        """Return what has happened since this was last asked, oldest first."""
        ...

    @property
    def cash(self) -> Decimal:
        """The cash of the account, as the venue counts it."""
        ...

    def state(self) -> bytes:
        """Return everything that the future depends on, for `resume`."""
        ...

    def resume(self, state: bytes) -> None:
        """Stand where `state` was taken; ValueError when it is none of this venue."""
        ...
