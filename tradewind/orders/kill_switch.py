"""The kill switch: takes effect at once, and is kept on the local disk and in the ledger until somebody lifts it.

A stop is in force before it is written anywhere; a release only once it is on the disk. Without a ledger or Redis
the file alone is the truth.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import structlog

from tradewind.domain.clock import Clock, Instant
from tradewind.domain.desk_state import DeskIdentity, DeskState, HaltProof, Latch, refusal_in
from tradewind.domain.order import Order
from tradewind.ledger import Ledger, LedgerError
from tradewind.orders.latch_file import (
    FLATTEN,
    PROOF_NAME,
    LatchUnreadable,
    halt_file,
    read_latch,
    write_latch,
    write_proof,
)

_log = structlog.get_logger(__name__)

LOOK_EVERY = timedelta(milliseconds=200)
"""How often the files are looked at, and what could not be written is tried again."""
BY_FILE = "the file HALT"
NEVER = Instant.from_ms(0)


class ReleaseRefused(Exception):
    """The desk stays as it is; the message says what stands against it."""


class KillSwitch:
    """One desk's latch: `restore` before any trading, keep `run` running."""

    def __init__(
        self, latch_file: Path, ledger: Ledger, clock: Clock, desk: DeskIdentity | None = None
    ) -> None:
        self._path = latch_file
        self._ledger = ledger
        self._clock = clock
        self._desk = desk  # None: nobody knows which, and every turn counts
        self._latch = Latch(
            state=DeskState.ACTIVE, by="nobody", reason="never pressed", flatten=False, at=NEVER
        )
        self._unwritten: Latch | None = None
        self._unrecorded: list[Latch] = []
        self._proof: HaltProof | None = None
        self._told: HaltProof | None = None  # the proof that is on the disk
        self._turned = asyncio.Event()
        self._turn = asyncio.Lock()  # writers of the file, one after the other
        self._recalls: list[Callable[[], None]] = []

    @property
    def state(self) -> DeskState:
        """What is in force."""
        return self._latch.state

    @property
    def latch(self) -> Latch:
        """The turn that is in force."""
        return self._latch

    def proof(self) -> HaltProof | None:
        """Return what the venue last showed after the stop that is in force; None before it was asked."""
        return self._proof

    def refusal(self, order: Order) -> str | None:
        """Return why `order` may not leave now, None when it may."""
        return refusal_in(self.state, order)

    @contextmanager
    def recalling(self, recall: Callable[[], None]) -> Iterator[None]:
        """Call `recall` at every turn that is made during the block."""
        self._recalls.append(recall)
        try:
            yield
        finally:
            self._recalls.remove(recall)

    async def restore(self) -> None:
        """Take up what an earlier run left: the newest of file, ledger and memory, the strictest of one moment."""
        from_ledger = await self._from_ledger()
        from_file = self._from_file()  # last: another program may write it while the ledger is asked
        if from_file and from_ledger and from_ledger.state.severity < from_file.state.severity:
            from_ledger = None  # a release is on the disk before it is in force: this one is of another desk
        kept = [latch for latch in (self._latch, from_file, from_ledger) if latch and latch.at > NEVER]
        if kept:
            self._latch = max(kept, key=lambda latch: (latch.at, latch.state.severity))
            # The file may have been lost, or the ledger been away.
            self._unwritten = None if self._latch == from_file else self._latch
            self._unrecorded.append(self._latch)
            self._turned.set()
        self._look_for_halt_file()

    async def press(self, state: DeskState, by: str, reason: str, *, flatten: bool = False) -> Latch:
        """Turn the switch; ReleaseRefused for a release while the file HALT lies there or the disk refuses.

        A stop is in force when this begins; on return it is on the disk, or `run` goes on trying. `run` puts it
        into the ledger.
        """
        latch = Latch(state=state, by=by, reason=reason, flatten=flatten, at=self._next_moment())
        if state.severity < self.state.severity:
            await self._release(latch)
        else:
            self._take(latch)
        await self._write()
        return latch

    def trip(self, state: DeskState, by: str, reason: str) -> None:
        """Stop at once for a rule of the desk; never loosens. `run` writes it down."""
        if state.severity > self.state.severity:
            flatten = self._latch.flatten
            self._take(Latch(state=state, by=by, reason=reason, flatten=flatten, at=self._next_moment()))

    def prove(self, proof: HaltProof) -> None:
        """Keep what the venue showed after a stop."""
        if proof.state is self.state:
            self._proof = proof

    async def turned(self, within: timedelta) -> bool:
        """Wait for the next turn; False when there was none `within` the time."""
        try:
            async with asyncio.timeout(within.total_seconds()):
                await self._turned.wait()
        except TimeoutError:
            return False
        self._turned.clear()
        return True

    async def run(self) -> None:
        """Obey the files and write down what is not written, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            # Apart: a ledger that does not answer must not keep a stop on the disk from being seen.
            tasks.create_task(self._follow_files(), name="kill switch: files")
            tasks.create_task(self._keep_record(), name="kill switch: record")

    async def _follow_files(self) -> None:
        while True:
            self._look_for_halt_file()
            self._look_at_file()
            await self._write()
            await self._write_proof()
            await asyncio.sleep(LOOK_EVERY.total_seconds())

    async def _keep_record(self) -> None:
        while True:
            await self._record()
            await asyncio.sleep(LOOK_EVERY.total_seconds())

    def _take(self, latch: Latch) -> None:
        self._latch = latch
        self._proof = None
        self._unwritten = latch
        self._unrecorded.append(latch)
        self._turned.set()
        for recall in tuple(self._recalls):
            recall()
        _log.warning("desk_state", state=latch.state, by=latch.by, reason=latch.reason, flatten=latch.flatten)

    async def _release(self, latch: Latch) -> None:
        if halt_file(self._path.parent) is not None:
            raise ReleaseRefused(f"{BY_FILE} lies in {self._path.parent}; remove it first")
        released = self._latch
        async with self._turn:
            if self._latch is released:
                try:
                    await asyncio.to_thread(write_latch, self._path, latch)
                except OSError as e:
                    raise ReleaseRefused(f"the release cannot be written to {self._path}: {e}") from e
            if self._latch == latch:  # the file was looked at as soon as it was written
                return
            if self._latch is not released:  # and that stop is still to be written, over this release
                raise ReleaseRefused(f"{self._latch.by} stopped the desk meanwhile: {self._latch.reason}")
            self._take(latch)
            self._unwritten = None

    def _next_moment(self) -> Instant:
        return max(self._clock.now(), Instant.of(self._latch.at + timedelta(milliseconds=1)))

    def _look_for_halt_file(self) -> None:
        text = halt_file(self._path.parent)
        if text is None:
            return
        flatten = FLATTEN in text.lower() or (self.state is not DeskState.ACTIVE and self._latch.flatten)
        is_news = self.state is not DeskState.HALTED or (flatten and not self._latch.flatten)
        if is_news:
            self._take(
                Latch(
                    state=DeskState.HALTED,
                    by=BY_FILE,
                    reason=f"it lies in {self._path.parent}",
                    flatten=flatten,
                    at=self._next_moment(),
                )
            )

    def _look_at_file(self) -> None:
        """Obey a turn that another program wrote; a file that cannot be read halts."""
        if self._unwritten is not None:
            return
        found = self._from_file()
        if found is None or found.at <= self._latch.at:
            return
        if found.state is DeskState.ACTIVE and halt_file(self._path.parent) is not None:
            return
        self._take(found)
        self._unwritten = None

    def _from_file(self) -> Latch | None:
        try:
            return read_latch(self._path)
        except LatchUnreadable as e:
            if self.state is DeskState.HALTED:
                return None
            return Latch(
                state=DeskState.HALTED, by="the latch", reason=str(e), flatten=False, at=self._next_moment()
            )

    async def _from_ledger(self) -> Latch | None:
        try:
            return await self._ledger.desk_states.last(self._desk)
        except LedgerError as e:
            _log.error("desk_state_unread", error=str(e))
            return None

    async def _write(self) -> None:
        async with self._turn:
            latch = self._unwritten
            if latch is None:
                return
            if (newer := self._stricter_on_disk(latch)) is not None:
                self._take(newer)
                self._unwritten = None
                return
            try:
                await asyncio.to_thread(write_latch, self._path, latch)
            except OSError as e:
                _log.error("desk_state_not_on_disk", state=latch.state, error=str(e))
                return
            if self._unwritten is latch:
                self._unwritten = None

    def _stricter_on_disk(self, latch: Latch) -> Latch | None:
        """Return a stop that another program wrote after `latch`: it must not be written over."""
        try:
            found = read_latch(self._path)
        except LatchUnreadable:
            return None
        is_later = found is not None and found.at > latch.at
        return found if found and is_later and found.state.severity >= latch.state.severity else None

    async def _write_proof(self) -> None:
        proof = self._proof
        if proof is None or proof == self._told:
            return
        try:
            await asyncio.to_thread(write_proof, self._path.with_name(PROOF_NAME), proof)
            self._told = proof
        except OSError as e:
            _log.warning("proof_not_on_disk", error=str(e))

    async def _record(self) -> None:
        try:
            while self._unrecorded:
                await self._ledger.desk_states.add(self._unrecorded[0], self._desk)
                self._unrecorded.pop(0)
        except LedgerError as e:
            _log.error("desk_state_not_recorded", error=str(e))
