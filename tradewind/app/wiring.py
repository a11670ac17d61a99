"""Builds the rooms from settings: the one place that knows every room, and the only one that picks a broker."""

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from importlib.metadata import version
from urllib.parse import urlsplit

from tradewind.app.account import holding_account
from tradewind.app.analysts import Analysts, analysts
from tradewind.app.archive import history_of
from tradewind.app.arming import arming
from tradewind.app.brokers import BrokerGround, TradingVenue, create_broker
from tradewind.app.clock import SystemClock, TimeOrderedIds
from tradewind.app.config_publication import ConfigPublication
from tradewind.app.draining import Draining
from tradewind.app.lab_process import Lab, LabProcess
from tradewind.app.market_name import market_name
from tradewind.app.market_venues import MarketVenues, market_venues
from tradewind.app.opinions import Opinions, opinions
from tradewind.app.stations import Shift, holder_name, place_of
from tradewind.app.terms import Terms, TermsGround
from tradewind.app.trader import Trader, daily_result
from tradewind.bus.asking import AskingCache
from tradewind.bus.cache import Cache, ReadLog
from tradewind.bus.channels import Heartbeat, subscribe
from tradewind.bus.connection import BusClient, connect
from tradewind.bus.keys import MARKET_TICK, PORTFOLIO_UPDATE, Source
from tradewind.bus.message_log import MessageLog
from tradewind.bus.server_watch import ServerWatch
from tradewind.cycle.by_hand import ByHand
from tradewind.cycle.ports import Ports
from tradewind.cycle.readiness import until_usable
from tradewind.cycle.schedule import CycleSchedule
from tradewind.domain.account import Portfolio, RuntimeMode
from tradewind.domain.ids import PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.ledger import Ledger
from tradewind.market.history import CandleHistory
from tradewind.market.history.historian import Historian
from tradewind.orders import OrderDesk, OrderDeskConfig, OrderGround, OrdersConfig
from tradewind.orders.failpoints import failpoints_from
from tradewind.orders.latch_file import LATCH_NAME
from tradewind.orders.mode_switch import ModeSwitch
from tradewind.orders.tenancy import Tenancy
from tradewind.portfolio import AccountReader, EquityRecorder, Projector, Shown
from tradewind.settings import Settings, rooms
from tradewind.settings.reload import SettingsWatch
from tradewind.telemetry.health import HealthBoard
from tradewind.telemetry.metrics import Metrics
from tradewind.web.app import LIVE_CHANNELS, WebApp, create_app
from tradewind.web.desk import Desk, DeskDescription, MarketSource

LOST_ORDER_DELAYS = (timedelta(milliseconds=100),)
"""The simulated venue lives in this process: an order that it does not know after a moment never reached it."""
ROLES = ("collector", "analyst", "trader", "web")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What was started before the rooms: cache, lab, record."""

    redis_url: str
    lab_process: LabProcess | None  # None: a real market and a real model
    ledger: Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """The rooms, wired and not yet running."""

    board: HealthBoard
    metrics: Metrics
    clock: SystemClock
    cache: Cache
    lab_process: LabProcess | None
    venues: MarketVenues
    analyst: Analysts
    opinions: Opinions
    historian: Historian
    trader: Trader
    settings_shown: ConfigPublication
    app: WebApp
    collector_beat: Heartbeat
    trader_beat: Heartbeat
    mode_switch: ModeSwitch
    terms: Terms
    settings_watch: SettingsWatch


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What every room is built on."""

    settings: Settings
    """Of the moment at which the rooms were built."""
    watch: SettingsWatch
    terms: Terms
    ledger: Ledger
    clock: SystemClock
    redis: BusClient
    cache: Cache
    metrics: Metrics
    venue: TradingVenue
    broker_ground: BrokerGround
    accounts: AccountReader
    portfolio_id: PortfolioId
    tenancy: Tenancy
    watched: tuple[Symbol, ...]
    """What is traded, and what is still held of what no longer is: a position needs its prices, its stop most of all."""
    history: CandleHistory

    def asking(self, reader: Source) -> Cache:
        """Return a cache whose misses the collector answers."""
        return AskingCache(self.redis, self.clock, self.metrics, ReadLog(source=reader))


