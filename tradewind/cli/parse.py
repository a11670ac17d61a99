"""`tradewind parse`: what the desk reads in a model's answer, as JSON; it needs no desk."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from tradewind.decision.answer import Answer
    from tradewind.decision.answer_text import AnswerUnusable
    from tradewind.domain.decision import Proposal
    from tradewind.domain.instrument import Symbol

UNREADABLE_EXIT = 1
USAGE_EXIT = 2


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(parse)


def parse(
    source: Annotated[str, typer.Argument(metavar="FILE|-", help="A file with an answer; - reads stdin.")],
    *,
    symbols: Annotated[
        str | None,
        typer.Option(help="The instruments of the desk, with commas; default: whatever the answer names."),
    ] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Every line is {"raw": "…"}; one line is printed for each.')
    ] = False,
) -> None:
    """Print what can be read in a model's answer: {decisions, refused, notes}.

    Exit 0: it was read, doing nothing included. 1: nothing could be read. 2: bad usage.
    """
    desk = _desk(symbols)
    text = _read(source)
    answers = list(_raw_lines(text)) if jsonl else [text]
    results = [_result(answer, desk) for answer in answers]
    for shown, _ in results:
        sys.stdout.write(json.dumps(shown, indent=None if jsonl else 2) + "\n")
    if not any(is_read for _, is_read in results):
        raise typer.Exit(UNREADABLE_EXIT)


def _desk(symbols: str | None) -> "tuple[Symbol, ...] | None":
    from tradewind.domain.instrument import Symbol

    if symbols is None:
        return None
    named = tuple(Symbol(part.strip()) for part in symbols.split(",") if part.strip())
    if not named:
        _refuse("--symbols names no instrument")
    return named


def _read(source: str) -> str:
    try:
        content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as e:
        _refuse(f"{source}: {e.strerror}")
    return content.decode("utf-8-sig", errors="replace")


def _raw_lines(text: str) -> Iterator[str | None]:
    """Yield the answer of each line, None for a line that holds none."""
    for line in text.split("\n"):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError):
            fields = None
        match fields:
            case {"raw": str(answer)}:
                yield answer
            case _:
                yield None


def _result(text: str | None, desk: "tuple[Symbol, ...] | None") -> tuple[dict[str, object], bool]:
    from tradewind.decision.answer import Answer, parse_answer
    from tradewind.decision.answer_text import AnswerUnusable

    if text is None:
        return _shown(AnswerUnusable(reason='the line is not {"raw": "…"}')), False
    answer = parse_answer(text, desk)
    return _shown(answer), isinstance(answer, Answer)


def _shown(answer: "Answer | AnswerUnusable") -> dict[str, object]:
    from tradewind.decision.answer import Answer

    refused = [{"excerpt": each.excerpt, "reason": each.reason} for each in answer.unreadable]
    if not isinstance(answer, Answer) and not refused:
        refused = [{"excerpt": "", "reason": answer.reason}]
    return {
        "decisions": [_decision(each) for each in answer.proposals] if isinstance(answer, Answer) else [],
        "refused": refused,
        "notes": list(answer.notes),
        "pause_cycles": answer.pause_cycles if isinstance(answer, Answer) else None,
    }


def _decision(proposal: "Proposal") -> dict[str, object]:
    return {
        "symbol": proposal.symbol,
        "action": proposal.action.value,
        "confidence": proposal.confidence,
        "notional": _number(proposal.notional),
        "leverage": _number(proposal.leverage),
        "stop_price": _number(proposal.stop_price),
        "take_profit_price": _number(proposal.take_profit_price),
        "close_fraction": _number(proposal.close_fraction),
        "rationale": proposal.rationale,
        "risk": None if proposal.risk is None else asdict(proposal.risk),
    }


def _number(figure: Decimal | None) -> int | float | None:
    """Return a figure as programs compare it; integers stay integers."""
    if figure is None:
        return None
    return int(figure) if figure == figure.to_integral_value() else float(figure)


def _refuse(reason: str) -> NoReturn:
    typer.echo(f"tradewind parse: {reason}", err=True)
    raise typer.Exit(USAGE_EXIT)
