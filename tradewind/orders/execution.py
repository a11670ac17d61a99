"""From an approval to an order whose fate is known: commit, send once, learn, and never guess.

A send without an answer is an unknown order: it is looked for by its id, never sent again, and nothing is opened on
its instrument meanwhile.
"""

import asyncio
from datetime import timedelta

import structlog

from tradewind.brokers.port import (
    Broker,
    BrokerError,
    BrokerEvent,
    NotSent,
    OrderExpired,
    OrderRejected,
    RateLimited,
    VenueOrder,
)
from tradewind.bus.cache import Cache
from tradewind.domain.cash_flow import CashFlow, CashFlowKind
from tradewind.domain.clock import Clock
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId, DecisionId, PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import Order, OrderPurpose, OrderRecord, OrderState, Side
from tradewind.domain.position import PositionSide
from tradewind.ledger import Ledger, LedgerUnavailable
from tradewind.orders.alerts import AlertKind, Alerts
from tradewind.orders.amendment import Amended, Amendments, Change
from tradewind.orders.blocks import BlockCause
from tradewind.orders.config import OrdersConfig
from tradewind.orders.failpoints import Failpoint, Failpoints, no_failpoints
from tradewind.orders.fills import FillGround, FillPosting
from tradewind.orders.in_hand import InHand
from tradewind.orders.intent import AT_MARKET, Issue, Terms, order_for
from tradewind.orders.latency import OrderLatency, Stage
from tradewind.orders.recovery import recover_orders
from tradewind.orders.register import OrderRegister
from tradewind.orders.safeguards import Safeguards
from tradewind.orders.search import Search, late
from tradewind.orders.settlement import NEVER_SEEN, Settlement
from tradewind.orders.states import OrderEvent
from tradewind.risk.verdict import Approved
from tradewind.telemetry.metrics import Metrics

_log = structlog.get_logger(__name__)

_UNSETTLED = frozenset({OrderState.INTENT, *NEVER_SEEN})


