"""A venue inside the desk: it trades on the cached book, and after a restart it knows what the ledger knows."""

import asyncio
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import structlog

from tradewind.brokers.port import (
    BrokerEvent,
    MarketPrice,
    OrderRejected,
    VenueAccount,
    VenueBalance,
    VenueOrder,
    VenuePosition,
)
from tradewind.brokers.simulator.config import SimulatorConfig
from tradewind.brokers.simulator.engine import MatchingEngine
from tradewind.brokers.simulator.market import SimulatedMarket
from tradewind.brokers.simulator.ticket import Ticket
from tradewind.brokers.simulator.view import MarketView, Path
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
        self._events: deque[BrokerEvent] = deque()
        self._is_told = asyncio.Event()
        self._engine = MatchingEngine(config, self._tell)
        self._dead_man_at: datetime | None = None
        self._rates_read_at: float | None = None  # monotonic seconds

    @property
    def venue(self) -> str:
        """The venue id that its fills carry."""
        return self._config.venue

    def restore(
        self,
        open_orders: Sequence[OrderRecord],
        positions: Sequence[HeldPosition],
        cash: Decimal,
        funded_until: Instant | None = None,
    ) -> None:
        """Begin from the ledger's unfinished orders, open positions with their stops, cash and last funding.

        `funded_until` None: nothing was ever paid, what is held owes since it was opened.
        """
        now = self._clock.now()
        opened = min((held.opened_at for held in positions), default=now)
        self._engine.restore(open_orders, positions, cash, now, funded_until or opened)

    async def run(self) -> None:
        """Fill resting orders and trigger stops on every tick, until cancelled."""
        async for event in self._ticks:
            if isinstance(event, Rebuilt):
                await self._work_on(await self._market.tickers(sorted(self._engine.watched())))
            else:
                await self._work_on(event.tickers)

    async def place(self, order: Order) -> VenueOrder:
        """Take `order`, once per client order id; OrderRejected with the reason."""
        if known := self._engine.records.known(order.client_order_id):
            return known.report()
        await self._travel()
        view = await self._market.view(order.symbol)
        return self._engine.take(order, view).report()

    async def cancel(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder:
        """Take the rest of a resting order out; OrderRejected when there is none."""
        await self._travel()
        ticket = self._open(symbol, client_order_id)
        return self._engine.cancel(ticket, "canceled on request", self._clock.now()).report()

    async def amend(
        self,
        symbol: Symbol,
        client_order_id: ClientOrderId,
        *,
        quantity: BaseQty | None = None,
        price: Decimal | None = None,
    ) -> VenueOrder:
        """Change an open order's whole size or its price; it trades at once where the new price allows."""
        await self._travel()
        ticket = self._open(symbol, client_order_id)
        view = await self._market.view(symbol)
        return self._engine.amend(ticket, view, quantity=quantity, price=price).report()

    async def cancel_many(self, orders: Sequence[VenueOrder]) -> None:
        """Take out whichever of `orders` still rest or wait."""
        await self._travel()
        for order in orders:
            ticket = self._engine.records.ticket(order.venue_order_id)
            if ticket is not None and ticket.is_open:
                self._engine.cancel(ticket, "canceled on request", self._clock.now())

    async def close_position(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder | None:
        """Close at the market what is held of `symbol`; None when that is nothing, OrderRejected."""
        if known := self._engine.records.known(client_order_id):
            return known.report()
        await self._travel()
        view = await self._market.view(symbol)
        ticket = self._engine.close(symbol, client_order_id, view)
        return ticket.report() if ticket else None

    async def query(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder | None:
        """Return the order, None when this venue has never taken it."""
        ticket = self._engine.records.known(client_order_id)
        return ticket.report() if ticket and ticket.symbol == symbol else None

    async def open_orders(self) -> Sequence[VenueOrder]:
        """Return every resting order, and the stops and targets that wait."""
        return [ticket.report() for ticket in self._engine.records.open_tickets()]

    async def positions(self) -> Sequence[VenuePosition]:
        """Return every open position."""
        return self._engine.positions()

    async def balance(self) -> VenueBalance:
        """Return the cash, margin in use included."""
        return VenueBalance(currency=self._config.currency, cash=self._engine.account.cash)

    async def fills(self, since: Instant) -> Sequence[Fill]:
        """Return this run's fills from `since` on, oldest first."""
        return [fill for fill in self._engine.records.fills if fill.exchange_time >= since]

    async def cash_flows(self, since: Instant) -> Sequence[CashFlow]:
        """Return this run's cash flows from `since` on, oldest first."""
        return [flow for flow in self._engine.records.cash_flows if flow.exchange_time >= since]

    async def account(self) -> VenueAccount:
        """Return how this venue keeps accounts."""
        return VenueAccount(position_mode=self._config.position_mode, may_trade=True, may_withdraw=False)

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
        """Yield fills, order updates and cash flows as they happen, until cancelled; for one reader."""
        while True:
            while self._events:
                yield self._events.popleft()
            self._is_told.clear()
            await self._is_told.wait()

    def _tell(self, event: BrokerEvent) -> None:
        if len(self._events) >= self._config.kept_events:
            lost = self._events.popleft()
            _log.warning("venue_event_unread", event_kind=type(lost).__name__, kept=self._config.kept_events)
        self._events.append(event)
        self._is_told.set()

    async def _travel(self) -> None:
        if self._config.latency:
            await asyncio.sleep(self._config.latency.total_seconds())

    def _open(self, symbol: Symbol, client_order_id: ClientOrderId) -> Ticket:
        ticket = self._engine.records.known(client_order_id)
        if ticket is None or ticket.symbol != symbol or not ticket.is_open:
            raise OrderRejected(f"no resting order {client_order_id} in {symbol}")
        return ticket

    def _watch_dead_man(self) -> None:
        now = self._clock.now()
        if self._dead_man_at is None or now < self._dead_man_at:
            return
        self._dead_man_at = None
        for ticket in self._engine.records.resting():
            self._engine.cancel(ticket, "nobody held the dead man's switch", now)

    async def _work_on(self, tickers: Iterable[Ticker]) -> None:
        self._watch_dead_man()
        await self._learn_rates()
        watched, now = self._engine.watched(), self._clock.now()
        paths = [
            Path.of(ticker, now)
            for ticker in tickers
            if ticker.symbol in watched and self._market.is_fresh(ticker)
        ]
        self._engine.note(paths)
        for path in paths:
            self._engine.advance(path, await self._view(path.symbol))

    async def _view(self, symbol: Symbol) -> MarketView | None:
        try:
            return await self._market.view(symbol)
        except OrderRejected as e:
            if self._engine.records.waiting(symbol):
                _log.warning("protection_waits", symbol=symbol, reason=str(e))
            return None

    async def _learn_rates(self) -> None:
        """Read the funding rates of what is held now and then; Redis may be away."""
        now = self._clock.monotonic()
        period = self._config.funding_refresh.total_seconds()
        held = sorted({symbol for symbol, _ in self._engine.account.holdings})
        if not held or (self._rates_read_at is not None and now - self._rates_read_at < period):
            return
        self._rates_read_at = now
        for symbol, rate in (await self._market.funding_rates(held)).items():
            self._engine.learn_rate(symbol, rate)
