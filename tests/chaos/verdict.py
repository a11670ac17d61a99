"""The venue's own record against the ledger."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tests.brokers.orders import DESK
from tests.chaos.desk import LIMIT, decision_of
from tests.chaos.script import Plan
from tests.chaos.venue import ChaosVenue
from tests.orders.desks import CASH
from tests.risk.situations import BTC
from tradewind.domain.ids import client_order_id
from tradewind.domain.order import OrderPurpose
from tradewind.ledger import Ledger
from tradewind.ledger.journal import EntryKind
from tradewind_lab.exchange.watch import Gap

CONTRACT = Decimal("0.01")


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What one run, or many, got wrong."""

    duplicates: int = 0
    lost_fills: int = 0
    unprotected: int = 0
    drift: int = 0
    unsettled: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, other: "Verdict") -> None:
        self.duplicates += other.duplicates
        self.lost_fills += other.lost_fills
        self.unprotected += other.unprotected
        self.drift += other.drift
        self.unsettled += other.unsettled
        self.notes += other.notes

    @property
    def is_clean(self) -> bool:
        return not (self.duplicates or self.lost_fills or self.unprotected or self.drift or self.unsettled)


async def judged(
    venue: ChaosVenue, name: str, ledger: Ledger, plan: Plan, dead: Sequence[tuple[int, int]] = ()
) -> Verdict:
    """Compare everything that the venue knows of the account with the ledger.

    `dead` are the times, in the venue's milliseconds, in which no desk ran: nobody can place a stop then.
    """
    venue.settle()
    verdict = Verdict()
    _orders(venue, name, plan, verdict)
    await _fills(venue, name, ledger, verdict)
    _gaps(venue, name, dead, verdict)
    await _books(venue, name, ledger, verdict)
    return verdict


def _orders(venue: ChaosVenue, name: str, plan: Plan, verdict: Verdict) -> None:
    """Count orders of one id, ids posted again without a refusal, and decisions carried out twice."""
    orders = list(venue.account(name).orders.values())
    taken = Counter(order.ticket.client_id for order in orders if order.ticket.client_id)
    verdict.duplicates += sum(count - 1 for count in taken.values())
    mine = {
        client_order_id(decision_of(name, n), f"{BTC}|{p}", 1)
        for n in range(len(plan.steps))
        for p in OrderPurpose
    }
    posted = Counter(one.client_id for one in venue.inbox.received if one.client_id in mine)
    reposted = [identity for identity, count in posted.items() if count > 1]
    verdict.duplicates += len(reposted)
    openings = [order for order in orders if not order.ticket.closes()]
    strangers = [order for order in openings if order.ticket.client_id not in mine]
    verdict.duplicates += len(strangers)
    if verdict.duplicates:
        verdict.notes.append(f"{name}: taken {taken}, posted again {reposted}, strangers {len(strangers)}")


async def _fills(venue: ChaosVenue, name: str, ledger: Ledger, verdict: Verdict) -> None:
    theirs = {fill.trade_id for fill in venue.account(name).fills}
    ours = [fill.trade_id for fill in await ledger.fills.of(DESK)]
    verdict.lost_fills += len(theirs ^ set(ours)) + len(ours) - len(set(ours))
    if theirs != set(ours):
        verdict.notes.append(f"{name}: fills only there {theirs - set(ours)}, only here {set(ours) - theirs}")


def _gaps(venue: ChaosVenue, name: str, dead: Sequence[tuple[int, int]], verdict: Verdict) -> None:
    now_ms, limit_ms = venue.clock.now_ms(), LIMIT.total_seconds() * 1000
    gaps = [gap for gap in venue.watch.gaps() if gap.account == name]
    long = [gap for gap in gaps if gap.until_ms is None or _lasted(gap, now_ms, dead) > limit_ms]
    verdict.unprotected += len(long)
    verdict.notes += [f"{name}: unprotected {gap}, dead {dead}" for gap in long]


def _lasted(gap: Gap, now_ms: int, dead: Sequence[tuple[int, int]]) -> int:
    until_ms = gap.until_ms or now_ms
    without = sum(max(0, min(until_ms, to_ms) - max(gap.since_ms, from_ms)) for from_ms, to_ms in dead)
    return until_ms - gap.since_ms - without


async def _books(venue: ChaosVenue, name: str, ledger: Ledger, verdict: Verdict) -> None:
    account = venue.account(name)
    theirs = {p.symbol: p.quantity * CONTRACT for p in account.positions.values() if p.quantity}
    ours = {held.position.symbol: held.position.quantity for held in await ledger.positions.held(DESK)}
    cash = (await ledger.postings.balances(DESK)).cash
    broken = [unit for unit, total in (await ledger.postings.trial_balance()).items() if total]
    made_up = await _reconciliation_entries(ledger)
    drifts = [theirs != ours, cash - CASH != account.wallet - account.deposit, bool(broken), bool(made_up)]
    verdict.drift += sum(drifts)
    if any(drifts):
        verdict.notes.append(
            f"{name}: positions {theirs} and {ours}, cash {account.wallet} and {cash}, broken {broken}, made up {made_up}"
        )


async def _reconciliation_entries(ledger: Ledger) -> int:
    """Count entries that explain nothing: money that had to be made up is drift, even if the sums agree."""
    return await ledger.postings.count(DESK, EntryKind.RECONCILIATION)
