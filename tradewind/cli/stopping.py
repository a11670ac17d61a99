"""`tradewind halt | resume | kill-switch`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tradewind.cli.home import DEFAULT_HOME, Home, absolute

if TYPE_CHECKING:
    from tradewind.app.stopping import SwitchView
    from tradewind.domain.desk_state import DeskState

REFUSED_EXIT = 2
Reason = Annotated[str, typer.Option(help="Why; it is kept with the switch.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command()(halt)
    app.command()(resume)
    app.command("kill-switch")(kill_switch)


def halt(
    home: Home = DEFAULT_HOME,
    *,
    flatten: Annotated[bool, typer.Option("--flatten", help="Close every position as well.")] = False,
    reducing: Annotated[bool, typer.Option("--reducing", help="Only stop opening; closes go on.")] = False,
    reason: Reason = "halted by hand",
) -> None:
    """Stop the desk of HOME now and keep it stopped; works whether or not it runs."""
    from tradewind.domain.desk_state import DeskState

    state = DeskState.REDUCING if reducing else DeskState.HALTED
    _turn(absolute(home), state, reason, flatten=flatten)


def resume(home: Home = DEFAULT_HOME, *, reason: Reason = "resumed by hand") -> None:
    """Let the desk of HOME trade again."""
    from tradewind.domain.desk_state import DeskState

    _turn(absolute(home), DeskState.ACTIVE, reason, flatten=False)


def kill_switch(home: Home = DEFAULT_HOME) -> None:
    """Say how the switch of HOME stands and what the venue showed after the stop."""
    from tradewind.app.stopping import look

    _tell(look(absolute(home)))


def _turn(home: Path, state: "DeskState", reason: str, *, flatten: bool) -> None:
    from tradewind.app.stopping import turn
    from tradewind.orders import ReleaseRefused

    try:
        _tell(turn(home, state, reason, flatten=flatten))
    except (ReleaseRefused, OSError) as e:
        typer.echo(f"Refused: {e}", err=True)
        raise typer.Exit(REFUSED_EXIT) from e


def _tell(view: "SwitchView") -> None:
    typer.echo(f"The desk is {view.state}.")
    if view.unreadable:
        typer.echo(f"Its latch cannot be read: {view.unreadable}")
    elif view.latch:
        flatten = ", positions are closed" if view.latch.flatten else ""
        typer.echo(f"By {view.latch.by} at {view.latch.at}: {view.latch.reason}{flatten}.")
    if not view.is_running:
        typer.echo("No desk runs on this home; the next one obeys before it trades.")
    if view.proof and view.state is not view.state.ACTIVE:
        done = "done" if view.proof.is_done else "not done yet"
        typer.echo(
            f"The venue at {view.proof.read_at}: open orders {_count(view.proof.open_orders)}, "
            f"stops and targets {_count(view.proof.protections)}, positions {_count(view.proof.positions)}: {done}."
        )


def _count(number: int | None) -> str:
    return "unknown" if number is None else str(number)
