"""Desk and venue, compared: at the start before any trading, then on a fixed cadence.

Missing fills and cash flows are posted as the venue tells them. A result is never made up: while positions differ,
nothing opens on their instruments. What was held before the books were opened is taken over at the venue's own entry,
and cash that nobody can explain is booked as such; both only after they have been the same for a minute.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import structlog

from tradewind.brokers.port import Broker, BrokerError, KeyRefused, VenueOrder
from tradewind.bus.cache import Batch, BusUnavailable, Cache
from tradewind.bus.keys import PORTFOLIO_UPDATE, Source
from tradewind.bus.messages import PortfolioNotice
from tradewind.domain.cash_flow import CashFlow, CashFlowKind
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.ids import PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderRecord, OrderState
from tradewind.ledger import Ledger, LedgerUnavailable
from tradewind.orders.adoption import founding_fill
from tradewind.orders.alerts import AlertKind, Alerts
from tradewind.orders.blocks import BlockCause, OpeningBlocks
from tradewind.orders.comparison import PositionGap, foreign, position_gaps, unlisted
from tradewind.orders.config import ReconciliationConfig
from tradewind.orders.execution import Execution
from tradewind.orders.failpoints import Failpoint, Failpoints
from tradewind.orders.outage import Outage
from tradewind.orders.runaway import RunawayGuard
from tradewind.orders.venue_reading import VenueReading, answered, read_venue

_log = structlog.get_logger(__name__)

DailyResult = Callable[[], Awaitable[Decimal | None]]
ZERO = Decimal(0)
ENDED = frozenset({OrderState.CANCELED, OrderState.REJECTED})
"""States from which a resting order does not come back; one that expired does, if the venue has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciliationGround:
    """Everything that is compared and told."""

    broker: Broker
    ledger: Ledger
    execution: Execution
    blocks: OpeningBlocks
    alerts: Alerts
    cache: Cache
    clock: Clock
    portfolio_id: PortfolioId
    failpoints: Failpoints
    guard: RunawayGuard
    daily_result: DailyResult | None
    """Today's profit in quote currency, None when unknown; no function: the day is not judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CashGap:
    """Cash that both count differently, and since when they do."""

    ours: Decimal
    theirs: Decimal
    since: float  # monotonic seconds


class Reconciliation:
    """One portfolio's; `reconcile` says whether both agree."""

    def __init__(self, ground: ReconciliationGround, config: ReconciliationConfig) -> None:
        self._ground = ground
        self._config = config
        self._outage = Outage(ground.blocks, ground.alerts, config)
        self._turn = asyncio.Lock()
        self._gaps: Mapping[Symbol, PositionGap] = {}
        self._gaps_since: dict[Symbol, float] = {}  # monotonic seconds
        self._unequal = 0  # comparisons in a row that found a difference
        self._told: deque[str] = deque(maxlen=200)
        self._cash_gap: CashGap | None = None
        self.has_compared = False
        """True once a comparison came to its end, whatever it found."""
        self.last_reading: VenueReading | None = None
        """What the venue said last; None: nothing since the start."""
        self.agreed_at: Instant | None = None
        """When the last reading began in which both agreed; None: never since the start."""

    async def run(self) -> None:
        """Compare on the cadence, sooner after a difference and later while the venue is away; until cancelled."""
        while True:
            await asyncio.sleep(self.pause().total_seconds())
            await self.reconcile()

    def pause(self) -> timedelta:
        """Return how long to wait before the next comparison."""
        if self._outage.pause is not None:
            return self._outage.pause
        if not self._unequal:
            return self._config.every
        return min(self._config.first_pause * 2.0 ** min(self._unequal - 1, 30), self._config.every)

    async def reconcile(self) -> bool:
        """Read, post, compare; True when both agree to the last digit."""
        async with self._turn:
            try:
                if self._outage.is_away:  # one cheap question first: a venue in trouble is not flooded
                    await answered(self._ground.broker.balance, self._config.answer_timeout)
                is_equal = await self._compare()
            except KeyRefused as e:
                await self._outage.key_refused(str(e))
                return False
            except BrokerError as e:
                await self._outage.failed(str(e))
                return False
            except LedgerUnavailable as e:
                self._ground.blocks.put(BlockCause.LEDGER, f"the ledger does not answer: {e}")
                return False
            self.has_compared = True
            self._ground.blocks.lift(BlockCause.LEDGER)
            self._ground.blocks.lift(BlockCause.START)  # what differs is blocked by its own name
            await self._outage.over()
            await self._judge_day()
            await self._announce()
            return is_equal

    async def _compare(self) -> bool:
        ground = self._ground
        before = await ground.ledger.orders.unfinished(ground.portfolio_id)
        reading = await read_venue(
            ground.broker, ground.clock, await self._since(), self._config.answer_timeout
        )
        self.last_reading = reading
        await self._post(reading)
        ground.failpoints.reach(Failpoint.BEFORE_COMPARING)
        await self._compare_orders(reading, before)
        gaps = position_gaps(await ground.ledger.positions.held(ground.portfolio_id), reading.positions)
        gaps = await self._confirmed(gaps, reading)
        is_equal = not gaps and await self._compare_cash(reading)
        self._unequal = 0 if is_equal else self._unequal + 1
        if is_equal:
            self.agreed_at = reading.began_at
        return is_equal

    async def _since(self) -> Instant:
        """Return from when on histories are read: the last agreement, at the start the newest fill in the ledger."""
        ground = self._ground
        opened_at = await ground.ledger.portfolios.opened_at(ground.portfolio_id) or ground.clock.now()
        known_until = self.agreed_at
        if known_until is None:
            newest = (await ground.ledger.fills.page(ground.portfolio_id, 1, None)).items
            known_until = newest[0].exchange_time if newest else opened_at
        if self._gaps or self._cash_gap is not None:  # one reading did not find it: look further back
            known_until = Instant.of(ground.clock.now() - self._config.search_back)
        known_until = min(known_until, ground.clock.now())  # it may have been read off a clock that was ahead
        return max(opened_at, Instant.of(known_until - self._config.overlap))

    async def _post(self, reading: VenueReading) -> None:
        for fill in reading.fills:
            await self._ground.execution.take_fill(fill)
        for flow in reading.cash_flows:
            await self._ground.execution.take_cash_flow(flow)

    async def _compare_orders(self, reading: VenueReading, before: Sequence[OrderRecord]) -> None:
        ground = self._ground
        unfinished = await ground.ledger.orders.unfinished(ground.portfolio_id)
        for record in unlisted(unfinished, reading.open_orders):
            if record in before:  # as it was when the reading began: no clock is asked
                await ground.execution.look_up(record.order.client_order_id)
        ours = {record.order.client_order_id for record in (*before, *unfinished)}
        for order in foreign(reading.open_orders, ours):
            known = order.client_order_id and await ground.ledger.orders.get(order.client_order_id)
            if not known:
                await self._tell_once(
                    AlertKind.EXTERNAL,
                    f"an order that is not ours rests on {order.symbol} (venue's id {order.venue_order_id})",
                )
            elif known.state in ENDED:
                await self._take_out(order, known)

    async def _take_out(self, order: VenueOrder, known: OrderRecord) -> None:
        """Cancel what rests although its end is on record: nobody watches it, and no cap counts it."""
        await answered(lambda: self._ground.broker.cancel_many([order]), self._config.answer_timeout)
        await self._tell_once(
            AlertKind.MISMATCH,
            f"order {order.client_order_id} rests on {order.symbol} though it is {known.state}: taken out",
        )

    async def _confirmed(
        self, gaps: Mapping[Symbol, PositionGap], reading: VenueReading
    ) -> Mapping[Symbol, PositionGap]:
        """Block what differs at once, tell of it when a second reading says the same; return what differs."""
        blocks = self._ground.blocks
        for symbol, gap in gaps.items():
            blocks.put(BlockCause.RECONCILIATION, f"positions differ, {gap}", symbol)
            if self._gaps.get(symbol) == gap:
                await self._tell_once(AlertKind.MISMATCH, f"desk and venue differ on {gap}")
        blocks.keep_only(BlockCause.RECONCILIATION, set(gaps))
        await self._adopt_founding(gaps, reading)
        if gaps:
            _log.warning(
                "positions_differ", at=str(reading.began_at), gaps=[str(gap) for gap in gaps.values()]
            )
        self._gaps = gaps
        return gaps

    async def _adopt_founding(self, gaps: Mapping[Symbol, PositionGap], reading: VenueReading) -> None:
        """Take over what was held before the books were opened: never traded here, and the same for its time."""
        ground, now = self._ground, self._ground.clock.monotonic()
        self._gaps_since = {
            symbol: self._gaps_since[symbol] if self._gaps.get(symbol) == gap else now
            for symbol, gap in gaps.items()
        }
        for symbol, since in self._gaps_since.items():
            is_due = now - since >= self._config.patience.total_seconds()
            if not is_due or gaps[symbol].ours or await self._was_traded(symbol):
                continue
            opened_at = await ground.ledger.portfolios.opened_at(ground.portfolio_id) or reading.began_at
            fill = founding_fill(
                symbol, reading.positions, ground.broker.venue, opened_at, reading.balance.currency
            )
            if fill is not None:
                await ground.execution.take_fill(fill)

    async def _was_traded(self, symbol: Symbol) -> bool:
        ledger, portfolio_id = self._ground.ledger, self._ground.portfolio_id
        if await ledger.fills.of(portfolio_id, symbol):
            return True
        return any(record.order.symbol == symbol for record in await ledger.orders.unfinished(portfolio_id))

    async def _compare_cash(self, reading: VenueReading) -> bool:
        ground = self._ground
        ours = (await ground.ledger.postings.balances(ground.portfolio_id)).cash
        theirs = reading.balance.cash
        if ours == theirs:
            self._cash_gap = None
            ground.blocks.lift(BlockCause.RECONCILIATION)
            return True
        now = ground.clock.monotonic()
        before = self._cash_gap
        if before is None or (before.ours, before.theirs) != (ours, theirs):
            before = CashGap(ours=ours, theirs=theirs, since=now)
        self._cash_gap = before
        ground.blocks.put(
            BlockCause.RECONCILIATION, f"the venue counts {theirs:f} in cash, the desk {ours:f}"
        )
        if now - before.since >= self._config.patience.total_seconds():
            await self._book_cash_gap(before, reading)
        return False

    async def _book_cash_gap(self, gap: CashGap, reading: VenueReading) -> None:
        flow = CashFlow(
            venue=self._ground.broker.venue,
            flow_id=f"{gap.ours:f}-{gap.theirs:f}-{reading.began_at}",
            kind=CashFlowKind.RECONCILIATION,
            symbol=None,
            amount=gap.theirs - gap.ours,
            currency=reading.balance.currency,
            exchange_time=reading.began_at,
        )
        await self._ground.execution.take_cash_flow(flow)
        await self._ground.alerts.tell(
            AlertKind.BALANCE,
            f"the venue's cash is {flow.amount:+f} {flow.currency} off, cause unknown: booked as reconciliation",
        )

    async def _tell_once(self, kind: AlertKind, summary: str) -> None:
        if summary not in self._told:
            self._told.append(summary)
            await self._ground.alerts.tell(kind, summary)

    async def _judge_day(self) -> None:
        if (daily := self._ground.daily_result) is not None:
            self._ground.guard.judge_day(await daily())

    async def _announce(self) -> None:
        notice = PortfolioNotice(
            portfolio_id=self._ground.portfolio_id,
            summary="positions compared with the venue"
            if not self._gaps
            else "positions differ from the venue",
            timestamp=self._ground.clock.now(),
        )
        batch = Batch(Source.TRADER_BOT)
        batch.publish(PORTFOLIO_UPDATE, notice, summary=notice.summary)
        try:
            await self._ground.cache.write(batch)
        except BusUnavailable as e:
            _log.warning("portfolio_notice_lost", error=str(e))
