"""`tradewind backtest`: the desk on recorded candles, with a policy or a model."""

import asyncio
import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from tradewind.cli.home import DEFAULT_HOME, Home, absolute

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.progress import Progress

    from tradewind.app.backtesting import BacktestRequest, Prepared
    from tradewind.domain.clock import Instant
    from tradewind.domain.instrument import Symbol
    from tradewind.research.backtest_report import Report

REFUSED_EXIT = 2


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(backtest)


def backtest(
    home: Home = DEFAULT_HOME,
    *,
    tape: Annotated[Path, typer.Option("--data", help="Folder of recorded candles: SYMBOL_5m.parquet.")],
    policy: Annotated[str | None, typer.Option(help="rule, buy-and-hold or random.")] = None,
    model: Annotated[str | None, typer.Option(help="A model behind an OpenAI-compatible chat API.")] = None,
    begin: Annotated[
        str | None, typer.Option("--from", help="First decision, e.g. 2025-03-01 (UTC).")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", help="Nothing later is read.")] = None,
    symbols: Annotated[str | None, typer.Option(help="Comma-separated; default: all in the folder.")] = None,
    cash: Annotated[str, typer.Option(help="Opening cash in USDT.")] = "10000",
    seed: Annotated[int, typer.Option(help="Of the random policy.")] = 7,
    keep: Annotated[str, typer.Option(help="Decisions to write down: none, trades or all.")] = "none",
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("backtest"),
    resume: Annotated[bool, typer.Option("--resume", help="Go on where a killed run stood.")] = False,
    base_url: Annotated[str | None, typer.Option(help="Of the model; default: as configured.")] = None,
    max_usd: Annotated[str, typer.Option(help="Refuse a run whose questions would cost more.")] = "1",
    may_have_seen: Annotated[
        bool,
        typer.Option("--may-have-seen", help="Test a model on a time that it was trained on, and label it."),
    ] = False,
) -> None:
    """Drive the desk over recorded candles: one decision per closed candle, orders filled on the next one."""
    from tradewind.app.backtesting import BacktestRequest
    from tradewind.research.backtest_config import BacktestConfig, Keep

    if (policy is None) == (model is None):
        _refuse("name either --policy or --model")
    _carry_out(
        lambda: BacktestRequest(
            folder=absolute(tape),
            out=absolute(out),
            config=BacktestConfig(
                decider=policy or "",
                symbols=names_in(symbols),
                begin=moment(begin),
                end=moment(end),
                cash=Decimal(cash),
                seed=seed,
                keep=Keep(keep),
            ),
            model=model,
            base_url=base_url,
            home=absolute(home),
            max_usd=Decimal(max_usd),
            may_have_seen=may_have_seen,
            is_resumed=resume,
        )
    )


def _carry_out(asked: "Callable[[], BacktestRequest]") -> None:
    from tradewind.settings import SettingsRefused

    try:
        request = asked()
        report = asyncio.run(_run(request))
    except InvalidOperation:
        _refuse("--cash and --max-usd must be numbers")
    except (SettingsRefused, ValueError) as e:  # each says itself what was wrong and where
        _refuse(str(e))
    _show(report, request.out)


async def _run(request: "BacktestRequest") -> "Report":
    from tradewind.app.backtesting import prepared

    async with prepared(request) as ready:
        if ready.estimate is not None:
            typer.echo(f"Asking {request.model}: {ready.estimate}.")
        with progress() as bar:
            return await _draw(ready, bar)


async def _draw(ready: "Prepared", bar: "Progress") -> "Report":
    run = ready.run
    row = bar.add_task(run.config.decider, total=run.last - run.first + 1, completed=run.place - run.first)
    return await ready.complete(lambda done: bar.update(row, completed=done))


def progress() -> "Progress":
    """Return a bar with the time that is left, where somebody watches."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        transient=True,
        disable=not sys.stdout.isatty(),  # nobody watches a bar in a file
    )


def _show(report: "Report", out: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    table = Table("", "trades", "won", "profit", "fees", "funding", title=report.settings.decider)
    for symbol, line in report.symbols.items():
        table.add_row(
            symbol,
            str(line.trades),
            str(line.wins),
            f"{line.realized_pnl:.2f}",
            f"{line.fees:.2f}",
            f"{line.funding:.2f}",
        )
    table.add_section()
    table.add_row(
        "all",
        str(report.trades),
        str(report.wins),
        f"{report.realized_pnl:.2f}",
        f"{report.fees:.2f}",
        f"{report.funding:.2f}",
    )
    console.print(table)
    final = "unknown" if report.final_equity is None else f"{report.final_equity:.2f} ({report.return_pct} %)"
    typer.echo(
        f"{report.first_decision} to {report.last_candle}, {report.candles} candles. Equity {report.opening_cash:.2f} → "
        f"{final}, drawdown {report.max_drawdown_pct} %, liquidations {report.liquidations}."
    )
    if report.decisions.calls:
        net = "unknown" if report.net_return_pct is None else f"{report.net_return_pct} %"
        typer.echo(f"The models cost {report.decisions.cost_usd:.2f} USD; the return after that is {net}.")
    if report.without_funding:
        typer.echo(
            f"No funding was paid for {', '.join(report.without_funding)}: the folder has no rates of it."
        )
    if report.label is not None:
        typer.echo(f"Label: {report.label}.")
    typer.echo(f"Run {report.run[:12]}, candles {report.data[:12]}; results in {out}.")


def moment(text: str | None) -> "Instant | None":
    """Return a day's beginning (UTC) or a time with its zone; None of nothing, ValueError."""
    from tradewind.domain.clock import Instant

    if text is None:
        return None
    return Instant.parse(f"{text}T00:00:00Z" if len(text) == len("2025-01-01") else text)


def names_in(symbols: str | None) -> "tuple[Symbol, ...]":
    """Return the instruments of a list with commas."""
    from tradewind.domain.instrument import Symbol

    return tuple(Symbol(name.strip()) for name in (symbols or "").split(",") if name.strip())


def _refuse(reason: str) -> NoReturn:
    typer.echo(f"No backtest: {reason}.", err=True)
    raise typer.Exit(REFUSED_EXIT)
