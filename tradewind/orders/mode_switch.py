"""The runtime mode: asked for by one, approved where that is needed, in force only when nothing is left behind.

The switch itself is a record; whoever waits on `switched` builds the desk anew in the mode that is in force.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import structlog

from tradewind.domain.account import RuntimeMode
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.ids import PortfolioId
from tradewind.domain.page import Page
from tradewind.domain.runtime_mode import ArmingStep, ModeChange
from tradewind.ledger import Ledger, RecordRefused

_log = structlog.get_logger(__name__)

Arming = Callable[[RuntimeMode], Awaitable[Sequence[ArmingStep]]]
"""Returns every condition of a mode, met or not."""
Hold = Callable[[str | None], None]
"""Keeps the desk from opening anything for a reason; None lets it open again."""


class SwitchRefused(Exception):
    """The mode stays as it is; `unmet` says what stands against it and what to do."""

    def __init__(self, mode: RuntimeMode, unmet: Sequence[ArmingStep]) -> None:
        super().__init__(f"not switched to {mode}: " + "; ".join(step.what for step in unmet))
        self.unmet = tuple(unmet)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeConfig:
    """How many people it takes to trade real money."""

    live_approvals: int = 0  # besides the one who asks
    approval_lifetime: timedelta = timedelta(hours=1)

    def __post_init__(self) -> None:
        if self.live_approvals < 0:
            raise ValueError(f"live_approvals must be at least 0, was {self.live_approvals}")
        if self.approval_lifetime <= timedelta(0):
            raise ValueError(f"approval_lifetime must be above 0, was {self.approval_lifetime}")


class ModeSwitch:
    """One desk's mode; every method may raise LedgerUnavailable."""

    def __init__(
        self,
        *,
        mode: RuntimeMode,
        ledger: Ledger,
        clock: Clock,
        portfolio_id: PortfolioId,
        arming: Arming,
        config: ModeConfig,
        hold: Hold = lambda _reason: None,
        home: str = "",
    ) -> None:
        self.mode = mode
        """What this desk was built in."""
        self.switched = asyncio.Event()
        self._ledger = ledger
        self._clock = clock
        self._portfolio_id = portfolio_id
        self._arming = arming
        self._config = config
        self._hold = hold
        self._home = home  # empty: changes that name no desk

    async def steps(self, mode: RuntimeMode) -> Sequence[ArmingStep]:
        """Return what `mode` asks for, met or not; what would be left behind comes first."""
        return [await self._left_behind(), *await self._arming(mode)]

    async def ask(self, mode: RuntimeMode, by: str, reason: str) -> ModeChange:
        """Switch to `mode`, at once or when enough others have approved; SwitchRefused with what is unmet."""
        with self._holding():
            await self._check(mode)
            needed = self._config.live_approvals if mode is RuntimeMode.LIVE else 0
            change = await self._ledger.runtime_settings.ask(
                mode, by, reason, approvals_needed=needed, desk=self._home
            )
            self._announce(change)
            return change

    async def approve(self, change_id: int, by: str) -> ModeChange:
        """Approve what another asked for; SwitchRefused, RecordRefused. The conditions must still be met."""
        waiting = {change.change_id: change for change in await self.waiting()}
        if change_id not in waiting:
            raise RecordRefused(f"no change {change_id} of the runtime mode waits for approval")
        with self._holding():
            await self._check(waiting[change_id].mode)
            change = await self._ledger.runtime_settings.approve(
                change_id, by, since=self._oldest, desk=self._home
            )
            self._announce(change)
            return change

    async def waiting(self) -> Sequence[ModeChange]:
        """Return what waits for approval."""
        return await self._ledger.runtime_settings.waiting(self._oldest, self._home)

    async def history(self, limit: int, cursor: str | None) -> Page[ModeChange]:
        """Return up to `limit` changes of this desk, newest first; ValueError for a foreign cursor."""
        return await self._ledger.runtime_settings.page(limit, cursor, self._home)

    @property
    def _oldest(self) -> Instant:
        return Instant.of(self._clock.now() - self._config.approval_lifetime)

    @contextmanager
    def _holding(self) -> Iterator[None]:
        """Open nothing between the look at what is open and the switch, nor after it."""
        self._hold(f"the desk is about to leave {self.mode} mode")
        try:
            yield
        finally:
            if not self.switched.is_set():
                self._hold(None)

    async def _check(self, mode: RuntimeMode) -> None:
        unmet = [step for step in await self.steps(mode) if not step.is_met]
        if unmet:
            raise SwitchRefused(mode, unmet)

    async def _left_behind(self) -> ArmingStep:
        orders = [r.order.client_order_id for r in await self._ledger.orders.unfinished(self._portfolio_id)]
        held = [h.position.symbol for h in await self._ledger.positions.held(self._portfolio_id)]
        if not orders and not held:
            return ArmingStep(name="flat", is_met=True, what="nothing is open")
        what = [f"positions in {', '.join(held)}"] if held else []
        what += [f"orders {', '.join(orders)}"] if orders else []
        return ArmingStep(
            name="flat",
            is_met=False,
            what=f"nobody would watch what is open in {self.mode}: {' and '.join(what)}; close and cancel first",
        )

    def _announce(self, change: ModeChange) -> None:
        _log.warning(
            "runtime_mode_asked",
            mode=change.mode,
            by=change.by,
            approved_by=change.approved_by,
            is_in_force=change.in_force_at is not None,
        )
        if change.in_force_at is not None and change.mode is not self.mode:
            self.switched.set()


async def mode_in_force(ledger: Ledger, default: RuntimeMode, home: str = "") -> RuntimeMode:
    """Return the mode to build the desk of `home` in: the last that was switched to, `default` when none ever was."""
    change = await ledger.runtime_settings.in_force(home)
    return default if change is None else change.mode
