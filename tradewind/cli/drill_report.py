"""What a drill prints: its steps as they come, then tables and a verdict."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from tradewind.app.drill_comparison import Check, OrdersSeen
    from tradewind.app.drill_failover import FailoverReport
    from tradewind.app.drill_paper import PaperReport

FAULTY_EXIT = 1


def announce(what: str) -> None:
    """Print what is done next."""
    typer.echo(f"· {what} …")


def judge(faults: tuple[str, ...], otherwise: str) -> None:
    """Print every fault and leave with 1, or print what holds."""
    for fault in faults:
        typer.echo(f"✗ {fault}")
    if faults:
        raise typer.Exit(FAULTY_EXIT)
    typer.echo(f"✓ {otherwise}")


def show(*tables: "Table") -> None:
    """Print tables."""
    from rich.console import Console

    console = Console(highlight=False)
    for table in tables:
        console.print(table)


def books_table(title: str, checks: "tuple[Check, ...]") -> "Table":
    """Return ledger and venue side by side, a column for each comparison."""
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    table.add_column("")
    for check in checks:
        table.add_column(check.when, justify="right")
    for name, of in BOOKS_ROWS.items():
        table.add_row(name, *(of(check) for check in checks))
    return table


def paper_table(report: "PaperReport") -> "Table":
    """Return what a run in paper mode came to."""
    table = books_table(f"Paper trading on {report.venue}", report.checks)
    padding = [""] * (len(report.checks) - 1)
    for stage in report.latencies:
        took = " / ".join("none" if ms is None else f"{ms:.0f} ms" for ms in (stage.p50_ms, stage.p95_ms))
        table.add_row(f"order to {stage.stage}, p50 / p95", *padding, took)
    table.add_row("positions opened and closed", *padding, str(report.round_trips))
    return table


def timeline_table(report: "FailoverReport") -> "Table":
    """Return what happened when."""
    from rich.table import Table

    table = Table(title="The venue goes away and comes back", title_justify="left")
    table.add_column("after", justify="right")
    table.add_column("what")
    table.add_column("")
    for moment in report.timeline:
        table.add_row(f"{moment.at_seconds:.1f} s", moment.what, moment.note)
    return table


BOOKS_ROWS: "dict[str, Callable[[Check], str]]" = {
    "orders sent": lambda check: _told(check, lambda orders: str(orders.sent)),
    "duplicates": lambda check: _told(check, lambda orders: str(orders.duplicates)),
    "fills posted / at the venue": lambda check: f"{len(check.ledger.fills)} / {len(check.venue.fills)}",
    "positions in the ledger / at the venue": lambda check: (
        f"{len(check.ledger.positions)} / {len(check.venue.positions)}"
    ),
    "of them covered by stops": lambda check: str(len(check.venue.stops)),
    "cash in the ledger": lambda check: f"{check.ledger.cash:f}",
    "ledger drift": lambda check: f"{check.ledger.cash - check.venue.cash:f}",
    "unprotected seconds": lambda check: _told(
        check, lambda orders: f"{sum(gap.total_seconds() for gap in orders.unprotected):.1f}"
    ),
    "differences": lambda check: str(len(check.differences)),
}


def _told(check: "Check", of: "Callable[[OrdersSeen], str]") -> str:
    return "not told" if check.venue.orders is None else of(check.venue.orders)
