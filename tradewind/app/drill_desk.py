"""A desk of its own for a drill: `tradewind up` as a child process, spoken to as any outsider would."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import httpx2
import msgspec

from tradewind.app.clock import SystemClock
from tradewind.app.drill_pages import (
    DecisionSeen,
    DecisionsSeen,
    LatencySeen,
    PortfolioSeen,
    StageSeen,
    StatusSeen,
    SwitchSeen,
)
from tradewind.app.lab_process import Lab
from tradewind.app.mode_change import shown_mode
from tradewind.app.status_file import read_status
from tradewind.bus.server_program import end_with_parent
from tradewind.domain.account import RuntimeMode
from tradewind.settings import Launch, Settings, load_settings

T = TypeVar("T")

PLACE = "/internal/autotrade/v1"
ANSWER_SECONDS = 10
TRIES = 5
TRY_AGAIN_AFTER = timedelta(seconds=1)
READY_WITHIN = timedelta(seconds=90)
STOP_WITHIN = timedelta(seconds=10)
LOOK_EVERY = timedelta(milliseconds=300)
TRIGGER_EVERY = timedelta(seconds=2)
"""What the desk allows to be asked for by one address in the long run."""
OWN_SETTINGS = ("TRADEWIND_", "AUTOTRADE_", "CCXT_", "ALPACA_", "TRADING_", "FAILPOINT")
OWN_PLACES = ("REDIS_URL", "DATABASE_URL", "HISTORY_URL")
DEMO_KEYS = "OKX_DEMO_"


class DrillFailed(Exception):
    """The drill could not be carried through; the message says what did not happen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillDesk:
    """A running desk; its questions raise DrillFailed when it has ended."""

    settings: Settings
    process: Process
    http: httpx2.AsyncClient
    url: str
    lab: Lab | None  # None: a real market
    clock: SystemClock

    async def status(self) -> StatusSeen:
        """Return how it stands."""
        return await self._get("/api/status", StatusSeen)

    async def portfolio(self) -> PortfolioSeen:
        """Return what it holds."""
        return await self._get(f"{PLACE}/portfolio", PortfolioSeen)

    async def decisions(self) -> tuple[DecisionSeen, ...]:
        """Return its newest decisions, newest first."""
        return (await self._get(f"{PLACE}/decisions?limit=5", DecisionsSeen)).items

    async def latencies(self) -> tuple[StageSeen, ...]:
        """Return how long its orders took."""
        return (await self._get(f"{PLACE}/metrics/latency/okx-order", LatencySeen)).stages

    async def trigger(self) -> None:
        """Ask for a decision; one that comes too soon is let go."""
        with suppress(httpx2.HTTPError):
            await self.http.post(f"{self.url}{PLACE}/scheduler/trigger", headers={"Origin": self.url})

    async def turn(self, state: str, *, flatten: bool) -> None:
        """Turn the kill switch; httpx2.HTTPError."""
        body = {"state": state, "by": "the drill", "reason": "its end", "flatten": flatten}
        url = f"{self.url}{PLACE}/kill-switch"
        (await self.http.post(url, json=body, headers={"Origin": self.url})).raise_for_status()

    async def kill_switch(self) -> SwitchSeen:
        """Return how the kill switch stands."""
        return await self._get(f"{PLACE}/kill-switch", SwitchSeen)

    async def until(
        self,
        condition: Callable[[], Awaitable[T | None]],
        within: timedelta,
        what: str,
        *,
        is_deciding: bool = False,
    ) -> T:
        """Return the first true answer of `condition`; DrillFailed saying that `what` did not happen in time.

        `is_deciding`: the desk is asked for decisions meanwhile, as often as it allows.
        """
        started = self.clock.monotonic()
        next_trigger = started
        while True:
            now = self.clock.monotonic()
            if now - started > within.total_seconds():
                raise DrillFailed(f"{what}: not within {within.total_seconds():g} s{await self._excuse()}")
            if is_deciding and now >= next_trigger:
                await self.trigger()
                next_trigger = now + TRIGGER_EVERY.total_seconds()
            with suppress(httpx2.HTTPError):
                if answer := await condition():
                    return answer
            self.must_live()
            await asyncio.sleep(LOOK_EVERY.total_seconds())

    def must_live(self) -> None:
        """Return while the desk runs; DrillFailed."""
        if self.process.returncode is not None:
            raise DrillFailed(
                f"the desk ended by itself with {self.process.returncode}: see {log_of(self.settings)}"
            )

    async def _excuse(self) -> str:
        try:
            seen = await self.status()
        except DrillFailed:
            return "; the desk does not answer"
        against = [block.reason for block in seen.opening_blocks]
        return f"; the desk is {seen.desk_state}" + (f", blocked: {'; '.join(against)}" if against else "")

    async def _get(self, path: str, shape: type[T]) -> T:
        answer = await self._answer(path)
        tries = 1
        while answer is None or not answer.is_success:  # a loaded machine, or asked too often
            if tries == TRIES:
                raise DrillFailed(
                    f"the desk does not answer {path}" + (f": {answer.text}" if answer is not None else "")
                )
            await asyncio.sleep(TRY_AGAIN_AFTER.total_seconds())
            answer = await self._answer(path)
            tries += 1
        return msgspec.json.decode(answer.content, type=shape)

    async def _answer(self, path: str) -> httpx2.Response | None:
        self.must_live()
        with suppress(httpx2.HTTPError):
            return await self.http.get(f"{self.url}{path}")
        return None