class Execution:
    """One portfolio's way to its venue: `recover` once, then keep `run` running and `execute`."""

    def __init__(
        self,
        *,
        broker: Broker,
        ledger: Ledger,
        cache: Cache,
        clock: Clock,
        portfolio_id: PortfolioId,
        config: OrdersConfig,
        metrics: Metrics,
        safeguards: Safeguards,
        failpoints: Failpoints | None = None,
    ) -> None:
        self._broker = broker
        self._clock = clock
        self._portfolio_id = portfolio_id
        self._config = config
        self._safeguards = safeguards
        self._failpoints = failpoints or no_failpoints()
        self.latency = OrderLatency(metrics)
        self._register = OrderRegister(ledger, portfolio_id, metrics)
        self._alerts = Alerts(cache, clock, metrics)
        self._fills = FillPosting(
            FillGround(
                ledger=ledger,
                cache=cache,
                clock=clock,
                portfolio_id=portfolio_id,
                metrics=metrics,
                blocks=safeguards.blocks,
            ),
            self.latency,
            self._alerts,
            self._failpoints,
        )
        self._settlement = Settlement(
            broker=broker,
            ledger=ledger,
            register=self._register,
            fills=self._fills,
            clock=clock,
            portfolio_id=portfolio_id,
            config=config,
        )
        self._amendments = Amendments(broker, self._register, self._settlement, safeguards, config)
        self._ledger = ledger
        self._in_hand = InHand()
        self._search = Search(self._register, self._settlement, self._in_hand, clock, config)
        self.is_stirred = self._fills.posted
        """Set when a position or its protection may have changed; whoever waits for it clears it."""

    @property
    def duplicate_fills(self) -> int:
        """How many fills were told again and not posted again."""
        return self._fills.duplicates

    async def execute(
        self, approved: Approved, decision_id: DecisionId, terms: Terms = AT_MARKET
    ) -> OrderRecord:
        """Send the order of one approval, once; a repeat returns the order as it stands.

        The record tells how far it came: accepted, rejected with the reason, expired unsent, or unknown.
        LedgerUnavailable: if nothing was committed nothing was sent; otherwise `run` finds out.
        """
        issue = Issue(
            portfolio_id=self._portfolio_id, at=self._clock.now(), lifetime=self._config.intent_lifetime
        )
        return await self._carry_out(order_for(approved, decision_id, issue, terms))

    async def reduce(self, order: Order) -> OrderRecord:
        """Send an order of the desk's own that can only make a position smaller: protection, a forced close.

        As `execute`; ValueError for an order that could open something.
        """
        if not order.is_reduce_only:
            raise ValueError(f"order {order.client_order_id} could open a position: it needs an approval")
        return await self._carry_out(order)

    async def move_protection(self, approved: Approved, decision_id: DecisionId) -> None:
        """Commit where a position's stop and target belong; protection places them, and then takes out the old ones.

        A repeat changes nothing, nor does a position that was closed or turned, or whose stop was drawn tighter since
        the review. ValueError for an approval of anything else; LedgerUnavailable.
        """
        if approved.purpose is not OrderPurpose.STOP:
            raise ValueError(f"an approval to {approved.purpose} moves no stop")
        symbol = approved.proposal.symbol
        side = PositionSide.LONG if approved.side is Side.SELL else PositionSide.SHORT
        is_moved = await self._ledger.positions.tighten(
            self._portfolio_id, symbol, side, approved.stop_price, approved.take_profit_price
        )
        change = "protection_moves" if is_moved else "protection_not_moved"
        _log.info(change, symbol=symbol, side=side, decision_id=decision_id, stop=str(approved.stop_price))
        self.is_stirred.set()

    async def _carry_out(self, order: Order) -> OrderRecord:
        if not await self._register.add(order):
            record = await self._register.get(order.client_order_id)
            if record.state is not OrderState.INTENT:
                return record
            order = record.order
        self._failpoints.reach(Failpoint.INTENT_COMMITTED)
        if reason := await self._denial(order):
            return await self._register.drop(order.client_order_id, OrderEvent.REJECT, reason)
        return await self._send(order)

    async def cancel(self, client_order_id: ClientOrderId) -> OrderRecord:
        """Ask the venue to take the rest of an order out; it stays pending until the venue has confirmed.

        OrderMissing, IllegalStep for an order that was never accepted, LedgerUnavailable.
        """
        # Before the wish shows in the ledger: the search would ask the venue beside us, and one of both be refused.
        try:
            with self._in_hand.holding(client_order_id):
                record = await self._register.get(client_order_id)
                if record.state.is_final:
                    return record
                return await self._cancel(await self._register.move(client_order_id, OrderEvent.ASK_CANCEL))
        finally:
            self._search.wake()

    async def amend(self, client_order_id: ClientOrderId, change: Change) -> Amended:
        """Change a resting limit order; what no answer confirms is asked of the venue, never assumed.

        OrderMissing, NotAmendable, LedgerUnavailable.
        """
        try:
            with self._in_hand.holding(client_order_id):
                return await self._amendments.amend(client_order_id, change)
        finally:
            self._search.wake()

    def opening_block(self, symbol: Symbol) -> str | None:
        """Return why nothing opens on `symbol`, None when the desk opens there."""
        return self._safeguards.opening_block(symbol)

    async def look_up(self, client_order_id: ClientOrderId) -> OrderRecord | None:
        """Ask the venue once about an order and return how it stands; None when it is not in the ledger.

        BrokerUnavailable, LedgerUnavailable.
        """
        record = await self._register.find(client_order_id)
        if record is None or record.state.is_final or client_order_id in self._in_hand:
            return record
        return await self._settlement.look_up(record)

    async def take_fill(self, fill: Fill) -> None:
        """Post a fill that was read, not told; LedgerUnavailable."""
        await self._settlement.take_fill(fill)

    async def take_cash_flow(self, flow: CashFlow) -> None:
        """Post a movement of cash, once; LedgerUnavailable."""
        is_news = await self._ledger.postings.post_cash_flow(self._portfolio_id, flow)
        if is_news and flow.kind is CashFlowKind.LIQUIDATION_FEE:
            await self._alerts.tell(
                AlertKind.LIQUIDATION,
                f"the venue liquidated {flow.symbol} and took {flow.amount:f} {flow.currency}",
            )

    async def recover(self) -> None:
        """Settle what an earlier run left unfinished; before any trading. BrokerUnavailable, LedgerUnavailable."""
        await recover_orders(
            self._ledger,
            self._portfolio_id,
            self._settlement,
            self._register,
            send=self._send,
            in_hand=self._in_hand,
        )

    async def run(self) -> None:
        """Post fills, follow orders and look for lost ones, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen(), name="orders: venue events")
            tasks.create_task(self._search.run(), name="orders: lost orders")

    async def _cancel(self, record: OrderRecord) -> OrderRecord:
        order = record.order
        self._failpoints.reach(Failpoint.BEFORE_CANCEL)
        try:
            async with asyncio.timeout(self._config.answer_timeout.total_seconds()):
                report = await self._broker.cancel(order.symbol, order.client_order_id)
            self._failpoints.reach(Failpoint.AFTER_CANCEL)
        except (BrokerError, TimeoutError) as e:
            _log.warning("cancel_unconfirmed", client_order_id=order.client_order_id, error=str(e))
            return await self._register.get(order.client_order_id)
        return await self._settlement.learn(report) or record

    async def _denial(self, order: Order) -> str | None:
        if order.purpose is not OrderPurpose.OPEN:
            return None
        for other in await self._register.unfinished():
            is_other = other.order.client_order_id != order.client_order_id
            if is_other and other.order.symbol == order.symbol and other.state in _UNSETTLED:
                return f"order {other.order.client_order_id} of {order.symbol} is {other.state}: nothing opens meanwhile"
        return None

    async def _send(self, order: Order) -> OrderRecord:
        if self._clock.now() > order.expires_at:
            return await self._register.drop(order.client_order_id, OrderEvent.EXPIRE, late(order))
        if (reason := self._safeguards.refusal(order)) is not None:
            return await self._register.drop(order.client_order_id, OrderEvent.REJECT, reason)
        if order.client_order_id in self._in_hand:
            return await self._register.get(order.client_order_id)
        try:
            # Before the claim shows in the ledger: the search would take the order for lost.
            with self._in_hand.holding(order.client_order_id):
                if not await self._register.claim(order.client_order_id, self._safeguards.fence):
                    return await self._register.get(order.client_order_id)
                self._failpoints.reach(Failpoint.CLAIMED)
                return await self._place(order)
        finally:
            self._search.wake()

    async def _place(self, order: Order) -> OrderRecord:
        # A wall clock that steps back must not keep an order alive.
        end = self._clock.monotonic() + self._config.intent_lifetime.total_seconds()
        while True:
            # At the last moment: the process may have been frozen since the claim, or the switch been turned.
            if self._clock.now() > order.expires_at or self._clock.monotonic() > end:
                return await self._register.hear(order.client_order_id, OrderEvent.EXPIRE, reason=late(order))
            if (reason := self._safeguards.admit(order)) is not None:
                return await self._register.hear(order.client_order_id, OrderEvent.REJECT, reason=reason)
            self._failpoints.reach(Failpoint.BEFORE_SEND)
            left_at = self._clock.monotonic()
            try:
                report = await self._ask(order)
            except OrderRejected as e:
                event = OrderEvent.EXPIRE if isinstance(e, OrderExpired) else OrderEvent.REJECT
                return await self._register.hear(order.client_order_id, event, reason=str(e))
            except (RateLimited, NotSent) as e:  # the same id may leave again
                pause = e.retry_after if isinstance(e, RateLimited) else self._config.resend_after
                if self._clock.now() + pause > order.expires_at:
                    return await self._register.hear(
                        order.client_order_id, OrderEvent.EXPIRE, reason=f"too late to try again: {e}"
                    )
                await asyncio.sleep(pause.total_seconds())
            except (BrokerError, TimeoutError) as e:
                stopped = self._safeguards.kill_switch.refusal(order) if isinstance(e, TimeoutError) else None
                reason = f"called back: {stopped}" if stopped else repr(e)
                _log.warning("order_unknown", client_order_id=order.client_order_id, error=reason)
                return await self._register.hear(order.client_order_id, OrderEvent.LOSE, reason=reason)
            else:
                self._failpoints.reach(Failpoint.ANSWER_RECEIVED)
                # How it goes on is told by the events, fills first; here only that the venue has it.
                record = await self._register.hear(
                    order.client_order_id, OrderEvent.ACCEPT, venue_order_id=report.venue_order_id
                )
                self.latency.observe(Stage.ACK, timedelta(seconds=self._clock.monotonic() - left_at))
                self._failpoints.reach(Failpoint.ANSWER_RECORDED)
                return record

    async def _ask(self, order: Order) -> VenueOrder:
        left_at = self._clock.monotonic()
        try:
            async with asyncio.timeout(self._config.answer_timeout.total_seconds()) as deadline:
                with self._safeguards.recalling(order, deadline):
                    await self._safeguards.secure(order)
                    return await self._broker.place(order)
        finally:
            self.latency.observe(Stage.PLACE, timedelta(seconds=self._clock.monotonic() - left_at))
            self._failpoints.reach(Failpoint.AFTER_SEND)

    async def _listen(self) -> None:
        async for event in self._broker.events():
            if isinstance(event, Fill):
                self._failpoints.reach(Failpoint.FILL_RECEIVED)
            while True:
                try:
                    await self._take_in(event)
                    break
                except LedgerUnavailable as e:
                    self._safeguards.blocks.put(BlockCause.LEDGER, f"the ledger cannot be written: {e}")
                    _log.error("ledger_waits", error=str(e))
                    await asyncio.sleep(self._config.ledger_retry.total_seconds())
            self._safeguards.blocks.lift(BlockCause.LEDGER)

    async def _take_in(self, event: BrokerEvent) -> None:
        match event:
            case Fill():
                await self._settlement.take_fill(event)
            case CashFlow():
                await self.take_cash_flow(event)
            case _:
                await self._settlement.learn(event)
                if event.purpose is OrderPurpose.LIQUIDATION:
                    await self._alerts.tell(AlertKind.LIQUIDATION, f"the venue liquidates {event.symbol}")
                if event.purpose is not None:
                    self.is_stirred.set()
