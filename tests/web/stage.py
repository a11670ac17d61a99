"""A real web server on a real desk: Valkey, SQLite ledger, sockets."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
from redis.asyncio import Redis
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as connect_socket
from websockets.typing import Origin

from tests.clocks import START
from tests.fakes.broker import ScriptedBroker
from tests.fakes.models import QuietModels
from tests.instruments import an_instrument
from tests.ledgers import ledger_in
from tests.valkey import running_valkey
from tests.values import BTC, ETH, a_ticker
from tests.waiting import eventually
from tradewind.app.clock import SystemClock, TimeOrderedIds
from tradewind.app.watchlist import KeptWatchlist
from tradewind.brokers.port import Broker
from tradewind.bus.cache import Batch, Cache
from tradewind.bus.channels import subscribe
from tradewind.bus.connection import connect
from tradewind.bus.keys import INSTRUMENT, MARKET_TICK, TICKER, Source
from tradewind.bus.message_log import MessageLog
from tradewind.bus.messages import TickNotice
from tradewind.bus.server_watch import ServerWatch
from tradewind.cycle.by_hand import ByHand
from tradewind.cycle.ports import Mandate, OrderPorts
from tradewind.cycle.prompt_desk import PromptChoice, PromptDesk
from tradewind.cycle.schedule import CycleSchedule
from tradewind.decision.config import DecisionConfig
from tradewind.domain.account import Portfolio, RuntimeMode
from tradewind.domain.clock import Clock
from tradewind.domain.decision import Outcome, Trigger
from tradewind.domain.ids import PortfolioId
from tradewind.domain.instrument import InstrumentRules, Symbol
from tradewind.domain.runtime_mode import ArmingStep
from tradewind.domain.settings_state import SettingsState
from tradewind.domain.ticker import Ticker
from tradewind.ledger import Ledger, open_ledger
from tradewind.market.history import CandleHistory
from tradewind.orders import OrderDesk, OrderDeskConfig, OrderGround
from tradewind.orders.latch_file import LATCH_NAME
from tradewind.orders.mode_switch import ModeConfig, ModeSwitch
from tradewind.portfolio.reader import AccountReader
from tradewind.research.arena_folder import kept_boards
from tradewind.risk.limits import RiskLimits
from tradewind.settings import Launch, SettingsFiles
from tradewind.settings.editor import SettingsEditor
from tradewind.settings.reload import SettingsWatch
from tradewind.telemetry.health import HealthBoard, RoleState
from tradewind.telemetry.metrics import Metrics
from tradewind.web.app import LIVE_CHANNELS, create_app
from tradewind.web.config import HubConfig, WebConfig
from tradewind.web.desk import Desk, DeskDescription, MarketSource
from tradewind.web.server import address_of, listen, serve

DESK_ID = PortfolioId("desk-1")
OPENING_CASH = Decimal(100_000)
SILENCE = timedelta(seconds=30)
ANSWERED_WITHIN_SECONDS = 30

ABOUT = DeskDescription(
    version="0.1.0",
    mode=RuntimeMode.SIMULATOR,
    venue="okx",
    market_source=MarketSource.LAB,
    is_simulated=True,
    tape="seeded",
    model="rule-policy",
    model_host="127.0.0.1",
    is_rule_policy=True,
)
SETTINGS = SettingsState(version="5e77e0", in_force_since=START, waiting=("trading.risk.x stays 1",))


DeskBuilder = Callable[[Ledger, Redis, Path, SystemClock], Desk]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a test may touch behind the server."""

    base: str  # host:port
    http: httpx2.AsyncClient
    desk: Desk
    ledger: Ledger
    cache: Cache
    redis: Redis
    server: asyncio.Task[None]

    def stop(self) -> None:
        """Ask the server to stop, as its role is asked."""
        self.server.cancel()

    async def stopped(self) -> None:
        """Wait until it has."""
        await asyncio.wait([self.server])

    @property
    def clients(self) -> float | None:
        """How many live sockets the hub knows."""
        return self.desk.metrics.registry.get_sample_value("tradewind_ws_clients")

    def socket(self, query: str = "", max_queue: int | None = None) -> connect_socket:
        """Connect as the own page does; `max_queue` bounds what the client library reads ahead."""
        return connect_socket(
            f"ws://{self.base}/ws/market-data{query}",
            origin=Origin(f"http://{self.base}"),
            max_queue=max_queue,
            open_timeout=ANSWERED_WITHIN_SECONDS,
            ping_interval=None,
        )

    async def tick(self, *tickers: Ticker) -> None:
        """Write tickers as the collector does: cache and channel in one batch."""
        batch = Batch(Source.MARKET_DATA)
        for ticker in tickers:
            batch.put(TICKER.at(ticker.symbol), ticker)
        batch.publish(MARKET_TICK, TickNotice(tickers=tickers, seq=1, timestamp=self.desk.clock.now()))
        await self.cache.write(batch)


