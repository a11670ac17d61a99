"""The venue goes away under open positions and comes back: what the desk does, when, and whether it all adds up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tradewind.app.drill_comparison import Check, VenueRecord
from tradewind.app.drill_desk import DrillDesk, DrillFailed, drill_desk
from tradewind.app.drill_lab import LabRecord
from tradewind.app.drill_model import DrillModel, Mood, seated
from tradewind.app.drill_outages import Outage, Way
from tradewind.app.drill_pages import DecisionSeen, ProofSeen
from tradewind.app.drill_paper import Announce, books_of, opened, too_long_unprotected
from tradewind.app.drill_records import checked

HELD = 2
"""Symbols that are held when the venue goes; as many more are wanted meanwhile."""
VENUE_AWAY = "venue"
COVERED_WITHIN = timedelta(seconds=30)
HALTED_WITHIN = timedelta(seconds=90)
"""A comparison every 15 s; openings stop after the second one without an answer."""
DECIDED_WITHIN = timedelta(seconds=60)
RECONCILED_WITHIN = timedelta(seconds=120)
"""The longest pause between two questions to a venue that is away is a minute."""
FLAT_WITHIN = timedelta(seconds=60)
EXCERPT = 160
"""Characters of a reason that are printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that happened, in seconds since the venue was lost."""

    what: str
    at_seconds: float
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailoverReport:
    """What the desk did."""

    timeline: tuple[Moment, ...]
    breaches: tuple[str, ...]
    """What it did while the venue was away and must not."""
    check: Check

    @property
    def faults(self) -> tuple[str, ...]:
        """Everything that must not be, in words."""
        return (*self.breaches, *self.check.differences, *too_long_unprotected(self.check))


async def drill_failover(home: Path, ways: Sequence[Way], announce: Announce) -> FailoverReport:
    """Play `ways` one after the other on `home`; DrillFailed where the desk does not do what it should in time."""
    model = DrillModel()
    with seated(model) as model_url:
        announce("the desk starts")
        async with drill_desk(home, model_url, is_lab=True) as desk:
            if desk.lab is None:
                raise DrillFailed("the desk does not trade on the lab")
            venue = await LabRecord.of(desk.lab, desk.http)
            books = await books_of(desk, venue, is_whole=True)
            run = _Run(desk, model, venue, announce)
            symbols = desk.settings.trading.symbols[: 2 * HELD]
            announce(f"{', '.join(symbols[:HELD])} are opened")
            before = await run.hold(frozenset(symbols[:HELD]))
            model.symbols, model.mood = frozenset(symbols[HELD:]), Mood.REST
            outage = Outage(desk=desk, lab=desk.lab)
            await run.lose(outage, ways, before)
            await run.regain(outage, ways[-1])
            await run.finish()
            check = await checked(desk, books, "at the end")
            return FailoverReport(timeline=tuple(run.timeline), breaches=tuple(run.breaches), check=check)


class _Run:
    """One run: its steps in their order, and what they leave in the report."""

    def __init__(self, desk: DrillDesk, model: DrillModel, venue: LabRecord, announce: Announce) -> None:
        self.timeline: list[Moment] = []
        self.breaches: list[str] = []
        self._desk = desk
        self._model = model
        self._venue = venue
        self._announce = announce
        self._lost_at = desk.clock.monotonic()

    async def hold(self, symbols: frozenset[str]) -> VenueRecord:
        """Open `symbols`; return the account once their stops stand at the venue."""
        self._model.symbols = symbols
        await opened(self._desk, self._model)

        async def is_covered() -> VenueRecord | None:
            record = await self._venue.read()
            return record if symbols <= record.positions.keys() & record.stops.keys() else None

        return await self._desk.until(is_covered, COVERED_WITHIN, "the stops stand at the venue")

    async def lose(self, outage: Outage, ways: Sequence[Way], before: VenueRecord) -> None:
        """Take the venue away in each way; the desk must halt openings and leave the stops where they are."""
        await outage.begin(ways[0])
        self._lost_at = self._desk.clock.monotonic()
        self._note("the venue is lost", ways[0])
        self._note("openings are halted", await self._halted())
        self._note("an opening is refused", await self._refused())
        for number, way in enumerate(ways):
            if number:
                await outage.begin(way)
                self._note("it is away in another way", way)
                await outage.felt(way)
            if way is not Way.GONE:  # a frozen lab cannot be asked
                self._look(await self._venue.read(), before)

    async def regain(self, outage: Outage, last: Way) -> None:
        """Give the venue back; the desk must agree with it before it opens what it wanted meanwhile."""
        await outage.end(last)
        self._note("the venue is back")
        self._look_at_stops(await self._venue.read())

        async def is_open() -> bool:
            return not any(block.symbol is None for block in (await self._desk.status()).opening_blocks)

        await self._desk.until(is_open, RECONCILED_WITHIN, "desk and venue agree again")
        self._note("desk and venue agree again")
        await opened(self._desk, self._model)
        self._note("the first orders after it are filled", ", ".join(sorted(self._model.symbols)))

    async def finish(self) -> None:
        """Halt and flatten, and let the desk go on once the venue has proved that nothing is left."""
        self._model.mood = Mood.REST
        await self._desk.turn("HALTED", flatten=True)

        async def is_proved() -> ProofSeen | None:
            proof = (await self._desk.kill_switch()).proof
            return proof if proof is not None and proof.is_clear else None

        await self._desk.until(is_proved, FLAT_WITHIN, "the venue proves that nothing is open")
        self._note("halted and flattened", "open orders 0, stops 0, positions 0")
        await self._desk.turn("ACTIVE", flatten=False)

    async def _halted(self) -> str:
        async def reason() -> str | None:
            blocks = (await self._desk.status()).opening_blocks
            return next((block.reason for block in blocks if block.cause == VENUE_AWAY), None)

        return await self._desk.until(reason, HALTED_WITHIN, "openings are halted")

    async def _refused(self) -> str:
        """Have the model want more; return why it does not get it."""
        last = await self._desk.decisions()
        self._model.mood = Mood.OPEN

        async def has_decided() -> DecisionSeen | None:
            newest = (await self._desk.decisions())[:1]
            return newest[0] if newest and newest != last[:1] else None

        decision = await self._desk.until(has_decided, DECIDED_WITHIN, "a decision is made", is_deciding=True)
        approved = [item.symbol for item in decision.items if item.is_approved]
        if approved:
            self.breaches.append(f"approved while the venue was away: {', '.join(approved)}")
        return next((item.reason for item in decision.items if item.reason), decision.why or "")

    def _look(self, now: VenueRecord, before: VenueRecord) -> None:
        self._look_at_stops(now)
        if now.orders and before.orders and now.orders.sent != before.orders.sent:
            sent = now.orders.sent - before.orders.sent
            self.breaches.append(f"{sent} orders were sent while the venue was away")

    def _look_at_stops(self, now: VenueRecord) -> None:
        self._note("stops are verified", f"{len(now.stops)} of {len(now.positions)} positions are covered")
        bare = sorted(now.positions.keys() - now.stops.keys())
        if bare:
            self.breaches.append(f"without a stop: {', '.join(bare)}")

    def _note(self, what: str, note: str = "") -> None:
        at = self._desk.clock.monotonic() - self._lost_at
        said = note if len(note) <= EXCERPT else f"{note[:EXCERPT]} …"
        self.timeline.append(Moment(what=what, at_seconds=at, note=said))
        self._announce(f"{at:.1f} s: {what}")
