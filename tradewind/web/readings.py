"""What several routes and the hub read, gathered once."""

from collections.abc import Iterable
from decimal import Decimal

from tradewind.bus.cache import BusUnavailable, Cache
from tradewind.bus.coordination import venue_report_key
from tradewind.bus.keys import INSTRUMENT, TICKER
from tradewind.cycle.review import pending_notional
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.decision import DecisionRecord
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import InstrumentRules, Symbol
from tradewind.domain.order import OrderRecord
from tradewind.domain.position import PositionSide
from tradewind.domain.ticker import Ticker
from tradewind.portfolio.exposure import exposure
from tradewind.web.desk import Desk
from tradewind.web.schemas.account import Beside
from tradewind.web.schemas.venue import VenueStatus

LONG, SHORT = PositionSide.LONG, PositionSide.SHORT


async def read_tickers(desk: Desk, cache: Cache | None = None) -> dict[Symbol, Ticker]:
    """Return the cached ticker of each symbol that has one; `cache` None: without asking for them. BusUnavailable."""
    readings = await (cache or desk.cache).read([TICKER.at(symbol) for symbol in desk.symbols])
    return {reading.value.symbol: reading.value for reading in readings if reading.value}


async def read_rules(desk: Desk) -> dict[Symbol, InstrumentRules]:
    """Return the cached rules of each symbol that has them; BusUnavailable."""
    readings = await desk.cache.read([INSTRUMENT.at(symbol) for symbol in desk.symbols])
    return {reading.value.symbol: reading.value for reading in readings if reading.value}


async def read_venues(desk: Desk) -> tuple[VenueStatus, ...]:
    """Return how each venue is collected, as the last report says; BusUnavailable."""
    readings = await desk.cache.read([venue_report_key(venue) for venue in desk.venues])
    now = desk.clock.now()
    return tuple(
        VenueStatus.silent(venue) if reading.value is None else VenueStatus.of(reading.value, now)
        for venue, reading in zip(desk.venues, readings, strict=True)
    )


async def read_tick_sizes(desk: Desk) -> dict[Symbol, Decimal]:
    """Return the price step of each symbol whose rules are cached; none without the cache, the account is shown anyway."""
    try:
        rules = await read_rules(desk)
    except BusUnavailable:
        return {}
    return {symbol: rule.instrument.tick_size for symbol, rule in rules.items()}


async def read_beside(desk: Desk, account: AccountSnapshot) -> Beside:
    """Return what is shown beside `account`; LedgerUnavailable."""
    limits = desk.risk_limits()
    unfinished = await desk.ledger.orders.unfinished(account.portfolio_id)
    reading = desk.orders.reconciliation.last_reading
    return Beside(
        tick_sizes=await read_tick_sizes(desk),
        liquidation_prices={
            (held.symbol, LONG if held.quantity > 0 else SHORT): held.liquidation_price
            for held in (reading.positions if reading else ())
            if held.liquidation_price is not None
        },
        venue_read_at=reading.began_at if reading else None,
        exposure=exposure(account, limits, pending_notional(unfinished)),
        enforcement=limits.enforcement,
    )


async def read_orders(desk: Desk, decisions: Iterable[DecisionRecord]) -> dict[ClientOrderId, OrderRecord]:
    """Return the orders that `decisions` led to; LedgerUnavailable."""
    ids = [item.client_order_id for decision in decisions for item in decision.items if item.client_order_id]
    found = [await desk.ledger.orders.get(order_id) for order_id in ids]
    return {record.order.client_order_id: record for record in found if record}
