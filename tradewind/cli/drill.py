"""`tradewind drill paper | failover`."""

import asyncio
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from tradewind.cli.drill_report import (
    FAULTY_EXIT,
    announce,
    books_table,
    judge,
    paper_table,
    show,
    timeline_table,
)
from tradewind.cli.home import absolute

T = TypeVar("T")

REFUSED_EXIT = 2
VENUES = ("lab", "okx")

drills = typer.Typer(help="Try a desk of its own out, and judge it.", no_args_is_help=True)

DrillHome = Annotated[
    Path | None, typer.Option(help="Folder of the drill's desk; default: a new one, removed afterwards.")
]


@drills.command()
def paper(
    home: DrillHome = None,
    *,
    seconds: Annotated[float, typer.Option(min=0, max=3_600, help="How long to trade.")] = 20,
    venue: Annotated[str, typer.Option(help="lab, or okx: the demo account of OKX_DEMO_API_KEY.")] = "lab",
) -> None:
    """Trade in paper mode, then hold the ledger against the venue's own record; exit code 0 when they agree."""
    from tradewind.app.drill_paper import drill_paper

    if venue not in VENUES:
        raise typer.BadParameter(f"{venue!r} is no venue of a drill; allowed: {', '.join(VENUES)}")
    report = _drilled(home, lambda at: drill_paper(at, seconds, announce, is_lab=venue == "lab"))
    show(paper_table(report))
    judge(report.faults, "desk and venue agree to the last digit")


@drills.command()
def failover(
    home: DrillHome = None,
    *,
    way: Annotated[
        list[str] | None, typer.Option(help="refuse, stall or gone; several in their order. Default: all.")
    ] = None,
) -> None:
    """Take the venue away under open positions and give it back; exit code 0 when the desk did all it should."""
    from tradewind.app.drill_failover import drill_failover
    from tradewind.app.drill_outages import Way

    unknown = sorted(set(way or ()) - set(Way))
    if unknown:
        raise typer.BadParameter(f"{', '.join(unknown)}: no way to be away; allowed: {', '.join(Way)}")
    ways = [Way(one) for one in way or Way]
    report = _drilled(home, lambda at: drill_failover(at, ways, announce))
    show(timeline_table(report), books_table("The books", (report.check,)))
    judge(report.faults, "openings halted, stops kept, reconciled, trading again")


def _drilled(home: Path | None, drill: Callable[[Path], Coroutine[Any, Any, T]]) -> T:
    import httpx2

    from tradewind.app.drill_desk import DrillFailed
    from tradewind.ledger import LedgerError
    from tradewind.settings import SettingsRefused

    try:
        with _place(home) as at:
            return asyncio.run(drill(at))
    except (DrillFailed, httpx2.HTTPError) as e:
        typer.echo(f"✗ {e}")
        raise typer.Exit(FAULTY_EXIT) from e
    except (SettingsRefused, LedgerError, OSError) as e:
        typer.echo(f"Refused: {e}", err=True)
        raise typer.Exit(REFUSED_EXIT) from e


@contextmanager
def _place(home: Path | None) -> Iterator[Path]:
    if home is not None:
        yield absolute(home)
        return
    with tempfile.TemporaryDirectory(prefix="tradewind-drill-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "home"