async def put_rules(stage: Stage, symbols: Iterable[Symbol] = (BTC,)) -> None:
    batch = Batch(Source.MARKET_DATA)
    for symbol in symbols:
        rules = InstrumentRules(
            source="okx",
            exchange_time=None,
            timestamp=stage.desk.clock.now(),
            symbol=symbol,
            instrument=an_instrument(symbol),
            is_live=True,
        )
        batch.put(INSTRUMENT.at(symbol), rules)
    await stage.cache.write(batch)


def fresh_ticker(stage: Stage, last_price: float = 60_000.0, symbol: Symbol = BTC) -> Ticker:
    now = stage.desk.clock.now()
    return a_ticker(symbol=symbol, last_price=last_price, timestamp=now, exchange_time=now)


@asynccontextmanager
async def running_stage(
    folder: Path, config: WebConfig | None = None, build: DeskBuilder | None = None, port: int = 0
) -> AsyncIterator[Stage]:
    """Serve a desk, of `build` or (None) at a venue at which nothing happens, until the block ends; port 0: any."""
    clock = SystemClock()
    async with running_valkey(folder) as url, open_ledger(ledger_in(folder), clock) as ledger:
        await ledger.portfolios.open(
            Portfolio(portfolio_id=DESK_ID, name="Desk", mode=RuntimeMode.SIMULATOR, currency="USDT"),
            OPENING_CASH,
            START,
        )
        redis = connect(url)
        cache = Cache(redis, clock)
        desk = (build or a_desk)(ledger, redis, folder / "history", clock)
        app = create_app(desk, subscribe(redis, LIVE_CHANNELS, SILENCE), config or WebConfig())
        listener = listen("127.0.0.1", port)
        host, port = address_of(listener)
        base = f"{host}:{port}"
        async with (
            asyncio.TaskGroup() as tasks,
            httpx2.AsyncClient(base_url=f"http://{base}", timeout=ANSWERED_WITHIN_SECONDS) as http,
        ):
            server = tasks.create_task(serve(app, listener))
            await eventually(lambda: bool(frames_made(desk, "portfolio_update")))
            yield Stage(
                base=base,
                http=http,
                desk=desk,
                ledger=ledger,
                cache=cache,
                redis=redis,
                server=server,
            )
            server.cancel()
        await redis.aclose()


def frames_made(desk: Desk, kind: str) -> float | None:
    """How many frames of a kind the hub made; the first account tells that its subscription is in force."""
    return desk.metrics.registry.get_sample_value("tradewind_ws_frames_total", {"type": kind})


def a_desk(ledger: Ledger, redis: Redis, history: Path, clock: SystemClock) -> Desk:
    cache = Cache(redis, clock)
    metrics = Metrics()
    health = HealthBoard(clock, ("collector", "trader"))
    for role in ("collector", "trader"):
        health.report(role, RoleState.RUNNING)
    schedule = CycleSchedule(
        _decide_nothing, _ready, clock, metrics, period=timedelta(minutes=3), timeout=timedelta(minutes=2)
    )
    orders = an_order_desk(ledger, cache, clock, metrics, history.parent)
    accounts = AccountReader(ledger, cache, clock)
    return Desk(
        ledger=ledger,
        history=CandleHistory(history),
        accounts=accounts,
        cache=cache,
        asking=cache,
        venues=("okx", "binanceus"),
        message_log=MessageLog(redis),
        redis_watch=ServerWatch(redis, clock, metrics),
        schedule=schedule,
        by_hand=by_hand(ledger, cache, clock, metrics, orders),
        prompts=prompt_desk(_order_ports(ledger, cache, clock, metrics, orders), history.parent),
        orders=orders,
        mode_switch=a_mode_switch(ledger, clock),
        models=QuietModels(),
        watchlist=KeptWatchlist(history.parent, cache, clock, (Symbol("SPY"),)),
        health=health,
        metrics=metrics,
        clock=clock,
        run_id="run-1",
        symbols=(BTC, ETH),
        coins=(Symbol("BTCUSDT"),),
        stocks=(Symbol("SPY"),),
        reference=Symbol("BTCUSDT"),
        portfolio_id=DESK_ID,
        about=lambda: ABOUT,
        settings=lambda: SETTINGS,
        configuration=an_editor(ledger, clock, history.parent),
        arenas=lambda most: kept_boards(history.parent, most),
    )


