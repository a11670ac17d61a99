"""What the web shows and does, wired to the rooms."""

import secrets
from importlib.metadata import version
from urllib.parse import urlsplit

from tradewind.app.brokers import simulator_config
from tradewind.app.decision_log import WhatIf, replaying
from tradewind.app.ground import Ground
from tradewind.app.lab_process import Lab
from tradewind.app.stations import place_of
from tradewind.app.trader import Trader
from tradewind.app.watchlist import KeptWatchlist
from tradewind.bus.keys import Source
from tradewind.bus.message_log import MessageLog
from tradewind.bus.server_watch import ServerWatch
from tradewind.orders.mode_switch import ModeSwitch
from tradewind.research.arena_folder import kept_boards
from tradewind.settings import rooms
from tradewind.settings.editor import SettingsEditor
from tradewind.telemetry.health import HealthBoard
from tradewind.web.desk import Desk, DeskDescription, MarketSource, Replays


def build_web_desk(
    ground: Ground,
    trader: Trader,
    board: HealthBoard,
    *,
    mode_switch: ModeSwitch,
    watchlist: KeptWatchlist,
    lab: Lab | None,
    venues: tuple[str, ...],
) -> Desk:
    """Wire what the routes ask and do."""
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
        prompts=trader.prompts,
        orders=trader.orders,
        mode_switch=mode_switch,
        models=trader.manage_only,
        watchlist=watchlist,
        health=board,
        metrics=ground.metrics,
        clock=ground.clock,
        run_id=secrets.token_hex(8),
        symbols=ground.watched,
        coins=scanned.coins if scanned else (),
        stocks=scanned.stocks if scanned else (),
        reference=scanned.reference if scanned else None,
        portfolio_id=ground.portfolio_id,
        about=lambda: _description(ground, lab),
        settings=lambda: ground.watch.state,
        configuration=_editor(ground),
        arenas=lambda most: kept_boards(ground.settings.launch.home, most),
        risk_limits=lambda: ground.terms.mandate().limits,
        taker_fee_bps=simulator_config(ground.settings).taker_fee_bps,
        limits=rooms.decision_config(ground.settings).limits,
        replays=_replays(ground, lab),
    )


def _replays(ground: Ground, lab: Lab | None) -> Replays:
    chat = lab.chat if lab else None
    return lambda model, prompt: replaying(
        ground.watch.settings,
        WhatIf(model=model, prompt=prompt),
        ground.clock,
        ground.terms.budget,
        chat,
    )


def _editor(ground: Ground) -> SettingsEditor:
    return SettingsEditor(
        ground.files,
        ground.watch,
        ledger=ground.ledger,
        clock=ground.clock,
        mode=lambda: ground.venue.mode,
        home=place_of(ground.settings.launch.home),
    )


def _description(ground: Ground, lab: Lab | None) -> DeskDescription:
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
