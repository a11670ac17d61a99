"""`tradewind run ROLE`: one role of the desk in a process of its own."""

import os
from typing import Annotated

import typer
from dotenv import dotenv_values

from tradewind.cli.home import DEFAULT_HOME, Home, absolute
from tradewind.cli.screen import Screen

USAGE_EXIT = 2
COLLECTOR_PORT = 8895

roles = typer.Typer(help="Run one role of the desk alone.", no_args_is_help=True)


@roles.callback()
def _one_role() -> None:
    """Run one role of the desk alone."""


@roles.command()
def collector(
    home: Home = DEFAULT_HOME,
    *,
    host: Annotated[str | None, typer.Option(help="Address of the health page.")] = None,
    port: Annotated[
        int, typer.Option(min=0, max=65_535, help="Port of GET /health; 0 chooses a free one.")
    ] = COLLECTOR_PORT,
    market: Annotated[str | None, typer.Option(help="lab or okx; default: as configured.")] = None,
) -> None:
    """Fetch market data into REDIS_URL, the Redis of the desk that runs on HOME, or one of its own."""
    from tradewind.app.collector_service import run_collector
    from tradewind.app.outside import StartRefused
    from tradewind.settings import Launch, SettingsRefused, load_settings

    screen = Screen()
    if market not in (None, "lab", "okx"):
        _refuse(screen, f"--market: {market!r} is not accepted; allowed: lab, okx")
    launch = Launch(home=absolute(home), host=host, port=port, market=market)
    try:
        run_collector(load_settings(launch, _environment()), screen)
    except (SettingsRefused, StartRefused) as e:
        _refuse(screen, str(e))


@roles.command()
def analyst(home: Home = DEFAULT_HOME) -> None:
    """Analyze the market data in REDIS_URL, or in the Redis of the desk that runs on HOME."""
    from tradewind.app.analyst_service import run_analyst
    from tradewind.app.outside import StartRefused
    from tradewind.settings import Launch, SettingsRefused, load_settings

    screen = Screen()
    try:
        run_analyst(load_settings(Launch(home=absolute(home)), _environment()), screen)
    except (SettingsRefused, StartRefused) as e:
        _refuse(screen, str(e))


@roles.command()
def trader(
    home: Home = DEFAULT_HOME,
    *,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65_535, help="Port; 0 chooses a free one.")] = None,
    market: Annotated[str | None, typer.Option(help="lab or okx; default: as configured.")] = None,
) -> None:
    """Trade and show the dashboard on the market data that a collector and an analyst elsewhere keep in REDIS_URL."""
    from tradewind.app.launch import run_desk
    from tradewind.app.outside import StartRefused
    from tradewind.settings import Launch, SettingsFiles, SettingsRefused

    screen = Screen()
    if market not in (None, "lab", "okx"):
        _refuse(screen, f"--market: {market!r} is not accepted; allowed: lab, okx")
    launch = Launch(home=absolute(home), host=host, port=port, market=market, roles=("trader", "web"))
    try:
        files = SettingsFiles(launch=launch, environment=_environment())
        settings = files.read()
        if settings.redis_url is None:
            _refuse(screen, "REDIS_URL is not set: say where the collector writes, or start tradewind up")
        run_desk(settings, screen, files)
    except (SettingsRefused, StartRefused) as e:
        _refuse(screen, str(e))


def _environment() -> dict[str, str]:
    written = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    return {**written, **os.environ}


def _refuse(screen: Screen, reason: str) -> None:
    screen.refuse(reason)
    raise typer.Exit(USAGE_EXIT)
