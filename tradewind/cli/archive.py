"""`tradewind data download | list | verify`: candles kept beyond the cache."""

import asyncio
import os
import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tradewind.cli.home import DEFAULT_HOME, Home, absolute

if TYPE_CHECKING:
    from rich.progress import Progress

FAULTY_EXIT = 1
REFUSED_EXIT = 2
SWAP = re.compile(r"[A-Z0-9]{2,12}-USDT-SWAP")

archive = typer.Typer(help="Candles kept beyond the cache.", no_args_is_help=True)


@archive.command()
def download(
    symbols: Annotated[list[str], typer.Argument(help="e.g. BTC-USDT-SWAP ETH-USDT-SWAP")],
    home: Home = DEFAULT_HOME,
    *,
    timeframe: Annotated[str, typer.Option(help="1m, 5m, 15m, 1h or 4h.")] = "15m",
    days: Annotated[int, typer.Option(min=1, max=3_650, help="How far back.")] = 30,
    market: Annotated[str | None, typer.Option(help="lab or okx; default: as configured.")] = None,
    tape: Annotated[Path | None, typer.Option(help="The lab's folder of recorded candles.")] = None,
) -> None:
    """Fetch candles into HOME/history; what is there already is not fetched again."""
    from tradewind.app.archive import open_archive
    from tradewind.app.clock import SystemClock
    from tradewind.app.lab_process import LabFailed
    from tradewind.domain.candle import Timeframe
    from tradewind.domain.clock import Instant
    from tradewind.domain.instrument import Symbol
    from tradewind.market.failures import FetchFailed
    from tradewind.market.history import Series
    from tradewind.market.history.download import download as pages
    from tradewind.settings import Launch, SettingsRefused, load_settings

    _refuse_unknown(symbols, timeframe, [frame.value for frame in Timeframe])
    clock = SystemClock()
    until = clock.now()
    since = Instant.of(until - timedelta(days=days))

    async def fetch(bar: "Progress") -> None:
        launch = Launch(home=absolute(home), market=market, tape=absolute(tape) if tape else None)
        async with open_archive(load_settings(launch, os.environ), clock) as place:
            for name in symbols:
                series = Series(venue="okx", symbol=Symbol(name), timeframe=Timeframe(timeframe))
                row = bar.add_task(f"{name} {timeframe}", total=until.epoch_ms - since.epoch_ms, new=0)
                new = 0
                async for reached, added in pages(place.source, place.history, series, since, until):
                    new += added
                    bar.update(row, completed=reached.epoch_ms - since.epoch_ms, new=new)

    try:
        with _progress() as bar:
            asyncio.run(fetch(bar))
    except (SettingsRefused, LabFailed, FetchFailed, ValueError) as e:
        typer.echo(
            f"Download stopped: {e}. What was kept stays; the same command goes on from there.", err=True
        )
        raise typer.Exit(REFUSED_EXIT) from e


@archive.command(name="list")
def list_series(home: Home = DEFAULT_HOME) -> None:
    """Show which candles are kept on HOME, per market."""
    from tradewind.app.archive import histories
    from tradewind.market.history.check import report

    found = [
        (market, report(history, series))
        for market, history in histories(absolute(home)).items()
        for series in history.all_series()
    ]
    for market, said in found:
        series = said.series
        span = f"{str(said.first)[:16]} to {str(said.last)[:16]}" if said.rows else "empty"
        typer.echo(
            f"{market:16} {series.venue:9} {series.symbol:14} {series.timeframe.value:3}  "
            f"{said.rows:>8} rows  {span}  {said.missing} missing"
        )
    if not found:
        typer.echo(f"No candles are kept on {absolute(home)} yet; fetch some with: tradewind data download")


@archive.command()
def verify(home: Home = DEFAULT_HOME) -> None:
    """Check every kept candle; exit code 1 when one cannot be right."""
    from tradewind.app.archive import histories
    from tradewind.market.history.check import report

    faults = rows = 0
    for market, history in histories(absolute(home)).items():
        for series in history.all_series():
            said = report(history, series)
            rows += said.rows
            faults += len(said.faults)
            for fault in said.faults:
                typer.echo(f"{market} {series.symbol} {series.timeframe.value}: {fault}")
    typer.echo(f"{rows} candles checked, {faults} faults")
    if faults:
        raise typer.Exit(FAULTY_EXIT)


def _progress() -> "Progress":
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} % · {task.fields[new]} new"),
        TimeRemainingColumn(),
    )


def _refuse_unknown(symbols: list[str], timeframe: str, timeframes: list[str]) -> None:
    odd = [name for name in symbols if not SWAP.fullmatch(name)]
    if odd:
        typer.echo(f"Download refused: {', '.join(odd)}; allowed: swaps like BTC-USDT-SWAP", err=True)
        raise typer.Exit(REFUSED_EXIT)
    if timeframe not in timeframes:
        typer.echo(f"Download refused: --timeframe {timeframe}; allowed: {', '.join(timeframes)}", err=True)
        raise typer.Exit(REFUSED_EXIT)
