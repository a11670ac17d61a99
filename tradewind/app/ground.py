"""What every room stands on: record, cache, clock, venue and the right to the account, opened and closed in one place."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal

from tradewind.app.account import holding_account
from tradewind.app.archive import history_of
from tradewind.app.brokers import BrokerGround, TradingVenue, create_broker
from tradewind.app.clock import SystemClock
from tradewind.app.lab_process import Lab, LabProcess
from tradewind.app.market_name import market_name
from tradewind.app.terms import Terms, TermsGround
from tradewind.bus.asking import AskingCache
from tradewind.bus.cache import Cache, ReadLog
from tradewind.bus.channels import subscribe
from tradewind.bus.connection import BusClient, connect
from tradewind.bus.keys import MARKET_TICK, Source
from tradewind.domain.account import Portfolio, RuntimeMode
from tradewind.domain.ids import PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.ledger import Ledger
from tradewind.market.history import CandleHistory
from tradewind.orders.tenancy import Tenancy
from tradewind.portfolio import AccountReader
from tradewind.settings import Settings, SettingsFiles, rooms
from tradewind.settings.reload import SettingsWatch
from tradewind.telemetry.metrics import Metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What was started before the rooms: cache, lab, record."""

    redis_url: str
    lab_process: LabProcess | None  # None: a real market and a real model
    ledger: Ledger
    files: SettingsFiles

    @property
    def lab(self) -> Lab | None:
        """The offline venue, where there is one."""
        return self.lab_process.lab if self.lab_process else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What every room is built on."""

    settings: Settings
    """Of the moment at which the rooms were built."""
    watch: SettingsWatch
    files: SettingsFiles
    """Where they come from."""
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
async def open_ground(
    watch: SettingsWatch, outside: Outside, clock: SystemClock, mode: RuntimeMode
) -> AsyncIterator[Ground]:
    """Yield what the rooms for `mode` stand on; its connections are closed with the block. LedgerUnavailable, VenueRefused."""
    settings, ledger, lab = watch.settings, outside.ledger, outside.lab
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
        tenancy = await stack.enter_async_context(_opened(portfolio, venue, settings, ledger, clock))
        terms_ground = TermsGround(
            watch=watch,
            clock=clock,
            lab=lab,
            portfolio=portfolio,
            ledger=ledger,
            cache=cache,
            metrics=metrics,
        )
        terms = Terms(terms_ground)
        stack.push_async_callback(terms.aclose)
        yield Ground(
            settings=settings,
            watch=watch,
            files=outside.files,
            terms=terms,
            ledger=ledger,
            clock=clock,
            redis=redis,
            cache=cache,
            metrics=metrics,
            venue=venue,
            broker_ground=broker_ground,
            portfolio_id=portfolio.portfolio_id,
            tenancy=tenancy,
            watched=await _watched(settings, ledger, portfolio.portfolio_id),
            history=history_of(settings, market_name(market)),
            accounts=AccountReader(ledger, cache, clock, rooms.portfolio_config(settings)),
        )


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


async def _watched(settings: Settings, ledger: Ledger, portfolio_id: PortfolioId) -> tuple[Symbol, ...]:
    held = await ledger.positions.held(portfolio_id)
    return tuple(dict.fromkeys([*rooms.symbols(settings), *(each.position.symbol for each in held)]))


def _portfolio(lab: Lab | None, mode: RuntimeMode) -> Portfolio:
    account = "" if mode is RuntimeMode.SIMULATOR else f"-{mode}"
    return Portfolio(
        portfolio_id=PortfolioId(f"desk-{market_name(lab)}{account}"),
        name=f"Desk on {lab.tape if lab else 'okx'}",
        mode=mode,
        currency="USDT",
    )
