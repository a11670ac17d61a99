"""`tradewind arena`: several deciders on the same candles, and who did how well."""

import asyncio
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from tradewind.cli.backtest import moment, names_in, progress
from tradewind.cli.home import DEFAULT_HOME, Home, absolute

if TYPE_CHECKING:
    from collections.abc import Callable

    from tradewind.app.arena import ArenaRequest
    from tradewind.portfolio.bootstrap import Interval
    from tradewind.research.leaderboard import Leaderboard, Row

REFUSED_EXIT = 2
USUAL = ["rule", "buy-and-hold", "random"]
COLUMNS = ("", "equity", "return", "Sharpe", "95 %", "Sortino", "drawdown", "trades", "won", "factor", "fees")
WIDTH = 140
UNKNOWN = "–"  # noqa: RUF001 - a dash in a table

Contenders = Annotated[
    list[str] | None,
    typer.Option(
        "--contender", help="rule, buy-and-hold, random:SEED, model:NAME or model:NAME:PROMPT; repeat it."
    ),
]
MayHaveSeen = Annotated[
    bool,
    typer.Option("--may-have-seen", help="Test models on a time that they were trained on, and label it."),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(arena)


def arena(
    home: Home = DEFAULT_HOME,
    *,
    tape: Annotated[Path, typer.Option("--data", help="Folder of recorded candles: SYMBOL_5m.parquet.")],
    contenders: Contenders = None,
    begin: Annotated[
        str | None, typer.Option("--from", help="First decision, e.g. 2025-03-01 (UTC).")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", help="Nothing later is read.")] = None,
    symbols: Annotated[str | None, typer.Option(help="Comma-separated; default: all in the folder.")] = None,
    cash: Annotated[str, typer.Option(help="Opening cash of each in USDT.")] = "10000",
    seed: Annotated[int, typer.Option(help="Of random and of the intervals.")] = 7,
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("arena"),
    resume: Annotated[bool, typer.Option("--resume", help="Go on where a killed arena stood.")] = False,
    base_url: Annotated[str | None, typer.Option(help="Of the models; default: as configured.")] = None,
    max_usd: Annotated[str, typer.Option(help="Refuse when all questions would cost more.")] = "1",
    may_have_seen: Annotated[
        bool,
        typer.Option(
            "--may-have-seen", help="Test models on a time that they were trained on, and label it."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The leaderboard as one JSON object.")] = False,
) -> None:
    """Let models, prompts and policies decide on the same candles, each with its own simulated book."""
    from tradewind.app.arena import ArenaRequest
    from tradewind.research.backtest_config import BacktestConfig

    board = _carry_out(
        lambda: ArenaRequest(
            folder=absolute(tape),
            out=absolute(out),
            config=BacktestConfig(
                decider="",
                symbols=names_in(symbols),
                begin=moment(begin),
                end=moment(end),
                cash=Decimal(cash),
                seed=seed,
            ),
            contenders=tuple(contenders or USUAL),
            base_url=base_url,
            home=absolute(home),
            max_usd=Decimal(max_usd),
            may_have_seen=may_have_seen,
            is_resumed=resume,
        )
    )
    _show(board, absolute(out), as_json=as_json)


def _carry_out(asked: "Callable[[], ArenaRequest]") -> "Leaderboard":
    from tradewind.settings import SettingsRefused

    try:
        return asyncio.run(_run(asked()))
    except InvalidOperation:
        _refuse("--cash and --max-usd must be numbers")
    except (SettingsRefused, ValueError) as e:  # each says itself what was wrong and where
        _refuse(str(e))


async def _run(request: "ArenaRequest") -> "Leaderboard":
    from tradewind.app.arena import prepared_arena
    from tradewind.app.clock import SystemClock

    async with prepared_arena(request, SystemClock()) as ready:
        for estimate in ready.estimates:
            typer.echo(f"Asking a model: {estimate}.", err=True)
        arena = ready.arena
        with progress() as bar:
            row = bar.add_task(
                "arena", total=arena.last - arena.first + 1, completed=arena.place - arena.first
            )
            return await ready.complete(lambda done: bar.update(row, completed=done))


def _show(board: "Leaderboard", out: Path, *, as_json: bool) -> None:
    from rich.console import Console
    from rich.table import Column, Table

    from tradewind.research.leaderboard import leaderboard_bytes

    if as_json:
        typer.echo(leaderboard_bytes(board).decode(), nl=False)
        return
    table = Table(*(Column(name, no_wrap=True) for name in (*COLUMNS, "model")))
    for row in board.rows:
        table.add_row(*_cells(row))
    Console(highlight=False, width=max(Console().width, WIDTH)).print(table)
    typer.echo(
        f"{board.first_decision} to {board.last_candle}, {board.days:.1f} days, returns of every "
        f"{board.returns_every_hours} h, annual figures of 365 days."
    )
    for row in board.rows:
        if row.mean_return_interval is not None:
            typer.echo(
                f"{row.contender}: mean return of a year {_range(row.mean_return_interval, percent=True)}."
            )
        if row.label is not None:
            typer.echo(f"{row.contender}: {row.label}.")
    typer.echo(f"Arena {board.run[:12]}, candles {board.tape[:12]}; results in {out}.")


def _cells(row: "Row") -> tuple[str, ...]:
    return (
        row.contender,
        _figure(row.final_equity),
        _percent(row.total_return),
        _figure(row.sharpe),
        UNKNOWN if row.sharpe_interval is None else _range(row.sharpe_interval),
        _figure(row.sortino),
        _percent(row.max_drawdown),
        str(row.trades),
        _percent(row.win_rate),
        _figure(row.profit_factor),
        f"{row.fees:.2f}",
        f"{row.model_cost_usd:.2f}",
    )


def _range(interval: "Interval", *, percent: bool = False) -> str:
    if percent:
        return f"{_percent(interval.low)} to {_percent(interval.high)}"
    return f"{interval.low:.2f} to {interval.high:.2f}"


def _figure(figure: "float | Decimal | None") -> str:
    return UNKNOWN if figure is None else f"{figure:.2f}"


def _percent(share: float | None) -> str:
    return UNKNOWN if share is None else f"{share * 100:.2f} %"


def _refuse(reason: str) -> NoReturn:
    typer.echo(f"No arena: {reason}.", err=True)
    raise typer.Exit(REFUSED_EXIT)
