"""The history of a home, for the commands: which folder, and which venue fills it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tradewind.app.clock import SystemClock
from tradewind.app.lab_process import LabOptions, running_lab
from tradewind.app.market_name import market_name
from tradewind.market.history import CandleHistory
from tradewind.market.history.download import OkxArchive
from tradewind.settings import Settings

FOLDER = "history"


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """Where candles come from and where they go."""

    source: OkxArchive
    history: CandleHistory
    market: str


def histories(home: Path) -> dict[str, CandleHistory]:
    """Return the history of each market that a desk on `home` has seen."""
    folders = sorted(path for path in (home / FOLDER).glob("*") if path.is_dir())
    return {folder.name: CandleHistory(folder) for folder in folders}


def history_of(home: Path, market: str) -> CandleHistory:
    """Return the history of one market on `home`."""
    return CandleHistory(home / FOLDER / market)


@asynccontextmanager
async def open_archive(settings: Settings, clock: SystemClock) -> AsyncIterator[Archive]:
    """Yield the chosen market's archive; the lab runs meanwhile where it is the market. LabFailed."""
    home = settings.launch.home
    if not settings.is_lab_market:
        async with OkxArchive(clock) as source:
            market = market_name(None)
            yield Archive(source=source, history=history_of(home, market), market=market)
        return
    launch = settings.launch
    options = LabOptions(state=home / "lab", tape=launch.tape, start=launch.tape_start, seed=launch.seed)
    async with running_lab(options) as process, OkxArchive(clock, process.lab.okx) as source:
        market = market_name(process.lab)
        yield Archive(source=source, history=history_of(home, market), market=market)
