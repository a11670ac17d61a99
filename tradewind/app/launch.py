"""Starts a desk step by step, keeps it until it is told to stop, and takes it down in the reverse order."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import uvloop
from structlog.contextvars import bound_contextvars

from tradewind.app.arming import must_be_capped
from tradewind.app.brokers import VenueRefused
from tradewind.app.clock import SystemClock
from tradewind.app.ground import Outside
from tradewind.app.home_mount import mount_warning
from tradewind.app.outside import (
    Progress,
    StartRefused,
    end_on_signals,
    home_folder,
    lab_venue,
    listening,
    log_file,
    redis_server,
)
from tradewind.app.roles import Site, run_roles
from tradewind.app.stations import place_of
from tradewind.app.status_file import remove_status
from tradewind.app.wiring import build_desk
from tradewind.bus.folder_lock import FolderTaken
from tradewind.domain.account import RuntimeMode
from tradewind.ledger import Ledger, LedgerUnavailable, SchemaTooNew, open_ledger
from tradewind.orders.failpoints import FailpointRefused, failpoints_from
from tradewind.orders.mode_switch import mode_in_force
from tradewind.settings import Settings, SettingsFiles
from tradewind.settings.reload import SettingsWatch


def run_desk(settings: Settings, progress: Progress, files: SettingsFiles) -> None:
    """Run a desk until SIGINT or SIGTERM; StartRefused. `files` is where `settings` come from."""
    try:
        failpoints_from(os.environ)
        with home_folder(settings.launch.home), log_file(settings):
            uvloop.run(_until_stopped(settings, progress, files))
    except (FolderTaken, LedgerUnavailable, FailpointRefused) as e:
        raise StartRefused(str(e)) from e
    except (KeyboardInterrupt, asyncio.CancelledError):
        return


async def _until_stopped(settings: Settings, progress: Progress, files: SettingsFiles) -> None:
    end_on_signals()
    clock = SystemClock()
    watch = SettingsWatch(settings, files.read, clock)
    started = clock.monotonic()
    try:
        async with AsyncExitStack() as stack:
            listener = stack.enter_context(listening(settings.host, settings.port))
            if warning := mount_warning(settings.launch.home):
                progress.done(f"Warning: {warning}")
            outside = await _start_outside(settings, files, clock, progress, stack)
            progress.begin("First prices")
            site = Site(
                settings=settings,
                redis_url=outside.redis_url,
                listener=listener,
                seconds_since_start=lambda: clock.monotonic() - started,
                screen=progress,
            )
            while True:
                await _until_switched(outside, clock, site, watch)
    finally:
        remove_status(settings.launch.home)


async def _until_switched(outside: Outside, clock: SystemClock, site: Site, watch: SettingsWatch) -> None:
    """Run the desk in the mode that is in force until another one is; everything outside the rooms stays up."""
    settings = site.settings
    home = place_of(settings.launch.home)
    mode = await mode_in_force(outside.ledger, RuntimeMode(settings.trading.broker), home)
    try:
        with bound_contextvars(
            mode=mode.value
        ):  # in every line of the log: nobody may take one for the other
            async with build_desk(watch, outside, clock, mode) as rooms:
                gc.freeze()  # what is loaded by now stays: a full collection over it would hold the loop for 80 ms
                must_be_capped(mode, settings)
                await run_roles(rooms, site)
    except VenueRefused as e:
        raise StartRefused(f"{e}. The desk is in {mode} mode; `tradewind mode simulator` takes it out") from e


async def _start_outside(
    settings: Settings, files: SettingsFiles, clock: SystemClock, progress: Progress, stack: AsyncExitStack
) -> Outside:
    redis_url = await stack.enter_async_context(redis_server(settings, progress))
    lab_process = None
    if settings.is_lab_market or settings.is_rule_policy:
        lab_process = await stack.enter_async_context(lab_venue(settings, progress))
    ledger = await stack.enter_async_context(_ledger(settings, clock, progress))
    return Outside(redis_url=redis_url, lab_process=lab_process, ledger=ledger, files=files)


@asynccontextmanager
async def _ledger(settings: Settings, clock: SystemClock, progress: Progress) -> AsyncIterator[Ledger]:
    progress.begin("Ledger")
    async with AsyncExitStack() as stack:
        try:
            ledger = await stack.enter_async_context(open_ledger(settings.database_url, clock))
        except (LedgerUnavailable, SchemaTooNew) as e:
            raise StartRefused(str(e)) from e
        progress.done("Ledger is open")
        yield ledger
