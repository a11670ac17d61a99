"""`tradewind config accept`."""

import getpass

import typer

from tradewind.cli.home import DEFAULT_HOME, Home, absolute

REFUSED_EXIT = 2

config = typer.Typer(help="The settings of a running desk.", no_args_is_help=True)


@config.callback()
def _settings() -> None:
    """Work on the settings of a running desk."""


@config.command()
def accept(home: Home = DEFAULT_HOME) -> None:
    """Let the loosened limits in HOME/config/trading.yaml count, as the file stands now."""
    from tradewind.app.config_acceptance import NothingToAccept, accept_limits

    try:
        for line in accept_limits(absolute(home), getpass.getuser()):
            typer.echo(line)
    except NothingToAccept as e:
        typer.echo(f"Refused: {e}", err=True)
        raise typer.Exit(REFUSED_EXIT) from e
