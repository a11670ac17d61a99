"""Where orders go: builds the broker of a runtime mode, and keeps it running.

The lab stands in for OKX where prices come from the lab: real prices and orders never meet a market of another kind.
"""

import asyncio
from collections.abc import AsyncIterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import structlog

from tradewind.app.lab_process import Lab
from tradewind.app.outside import StartRefused
from tradewind.brokers.okx import (
    DemoKey,
    KeyUnfit,
    LiveKey,
    NotArmed,
    OkxClient,
    OkxConfig,
    demo_client,
    live_client,
    read_arm_file,
)
from tradewind.brokers.port import Broker, BrokerUnavailable, KeyRefused, MarginMode, PositionMode
from tradewind.brokers.simulator import Simulator, SimulatorConfig
from tradewind.bus.cache import Cache
from tradewind.bus.channels import Rebuilt
from tradewind.bus.messages import TickNotice
from tradewind.domain.account import RuntimeMode
from tradewind.domain.clock import Clock
from tradewind.domain.ids import PortfolioId
from tradewind.ledger import Ledger
from tradewind.ledger.journal import EntryKind
from tradewind.settings import Settings
from tradewind.settings.process import VenueKey

_log = structlog.get_logger(__name__)

ARM_NAME = "live-armed"
"""In the home folder: live trading needs the word `live` in it, written by hand."""
LAB_KEYS = {
    RuntimeMode.PAPER: VenueKey(key="lab-demo-key", secret="lab-demo-secret", passphrase="lab-demo"),  # noqa: S106 -- the lab's own, they guard nothing
    RuntimeMode.LIVE: VenueKey(key="lab-live-key", secret="lab-live-secret", passphrase="lab-live"),  # noqa: S106
}


class VenueRefused(StartRefused):
    """This venue must not or cannot be traded on; the message says what to change."""


class VenueSilent(VenueRefused):
    """Nobody knows yet: the venue did not answer."""

    def __init__(self, cause: str) -> None:
        super().__init__(f"the account cannot be opened while its venue does not answer: {cause}")


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerGround:
    """What a broker may be built on."""

    cache: Cache
    ticks: AsyncIterable[TickNotice | Rebuilt]
    """For the simulator, which trades on the cached market."""
    clock: Clock
    lab: Lab | None  # None: a real market
    home: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class TradingVenue:
    """A broker, and what it takes to keep it running; one of `simulator` and `client` is there."""

    mode: RuntimeMode
    broker: Broker
    simulator: Simulator | None
    client: OkxClient | None

    async def opening_cash(self, configured: Decimal) -> Decimal:
        """Return what a new account begins with: `configured` for the simulator, else what the venue holds.

        VenueRefused where the venue cannot be asked, or its key must not be traded with.
        """
        if self.client is None:
            return configured
        await self.must_answer()
        try:
            return (await self.client.balance()).cash
        except BrokerUnavailable as e:
            raise VenueSilent(str(e)) from e

    async def must_answer(self) -> None:
        """Return when the venue answered that its key may be traded with; VenueRefused with a sentence."""
        if self.client is None:
            return
        try:
            await self.client.check()
        except (KeyRefused, KeyUnfit) as e:
            raise VenueRefused(str(e)) from e
        except BrokerUnavailable as e:
            raise VenueSilent(str(e)) from e

    async def check(self) -> None:
        """Return when the venue's key may be traded with or nobody knows yet; VenueRefused with a sentence."""
        try:
            await self.must_answer()
        except VenueSilent as e:
            _log.warning("venue_not_checked", venue=self.broker.venue, error=str(e))

    async def restore(self, ledger: Ledger, portfolio_id: PortfolioId) -> None:
        """Tell the simulator what the ledger remembers; a real venue remembers by itself. LedgerUnavailable."""
        if self.simulator is None:
            return
        self.simulator.restore(
            await ledger.orders.unfinished(portfolio_id),
            await ledger.positions.held(portfolio_id),
            (await ledger.postings.balances(portfolio_id)).cash,
            await ledger.postings.last_at(portfolio_id, EntryKind.FUNDING),
        )

    async def run(self) -> None:
        """Keep what the broker needs running, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for part in (self.simulator, self.client):
                if part is not None:
                    tasks.create_task(part.run(), name=f"venue: {self.broker.venue}")

    async def aclose(self) -> None:
        """Close the connections to the venue."""
        if self.client is not None:
            await self.client.aclose()


def create_broker(mode: RuntimeMode, settings: Settings, ground: BrokerGround) -> TradingVenue:
    """Return the broker of `mode`; nothing is sent yet. VenueRefused where live trading is not armed or a key is missing."""
    if mode is RuntimeMode.SIMULATOR:
        simulator = Simulator(ground.cache, ground.ticks, ground.clock, simulator_config(settings))
        return TradingVenue(mode=mode, broker=simulator, simulator=simulator, client=None)
    client = _okx(mode, settings, ground)
    return TradingVenue(mode=mode, broker=client, simulator=None, client=client)


def simulator_config(settings: Settings) -> SimulatorConfig:
    """Return the rules of the simulated venue."""
    chosen = settings.trading.simulator
    return SimulatorConfig(
        taker_fee_bps=Decimal(str(chosen.taker_fee_bps)),
        maker_fee_bps=Decimal(str(chosen.maker_fee_bps)),
        position_mode=PositionMode(chosen.position_mode),
        margin_mode=MarginMode(chosen.margin_mode),
        latency=timedelta(milliseconds=chosen.latency_ms),
    )


def _okx(mode: RuntimeMode, settings: Settings, ground: BrokerGround) -> OkxClient:
    config = OkxConfig(
        rest_url=ground.lab.okx if ground.lab else None,
        stream_url=f"{ground.lab.okx_ws}/ws/v5/private" if ground.lab else None,
        margin_mode=MarginMode(settings.trading.okx.margin_mode),
    )
    own = settings.live_key if mode is RuntimeMode.LIVE else settings.demo_key
    key = LAB_KEYS[mode] if ground.lab else own
    if key is None:
        raise VenueRefused(f"there is no key for {mode} trading")
    if mode is RuntimeMode.PAPER:
        demo = DemoKey(key=key.key, secret=key.secret, passphrase=key.passphrase)
        return demo_client(demo, config, ground.clock)
    try:
        token = read_arm_file(ground.home / ARM_NAME)
    except NotArmed as e:
        raise VenueRefused(str(e)) from e
    live = LiveKey(key=key.key, secret=key.secret, passphrase=key.passphrase)
    return live_client(live, token, config, ground.clock)
