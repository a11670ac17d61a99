"""`tradewind mode`."""

import getpass
import os
from collections.abc import Sequence
from typing import Annotated

import typer
from dotenv import dotenv_values

from tradewind.cli.home import DEFAULT_HOME, Home, absolute

REFUSED_EXIT = 2
MODES = ("simulator", "paper", "live")
LEAVE_OPEN = "leave open"
"""What a person has to say, to the letter, to leave positions or orders that no desk watches."""


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(mode)


def mode(
    wanted: Annotated[
        str | None, typer.Argument(help="simulator, paper or live; nothing: say which.")
    ] = None,
    home: Home = DEFAULT_HOME,
    *,
    reason: Annotated[str, typer.Option(help="Why; it is kept with the switch.")] = "switched by hand",
    confirm: Annotated[
        str | None, typer.Option(help=f"The words {LEAVE_OPEN!r}, where something would be left open.")
    ] = None,
) -> None:
    """Say which account the desk of HOME trades, or switch it."""
    from tradewind.app.mode_change import ModeRefused, Wish, change_mode, shown_mode
    from tradewind.domain.account import RuntimeMode
    from tradewind.ledger import LedgerError
    from tradewind.settings import Launch, SettingsRefused, load_settings

    if wanted not in (None, *MODES):
        raise typer.BadParameter(f"{wanted!r} is no mode; allowed: {', '.join(MODES)}")
    environment = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    try:
        settings = load_settings(Launch(home=absolute(home)), {**environment, **os.environ})
        if wanted is None:
            typer.echo(f"The desk of {settings.launch.home} trades in {shown_mode(settings)} mode.")
        else:
            wish = Wish(mode=RuntimeMode(wanted), by=getpass.getuser(), reason=reason)
            typer.echo(change_mode(settings, wish, lambda left: leaves_open(left, confirm)))
    except (ModeRefused, SettingsRefused, LedgerError) as e:
        typer.echo(f"Refused: {e}", err=True)
        raise typer.Exit(REFUSED_EXIT) from e


def leaves_open(left: Sequence[str], confirm: str | None) -> bool:
    """Print what would be left open and return whether the words were said, in `confirm` or when asked."""
    typer.echo("The books still hold this, and in simulator mode nobody watches it:", err=True)
    for line in left:
        typer.echo(f"  {line}", err=True)
    if confirm is None:
        try:
            confirm = typer.prompt(f"Type '{LEAVE_OPEN}' to go on", default="", show_default=False, err=True)
        except typer.Abort:  # nobody is there to ask
            return False
    return confirm == LEAVE_OPEN