@asynccontextmanager
async def build_desk(
    watch: SettingsWatch, outside: Outside, clock: SystemClock, mode: RuntimeMode
) -> AsyncIterator[Rooms]:
    """Yield the rooms wired for `mode`; their connections are closed with the block. LedgerUnavailable, VenueRefused."""
    lab = outside.lab_process.lab if outside.lab_process else None
    settings = watch.settings
    async with AsyncExitStack() as stack:
        redis = connect(outside.redis_url)
        stack.push_async_callback(redis.aclose)
        market = lab if settings.is_lab_market else None
        cache, metrics = Cache(redis, clock), Metrics()
        broker_ground = BrokerGround(
            cache=cache,
            ticks=subscribe(redis, (MARKET_TICK,), metrics=metrics),
            clock=clock,
            lab=market,
            home=settings.launch.home,
        )
        venue = create_broker(mode, settings, broker_ground)
        stack.push_async_callback(venue.aclose)
        portfolio = _portfolio(market, venue.mode)
        opened = _opened(portfolio, venue, settings, outside.ledger, clock)
        tenancy = await stack.enter_async_context(opened)
        held = await outside.ledger.positions.held(portfolio.portfolio_id)
        terms = Terms(
            TermsGround(
                watch=watch, clock=clock, lab=lab, portfolio_id=portfolio.portfolio_id, mode=venue.mode
            )
        )
        stack.push_async_callback(terms.aclose)
        ground = _Ground(
            settings=settings,
            watch=watch,
            terms=terms,
            ledger=outside.ledger,
            clock=clock,
            redis=redis,
            cache=cache,
            metrics=metrics,
            venue=venue,
            broker_ground=broker_ground,
            portfolio_id=portfolio.portfolio_id,
            tenancy=tenancy,
            watched=tuple(
                dict.fromkeys([*rooms.symbols(settings), *(each.position.symbol for each in held)])
            ),
            history=history_of(settings, market_name(market)),
            accounts=AccountReader(outside.ledger, cache, clock, rooms.portfolio_config(settings)),
        )
        yield _wire(ground, outside.lab_process)


def chosen_roles(settings: Settings) -> tuple[str, ...]:
    """Return what this process does; everything unless it was told otherwise."""
    return settings.launch.roles or ROLES


@asynccontextmanager
async def _opened(
    portfolio: Portfolio, venue: TradingVenue, settings: Settings, ledger: Ledger, clock: SystemClock
) -> AsyncIterator[Tenancy]:
    """Hold the account, opened in the ledger with what it holds, once. LedgerUnavailable, VenueRefused, StartRefused."""
    async with holding_account(portfolio.portfolio_id, settings.launch, ledger, clock) as tenancy:
        if await ledger.portfolios.opened_at(portfolio.portfolio_id) is None:
            cash = await venue.opening_cash(Decimal(settings.trading.opening_cash))
            await ledger.portfolios.open(portfolio, cash, clock.now())
        else:
            await venue.check()
        yield tenancy


def _portfolio(lab: Lab | None, mode: RuntimeMode) -> Portfolio:
    account = "" if mode is RuntimeMode.SIMULATOR else f"-{mode}"
    return Portfolio(
        portfolio_id=PortfolioId(f"desk-{market_name(lab)}{account}"),
        name=f"Desk on {lab.tape if lab else 'okx'}",
        mode=mode,
        currency="USDT",
    )


def _shift(ground: _Ground) -> Shift:
    return Shift(
        redis=ground.redis,
        clock=ground.clock,
        metrics=ground.metrics,
        holder=holder_name("desk"),
        place=place_of(ground.settings.launch.home),
    )


def _wire(ground: _Ground, lab_process: LabProcess | None) -> Rooms:
    settings, clock, metrics = ground.settings, ground.clock, ground.metrics
    lab = lab_process.lab if lab_process else None
    roles = chosen_roles(settings)
    board = HealthBoard(clock, (*roles, "lab") if lab else roles)
    shift = _shift(ground)
    venues = market_venues(settings, shift, lab if settings.is_lab_market else None, ground.watched)
    trader = _trader(ground, board)
    mode_switch = _mode_switch(ground, trader)
    desk = _desk(ground, trader, board, mode_switch=mode_switch, lab=lab, venues=venues.names)
    return Rooms(
        board=board,
        metrics=ground.metrics,
        clock=clock,
        cache=ground.cache,
        lab_process=lab_process,
        analyst=analysts(settings, ground.watched, shift),
        opinions=opinions(settings, ground.watched, shift, lab),
        venues=venues,
        historian=Historian(ground.cache, ground.history, clock, rooms.history_config(settings)),
        trader=trader,
        settings_shown=ConfigPublication(ground.cache, clock, ground.watch),
        app=create_app(
            desk, subscribe(ground.redis, LIVE_CHANNELS, metrics=metrics), rooms.web_config(settings)
        ),
        collector_beat=Heartbeat(ground.redis, Source.MARKET_DATA, clock),
        trader_beat=Heartbeat(ground.redis, Source.TRADER_BOT, clock),
        mode_switch=mode_switch,
        terms=ground.terms,
        settings_watch=ground.watch,
    )


