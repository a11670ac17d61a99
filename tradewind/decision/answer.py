"""Reads proposals out of a model's answer, item by item.

A bad item is set aside with its reason and spoils no other. A close needs its symbol and nothing else; an
opening must be readable to its last field.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from tradewind.decision.answer_text import Ambiguous, AnswerUnusable, find_document, storable
from tradewind.decision.wire import ALIASES, REMARKS, Intent, OpeningFields, read_confidence
from tradewind.domain.decision import Action, Proposal, Unreadable
from tradewind.domain.instrument import Symbol

EXCERPT_LENGTH = 200
RATIONALE_LENGTH = 2000
EVERY_SYMBOL = "ALL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What could be read, and what could not."""

    reasoning: str | None
    proposals: tuple[Proposal, ...]
    unreadable: tuple[Unreadable, ...]


def parse_answer(text: str, symbols: Collection[Symbol]) -> Answer | AnswerUnusable:
    """Read the decisions in `text` about `symbols`; never raises, and never trades on prose."""
    try:
        return _parse(text, symbols)
    except RecursionError:
        return AnswerUnusable(reason="the answer is nested too deeply")


def _parse(text: str, symbols: Collection[Symbol]) -> Answer | AnswerUnusable:
    document = find_document(text)
    if isinstance(document, AnswerUnusable):
        return document
    spellings = {_letters(symbol): symbol for symbol in symbols}
    unnamed = _unnamed(document.items, spellings)
    read = [result for item in document.items for result in _read_item(item, spellings, unnamed)]
    proposals, unreadable = _without_repeats(read)
    if unreadable and not proposals:
        reasons = "; ".join(entry.reason for entry in unreadable[:5])
        return AnswerUnusable(
            reason=f"no item of the answer can be used: {reasons}", unreadable=tuple(unreadable)
        )
    return Answer(reasoning=document.reasoning, proposals=tuple(proposals), unreadable=tuple(unreadable))


def _unnamed(items: Sequence[object], spellings: Mapping[str, Symbol]) -> tuple[Symbol, ...]:
    """Return the instruments that an item for all of them stands for: those without one of their own."""
    named = {_letters(str(item.get("symbol"))) for item in items if isinstance(item, dict)}
    return tuple(symbol for spelling, symbol in spellings.items() if spelling not in named)


def _read_item(
    item: object, spellings: Mapping[str, Symbol], unnamed: Sequence[Symbol]
) -> Iterator[Proposal | Unreadable]:
    if isinstance(item, Ambiguous):
        yield _unreadable(item, f"names {item.key!r} twice")
        return
    if not isinstance(item, dict):
        yield _unreadable(item, "an item must be a JSON object")
        return
    fields, conflicts = _canonical(item)
    try:
        intent = Intent.model_validate(fields)
    except ValidationError as e:
        yield _unreadable(item, _faults(e))
        return
    if conflicts and (intent.action.is_opening or not conflicts.isdisjoint({"symbol", "action"})):
        yield _unreadable(item, f"names {', '.join(sorted(conflicts))} twice, differently")
        return
    symbol = spellings.get(_letters(intent.symbol))
    if symbol is not None:
        yield _proposal(item, fields, intent, symbol)
    elif intent.symbol.upper() == EVERY_SYMBOL and not intent.action.is_trade:
        for other in unnamed:
            yield _passive(fields, intent, other)
    else:
        yield _unreadable(item, f"{intent.symbol[:40]!r} is not an instrument of this desk")


def _canonical(item: Mapping[str, object]) -> tuple[dict[str, object], set[str]]:
    """Return the item under our field names, and the names that it fills twice with different values."""
    fields: dict[str, object] = {}
    conflicts: set[str] = set()
    for key, value in item.items():
        plain = storable(key).strip().lower()
        name = ALIASES.get(plain, plain)
        if name in REMARKS:
            continue
        if name != "rationale" and fields.get(name, value) != value:
            conflicts.add(name)
        fields.setdefault(name, value)
    return fields, conflicts


def _proposal(
    item: object, fields: Mapping[str, object], intent: Intent, symbol: Symbol
) -> Proposal | Unreadable:
    if not intent.action.is_opening:
        return _passive(fields, intent, symbol)
    try:
        opening = OpeningFields.model_validate(fields)
    except ValidationError as e:
        return _unreadable(item, f"{intent.action} {symbol}: {_faults(e)}")
    return Proposal(
        symbol=symbol,
        action=intent.action,
        confidence=opening.confidence,
        notional=opening.notional,
        leverage=opening.leverage,
        stop_price=opening.stop_price,
        take_profit_price=opening.take_profit_price,
        rationale=_rationale(intent),
    )


def _passive(fields: Mapping[str, object], intent: Intent, symbol: Symbol) -> Proposal:
    try:
        confidence = read_confidence(fields.get("confidence"))
    except ValueError:
        confidence = None
    return Proposal(
        symbol=symbol,
        action=intent.action,
        confidence=confidence,
        notional=None,
        leverage=None,
        stop_price=None,
        take_profit_price=None,
        rationale=_rationale(intent),
    )


def _without_repeats(read: Sequence[Proposal | Unreadable]) -> tuple[list[Proposal], list[Unreadable]]:
    """Keep one item a symbol: where several differ only a close is clear enough to run."""
    unreadable = [entry for entry in read if isinstance(entry, Unreadable)]
    distinct = list(dict.fromkeys(entry for entry in read if isinstance(entry, Proposal)))
    counts = Counter(proposal.symbol for proposal in distinct)
    kept: list[Proposal] = []
    closed: set[Symbol] = set()
    for proposal in distinct:
        if counts[proposal.symbol] == 1:
            kept.append(proposal)
        elif proposal.action is Action.CLOSE and proposal.symbol not in closed:
            closed.add(proposal.symbol)
            kept.append(proposal)
        else:
            excerpt = f"{proposal.action} {proposal.symbol}: {proposal.rationale}"
            unreadable.append(
                Unreadable(
                    excerpt=excerpt[:EXCERPT_LENGTH], reason=f"{proposal.symbol} is named more than once"
                )
            )
    return kept, unreadable


def _rationale(intent: Intent) -> str:
    text = intent.rationale if isinstance(intent.rationale, str) else ""
    return storable(text)[:RATIONALE_LENGTH]


def _unreadable(item: object, reason: str) -> Unreadable:
    excerpt = json.dumps(item, ensure_ascii=False, default=str)
    return Unreadable(excerpt=storable(excerpt)[:EXCERPT_LENGTH], reason=storable(reason)[:EXCERPT_LENGTH])


def _faults(invalid: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg'].removeprefix('Value error, ')}"
        for fault in invalid.errors(include_url=False, include_context=False, include_input=False)
    )


def _letters(symbol: str) -> str:
    """Return a symbol without its separators; one with letters of another alphabet matches nothing."""
    return re.sub(r"[-_/:\s]", "", symbol).upper() if symbol.isascii() else symbol
