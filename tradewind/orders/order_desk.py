"""The order side of one portfolio as one object: everything that stands between an approval and its venue."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from tradewind.brokers.port import Broker, BrokerError
from tradewind.bus.cache import Cache
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.desk_state import DeskIdentity
from tradewind.domain.ids import PortfolioId
from tradewind.ledger import Ledger, LedgerUnavailable
from tradewind.orders.alerts import Alerts
from tradewind.orders.blocks import BlockCause, OpeningBlock, OpeningBlocks
from tradewind.orders.config import OrdersConfig, ProtectionConfig, ReconciliationConfig, StopConfig
from tradewind.orders.dead_man import DeadMan
from tradewind.orders.execution import Execution
from tradewind.orders.failpoints import Failpoint, Failpoints, no_failpoints
from tradewind.orders.kill_switch import KillSwitch
from tradewind.orders.latency import LatencySummary
from tradewind.orders.protection import Protection, ProtectionGround
from tradewind.orders.reconciliation import DailyResult, Reconciliation, ReconciliationGround
from tradewind.orders.runaway import MINUTE, RunawayCaps, RunawayGuard
from tradewind.orders.safeguards import Safeguards
from tradewind.orders.safety_orders import SafetyOrders
from tradewind.orders.sweep import Sweep
from tradewind.orders.tenancy import Tenancy
from tradewind.telemetry.metrics import Metrics

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderGround:
    """What the order side stands on."""

    broker: Broker
    ledger: Ledger
    cache: Cache
    clock: Clock
    portfolio_id: PortfolioId
    metrics: Metrics
    latch_file: Path
    daily_result: DailyResult | None = None
    failpoints: Failpoints = field(default_factory=no_failpoints)
    tenancy: Tenancy | None = None  # None: nobody else can trade the account
    home: str | None = None  # the lasting name of the home folder; None: every desk's stops are this one's


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDeskConfig:
    """The configs of its parts."""

    orders: OrdersConfig = field(default_factory=OrdersConfig)
    protection: ProtectionConfig = field(default_factory=ProtectionConfig)
    reconciliation: ReconciliationConfig = field(default_factory=ReconciliationConfig)
    stop: StopConfig = field(default_factory=StopConfig)
    caps: RunawayCaps = field(default_factory=RunawayCaps)


class OrderDesk:
    """Keep `run` running; nothing may be decided before `is_settled` is set."""

    def __init__(self, ground: OrderGround, config: OrderDeskConfig) -> None:
        broker, ledger, clock = ground.broker, ground.ledger, ground.clock
        self._failpoints = ground.failpoints
        self._config = config
        self.is_settled = asyncio.Event()
        desk = None if ground.home is None else DeskIdentity(home=ground.home, account=ground.portfolio_id)
        self.kill_switch = KillSwitch(ground.latch_file, ledger, clock, desk)
        self._blocks = OpeningBlocks(clock)
        self._ledger, self._clock, self._portfolio_id = ledger, clock, ground.portfolio_id
        self._guard = guard = RunawayGuard(config.caps, self.kill_switch, clock)
        alerts = Alerts(ground.cache, clock, ground.metrics)
        self._dead_man = DeadMan(broker, ledger, clock, ground.portfolio_id, config.stop)
        self.execution = Execution(
            broker=broker,
            ledger=ledger,
            cache=ground.cache,
            clock=clock,
            portfolio_id=ground.portfolio_id,
            config=config.orders,
            metrics=ground.metrics,
            safeguards=Safeguards(
                self.kill_switch, self._blocks, guard, ground.tenancy, dead_man=self._dead_man
            ),
            failpoints=ground.failpoints,
        )
        orders = SafetyOrders(self.execution, clock, ground.portfolio_id, config.orders)
        self.protection = Protection(self._protection_ground(ground, orders, alerts), config.protection)
        self.reconciliation = Reconciliation(
            self._reconciliation_ground(ground, guard, alerts), config.reconciliation
        )
        self._sweep = Sweep(
            broker=broker,
            ledger=ledger,
            kill_switch=self.kill_switch,
            orders=orders,
            clock=clock,
            config=config.stop,
        )

    def opening_blocks(self) -> tuple[OpeningBlock, ...]:
        """Return what keeps the desk from opening, oldest first; the kill switch is told apart."""
        return self._blocks.standing()

    def hold_openings(self, reason: str | None) -> None:
        """Open nothing for `reason` while the runtime mode is being switched; None: open again."""
        if reason is None:
            self._blocks.lift(BlockCause.MODE)
        else:
            self._blocks.put(BlockCause.MODE, reason)

    def restrain(self, cause: BlockCause, reason: str | None) -> None:
        """Open nothing for `reason` of a cause outside the order side; None: that cause is gone."""
        if reason is None:
            self._blocks.lift(cause)
        else:
            self._blocks.put(cause, reason)

    def latencies(self) -> tuple[LatencySummary, ...]:
        """Return how long orders took."""
        return self.execution.latency.summaries()

    async def run(self) -> None:
        """Settle with the venue, then trade, watch and compare, until cancelled.

        The kill switch works from the first moment, whether or not venue and ledger answer; so does protection.
        """
        self.is_settled.clear()
        await self.kill_switch.restore()
        self._blocks.put(BlockCause.START, "desk and venue have not been compared since the start")
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.kill_switch.run(), name="orders: kill switch")
            tasks.create_task(self._sweep.run(), name="orders: sweep")
            # What is held must not stand without its stop for as long as lost orders are looked for.
            tasks.create_task(self.protection.run(), name="orders: protection")
            await self.settle()
            self.is_settled.set()
            tasks.create_task(self.execution.run(), name="orders: execution")
            tasks.create_task(self.reconciliation.run(), name="orders: reconciliation")
            tasks.create_task(self._dead_man.run(), name="orders: dead man's switch")

    async def settle(self) -> None:
        """Finish what an earlier run left and compare with the venue, however long that takes."""
        self._failpoints.reach(Failpoint.BEFORE_RECOVERY)
        while True:
            try:
                await self._check_books()
                await self.execution.recover()
                a_minute_ago = Instant.of(self._clock.now() - MINUTE)
                self._guard.remember(await self._ledger.orders.count_since(self._portfolio_id, a_minute_ago))
                break
            except (BrokerError, LedgerUnavailable) as e:
                _log.error("recovery_waits", error=str(e))
                await asyncio.sleep(self._config.reconciliation.first_pause.total_seconds())
        while True:
            await self.reconciliation.reconcile()
            if self.reconciliation.has_compared:
                return
            await asyncio.sleep(self.reconciliation.pause().total_seconds())

    async def _check_books(self) -> None:
        """Open nothing on books that do not add up, until a start on books that do; LedgerUnavailable."""
        faults = await self._ledger.audit.faults(self._portfolio_id)
        if not faults:
            self._blocks.lift(BlockCause.BOOKS)
            return
        _log.critical("books_do_not_add_up", faults=faults)
        self._blocks.put(
            BlockCause.BOOKS,
            f"the books do not add up: {'; '.join(faults[:3])}. Restore a backup and start the desk again",
        )

    def _protection_ground(
        self, ground: OrderGround, orders: SafetyOrders, alerts: Alerts
    ) -> ProtectionGround:
        return ProtectionGround(
            broker=ground.broker,
            ledger=ground.ledger,
            execution=self.execution,
            orders=orders,
            blocks=self._blocks,
            alerts=alerts,
            clock=ground.clock,
            portfolio_id=ground.portfolio_id,
            failpoints=ground.failpoints,
        )

    def _reconciliation_ground(
        self, ground: OrderGround, guard: RunawayGuard, alerts: Alerts
    ) -> ReconciliationGround:
        return ReconciliationGround(
            broker=ground.broker,
            ledger=ground.ledger,
            execution=self.execution,
            blocks=self._blocks,
            alerts=alerts,
            cache=ground.cache,
            clock=ground.clock,
            portfolio_id=ground.portfolio_id,
            failpoints=ground.failpoints,
            guard=guard,
            daily_result=ground.daily_result,
        )