def _desk(
    ground: _Ground,
    trader: Trader,
    board: HealthBoard,
    *,
    mode_switch: ModeSwitch,
    lab: Lab | None,
    venues: tuple[str, ...],
) -> Desk:
    scanned = rooms.scanner_config(ground.settings)
    return Desk(
        ledger=ground.ledger,
        history=ground.history,
        accounts=ground.accounts,
        cache=ground.cache,
        asking=ground.asking(Source.DASHBOARD),
        venues=venues,
        message_log=MessageLog(ground.redis),
        redis_watch=ServerWatch(ground.redis, ground.clock, ground.metrics),
        schedule=trader.schedule,
        by_hand=trader.by_hand,
        orders=trader.orders,
        mode_switch=mode_switch,
        health=board,
        metrics=ground.metrics,
        clock=ground.clock,
        run_id=secrets.token_hex(8),
        symbols=ground.watched,
        coins=scanned.coins if scanned else (),
        stocks=scanned.stocks if scanned else (),
        portfolio_id=ground.portfolio_id,
        about=lambda: _description(ground, lab),
        settings=lambda: ground.watch.state,
        limits=rooms.decision_config(ground.settings).limits,
    )


def _trader(ground: _Ground, board: HealthBoard) -> Trader:
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
        ),
        OrderDeskConfig(orders=_orders_config(ground.venue), caps=rooms.runaway_caps(ground.settings)),
    )
    recorder = EquityRecorder(
        ledger,
        ground.accounts,
        cache=cache,
        clock=clock,
        metrics=metrics,
        portfolio_id=ground.portfolio_id,
        config=rooms.portfolio_config(ground.settings),
    )
    ports = _ports(ground, Draining(orders.execution))
    return Trader(
        portfolio_id=ground.portfolio_id,
        ledger=ledger,
        venue=ground.venue,
        tenancy=ground.tenancy,
        orders=orders,
        schedule=_schedule(ground, ports),
        by_hand=ByHand(ports, ground.terms.mandate),
        recorder=recorder,
        projector=_projector(ground, board),
    )


def _mode_switch(ground: _Ground, trader: Trader) -> ModeSwitch:
    kill_switch = trader.orders.kill_switch
    return ModeSwitch(
        mode=ground.venue.mode,
        ledger=ground.ledger,
        clock=ground.clock,
        portfolio_id=ground.portfolio_id,
        arming=arming(ground.settings, ground.broker_ground, lambda: kill_switch.state),
        config=rooms.mode_config(ground.settings),
        hold=trader.orders.hold_openings,
    )


def _orders_config(venue: TradingVenue) -> OrdersConfig:
    return OrdersConfig(query_delays=LOST_ORDER_DELAYS) if venue.client is None else OrdersConfig()


def _projector(ground: _Ground, board: HealthBoard) -> Projector:
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


def _ports(ground: _Ground, execution: Draining) -> Ports:
    return Ports(
        cache=ground.asking(Source.TRADER_BOT),
        clock=ground.clock,
        ids=TimeOrderedIds(ground.clock),
        accounts=ground.accounts,
        decider=ground.terms.decider,
        decisions=ground.ledger.decisions,
        orders=ground.ledger.orders,
        execution=execution,
        metrics=ground.metrics,
    )


def _schedule(ground: _Ground, ports: Ports) -> CycleSchedule:
    terms = ground.terms
    cadence = rooms.cycle_config(ground.watch.settings)
    return CycleSchedule(
        lambda trigger: terms.run_cycle(ports, trigger),
        lambda: until_usable(ground.cache, terms.mandate().decision, ground.clock),
        ground.clock,
        ground.metrics,
        period=cadence.period,
        timeout=cadence.timeout,
    )


def _description(ground: _Ground, lab: Lab | None) -> DeskDescription:
    settings, model = ground.settings, ground.terms.model_config()
    is_lab = settings.is_lab_market
    return DeskDescription(
        version=version("tradewind"),
        mode=ground.venue.mode,
        venue="okx",
        market_source=MarketSource.LAB if is_lab else MarketSource.OKX,
        is_simulated=is_lab,
        tape=lab.tape if lab and is_lab else None,
        model=model.model,
        model_host=urlsplit(model.base_url).netloc.rpartition("@")[2],
        is_rule_policy=settings.is_rule_policy,
    )
