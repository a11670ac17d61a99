"""Reads proposals out of a model's answer, item by item.

A bad item is set aside with its reason and spoils no other. A close needs its symbol and nothing else; an
opening must be readable to its last field.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pydantic import ValidationError

from tradewind.decision.answer_text import AnswerUnusable, storable
from tradewind.decision.document import Document, find_document
from tradewind.decision.item import ALL, Item, Prices, proposal_of, read_item
from tradewind.decision.symbols import Spellings, spellings_of
from tradewind.domain.decision import Action, Proposal, Unreadable
from tradewind.domain.instrument import Symbol

EXCERPT_LENGTH = 200
MOST_ITEMS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What could be read, and what could not."""

    reasoning: str | None
    proposals: tuple[Proposal, ...]
    unreadable: tuple[Unreadable, ...]
    pause_cycles: int | None = None  # how many cycles the model wants to sit out
    notes: tuple[str, ...] = ()  # what was mended or read in another sense than it was written


def parse_answer(
    text: str, symbols: Collection[Symbol] | None, prices: Mapping[Symbol, Decimal] | None = None
) -> Answer | AnswerUnusable:
    """Read the decisions in `text` about `symbols`; never raises, and never trades on prose.

    `symbols` None: about whatever it names. `prices` value a size that is given in coins.
    """
    try:
        return _parse(text, spellings_of(None if symbols is None else tuple(symbols)), prices or {})
    except RecursionError:
        return AnswerUnusable(reason="the answer is nested too deeply")


def _parse(text: str, spellings: Spellings, prices: Prices) -> Answer | AnswerUnusable:
    if not text.strip():
        return AnswerUnusable(reason="the answer is empty")
    document = find_document(text)
    if isinstance(document, AnswerUnusable):
        return document
    if len(document.items) > MOST_ITEMS:
        return AnswerUnusable(reason=f"the answer holds more than {MOST_ITEMS} items")
    items = [_item(value) for value in document.items]
    unnamed = _unnamed(items, spellings)
    read = [
        result
        for value, item in zip(document.items, items, strict=True)
        for result in _verdicts(value, item, spellings, unnamed, prices)
    ]
    proposals, unreadable = _without_repeats(read)
    notes = (*document.notes, *_notes(items))
    if unreadable and not proposals:
        reasons = "; ".join(entry.reason for entry in unreadable[:5])
        reason = f"no item of the answer can be used: {reasons}"
        return AnswerUnusable(reason=reason, unreadable=tuple(unreadable), notes=notes)
    return Answer(
        reasoning=document.reasoning,
        proposals=tuple(_with_risk(proposal, document) for proposal in proposals),
        unreadable=tuple(unreadable),
        pause_cycles=document.pause_cycles,
        notes=notes,
    )


def _item(value: object) -> Item | str:
    """Return an item's fields, or why it is none."""
    try:
        return read_item(value)
    except ValidationError as e:
        return _faults(e)
    except ValueError as e:
        return str(e)


def _unnamed(items: Sequence[Item | str], spellings: Spellings) -> tuple[Symbol, ...]:
    """Return the instruments that an item for all of them stands for: those without one of their own."""
    named = {spellings.meant_by(item.symbol) for item in items if isinstance(item, Item)}
    return tuple(symbol for symbol in spellings.symbols if symbol not in named)


def _verdicts(
    value: object, item: Item | str, spellings: Spellings, unnamed: Sequence[Symbol], prices: Prices
) -> Iterator[Proposal | Unreadable]:
    if isinstance(item, str):
        yield _unreadable(value, item)
        return
    is_for_all = item.symbol == ALL
    if is_for_all and item.action.is_trade:
        yield _unreadable(value, f"{item.action} needs the symbol of one instrument")
        return
    if is_for_all and not spellings.is_open:
        for symbol in unnamed:
            yield proposal_of(item, symbol, prices)
        return
    meant = spellings.meant_by(item.symbol)
    if meant is None:
        yield _unreadable(value, f"{item.symbol[:40]!r} is not an instrument of this desk")
        return
    try:
        yield proposal_of(item, meant, prices)
    except ValidationError as e:
        yield _unreadable(value, f"{item.action} {meant}: {_faults(e)}")
    except ValueError as e:
        yield _unreadable(value, f"{item.action} {meant}: {e}")


def _notes(items: Sequence[Item | str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note for item in items if isinstance(item, Item) for note in item.notes))


def _with_risk(proposal: Proposal, document: Document) -> Proposal:
    """Return a trade with what the answer says of the risk of all of it, where it says nothing of its own."""
    if proposal.risk is not None or not proposal.action.is_trade:
        return proposal
    return replace(proposal, risk=document.risk)


def _without_repeats(read: Sequence[Proposal | Unreadable]) -> tuple[list[Proposal], list[Unreadable]]:
    """Keep one item a symbol. Items that differ are all set aside, but that a close goes before an opening."""
    unreadable = [entry for entry in read if isinstance(entry, Unreadable)]
    proposals = [entry for entry in read if isinstance(entry, Proposal)]
    if len({proposal.symbol for proposal in proposals}) == len(proposals):
        return proposals, unreadable
    distinct: dict[Proposal, Proposal] = {}
    for entry in proposals:
        distinct.setdefault(replace(entry, rationale="", risk=None), entry)
    by_symbol: dict[Symbol, list[Proposal]] = {}
    for proposal in distinct.values():
        by_symbol.setdefault(proposal.symbol, []).append(proposal)
    kept: list[Proposal] = []
    for symbol, named in by_symbol.items():
        chosen = _clear_one(named)
        kept += chosen
        for proposal in named:
            if proposal not in chosen:
                excerpt = storable(f"{proposal.action} {symbol}: {proposal.rationale}")[:EXCERPT_LENGTH]
                unreadable.append(Unreadable(excerpt=excerpt, reason=f"{symbol} is named more than once"))
    return kept, unreadable


def _clear_one(proposals: Sequence[Proposal]) -> list[Proposal]:
    if len(proposals) == 1:
        return [proposals[0]]
    closes = [proposal for proposal in proposals if proposal.action is Action.CLOSE]
    is_reversal = all(proposal.action.is_opening for proposal in proposals if proposal not in closes)
    return closes[:1] if is_reversal else []


def _unreadable(value: object, reason: str) -> Unreadable:
    excerpt = json.dumps(value, ensure_ascii=False, default=str)
    return Unreadable(excerpt=storable(excerpt)[:EXCERPT_LENGTH], reason=storable(reason)[:EXCERPT_LENGTH])


def _faults(invalid: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg'].removeprefix('Value error, ')}"
        for fault in invalid.errors(include_url=False, include_context=False, include_input=False)
    )
