"""What a venue recorded beside what a desk's ledger says, and every difference in words. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FillRow:
    """One execution; sizes in base units, the fee a cost in quote currency."""

    symbol: str
    trade_id: str
    side: str
    quantity: Decimal
    price: Decimal
    fee: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersSeen:
    """How orders came in and positions were covered, where a venue tells it."""

    sent: int
    """Different client order ids that arrived, stops placed alone among them."""
    duplicates: int
    """Ids that arrived more than once, and orders that bear the id of another."""
    unprotected: tuple[timedelta, ...]
    """Each time in which a position was not covered by stops, those that still last included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueRecord:
    """An account by its venue."""

    order_ids: frozenset[str]
    """Client order ids of the orders that it has."""
    fills: frozenset[FillRow]
    cash: Decimal
    positions: Mapping[str, Decimal]  # signed base units
    stops: Mapping[str, frozenset[Decimal]]
    """Triggers of the stops of each position that is covered whole; a position that is not is missing."""
    orders: OrdersSeen | None  # None: this venue does not tell


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRecord:
    """The same account by the ledger."""

    order_ids: frozenset[str]
    unfinished: tuple[str, ...]
    """Orders whose fate is open; what rests on purpose is not among a drill's orders."""
    fills: frozenset[FillRow]
    cash: Decimal
    positions: Mapping[str, Decimal]
    stops: Mapping[str, Decimal | None]
    """The wanted stop of each position."""
    unbalanced: tuple[str, ...]
    """Units whose postings do not add up to zero."""
    made_up: int
    """Entries that explain nothing but a difference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingStop:
    """A stop that waits at a venue."""

    symbol: str
    trigger: Decimal
    quantity: Decimal | None  # unsigned base units; None: the whole position


def covered(
    positions: Mapping[str, Decimal], stops: Iterable[WaitingStop]
) -> Mapping[str, frozenset[Decimal]]:
    """Return the triggers of the stops of every position that is covered whole."""
    triggers: defaultdict[str, set[Decimal]] = defaultdict(set)
    sizes: defaultdict[str, Decimal] = defaultdict(Decimal)
    for stop in stops:
        whole = abs(positions.get(stop.symbol, Decimal(0)))
        triggers[stop.symbol].add(stop.trigger)
        sizes[stop.symbol] += whole if stop.quantity is None else stop.quantity
    return {
        symbol: frozenset(triggers[symbol])
        for symbol, quantity in positions.items()
        if symbol in triggers and sizes[symbol] >= abs(quantity)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Both sides at one moment, and how they differ."""

    when: str
    ledger: LedgerRecord
    venue: VenueRecord
    differences: tuple[str, ...]


def differences(ledger: LedgerRecord, venue: VenueRecord) -> tuple[str, ...]:
    """Return every difference; none means that both agree to the last digit."""
    return (
        *_orders(ledger, venue),
        *_fills(ledger, venue),
        *_money(ledger, venue),
        *_holdings(ledger, venue),
    )


def _orders(ledger: LedgerRecord, venue: VenueRecord) -> Iterator[str]:
    strangers = sorted(venue.order_ids - ledger.order_ids)
    if strangers:
        yield f"orders that the ledger does not have: {', '.join(strangers)}"
    if ledger.unfinished:
        yield f"orders whose fate is open: {', '.join(ledger.unfinished)}"
    if venue.orders is not None and venue.orders.duplicates:
        yield f"orders sent twice: {venue.orders.duplicates}"


def _fills(ledger: LedgerRecord, venue: VenueRecord) -> Iterator[str]:
    for here, there, where in (
        (ledger.fills, venue.fills, "in the ledger alone"),
        (venue.fills, ledger.fills, "at the venue alone"),
    ):
        for fill in sorted(here - there, key=lambda fill: fill.trade_id):
            yield f"fill {fill.trade_id} {where}: {fill.side} {fill.quantity:f} {fill.symbol} at {fill.price:f}"


def _money(ledger: LedgerRecord, venue: VenueRecord) -> Iterator[str]:
    if ledger.cash != venue.cash:
        yield f"cash: {ledger.cash:f} in the ledger, {venue.cash:f} at the venue"
    if ledger.unbalanced:
        yield f"postings that do not add up to zero: {', '.join(ledger.unbalanced)}"
    if ledger.made_up:
        yield f"entries without a cause: {ledger.made_up}"


def _holdings(ledger: LedgerRecord, venue: VenueRecord) -> Iterator[str]:
    for symbol in sorted(ledger.positions.keys() | venue.positions.keys()):
        ours, theirs = ledger.positions.get(symbol, Decimal(0)), venue.positions.get(symbol, Decimal(0))
        if ours != theirs:
            yield f"{symbol}: {ours:f} in the ledger, {theirs:f} at the venue"
    for symbol in sorted(venue.positions):
        triggers, wanted = venue.stops.get(symbol), ledger.stops.get(symbol)
        if triggers is None:
            yield f"{symbol}: not covered by stops at the venue"
        elif wanted is not None and triggers != {wanted}:
            yield f"{symbol}: stop {wanted:f} in the ledger, {_listed(triggers)} at the venue"


def _listed(prices: frozenset[Decimal]) -> str:
    return ", ".join(f"{price:f}" for price in sorted(prices))
