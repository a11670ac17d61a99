"""The history of a home, for the commands: which folder, and which venues fill it."""

import re
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from tradewind.app.alpaca_access import alpaca_access
from tradewind.app.clock import SystemClock
from tradewind.app.lab_process import Lab, LabOptions, running_lab
from tradewind.app.market_name import market_name
from tradewind.domain.candle import Timeframe
from tradewind.domain.instrument import Symbol
from tradewind.market.history import CandleHistory, Series
from tradewind.market.history.download import CandleSource, OkxArchive
from tradewind.market.history.sources import SpotArchive, StockArchive
from tradewind.market.venues.alpaca import AlpacaFeed
from tradewind.market.venues.alpaca_answers import VENUE as STOCKS
from tradewind.market.venues.binanceus import BinanceusFeed
from tradewind.market.venues.binanceus_answers import VENUE as SPOT
from tradewind.market.venues.okx_answers import VENUE as OKX
from tradewind.settings import Settings, SettingsRefused, rooms

SWAP = re.compile(r"[A-Z0-9]{2,12}-USDT-SWAP")


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """Where candles come from, by venue, and where they go."""

    sources: Mapping[str, CandleSource]
    history: CandleHistory
    market: str


def histories(settings: Settings) -> dict[str, CandleHistory]:
    """Return the history of each market that a desk has seen."""
    folders = sorted(path for path in rooms.history_folder(settings).glob("*") if path.is_dir())
    return {folder.name: CandleHistory(folder) for folder in folders}


def history_of(settings: Settings, market: str) -> CandleHistory:
    """Return the history of one market."""
    return CandleHistory(rooms.history_folder(settings) / market)


def series_of(name: str, timeframe: Timeframe, settings: Settings) -> Series:
    """Return the candles that `name` means: of a swap, or of a coin or stock of app.yaml; SettingsRefused."""
    if SWAP.fullmatch(name):
        venue = OKX
    elif name in settings.app.spot.symbols:
        venue = SPOT
    elif name in settings.app.stocks.symbols:
        venue = STOCKS
    else:
        raise SettingsRefused(
            f"{name} is not accepted; allowed: swaps like BTC-USDT-SWAP, and the coins and stocks of app.yaml"
        )
    return Series(venue=venue, symbol=Symbol(name), timeframe=timeframe)


@asynccontextmanager
async def open_archive(
    settings: Settings, clock: SystemClock, venues: Collection[str]
) -> AsyncIterator[Archive]:
    """Yield the chosen market's archive of `venues`; the lab runs meanwhile where it is the market.

    LabFailed; SettingsRefused without the keys that a venue asks for.
    """
    async with AsyncExitStack() as stack:
        lab = await _lab(settings, stack) if settings.is_lab_market else None
        market = market_name(lab)
        sources = {venue: await _source(venue, settings, clock, lab, stack) for venue in venues}
        yield Archive(sources=sources, history=history_of(settings, market), market=market)


async def _lab(settings: Settings, stack: AsyncExitStack) -> Lab:
    launch = settings.launch
    state = launch.home / "lab"
    options = LabOptions(state=state, tape=launch.tape, start=launch.tape_start, seed=launch.seed)
    return (await stack.enter_async_context(running_lab(options))).lab


async def _source(
    venue: str, settings: Settings, clock: SystemClock, lab: Lab | None, stack: AsyncExitStack
) -> CandleSource:
    if venue == SPOT:
        spot = BinanceusFeed(rooms.spot_config(settings, lab.binanceus if lab else None), clock)
        return SpotArchive(await stack.enter_async_context(spot), clock)
    if venue == STOCKS:
        access = alpaca_access(settings, lab)
        if isinstance(access, str):
            raise SettingsRefused(access)
        stocks = AlpacaFeed(rooms.stocks_config(settings, access), clock)
        return StockArchive(await stack.enter_async_context(stocks), clock)
    return await stack.enter_async_context(
        OkxArchive(clock, lab.okx if lab else settings.app.market.rest_url)
    )
