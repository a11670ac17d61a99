"""`tradewind drill failover`."""

import asyncio

import typer

drills = typer.Typer(help="Play what must not go wrong, on the offline venue.", no_args_is_help=True)


@drills.callback()
def _named() -> None:
    """Keep the drill's name in the command while there is one drill."""


@drills.command()
def failover() -> None:
    """The venue goes away and comes back; exit code 1 when the desk does not do what it should."""
    from tradewind.app.drill import failover_drill

    steps = asyncio.run(failover_drill())
    for step in steps:
        typer.echo(f"{'ok  ' if step.is_passed else 'FAIL'} {step.seconds:6.1f} s  {step.what}: {step.found}")
    if not all(step.is_passed for step in steps):
        raise typer.Exit(1)
