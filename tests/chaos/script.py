"""What a run does and what befalls it, all drawn from its seed."""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from tests.brokers.orders import DESK
from tests.chaos.desk import Life, Telling, a_close, a_resting_close, an_opening, decision_of
from tests.chaos.venue import ChaosVenue
from tradewind.domain.account import HeldPosition
from tradewind.domain.order import OrderState
from tradewind.ledger import LedgerUnavailable
from tradewind.orders import IllegalStep, OrderMissing
from tradewind.orders.failpoints import Failpoint
from tradewind_lab.faults import FaultKind

LOCKED_SECONDS = 0.2


class Step(StrEnum):
    """What the desk, or the market, does."""

    OPEN_LONG = "open long"
    OPEN_SHORT = "open short"
    CLOSE = "close"
    REST = "rest"
    CANCEL = "cancel"
    DRIFT = "drift"
    SET_OFF = "set off"  # the price runs through stops


class Fault(StrEnum):
    """What goes wrong besides the failpoint."""

    NONE = "none"
    LOST_ANSWER = "timeout after accept"
    STALLED_ANSWER = "stalled answer"
    DOUBTFUL_ANSWER = "50004 after accept"
    SERVER_ERROR = "5xx"
    DISORDERED = "duplicate and reordered fills"
    SILENT = "silent socket"
    NO_LEDGER = "database gone"
    NO_REDIS = "redis gone"
    NO_STOP = "attached stop fails"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One run."""

    failpoint: Failpoint
    nth: int
    fault: Fault
    at_step: int  # before which the fault is armed
    steps: tuple[Step, ...]
    seed: int

    @property
    def telling(self) -> Telling:
        return {Fault.DISORDERED: Telling.DISORDERED, Fault.SILENT: Telling.NOTHING}.get(
            self.fault, Telling.IN_ORDER
        )


def planned(failpoint: Failpoint, seed: int) -> Plan:
    """Draw a run that has a chance to come to its failpoint."""
    draw = random.Random(f"{failpoint}|{seed}")
    first = draw.choice([Step.OPEN_LONG, Step.OPEN_SHORT])
    steps = [first, draw.choice([Step.DRIFT, Step.REST, Step.CLOSE, Step.SET_OFF, first])]
    steps += [draw.choice(list(Step)) for _ in range(draw.randint(0, 2))]
    if failpoint in (Failpoint.BEFORE_CANCEL, Failpoint.AFTER_CANCEL):
        steps[1:] = [Step.REST, Step.CANCEL, draw.choice(list(Step))]
    fault = list(Fault)[seed % len(Fault)]
    if failpoint in (Failpoint.PROTECTION_MISSING, Failpoint.PROTECTION_PLACED):
        fault = Fault.NO_STOP
    return Plan(
        failpoint=failpoint,
        nth=draw.choice([1, 1, 1, 2]),
        fault=fault,
        at_step=0 if fault is Fault.NO_STOP else draw.randrange(len(steps)),
        steps=tuple(steps),
        seed=seed,
    )


class Actor:
    """Carries out the steps of one run, through as many lives of its desk as it takes."""

    def __init__(
        self,
        plan: Plan,
        venue: ChaosVenue | None,
        account: str,
        folder: Path,
        *,
        steps: tuple[Step, ...] | None = None,
    ) -> None:
        self.plan = plan
        self.next_step = 0
        self._steps = plan.steps if steps is None else steps
        self._venue = venue
        self._account = account
        self._folder = folder
        self._price = Decimal(60_000)
        self._resting: list[str] = []
        if venue is not None:
            venue.move(self._price)

    async def act(self, life: Life) -> None:
        """Take the steps that are left."""
        while self.next_step < len(self._steps):
            number = self.next_step
            self.next_step += 1
            (self._folder / "step").write_text(str(self.next_step))
            async with self._spoiled(number):
                with suppress(LedgerUnavailable):  # a cycle that fails decides anew the next time
                    await self._take(number, life)
            await asyncio.sleep(0.02)

    @asynccontextmanager
    async def _spoiled(self, number: int) -> AsyncIterator[None]:
        if number != self.plan.at_step:
            yield
            return
        if self._venue is not None:
            armed_at_venue(self.plan.fault, self._venue)
        if self.plan.fault is Fault.NO_LEDGER:
            with _locked(self._folder):
                yield
                await asyncio.sleep(LOCKED_SECONDS)
            return
        yield

    async def _take(self, number: int, life: Life) -> None:
        execution, decision = life.desk.execution, decision_of(self._account, number)
        match self._steps[number]:
            case Step.OPEN_LONG | Step.OPEN_SHORT as step:
                is_long = step is Step.OPEN_LONG
                await execution.execute(an_opening(life.clock, is_long=is_long, price=self._price), decision)
            case Step.CLOSE:
                if (held := await _held(life)) is not None:
                    await execution.execute(a_close(life.clock, held), decision)
            case Step.REST:
                if (held := await _held(life, patience=25)) is not None:
                    name = f"rest{self._account}x{number}"
                    self._resting.append(name)
                    await execution.reduce(a_resting_close(life.clock, held, name))
            case Step.CANCEL:
                for name in self._resting:
                    with suppress(OrderMissing, IllegalStep):
                        await execution.cancel(name)  # type: ignore[arg-type]
            case Step.DRIFT:
                self._move(Decimal("0.002"))
            case Step.SET_OFF:
                self._move(Decimal("0.045"))

    def _move(self, share: Decimal) -> None:
        sign = 1 if self.plan.seed % 2 else -1
        self._price = (self._price * (1 + sign * share)).quantize(Decimal("0.1"))
        if self._venue is not None:
            self._venue.move(self._price)
            self._venue.settle()


def armed_at_venue(fault: Fault, venue: ChaosVenue) -> None:
    """Have the venue fail as `fault` says; what is no fault of a venue does nothing here."""
    match fault:
        case Fault.LOST_ANSWER:
            venue.fail(FaultKind.LOSE, "trade/")
        case Fault.STALLED_ANSWER:
            venue.fail(FaultKind.STALL, "trade/order", delay_ms=700)
        case Fault.DOUBTFUL_ANSWER:
            venue.fail(FaultKind.TIMEOUT, "trade/order", method="POST")
        case Fault.SERVER_ERROR:
            venue.fail(FaultKind.STATUS, "trade/", status=502, count=3)
            venue.fail(FaultKind.STATUS, "account/", status=503, count=2)
        case Fault.NO_STOP:
            venue.fail(FaultKind.UNGUARD, "trade/order")
        case _:
            pass


async def _held(life: Life, patience: int = 1) -> HeldPosition | None:
    """Return what is held, looking up to `patience` times 20 ms for it."""
    for _ in range(patience):
        if positions := await life.ledger.positions.held(DESK):
            return positions[0]
        await asyncio.sleep(0.02)
    return None


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    holder = sqlite3.connect(folder / "ledger.db", isolation_level=None)
    holder.execute("PRAGMA busy_timeout=1000")
    with suppress(sqlite3.OperationalError):
        holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        with suppress(sqlite3.OperationalError):
            holder.execute("ROLLBACK")
        holder.close()


UNSETTLED = frozenset({OrderState.INTENT, OrderState.SENDING, OrderState.UNKNOWN, OrderState.PENDING_CANCEL})
