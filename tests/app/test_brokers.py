"""Which broker a runtime mode gets, and what keeps it from starting."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.brokers.okx.venue import OkxVenue, running_okx
from tests.clocks import FakeClock
from tradewind.app.brokers import ARM_NAME, BrokerGround, VenueRefused, create_broker, simulator_config
from tradewind.app.lab_process import Lab
from tradewind.brokers.okx import OkxClient
from tradewind.brokers.port import MarginMode, PositionMode
from tradewind.brokers.simulator import Simulator, SimulatorConfig
from tradewind.bus.cache import Cache
from tradewind.bus.channels import Rebuilt
from tradewind.bus.connection import connect
from tradewind.bus.messages import TickNotice
from tradewind.domain.account import RuntimeMode
from tradewind.settings import Launch, Settings, load_settings
from tradewind.settings.process import VenueKey
from tradewind_lab.faults import FaultKind

CASH = Decimal(100_000)


async def no_ticks() -> AsyncIterator[TickNotice | Rebuilt]:
    for tick in list[TickNotice]():
        yield tick


def a_lab(url: str) -> Lab:
    return Lab(
        url=url,
        okx=url,
        okx_ws=url.replace("http", "ws"),
        chat=url,
        binanceus=url,
        alpaca=url,
        rss=url,
        tape="tape",
        shift_ms=0,
    )


def ground(folder: Path, venue: OkxVenue | None) -> BrokerGround:
    clock = venue.clock if venue else FakeClock()
    cache = Cache(connect("redis://127.0.0.1:1"), clock)
    lab = a_lab(venue.url) if venue else None
    return BrokerGround(cache=cache, ticks=no_ticks(), clock=clock, lab=lab, home=folder)


def settings(folder: Path) -> Settings:
    return load_settings(Launch(home=folder), {})


def arm(folder: Path) -> None:
    (folder / ARM_NAME).write_text("live", encoding="utf-8")


async def test_the_simulator_begins_with_what_is_configured(tmp_path: Path) -> None:
    venue = create_broker(RuntimeMode.SIMULATOR, settings(tmp_path), ground(tmp_path, None))
    assert isinstance(venue.broker, Simulator)
    assert await venue.opening_cash(CASH) == CASH


def test_the_simulator_keeps_the_rules_that_are_configured(tmp_path: Path) -> None:
    assert simulator_config(settings(tmp_path)) == SimulatorConfig()
    environment = {
        "TRADEWIND_TRADING__SIMULATOR__MAKER_FEE_BPS": "-0.5",
        "TRADEWIND_TRADING__SIMULATOR__POSITION_MODE": "long_short",
        "TRADEWIND_TRADING__SIMULATOR__MARGIN_MODE": "isolated",
        "TRADEWIND_TRADING__SIMULATOR__LATENCY_MS": "120",
    }
    chosen = simulator_config(load_settings(Launch(home=tmp_path), environment))
    assert chosen == SimulatorConfig(
        maker_fee_bps=Decimal("-0.5"),
        position_mode=PositionMode.LONG_SHORT,
        margin_mode=MarginMode.ISOLATED,
        latency=timedelta(milliseconds=120),
    )


@pytest.mark.parametrize("mode", [RuntimeMode.PAPER, RuntimeMode.LIVE])
async def test_an_account_at_a_venue_begins_with_what_it_holds(tmp_path: Path, mode: RuntimeMode) -> None:
    arm(tmp_path)
    async with running_okx(tmp_path) as okx:
        venue = create_broker(mode, settings(tmp_path), ground(tmp_path, okx))
        assert isinstance(venue.broker, OkxClient)
        assert venue.broker.venue == ("okx" if mode is RuntimeMode.LIVE else "okx-demo")
        assert await venue.opening_cash(CASH) == Decimal(10_000)
        await venue.aclose()


def test_f81_live_trading_that_is_not_armed_has_no_broker(tmp_path: Path) -> None:
    with_key = replace(settings(tmp_path), live_key=VenueKey(key="k", secret="s", passphrase="p"))
    with pytest.raises(VenueRefused, match=f"{ARM_NAME} cannot be read"):
        create_broker(RuntimeMode.LIVE, with_key, ground(tmp_path, None))


@pytest.mark.parametrize("mode", [RuntimeMode.PAPER, RuntimeMode.LIVE])
def test_a_real_venue_without_its_key_has_no_broker(tmp_path: Path, mode: RuntimeMode) -> None:
    arm(tmp_path)
    with pytest.raises(VenueRefused, match=f"no key for {mode} trading"):
        create_broker(mode, settings(tmp_path), ground(tmp_path, None))


async def test_f43_a_key_that_is_refused_keeps_the_desk_from_starting(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as okx:
        okx.fail(FaultKind.REVOKE, "")
        venue = create_broker(RuntimeMode.PAPER, settings(tmp_path), ground(tmp_path, okx))
        with pytest.raises(VenueRefused, match="OKX_DEMO_API_KEY"):
            await venue.check()
        with pytest.raises(VenueRefused, match="OKX_DEMO_API_KEY"):
            await venue.opening_cash(CASH)
        await venue.aclose()


async def test_a_venue_that_is_away_lets_a_known_account_start_and_no_new_one(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as okx:
        okx.fail(FaultKind.STATUS, "", status=503, body="")
        venue = create_broker(RuntimeMode.PAPER, settings(tmp_path), ground(tmp_path, okx))
        await venue.check()
        with pytest.raises(VenueRefused, match="does not answer"):
            await venue.opening_cash(CASH)
        await venue.aclose()
