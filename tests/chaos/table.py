"""What came of many runs, for people."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.chaos.run import Report
from tests.chaos.verdict import Verdict
from tradewind.orders.failpoints import Failpoint

HEAD = (
    "failpoint",
    "runs",
    "tripped",
    "killed",
    "duplicates",
    "lost",
    "unprotected",
    "drift",
    "unsettled",
    "s/run",
)


@dataclass(slots=True, kw_only=True)
class Tally:
    """Every run of one failpoint."""

    failpoint: Failpoint
    runs: int = 0
    tripped: int = 0
    killed: int = 0  # with a process that really ended there
    seconds: float = 0.0
    verdict: Verdict = field(default_factory=Verdict)

    def add(self, report: Report) -> None:
        self.runs += 1
        self.tripped += report.is_tripped
        self.killed += report.is_killed
        self.verdict.add(report.verdict)

    def merge(self, other: "Tally") -> None:
        """Count in what came of other runs of the same failpoint."""
        self.runs += other.runs
        self.tripped += other.tripped
        self.killed += other.killed
        self.seconds += other.seconds
        self.verdict.add(other.verdict)

    def row(self) -> tuple[str, ...]:
        found = self.verdict
        counts = (
            self.runs,
            self.tripped,
            self.killed,
            found.duplicates,
            found.lost_fills,
            found.unprotected,
            found.drift,
            found.unsettled,
        )
        return (self.failpoint, *map(str, counts), f"{self.seconds / max(self.runs, 1):.2f}")


def lines(tallies: Sequence[Tally]) -> list[str]:
    """Return the notes on what went wrong, then the table."""
    rows = [HEAD, *(tally.row() for tally in tallies)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    notes = [note for tally in tallies for note in tally.verdict.notes]
    return [
        *notes,
        *("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows),
    ]


def last_line(tallies: Sequence[Tally]) -> str:
    """Return the sums that count; runs that did not come to rest are told before."""
    total = Verdict()
    for tally in tallies:
        total.add(tally.verdict)
    sums = (
        f"duplicate orders {total.duplicates}, lost fills {total.lost_fills}, "
        f"unprotected {total.unprotected}, ledger drift {total.drift}"
    )
    return f"{total.unsettled} runs did not come to rest\n{sums}" if total.unsettled else sums
