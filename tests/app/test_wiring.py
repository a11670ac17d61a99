"""What the rooms are built for."""

from pathlib import Path

from tests.ledger.records import a_fill
from tradewind.app.clock import SystemClock
from tradewind.app.ground import Outside
from tradewind.app.wiring import build_desk
from tradewind.domain.account import RuntimeMode
from tradewind.domain.ids import PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.ledger import open_ledger
from tradewind.settings import SettingsFiles
from tradewind.settings.process import Launch
from tradewind.settings.reload import SettingsWatch

HELD = Symbol("ADA-USDT-SWAP")


async def test_what_is_held_is_watched_after_it_has_left_the_list(tmp_path: Path) -> None:
    files, clock = SettingsFiles(launch=Launch(home=tmp_path, market="okx"), environment={}), SystemClock()
    settings = files.read()
    watch = SettingsWatch(settings, lambda: settings, clock)
    async with open_ledger(settings.database_url, clock) as ledger:
        outside = Outside(redis_url="redis://127.0.0.1:1", lab_process=None, ledger=ledger, files=files)
        async with build_desk(watch, outside, clock, RuntimeMode.SIMULATOR) as before:
            listed = before.venues.watched
        await ledger.fills.post(PortfolioId("desk-okx"), a_fill("1", symbol=HELD), None)
        async with build_desk(watch, outside, clock, RuntimeMode.SIMULATOR) as after:
            watched = after.venues.watched

    assert HELD not in listed
    assert watched == (*listed, HELD), "its stop is triggered by its prices"
