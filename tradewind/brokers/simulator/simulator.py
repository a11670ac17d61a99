"""A venue inside the desk: it trades on the cached book, and after a restart it knows what the ledger knows."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import structlog

from tradewind.brokers.port import (
    BrokerEvent,
    MarketPrice,
    OrderRejected,
    PositionMode,
    VenueAccount,
    VenueBalance,
    VenueOrder,
    VenuePosition,
)
from tradewind.brokers.simulator.config import SimulatorConfig
from tradewind.brokers.simulator.engine import MatchingEngine
from tradewind.brokers.simulator.market import SimulatedMarket
from tradewind.brokers.simulator.ticket import Ticket
from tradewind.bus.cache import Cache
from tradewind.bus.channels import Rebuilt
from tradewind.bus.messages import TickNotice
from tradewind.domain.account import HeldPosition
from tradewind.domain.cash_flow import CashFlow
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty, InstrumentRules, Symbol
from tradewind.domain.order import Order, OrderRecord
from tradewind.domain.ticker import Ticker

_log = structlog.get_logger(__name__)


class Simulator:
    """Implements `Broker`: call `restore` before anything else and keep `run` running."""

    def __init__(
        self, cache: Cache, ticks: AsyncIterable[TickNotice | Rebuilt], clock: Clock, config: SimulatorConfig
    ) -> None:
        self._market = SimulatedMarket(cache, clock, config.max_market_age)
        self._ticks = ticks
        self._clock = clock
        self._config = config
        self._events: asyncio.Queue[BrokerEvent] = asyncio.Queue()
        self._engine = MatchingEngine(config, self._events.put_nowait)
        self._dead_man_at: datetime | None = None

    @property
    def venue(self) -> str:
        """The venue id that its fills carry."""
        return self._config.venue

    def restore(
        self, open_orders: Sequence[OrderRecord], positions: Sequence[HeldPosition], cash: Decimal
    ) -> None:
        """Begin from the ledger's unfinished orders, open positions with their stops, and cash."""
        self._engine.restore(open_orders, positions, cash, self._clock.now())

    async def run(self) -> None:
        """Fill resting orders and trigger stops on every tick, until cancelled."""
        async for event in self._ticks:
            if isinstance(event, Rebuilt):
                await self._work_on(await self._market.tickers(sorted(self._engine.watched())))
            else:
                await self._work_on(event.tickers)

    async def place(self, order: Order) -> VenueOrder:
        """Take `order`, once per client order id; OrderRejected with the reason."""
        if known := self._engine.tickets.get(order.client_order_id):
            return known.report()
        view = await self._market.view(order.symbol)
        return self._engine.take(order, view).report()

    async def cancel(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder:
        """Take the rest of a resting order out; OrderRejected when there is none."""
        ticket = self._resting(symbol, client_order_id)
        return self._engine.cancel(ticket, "canceled on request", self._clock.now()).report()

    async def amend(
        self,
        symbol: Symbol,
        client_order_id: ClientOrderId,
        *,
        quantity: BaseQty | None = None,
        price: Decimal | None = None,
    ) -> VenueOrder:
        """Change a resting order's whole size or its price; it trades at once where the new price allows."""
        ticket = self._resting(symbol, client_order_id)
        view = await self._market.view(symbol)
        return self._engine.amend(ticket, view, quantity=quantity, price=price).report()

    async def cancel_many(self, orders: Sequence[VenueOrder]) -> None:
        """Take out whichever of `orders` still rest."""
        named = {order.venue_order_id for order in orders}
        for ticket in self._engine.resting():
            if ticket.venue_order_id in named:
                self._engine.cancel(ticket, "canceled on request", self._clock.now())

    async def close_position(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder | None:
        """Close at the market what is held of `symbol`; None when that is nothing, OrderRejected."""
        if known := self._engine.tickets.get(client_order_id):
            return known.report()
        view = await self._market.view(symbol)
        ticket = self._engine.close(symbol, client_order_id, view)
        return ticket.report() if ticket else None

    async def query(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder | None:
        """Return the order, None when this venue has never taken it."""
        ticket = self._engine.tickets.get(client_order_id)
        return ticket.report() if ticket and ticket.symbol == symbol else None

    async def open_orders(self) -> Sequence[VenueOrder]:
        """Return every resting order, and the stop and target of every position."""
        resting = [ticket.report() for ticket in self._engine.resting()]
        now = self._clock.now()
        for symbol, holding in self._engine.account.holdings.items():
            resting += holding.protections(symbol, now)
        return resting

    async def positions(self) -> Sequence[VenuePosition]:
        """Return every open position."""
        return [
            VenuePosition(
                symbol=symbol,
                quantity=holding.position.quantity,
                entry_price=holding.position.entry_price,
                leverage=holding.leverage,
            )
            for symbol, holding in self._engine.account.holdings.items()
        ]

    async def balance(self) -> VenueBalance:
        """Return the cash, margin in use included."""
        return VenueBalance(currency=self._config.currency, cash=self._engine.account.cash)

    async def fills(self, since: Instant) -> Sequence[Fill]:
        """Return this run's fills from `since` on, oldest first."""
        return [fill for fill in self._engine.fills if fill.exchange_time >= since]

    async def cash_flows(self, since: Instant) -> Sequence[CashFlow]:
        """Return this run's cash flows from `since` on, oldest first."""
        return [flow for flow in self._engine.cash_flows if flow.exchange_time >= since]

    async def account(self) -> VenueAccount:
        """Return how this venue keeps accounts."""
        return VenueAccount(position_mode=PositionMode.NET, may_trade=True, may_withdraw=False)

    async def instrument(self, symbol: Symbol) -> InstrumentRules | None:
        """Return the cached rules of `symbol`, None when none are cached; BrokerUnavailable."""
        return await self._market.rules(symbol)

    async def market_price(self, symbol: Symbol) -> MarketPrice:
        """Return the cached quote; BrokerUnavailable when there is no fresh one."""
        return await self._market.price(symbol)

    async def hold_dead_man(self, patience: timedelta) -> None:
        """Cancel every resting order at the first tick after `patience` unless this is called again; 0 lets go."""
        self._dead_man_at = self._clock.now() + patience if patience else None

    async def events(self) -> AsyncIterator[BrokerEvent]:
        """Yield fills and order updates as they happen, until cancelled; for one reader."""
        while True:
            yield await self._events.get()

    def _resting(self, symbol: Symbol, client_order_id: ClientOrderId) -> Ticket:
        for ticket in self._engine.resting():
            if ticket.client_order_id == client_order_id and ticket.symbol == symbol:
                return ticket
        raise OrderRejected(f"no resting order {client_order_id} in {symbol}")

    def _watch_dead_man(self) -> None:
        now = self._clock.now()
        if self._dead_man_at is None or now < self._dead_man_at:
            return
        self._dead_man_at = None
        for ticket in self._engine.resting():
            self._engine.cancel(ticket, "nobody held the dead man's switch", now)

    async def _work_on(self, tickers: Iterable[Ticker]) -> None:
        self._watch_dead_man()
        for ticker in tickers:
            if self._market.is_fresh(ticker):
                self._engine.fill_reached(ticker, self._clock.now())
                await self._protect(ticker)

    async def _protect(self, ticker: Ticker) -> None:
        purpose = self._engine.set_off(ticker)
        if purpose is None:
            return
        try:
            self._engine.protect(ticker, await self._market.view(ticker.symbol))
        except OrderRejected as e:
            _log.warning("protection_waits", symbol=ticker.symbol, purpose=purpose, reason=str(e))
