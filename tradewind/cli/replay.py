"""`tradewind replay`: decisions on record, decided again."""

import asyncio
import os
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from tradewind.cli.home import DEFAULT_HOME, Home, absolute

if TYPE_CHECKING:
    from tradewind.research.replay import Replayed

DIFFERENT_EXIT = 1
REFUSED_EXIT = 2


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(replay)


def replay(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Decisions by their ids.")
    ] = None,
    home: Home = DEFAULT_HOME,
    *,
    every: Annotated[bool, typer.Option("--all", help="Every decision on record.")] = False,
    model: Annotated[str | None, typer.Option(help="Let another model answer.")] = None,
    prompt: Annotated[str | None, typer.Option(help="Ask with another version of the prompt.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Decide again what is on record, from stored bytes alone; exit code 1 when anything comes out different.

    A question that has no answer on record is put to --model where app.yaml configures one of that name; its answer
    is kept in HOME/replay and never asked for again.
    """
    from tradewind.ledger import LedgerError
    from tradewind.research.answer_cache import AnswersDamaged
    from tradewind.research.replay_log import UnknownDecision
    from tradewind.settings import SettingsRefused

    if bool(ids) is every:
        raise typer.BadParameter("name decisions by their ids, or all of them with --all")

    async def run() -> Counter[str]:
        from tradewind.app.decision_log import WhatIf, replay_home
        from tradewind.domain.ids import DecisionId

        counts: Counter[str] = Counter()
        chosen = [DecisionId(each) for each in ids or ()]
        async for replayed in replay_home(
            absolute(home), os.environ, chosen, WhatIf(model=model, prompt=prompt)
        ):
            counts[replayed.result] += 1
            _tell(replayed, as_json=as_json)
        return counts

    try:
        counts = asyncio.run(run())
    except (LedgerError, SettingsRefused, UnknownDecision, AnswersDamaged) as e:
        typer.echo(f"Refused: {e}", err=True)
        raise typer.Exit(REFUSED_EXIT) from e
    _sum_up(counts, as_json=as_json)


def _tell(replayed: "Replayed", *, as_json: bool) -> None:
    import msgspec

    difference = replayed.difference
    if as_json:
        line = {
            "id": replayed.record.decision_id,
            "result": replayed.result,
            "stage": difference.stage if difference else None,
            "what": difference.what if difference else replayed.why_not,
            "sha256": replayed.sha256,
        }
        typer.echo(msgspec.json.encode(line).decode())
    elif difference is not None:
        typer.echo(
            f"{replayed.record.decision_id} {replayed.result} at {difference.stage}: {difference.what}"
        )
    elif replayed.why_not is not None:
        typer.echo(f"{replayed.record.decision_id} not replayable: {replayed.why_not}")
    else:
        typer.echo(f"{replayed.record.decision_id} {replayed.result}")


def _sum_up(counts: Counter[str], *, as_json: bool) -> None:
    from tradewind.research.replay import Result

    if not as_json:
        total = counts.total()
        tally = ", ".join(f"{counts[result]} {result.replace('_', ' ')}" for result in Result)
        typer.echo(f"{total} decisions: {tally}")
    if counts[Result.DIFFERENT]:
        raise typer.Exit(DIFFERENT_EXIT)
