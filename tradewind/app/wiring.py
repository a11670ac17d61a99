"""Builds the rooms from settings: the one place that knows every room."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tradewind.app.analysts import Analysts, analysts
from tradewind.app.clock import SystemClock
from tradewind.app.config_publication import ConfigPublication
from tradewind.app.ground import Ground, Outside, open_ground
from tradewind.app.lab_process import LabProcess
from tradewind.app.market_venues import MarketVenues, market_venues
from tradewind.app.opinions import Opinions, opinions
from tradewind.app.stations import Shift, holder_name, place_of
from tradewind.app.terms import Terms
from tradewind.app.trader import Trader
from tradewind.app.trader_wiring import build_mode_switch, build_trader
from tradewind.app.watchlist import KeptWatchlist
from tradewind.app.web_desk import build_web_desk
from tradewind.bus.cache import Cache
from tradewind.bus.channels import Heartbeat, subscribe
from tradewind.bus.keys import Source
from tradewind.domain.account import RuntimeMode
from tradewind.market.history.historian import Historian
from tradewind.orders.mode_switch import ModeSwitch
from tradewind.settings import Settings, rooms
from tradewind.settings.reload import SettingsWatch
from tradewind.telemetry.health import HealthBoard
from tradewind.telemetry.metrics import Metrics
from tradewind.web.app import LIVE_CHANNELS, WebApp, create_app

ROLES = ("collector", "analyst", "trader", "web")


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
    watchlist: KeptWatchlist
    app: WebApp
    collector_beat: Heartbeat
    trader_beat: Heartbeat
    mode_switch: ModeSwitch
    terms: Terms
    settings_watch: SettingsWatch


@asynccontextmanager
async def build_desk(
    watch: SettingsWatch, outside: Outside, clock: SystemClock, mode: RuntimeMode
) -> AsyncIterator[Rooms]:
    """Yield the rooms wired for `mode`; their connections are closed with the block. LedgerUnavailable, VenueRefused."""
    async with open_ground(watch, outside, clock, mode) as ground:
        yield _wire(ground, outside.lab_process)


def chosen_roles(settings: Settings) -> tuple[str, ...]:
    """Return what this process does; everything unless it was told otherwise."""
    return settings.launch.roles or ROLES


def _shift(ground: Ground) -> Shift:
    return Shift(
        redis=ground.redis,
        clock=ground.clock,
        metrics=ground.metrics,
        holder=holder_name("desk"),
        place=place_of(ground.settings.launch.home),
    )


def _wire(ground: Ground, lab_process: LabProcess | None) -> Rooms:
    settings, clock, metrics = ground.settings, ground.clock, ground.metrics
    lab = lab_process.lab if lab_process else None
    roles = chosen_roles(settings)
    board = HealthBoard(clock, (*roles, "lab") if lab else roles)
    shift = _shift(ground)
    venues = market_venues(settings, shift, lab if settings.is_lab_market else None, ground.watched)
    trader = build_trader(ground, board)
    mode_switch = build_mode_switch(ground, trader)
    watchlist = KeptWatchlist(settings.launch.home, ground.cache, clock, rooms.watchlist(settings))
    desk = build_web_desk(
        ground,
        trader,
        board,
        mode_switch=mode_switch,
        watchlist=watchlist,
        lab=lab,
        venues=venues.names,
    )
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
        watchlist=watchlist,
        app=create_app(
            desk, subscribe(ground.redis, LIVE_CHANNELS, metrics=metrics), rooms.web_config(settings)
        ),
        collector_beat=Heartbeat(ground.redis, Source.MARKET_DATA, clock),
        trader_beat=Heartbeat(ground.redis, Source.TRADER_BOT, clock),
        mode_switch=mode_switch,
        terms=ground.terms,
        settings_watch=ground.watch,
    )