def an_editor(ledger: Ledger, clock: Clock, home: Path) -> SettingsEditor:
    """The settings of a desk at `home`, which nobody has touched."""
    files = SettingsFiles(launch=Launch(home=home), environment={})
    watch = SettingsWatch(files.read(), files.read, clock)
    return SettingsEditor(
        files, watch, ledger=ledger, clock=clock, mode=lambda: RuntimeMode.SIMULATOR, home="desk-1"
    )


def by_hand(ledger: Ledger, cache: Cache, clock: SystemClock, metrics: Metrics, orders: OrderDesk) -> ByHand:
    """Orders by hand through the order side of the stage."""
    return ByHand(_order_ports(ledger, cache, clock, metrics, orders), _mandate)


def prompt_desk(ports: OrderPorts, folder: Path) -> PromptDesk:
    """The prompts, with those of an operator in a subfolder of `folder`."""
    choice = PromptChoice(version="v2", folder=folder / "prompts")
    return PromptDesk(ports, _mandate, lambda: choice)


def _mandate() -> Mandate:
    decision = DecisionConfig(symbols=(BTC, ETH))
    return Mandate(portfolio_id=DESK_ID, decision=decision, limits=RiskLimits())


def _order_ports(
    ledger: Ledger, cache: Cache, clock: SystemClock, metrics: Metrics, orders: OrderDesk
) -> OrderPorts:
    return OrderPorts(
        cache=cache,
        clock=clock,
        ids=TimeOrderedIds(clock),
        accounts=AccountReader(ledger, cache, clock),
        decisions=ledger.decisions,
        orders=ledger.orders,
        execution=orders.execution,
        metrics=metrics,
    )


def a_mode_switch(ledger: Ledger, clock: Clock) -> ModeSwitch:
    """A switch to any mode but live, which nobody armed."""

    async def arming(mode: RuntimeMode) -> list[ArmingStep]:
        is_met = mode is not RuntimeMode.LIVE
        return [ArmingStep(name="venue", is_met=is_met, what="a key" if is_met else "set CCXT_API_KEY")]

    return ModeSwitch(
        mode=RuntimeMode.SIMULATOR,
        ledger=ledger,
        clock=clock,
        portfolio_id=DESK_ID,
        arming=arming,
        config=ModeConfig(live_approvals=1),
    )


def an_order_desk(
    ledger: Ledger,
    cache: Cache,
    clock: Clock,
    metrics: Metrics,
    folder: Path,
    *,
    broker: Broker | None = None,
) -> OrderDesk:
    """An order side over `broker`, or (None) over a venue at which nothing happens."""
    ground = OrderGround(
        broker=broker or ScriptedBroker(clock),
        ledger=ledger,
        cache=cache,
        clock=clock,
        portfolio_id=DESK_ID,
        metrics=metrics,
        latch_file=folder / LATCH_NAME,
    )
    return OrderDesk(ground, OrderDeskConfig())


async def _decide_nothing(_trigger: Trigger) -> Outcome:
    return Outcome.DECIDED


async def _ready() -> None:
    return None


def live_config(**hub: Any) -> WebConfig:
    return WebConfig(hub=HubConfig(**hub))


async def received(
    socket: ClientConnection, kind: str, within_seconds: float = ANSWERED_WITHIN_SECONDS
) -> dict[str, Any]:
    """Return the next frame of `kind`."""
    async with asyncio.timeout(within_seconds):
        while True:
            frame: dict[str, Any] = json.loads(await socket.recv())
            if frame["type"] == kind:
                return frame
