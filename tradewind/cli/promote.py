"""`tradewind promote`: whether a contender has earned the next account."""

import asyncio
import os
from typing import TYPE_CHECKING, Annotated

import typer
from dotenv import dotenv_values

from tradewind.cli.home import DEFAULT_HOME, Home, absolute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradewind.domain.runtime_mode import ArmingStep

REFUSED_EXIT = 2
STAYS_EXIT = 1
NEXT = {"simulator": "paper", "paper": "live"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(promote)


def promote(
    home: Home = DEFAULT_HOME,
    *,
    start: Annotated[
        str, typer.Option("--from", help="Which account it trades so far: simulator or paper.")
    ] = "simulator",
    contender: Annotated[
        str | None, typer.Option(help="Its name in the arena; default: the model that decides.")
    ] = None,
) -> None:
    """Tell every condition of a promotion with its figures; nothing is switched. Exit code 1: it stays."""
    from tradewind.ledger import LedgerError
    from tradewind.research.promotion import is_promoted
    from tradewind.settings import SettingsRefused

    if start not in NEXT:
        raise typer.BadParameter(f"{start!r} is no start; allowed: {', '.join(NEXT)}")
    try:
        steps = _steps(home, start, contender)
    except (SettingsRefused, LedgerError) as e:
        typer.echo(f"Refused: {e}", err=True)
        raise typer.Exit(REFUSED_EXIT) from e
    for step in steps:
        typer.echo(f"{'✓' if step.is_met else '✗'} {step.name.removeprefix('promotion_')}: {step.what}")
    if not is_promoted(steps):
        typer.echo(f"It stays in {start} mode.")
        raise typer.Exit(STAYS_EXIT)
    typer.echo(f"It may trade in {NEXT[start]} mode: tradewind mode {NEXT[start]}")


def _steps(home: Home, start: str, contender: str | None) -> "Sequence[ArmingStep]":
    from tradewind.app.promotion import promotion_steps, unsettled_orders
    from tradewind.domain.account import RuntimeMode
    from tradewind.settings import Launch, load_settings

    environment = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    settings = load_settings(Launch(home=absolute(home)), {**environment, **os.environ})
    incidents = asyncio.run(unsettled_orders(settings, RuntimeMode(start)))
    return promotion_steps(settings, contender, incidents)
