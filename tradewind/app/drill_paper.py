"""A whole run in paper mode: positions are opened and closed, then the ledger is held against the venue's own record."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tradewind.app.drill_comparison import Check
from tradewind.app.drill_desk import DrillDesk, DrillFailed, drill_desk
from tradewind.app.drill_lab import LabRecord
from tradewind.app.drill_model import DrillModel, Mood, seated
from tradewind.app.drill_pages import PortfolioSeen, StageSeen
from tradewind.app.drill_records import Books, BrokerRecord, VenueReader, checked
from tradewind.brokers.okx import DemoKey, OkxClient, OkxConfig, demo_client
from tradewind.brokers.port import MarginMode
from tradewind.domain.ids import PortfolioId

TRADED = 2
"""Symbols at a time: a run stays below every limit on orders a minute."""
UNPROTECTED_LIMIT = timedelta(seconds=3)
TRADED_WITHIN = timedelta(seconds=90)
"""An opening may have to wait for the limit on orders a minute."""

Announce = Callable[[str], None]
"""Hears what the drill does next, in a few words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperReport:
    """What a run came to."""

    venue: str
    round_trips: int
    checks: tuple[Check, ...]
    latencies: tuple[StageSeen, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """Everything that must not be, in words."""
        found = [f"{check.when}: {difference}" for check in self.checks for difference in check.differences]
        return (*found, *too_long_unprotected(self.checks[-1]))


def too_long_unprotected(check: Check) -> tuple[str, ...]:
    """Return a sentence for every time in which a position stood without its stops for too long."""
    gaps = check.venue.orders.unprotected if check.venue.orders else ()
    return tuple(
        f"a position was not covered by stops for {gap.total_seconds():.1f} s"
        for gap in gaps
        if gap > UNPROTECTED_LIMIT
    )


async def drill_paper(home: Path, seconds: float, announce: Announce, *, is_lab: bool) -> PaperReport:
    """Trade on `home` for about `seconds`, at least one round trip; DrillFailed, SettingsRefused."""
    model = DrillModel()
    with seated(model) as model_url:
        announce("the desk starts")
        async with drill_desk(home, model_url, is_lab=is_lab) as desk, _reader(desk) as venue:
            books = await books_of(desk, venue, is_whole=is_lab)
            model.symbols = frozenset(desk.settings.trading.symbols[:TRADED])
            announce(f"{', '.join(sorted(model.symbols))} are opened and closed for {seconds:g} s")
            round_trips = await _churn(desk, model, seconds)
            await opened(desk, model)
            model.mood = Mood.REST
            announce("the books are compared while positions are open")
            held = await checked(desk, books, "positions open")
            await closed(desk, model)
            announce("the books are compared once all is closed")
            flat = await checked(desk, books, "all closed")
            return PaperReport(
                venue="lab" if is_lab else "okx",
                round_trips=round_trips + len(held.venue.positions),
                checks=(held, flat),
                latencies=await desk.latencies(),
            )


async def books_of(desk: DrillDesk, venue: VenueReader, *, is_whole: bool) -> Books:
    """Return whose books are compared; those of an account with a past of its own from now on."""
    return Books(
        account=PortfolioId((await desk.portfolio()).portfolio.id),
        venue=venue,
        since=None if is_whole else desk.clock.now(),
    )


async def opened(desk: DrillDesk, model: DrillModel) -> PortfolioSeen:
    """Have every symbol of the model opened that is not held; DrillFailed."""
    model.mood = Mood.OPEN
    wanted = model.symbols

    async def is_held() -> PortfolioSeen | None:
        seen = await desk.portfolio()
        return seen if wanted <= seen.held else None

    return await desk.until(
        is_held, TRADED_WITHIN, f"{', '.join(sorted(wanted))} are opened", is_deciding=True
    )


async def closed(desk: DrillDesk, model: DrillModel) -> int:
    """Have everything closed; return how many symbols were traded. DrillFailed."""
    model.mood = Mood.CLOSE

    async def is_flat() -> PortfolioSeen | None:
        seen = await desk.portfolio()
        return seen if not seen.held else None

    await desk.until(is_flat, TRADED_WITHIN, "everything is closed", is_deciding=True)
    return len(model.symbols)


async def _churn(desk: DrillDesk, model: DrillModel, seconds: float) -> int:
    """Return how many positions were opened and closed."""
    until = desk.clock.monotonic() + seconds
    done = 0
    while not done or desk.clock.monotonic() < until:
        await opened(desk, model)
        done += await closed(desk, model)
    return done


@asynccontextmanager
async def _reader(desk: DrillDesk) -> AsyncIterator[VenueReader]:
    if desk.lab is not None:
        yield await LabRecord.of(desk.lab, desk.http)
        return
    async with AsyncExitStack() as stack:
        client = _client(desk)
        stack.push_async_callback(client.aclose)
        yield BrokerRecord(broker=client, since=desk.clock.now())


def _client(desk: DrillDesk) -> OkxClient:
    key = desk.settings.demo_key
    if key is None:
        raise DrillFailed("there is no key of OKX demo trading in the environment")
    config = OkxConfig(margin_mode=MarginMode(desk.settings.trading.okx.margin_mode))
    demo = DemoKey(key=key.key, secret=key.secret, passphrase=key.passphrase)
    return demo_client(demo, config, desk.clock)
