"""The trader, wired: orders, cycle, orders by hand, the record of equity and the mode switch."""

import os
from datetime import timedelta

from tradewind.app.arming import arming
from tradewind.app.brokers import TradingVenue
from tradewind.app.clock import TimeOrderedIds
from tradewind.app.draining import Draining
from tradewind.app.ground import Ground
from tradewind.app.manage_only import ManageOnly
from tradewind.app.stations import place_of
from tradewind.app.trader import Trader, daily_result
from tradewind.bus.channels import subscribe
from tradewind.bus.keys import PORTFOLIO_UPDATE, Source
from tradewind.cycle.aftermath import Aftermath
from tradewind.cycle.by_hand import ByHand
from tradewind.cycle.journaled import Journaled
from tradewind.cycle.ports import Ports
from tradewind.cycle.prompt_desk import PromptDesk
from tradewind.cycle.readiness import until_usable
from tradewind.cycle.recollection import Recollection
from tradewind.cycle.schedule import CycleSchedule
from tradewind.orders import OrderDesk, OrderDeskConfig, OrderGround, OrdersConfig
from tradewind.orders.alerts import Alerts
from tradewind.orders.failpoints import failpoints_from
from tradewind.orders.latch_file import LATCH_NAME
from tradewind.orders.mode_switch import ModeSwitch
from tradewind.portfolio import EquityRecorder, Projector, Shown
from tradewind.settings import rooms
from tradewind.telemetry.health import HealthBoard

LOST_ORDER_DELAYS = (timedelta(milliseconds=100),)
"""The simulated venue lives in this process: an order that it does not know after a moment never reached it."""


def build_trader(ground: Ground, board: HealthBoard) -> Trader:
    """Wire what trades; nothing runs yet."""
    cache, clock, ledger, metrics = ground.cache, ground.clock, ground.ledger, ground.metrics
    orders = OrderDesk(
        OrderGround(
            broker=ground.venue.broker,
            ledger=ledger,
            cache=cache,
            clock=clock,
            portfolio_id=ground.portfolio_id,
            metrics=metrics,
            latch_file=ground.settings.launch.home / LATCH_NAME,
            daily_result=daily_result(ground.accounts, ground.portfolio_id),
            failpoints=failpoints_from(os.environ),
            tenancy=ground.tenancy,
            home=place_of(ground.settings.launch.home),
        ),
        OrderDeskConfig(orders=_orders_config(ground.venue), caps=rooms.runaway_caps(ground.settings)),
    )
    ports = _ports(ground, Draining(orders.execution))
    manage_only = ManageOnly(
        ground.terms.budget,
        ground.terms.safe_mode,
        orders.restrain,
        standings=lambda: ground.terms.line.standings(),  # noqa: PLW0108 -- the line is replaced when the settings change
        board=board,
        metrics=metrics,
    )
    return Trader(
        portfolio_id=ground.portfolio_id,
        ledger=ledger,
        venue=ground.venue,
        tenancy=ground.tenancy,
        orders=orders,
        schedule=_schedule(ground, ports, manage_only),
        by_hand=ByHand(ports, ground.terms.mandate),
        prompts=_prompt_desk(ground, ports),
        recorder=_recorder(ground),
        projector=_projector(ground, board),
        manage_only=manage_only,
        broadcast=ground.terms.broadcast,
        aftermath=_aftermath(ground),
    )


def build_mode_switch(ground: Ground, trader: Trader) -> ModeSwitch:
    """Wire what changes the mode, which asks the trader's kill switch and holds its openings."""
    kill_switch = trader.orders.kill_switch
    return ModeSwitch(
        mode=ground.venue.mode,
        ledger=ground.ledger,
        clock=ground.clock,
        portfolio_id=ground.portfolio_id,
        arming=arming(ground.settings, ground.broker_ground, lambda: kill_switch.state),
        config=rooms.mode_config(ground.settings),
        hold=trader.orders.hold_openings,
        home=place_of(ground.settings.launch.home),
    )


def _orders_config(venue: TradingVenue) -> OrdersConfig:
    return OrdersConfig(query_delays=LOST_ORDER_DELAYS) if venue.client is None else OrdersConfig()


def _projector(ground: Ground, board: HealthBoard) -> Projector:
    scanned = rooms.scanner_config(ground.settings)
    return Projector(
        ground.ledger,
        ground.accounts,
        subscribe(ground.redis, (PORTFOLIO_UPDATE,), metrics=ground.metrics),
        cache=ground.cache,
        clock=ground.clock,
        board=board,
        shown=Shown(
            portfolio_id=ground.portfolio_id,
            symbols=ground.watched,
            stocks=scanned.stocks if scanned else (),
        ),
        config=rooms.portfolio_config(ground.settings),
    )


def _recorder(ground: Ground) -> EquityRecorder:
    return EquityRecorder(
        ground.ledger,
        ground.accounts,
        cache=ground.cache,
        clock=ground.clock,
        metrics=ground.metrics,
        portfolio_id=ground.portfolio_id,
        config=rooms.portfolio_config(ground.settings),
    )


def _aftermath(ground: Ground) -> Aftermath:
    return Aftermath(
        ground.portfolio_id,
        ledger=ground.ledger,
        accounts=ground.accounts,
        alerts=Alerts(ground.cache, ground.clock, ground.metrics),
        clock=ground.clock,
        config=rooms.feedback_config(ground.settings),
    )


def _prompt_desk(ground: Ground, ports: Ports) -> PromptDesk:
    return PromptDesk(
        ports,
        ground.terms.mandate,
        lambda: rooms.prompt_choice(ground.watch.settings),
        ports.recollection,
    )


def _ports(ground: Ground, execution: Draining) -> Ports:
    return Ports(
        cache=ground.asking(Source.TRADER_BOT),
        clock=ground.clock,
        ids=TimeOrderedIds(ground.clock),
        accounts=ground.accounts,
        decider=ground.terms.decider,
        decisions=Journaled(ground.ledger.decisions),
        orders=ground.ledger.orders,
        execution=execution,
        metrics=ground.metrics,
        recollection=Recollection(
            ground.portfolio_id,
            orders=ground.ledger.orders,
            outcomes=ground.ledger.outcomes,
            equity=ground.ledger.equity,
            lessons=ground.ledger.lessons,
        ),
    )


def _schedule(ground: Ground, ports: Ports, manage_only: ManageOnly) -> CycleSchedule:
    terms = ground.terms
    cadence = rooms.cycle_config(ground.watch.settings)
    return CycleSchedule(
        lambda trigger: manage_only.around(lambda: terms.run_cycle(ports, trigger)),
        lambda: until_usable(ground.cache, terms.mandate().decision, ground.clock),
        ground.clock,
        ground.metrics,
        period=cadence.period,
        timeout=cadence.timeout,
        pause=ports.pause,
    )
