"""Recognizes which JSON in an answer is the decision, and takes it apart into items.

Of several documents in one answer: equal ones count once, single items are read together unless something is said
between them, and anything else is a contradiction, so that nothing is traded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tradewind.decision.answer_text import Ambiguous, AnswerUnusable, Values, decoded, find_values
from tradewind.decision.lenient_json import Broken
from tradewind.decision.narrative import narrative_of, rationale_of
from tradewind.decision.vocabulary import NESTED, WRAPPINGS, field_name, spelled
from tradewind.domain.decision import RiskNarrative

MOST_PAUSE_CYCLES = 1000
_DEEPEST_WRAPPING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a model decided, as JSON."""

    items: list[object]
    reasoning: str | None = None
    risk: RiskNarrative | None = None  # said once for the whole answer
    pause_cycles: int | None = None
    notes: tuple[str, ...] = ()


def find_document(text: str) -> Document | AnswerUnusable:
    """Return the decision document in `text`, or why there is none."""
    try:
        values = find_values(text)
    except Broken as e:
        return AnswerUnusable(reason=str(e))
    notes = tuple(sorted(f"mended: {note}" for note in values.notes))
    documents = [document for value in values.found if (document := _document(value)) is not None]
    chosen = _one_of(documents, values)
    if isinstance(chosen, AnswerUnusable):
        return chosen
    return Document(
        items=chosen.items,
        reasoning=chosen.reasoning,
        risk=chosen.risk,
        pause_cycles=chosen.pause_cycles,
        notes=(*chosen.notes, *notes),
    )


def is_item(value: object) -> bool:
    """Return whether a JSON value says what to do; one that only names a side may tell of a position."""
    if not isinstance(value, dict):
        return False
    if any(field_name(key) == "action" for key in value):
        return True
    return any(is_item(inner) for key, inner in value.items() if spelled(key) in NESTED)


def _is_complete_item(value: dict[str, object]) -> bool:
    fields = {field_name(key): inner for key, inner in value.items()}
    return "symbol" in fields and isinstance(fields.get("action"), str)


def _one_of(documents: Sequence[Document], values: Values) -> Document | AnswerUnusable:
    whole = [document for n, document in enumerate(documents) if document not in documents[:n]]
    if values.found and values.found[-1] == []:
        return _taken_back(whole)
    if not whole:
        return AnswerUnusable(reason="the answer holds no JSON object with decisions")
    if len(whole) == 1:
        return whole[0]
    lists = [document for document in whole if not _is_single(document)]
    singles = [document.items[0] for document in whole if _is_single(document)]
    if not lists and not values.are_apart:
        return Document(items=singles, notes=(f"{len(singles)} JSON objects read together",))
    if len(lists) == 1 and all(single in lists[0].items for single in singles):
        return lists[0]
    return AnswerUnusable(reason=f"the answer holds {len(whole)} different decision objects")


def _taken_back(before: Sequence[Document]) -> Document | AnswerUnusable:
    """Read an empty list at the end: nothing is decided, but after a decision it contradicts that."""
    if before:
        return AnswerUnusable(reason="the answer decides something and ends with an empty list")
    return Document(items=[])


def _is_single(document: Document) -> bool:
    return len(document.items) == 1 and document.reasoning is None and document.risk is None


def _document(value: object, depth: int = 0) -> Document | None:
    if depth > _DEEPEST_WRAPPING:
        return None
    match value:
        case str(text):
            return _document_in_text(text, depth)
        case list(entries):
            items = [each for entry in entries for each in _expanded(entry)]
            return Document(items=items) if any(is_item(item) for item in items) else None
        case dict(fields):
            return _document_of(fields, depth)
        case _:
            return None


def _document_of(value: dict[str, object], depth: int) -> Document | None:
    if _is_complete_item(value):
        return Document(items=[value])
    if (listed := _listed(value)) is not None:
        return listed
    if is_item(value):
        return Document(items=[value])
    if (by_symbol := _by_symbol(value)) is not None:
        return _with_remarks(value, by_symbol)
    wrapped = [inner for key, inner in value.items() if spelled(key) in WRAPPINGS]
    found = [each for inner in wrapped if (each := _document(inner, depth + 1)) is not None]
    return found[0] if len(found) == 1 else None


def _document_in_text(text: str, depth: int) -> Document | None:
    """Read JSON that was sent as a text inside JSON; prose is none."""
    if not text.lstrip().startswith(("[", "{")):
        return None
    try:
        return _document(decoded(text.strip()), depth + 1)
    except ValueError:
        return None


def _listed(value: dict[str, object]) -> Document | None:
    """Return the document that names its items under a key of its own."""
    named = {key: inner for key, inner in value.items() if _names_items(key, inner)}
    lists = [inner for key, inner in named.items() if spelled(key) == "decisions" or _document(inner, 1)]
    if not lists:
        return _with_remarks(value, []) if [] in named.values() else None
    if len(lists) > 1:
        return _with_remarks(value, [Ambiguous(key="decisions")])
    match lists[0]:
        case list(entries):
            items: list[object] = [each for entry in entries for each in _expanded(entry)]
        case dict(entry) if not is_item(entry) and (by_symbol := _by_symbol(entry)) is not None:
            items = by_symbol
        case str(text):
            inner = _document_in_text(text, 0)
            items = inner.items if inner else [text]
        case entry:
            items = [entry]
    return _with_remarks(value, items)


def _names_items(key: str, inner: object) -> bool:
    name = field_name(key)
    return name == "decisions" or (name == "action" and isinstance(inner, list | dict))


def _with_remarks(value: dict[str, object], items: list[object]) -> Document:
    fields = {field_name(key): inner for key, inner in value.items() if spelled(key) not in NESTED}
    for key, inner in value.items():
        if spelled(key) in NESTED and isinstance(inner, dict):
            fields |= {field_name(name): each for name, each in inner.items()}
    return Document(
        items=items,
        reasoning=rationale_of(fields.get("rationale")) or None,
        risk=narrative_of(fields),
        pause_cycles=_cycles(fields.get("pause_cycles")),
    )


def _expanded(entry: object) -> list[object]:
    if isinstance(entry, dict) and not is_item(entry):
        return _by_symbol(entry) or [entry]
    return [entry]


def _by_symbol(value: dict[str, object]) -> list[object] | None:
    """Return the items of an object that maps symbols to what to do; None when it is no such object."""
    items: list[object] = []
    for key, inner in value.items():
        if not isinstance(inner, dict) or spelled(key) in NESTED | WRAPPINGS or not is_item(inner):
            continue
        nested = [each for name, each in inner.items() if spelled(name) in NESTED and isinstance(each, dict)]
        named = [
            each for part in (inner, *nested) for name, each in part.items() if field_name(name) == "symbol"
        ]
        if not named:
            items.append({"symbol": key, **inner})
        else:
            items.append(inner if all(_agree(key, each) for each in named) else Ambiguous(key="symbol"))
    return items or None


def _agree(key: str, named: object) -> bool:
    one, other = key.strip().upper(), str(named).strip().upper()
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def _cycles(value: object) -> int | None:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 10:
        value = Decimal(value)
    if not isinstance(value, Decimal) or not value.is_finite() or not 0 <= value <= MOST_PAUSE_CYCLES:
        return None
    return int(value) if value == value.to_integral_value() else None
