"""The lab's one web application: the venues' routes, the chat API and the lab's own, behind the fault layer."""

from dataclasses import dataclass, field
from pathlib import Path

from starlette.applications import Starlette
from starlette.types import ASGIApp

from tradewind_lab import admin
from tradewind_lab.alpaca import routes as alpaca
from tradewind_lab.alpaca.gate import BUILT_IN_KEY, Gate
from tradewind_lab.binanceus import routes as binanceus
from tradewind_lab.chat import api as chat
from tradewind_lab.clock import Clock
from tradewind_lab.exchange.watch import Watch
from tradewind_lab.fault_layer import FaultLayer
from tradewind_lab.faults import Faults
from tradewind_lab.market import Market
from tradewind_lab.news import routes as news
from tradewind_lab.okx import hand, private, public, truth, venue_acts
from tradewind_lab.okx.auth import BUILT_IN_KEYS, KeyRing
from tradewind_lab.okx.inbox import Inbox
from tradewind_lab.okx.journal import Journal
from tradewind_lab.okx.stream.config import StreamConfig
from tradewind_lab.okx.stream.door import StreamDoor
from tradewind_lab.okx.stream.mailroom import Mailroom
from tradewind_lab.stocks.market import StockMarket


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """What the application serves."""

    market: Market  # of swaps
    spot: Market
    stocks: StockMarket
    clock: Clock
    faults: Faults
    delay_ms: int = 0
    state: Path | None = None  # where accounts are kept; None forgets them
    stream: StreamConfig = field(default_factory=StreamConfig)


def build_app(lab: Lab) -> ASGIApp:
    """Compose every route; requests outside /lab are delayed and may be made to fail.

    TapeRefused where the accounts of an earlier run cannot be read.
    """
    lab.market.suspend_where(lab.faults.suspends)
    keys = KeyRing(BUILT_IN_KEYS, lab.faults)
    exchange = private.opened(lab.market, lab.clock, BUILT_IN_KEYS, faults=lab.faults)
    inbox, watch = Inbox(lab.clock), Watch(exchange)
    if lab.state is not None:
        Journal(exchange, watch, inbox, lab.state)
        exchange.settle(lab.clock.now_ms())  # what fell due while it was away takes its time
    mail = Mailroom(exchange, keys, lab.clock, lab.stream, lab.faults)
    door = StreamDoor(lab.market, mail, lab.clock, lab.stream, lab.faults)
    app = Starlette(
        lifespan=door.open,
        routes=[
            *public.routes(lab.market, lab.clock, lab.faults),
            *private.exchange_routes(exchange, lab.clock, keys, lab.faults),
            *truth.routes(exchange, watch, inbox, lab.clock),
            *hand.routes(exchange, lab.clock),
            *venue_acts.routes(exchange, lab.clock),
            *binanceus.routes(lab.spot, lab.clock),
            *alpaca.routes(lab.stocks, lab.clock, Gate(BUILT_IN_KEY)),
            *news.routes(
                lab.stocks.symbols,
                [symbol.partition("-")[0] for symbol in lab.market.symbols],
                lab.stocks.tape.seed,
                lab.clock,
            ),
            *chat.routes(lab.clock, lab.faults),
            *admin.routes(lab.market, lab.spot, lab.stocks, lab.clock, lab.faults),
        ],
    )
    return FaultLayer(door.in_front_of(app), lab.faults, delay_ms=lab.delay_ms, witness=inbox.receive)
