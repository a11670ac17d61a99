"""`tradewind up | run | lab | status | data | config | halt | resume | kill-switch | mode | parse | backtest | arena | promote | replay | audit | drill`."""

import os
import runpy
import sys
from pathlib import Path
from typing import Annotated

import typer
from dotenv import dotenv_values

from tradewind.cli import arena, backtest, local_model, mode, parse, promote, replay, stopping
from tradewind.cli.archive import archive
from tradewind.cli.audit import audit
from tradewind.cli.drill import drills
from tradewind.cli.home import DEFAULT_HOME, Home, absolute
from tradewind.cli.run import roles
from tradewind.cli.screen import Screen
from tradewind.cli.settings import config

USAGE_EXIT = 2
NOT_RUNNING_EXIT = 3
NOT_RUNNING = (
    '{"url":null,"redis_url":null,"database_url":null,"pid":null,"ready":false,"roles":{},"lab":null}'
)

app = typer.Typer(
    help="A self-hosted trading desk on which a language model trades inside limits it cannot change.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(archive, name="data")
app.add_typer(roles, name="run")
app.add_typer(config, name="config")
app.add_typer(drills, name="drill")
app.add_typer(audit, name="audit")
stopping.register(app)
mode.register(app)
parse.register(app)
local_model.register(app)
backtest.register(app)
arena.register(app)
promote.register(app)
replay.register(app)


@app.command()
def up(
    home: Home = DEFAULT_HOME,
    *,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65_535, help="Port; 0 chooses a free one.")] = None,
    tape: Annotated[Path | None, typer.Option(help="Folder of recorded candles for the lab to play.")] = None,
    start: Annotated[
        str | None, typer.Option(help="The tape's own time at which playing begins (ISO or ms).")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the generated tape.")] = None,
    market: Annotated[
        str | None, typer.Option(help="lab: the offline venue; okx: real market data, no key needed.")
    ] = None,
) -> None:
    """Start the desk and stay until Ctrl-C."""
    from tradewind.app.launch import run_desk
    from tradewind.app.outside import StartRefused
    from tradewind.settings import Launch, SettingsFiles, SettingsRefused

    screen = Screen()
    launch = Launch(
        home=absolute(home),
        host=host,
        port=port,
        market=market,
        tape=absolute(tape) if tape else None,
        tape_start=start,
        seed=seed,
    )
    if market not in (None, "lab", "okx"):
        _refuse(screen, f"--market: {market!r} is not accepted; allowed: lab, okx")
    environment = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    try:
        files = SettingsFiles(launch=launch, environment={**environment, **os.environ})
        run_desk(files.read(), screen, files)
    except (SettingsRefused, StartRefused) as e:
        _refuse(screen, str(e))


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
def lab(context: typer.Context) -> None:
    """Run the offline venue alone; `tradewind lab --help` lists its options."""
    sys.argv = ["tradewind lab", *context.args]
    runpy.run_module("tradewind_lab", run_name="__main__", alter_sys=False)


@app.command()
def status(
    home: Home = DEFAULT_HOME,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for programs.")] = False,
) -> None:
    """Say whether a desk runs on HOME and where it answers; exit code 3 when none does."""
    import msgspec

    from tradewind.app.status_file import read_status

    folder = absolute(home)
    found = read_status(folder)
    if found is None:
        if as_json:
            typer.echo(NOT_RUNNING)
        else:
            typer.echo(f"No desk runs on {folder}. Start one with: tradewind up --home {folder}")
        raise typer.Exit(NOT_RUNNING_EXIT)
    if as_json:
        typer.echo(msgspec.json.encode(found).decode())
        return
    roles = ", ".join(f"{name} {state}" for name, state in found.roles.items())
    typer.echo(f"{'Ready' if found.ready else 'Not ready'} at {found.url} (process {found.pid}): {roles}")


def _refuse(screen: Screen, reason: str) -> None:
    screen.refuse(reason)
    raise typer.Exit(USAGE_EXIT)


def main() -> None:
    """Run the command line."""
    app()