def log_of(settings: Settings) -> Path:
    """Return where the desk of a drill writes what it says."""
    return settings.launch.home / "drill-desk.log"


def drill_environment(given: Mapping[str, str], model_url: str, *, is_lab: bool) -> dict[str, str]:
    """Return the environment of a drill's desk: nothing of it points to a cache, a record or an account of another desk."""
    dropped = OWN_SETTINGS if not is_lab else (*OWN_SETTINGS, DEMO_KEYS)
    kept = {
        name: text for name, text in given.items() if name not in OWN_PLACES and not name.startswith(dropped)
    }
    return kept | {
        "TRADING_BROKER": RuntimeMode.PAPER.value,
        "AUTOTRADE_LLM_API_KEY": "drill",
        "AUTOTRADE_LLM_BASE_URL": model_url,
        "AUTOTRADE_LLM_MODEL": "drill",
    }


@asynccontextmanager
async def drill_desk(home: Path, model_url: str, *, is_lab: bool) -> AsyncIterator[DrillDesk]:
    """Yield a desk in paper mode on `home` that holds nothing; it ends with the block. DrillFailed, SettingsRefused."""
    environment = drill_environment(os.environ, model_url, is_lab=is_lab)
    launch = Launch(home=home, market="lab" if is_lab else "okx", port=0)
    settings = load_settings(launch, environment)
    mode = await asyncio.to_thread(_mode_on, settings)
    if mode is not RuntimeMode.PAPER:
        raise DrillFailed(f"the desk of {home} trades in {mode} mode; drills take place in paper mode alone")
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(httpx2.AsyncClient(timeout=ANSWER_SECONDS))
        process = await _launched(settings, environment)
        stack.push_async_callback(_end, process)
        desk = await _ready(
            DrillDesk(settings=settings, process=process, http=http, url="", lab=None, clock=SystemClock())
        )
        if held := (await desk.portfolio()).held:
            raise DrillFailed(
                f"the account holds {', '.join(sorted(held))}; a drill begins with nothing open"
            )
        yield desk


def _mode_on(settings: Settings) -> RuntimeMode:
    settings.launch.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return shown_mode(settings)


async def _launched(settings: Settings, environment: Mapping[str, str]) -> Process:
    market = settings.launch.market or ""
    home = settings.launch.home
    with log_of(settings).open("wb") as said:
        return await asyncio.create_subprocess_exec(
            *(
                sys.executable,
                "-m",
                "tradewind",
                "up",
                "--home",
                str(home),
                "--port",
                "0",
                "--market",
                market,
            ),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env=environment,
            cwd=home,
            start_new_session=True,  # Ctrl-C at the terminal is for the drill, which ends its desk in order
            preexec_fn=end_with_parent(),
        )


async def _ready(desk: DrillDesk) -> DrillDesk:
    async def found() -> DrillDesk | None:
        said = read_status(desk.settings.launch.home)
        if said is None or not said.ready or said.pid != desk.process.pid:
            return None
        return DrillDesk(
            settings=desk.settings,
            process=desk.process,
            http=desk.http,
            url=said.url,
            lab=said.lab,
            clock=desk.clock,
        )

    return await desk.until(found, READY_WITHIN, f"the desk is ready (it writes {log_of(desk.settings)})")


async def _end(process: Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.terminate()
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_WITHIN.total_seconds()):
                await process.wait()
    if process.returncode is None:
        process.kill()
    await process.wait()
