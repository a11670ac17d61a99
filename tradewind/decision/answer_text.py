"""Finds the one decision document in what a model wrote; prose around it is read past, never into.

Nothing is repaired: JSON that is broken or cut off makes the whole answer unusable.
"""

import json
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tradewind.domain.decision import Unreadable

LONGEST = 200_000
"""Characters; no honest answer comes near, and the scan stays quick."""
ACTION_KEYS = frozenset({"action", "decision", "signal"})
_SURROGATES = re.compile("[\ud800-\udfff\x00]")
_TAG = re.compile(r"<(?P<slash>/?)(?:think|thinking|thought|reasoning|analysis)>", re.IGNORECASE)
_OPENING_BRACKET = re.compile(r"[\[{]")
_BRACKETS = re.compile(r"[\[{\]}\"]")
_FULL_WIDTH = str.maketrans("｛｝［］：，“”＂", '{}[]:,"""')  # noqa: RUF001


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerUnusable:
    """An answer from which nothing may be traded; `reason` is also told to the model."""

    reason: str
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """A JSON object that names a key twice."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a model decided, as JSON: numbers are Decimal, NaN and Infinity stay text."""

    reasoning: str | None
    items: list[object]


class _Broken(Exception):
    """JSON begins and does not end, or is not valid."""


def storable(text: str) -> str:
    """Return `text` with what no database takes (lone surrogates, NUL) replaced."""
    return _SURROGATES.sub("\ufffd", text)


def find_document(text: str) -> Document | AnswerUnusable:
    """Return the decision document in `text`; full-width punctuation is tried as a second reading."""
    if len(text) > LONGEST:
        return AnswerUnusable(reason=f"the answer is longer than {LONGEST} characters")
    found = _read(text)
    if isinstance(found, AnswerUnusable) and (narrow := text.translate(_FULL_WIDTH)) != text:
        second = _read(narrow)
        return found if isinstance(second, AnswerUnusable) else second
    return found


def _read(text: str) -> Document | AnswerUnusable:
    try:
        candidates = [value for value in _values(text) if _is_decision(value)]
    except _Broken as e:
        return AnswerUnusable(reason=str(e))
    distinct = [value for n, value in enumerate(candidates) if value not in candidates[:n]]
    if not distinct:
        return AnswerUnusable(reason="the answer holds no JSON object with decisions")
    if len(distinct) > 1:
        return AnswerUnusable(reason=f"the answer holds {len(distinct)} different decision objects")
    return _document(distinct[0])


def _values(text: str) -> list[object]:
    """Return every JSON value in `text` that begins with a bracket, outermost only; _Broken."""
    try:
        return [_decoder.decode(text.strip())]
    except (ValueError, RecursionError):
        pass
    visible = _without_thoughts(text)
    values: list[object] = []
    start = 0
    while bracket := _OPENING_BRACKET.search(visible, start):
        try:
            value, start = _decoder.raw_decode(visible, bracket.start())
            values.append(value)
        except (ValueError, RecursionError) as e:
            start = _end_of_prose_bracket(visible, bracket.start(), e)
    return values


def _without_thoughts(text: str) -> str:
    """Return what stands outside reasoning tags; a tag that is never closed hides all that follows."""
    kept: list[str] = []
    depth, start = 0, 0
    for tag in _TAG.finditer(text):
        if not tag["slash"]:
            kept += [text[start : tag.start()]] if depth == 0 else []
            depth += 1
            continue
        if depth == 0:
            kept.clear()  # the opening tag stood in the prompt: everything so far is reasoning
        depth, start = max(depth - 1, 0), tag.end()
    return "\n".join([*kept, text[start:]] if depth == 0 else kept)


def _end_of_prose_bracket(text: str, start: int, fault: Exception) -> int:
    """Return where a bracketed remark ends; _Broken when it never does or when it quotes anything."""
    depth = 0
    for bracket in _BRACKETS.finditer(text, start):
        if bracket[0] == '"':
            break
        depth += 1 if bracket[0] in "[{" else -1
        if depth == 0:
            return bracket.end()
    raise _Broken(f"the JSON that begins at character {start} is cut off or not valid ({fault})") from fault


def _is_decision(value: object) -> bool:
    match value:
        case {"decisions": _}:
            return True
        case dict():
            return "symbol" in value and not ACTION_KEYS.isdisjoint(value)
        case list():
            return any(isinstance(item, dict) and not ACTION_KEYS.isdisjoint(item) for item in value)
        case _:
            return False


def _document(value: object) -> Document | AnswerUnusable:
    match value:
        case {"decisions": list(items)}:
            return Document(reasoning=_reasoning(value), items=items)
        case {"decisions": dict(item)}:
            return Document(reasoning=_reasoning(value), items=[item])
        case {"decisions": _}:
            return AnswerUnusable(reason="decisions must be a list")
        case list():
            return Document(reasoning=None, items=value)
        case _:
            return Document(reasoning=None, items=[value])


def _reasoning(value: object) -> str | None:
    match value:
        case {"reasoning": str(text)}:
            return storable(text)
        case _:
            return None


def _object(pairs: list[tuple[str, object]]) -> object:
    fields = dict(pairs)
    if len(fields) == len(pairs):
        return fields
    names = [key for key, _ in pairs]
    return Ambiguous(key=next(key for key in names if names.count(key) > 1))


def _number(digits: str) -> Decimal | str:
    try:
        return Decimal(digits)
    except InvalidOperation:
        return digits


_decoder = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_number, parse_int=_number, parse_constant=str
)
