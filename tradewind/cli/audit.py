"""`tradewind audit verify`: whether the log of decisions is what was written."""

import asyncio
import os

import typer

from tradewind.cli.home import DEFAULT_HOME, Home, absolute

FAULTY_EXIT = 1
REFUSED_EXIT = 2

audit = typer.Typer(help="The log of decisions, held against its hashes.", no_args_is_help=True)


@audit.callback()
def _group() -> None:
    """Keep `verify` a command of its own."""


@audit.command()
def verify(home: Home = DEFAULT_HOME) -> None:
    """Walk the log of HOME's decisions; exit code 1 and the first bad row when it is not what was written.

    Reads only; beside a running desk too.
    """
    from tradewind.app.decision_log import verify_home
    from tradewind.ledger import LedgerError
    from tradewind.settings import SettingsRefused

    try:
        report = asyncio.run(verify_home(absolute(home), os.environ))
    except (LedgerError, SettingsRefused) as e:
        typer.echo(f"Refused: {e}", err=True)
        raise typer.Exit(REFUSED_EXIT) from e
    for end in report.chains:
        since = f", linked from {end.linked_from}" if end.unlinked and end.linked_from else ""
        before = f"; {end.unlinked} records from before there were hashes{since}" if end.unlinked else ""
        typer.echo(f"{end.portfolio_id}: {end.length} linked, the last has sha256 {end.head_sha256}{before}")
    typer.echo(f"{report.decisions} decisions and {report.contents} inputs read.")
    if not report.damage:
        typer.echo("✓ every byte is what was written")
        return
    for number, each in enumerate(report.damage):
        place = f"{each.table} {each.row}{f', {each.field}' if each.field else ''}"
        seen = f" (decision {each.decision_id})" if each.decision_id not in (None, each.row) else ""
        typer.echo(f"{'✗ first bad row:' if number == 0 else '  also:'} {place}{seen}: {each.what}")
    raise typer.Exit(FAULTY_EXIT)
