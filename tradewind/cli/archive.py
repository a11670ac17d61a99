"""`tradewind data download | list | verify`: candles kept beyond the cache."""

import asyncio
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tradewind.cli.home import DEFAULT_HOME, Home, absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

    from tradewind.market.history.check import SeriesReport

FAULTY_EXIT = 1
REFUSED_EXIT = 2

archive = typer.Typer(help="Candles kept beyond the cache.", no_args_is_help=True)


@archive.command()
def download(
    symbols: Annotated[list[str], typer.Argument(help="e.g. BTC-USDT-SWAP BTCUSDT SPY")],
    home: Home = DEFAULT_HOME,
    *,
    timeframe: Annotated[str, typer.Option(help="1m, 5m, 15m, 1h or 4h.")] = "15m",
    days: Annotated[int, typer.Option(min=1, max=3_650, help="How far back.")] = 30,
    market: Annotated[str | None, typer.Option(help="lab or okx; default: as configured.")] = None,
    tape: Annotated[Path | None, typer.Option(help="The lab's folder of recorded candles.")] = None,
) -> None:
    """Fetch candles into the history; what is there already is not fetched again."""
    from tradewind.app.archive import open_archive, series_of
    from tradewind.app.clock import SystemClock
    from tradewind.app.lab_process import LabFailed
    from tradewind.domain.candle import Timeframe
    from tradewind.domain.clock import Instant
    from tradewind.market.failures import FetchFailed
    from tradewind.market.history.download import download as pages
    from tradewind.settings import Launch, SettingsRefused, load_settings

    _refuse_unknown(timeframe, [frame.value for frame in Timeframe])
    clock = SystemClock()
    until = clock.now()
    since = Instant.of(until - timedelta(days=days))

    async def fetch(bar: "Progress") -> None:
        launch = Launch(home=absolute(home), market=market, tape=absolute(tape) if tape else None)
        settings = load_settings(launch, os.environ)
        every = [series_of(name, Timeframe(timeframe), settings) for name in symbols]
        async with open_archive(settings, clock, {series.venue for series in every}) as place:
            for series in every:
                row = bar.add_task(
                    f"{series.symbol} {timeframe}", total=until.epoch_ms - since.epoch_ms, new=0
                )
                new = 0
                async for reached, added in pages(
                    place.sources[series.venue], place.history, series, since, until
                ):
                    new += added
                    bar.update(row, completed=reached.epoch_ms - since.epoch_ms, new=new)
                typer.echo(f"{series.symbol} {timeframe}: {new} new")

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
    """Show which candles are kept, per market."""
    found = list(_reports(home))
    for market, said in found:
        series = said.series
        span = f"{str(said.first)[:16]} to {str(said.last)[:16]}" if said.rows else "empty"
        typer.echo(
            f"{market:16} {series.venue:9} {series.symbol:14} {series.timeframe.value:3}  "
            f"{said.rows:>8} rows  {span}  {said.missing} missing"
        )
    if not found:
        typer.echo(f"No candles are kept for {absolute(home)} yet; fetch some with: tradewind data download")


@archive.command()
def verify(
    home: Home = DEFAULT_HOME,
    *,
    gap_free: Annotated[bool, typer.Option("--gap-free", help="Fail for a gap too.")] = False,
) -> None:
    """Check every kept candle and name every gap; exit code 1 when a candle cannot be right."""
    faults = rows = gaps = 0
    for market, said in _reports(home):
        name = f"{market} {said.series.symbol} {said.series.timeframe.value}"
        rows += said.rows
        faults += len(said.faults)
        gaps += len(said.gaps)
        for fault in said.faults:
            typer.echo(f"{name}: {fault}")
        for gap in said.gaps:
            typer.echo(f"{name}: gap of {gap.missing} candles, {gap.first} to {gap.last}")
    typer.echo(f"{rows} candles checked, {faults} faults, {gaps} gaps")
    if faults or (gaps and gap_free):
        raise typer.Exit(FAULTY_EXIT)


def _reports(home: Path) -> "Iterator[tuple[str, SeriesReport]]":
    from tradewind.app.archive import histories
    from tradewind.market.history.check import report
    from tradewind.settings import Launch, SettingsRefused, load_settings

    try:
        settings = load_settings(Launch(home=absolute(home)), os.environ)
    except SettingsRefused as e:
        typer.echo(f"Refused: {e}", err=True)
        raise typer.Exit(REFUSED_EXIT) from e
    for market, history in histories(settings).items():
        for series in history.all_series():
            yield market, report(history, series)


def _progress() -> "Progress":
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} % · {task.fields[new]} new"),
        TimeRemainingColumn(),
        transient=True,
        disable=not sys.stdout.isatty(),  # nobody watches a bar in a file
    )


def _refuse_unknown(timeframe: str, timeframes: list[str]) -> None:
    if timeframe not in timeframes:
        typer.echo(f"Download refused: --timeframe {timeframe}; allowed: {', '.join(timeframes)}", err=True)
        raise typer.Exit(REFUSED_EXIT)
