"""Finds the JSON values in what a model wrote; prose around them is read past, never into.

JSON that is cut off makes the whole answer unusable: nobody knows what the missing part said.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tradewind.decision.lenient_json import Broken, mend
from tradewind.domain.decision import Unreadable

LONGEST = 200_000
"""Characters; no honest answer comes near, and the scan stays quick."""
MOST_VALUES = 200
"""JSON values in one answer; no honest answer comes near."""
MOST_ATTEMPTS = 10
"""Brackets that look like JSON and are none; each may be read to the end of the answer, and nothing else runs then."""
LONGEST_HEADING = 16
"""Letters between two JSON values that name the second, such as `ETHUSDT analysis`; more of them say something."""
_UNSTORABLE = re.compile("[\ud800-\udfff\x00]")
_TAG = re.compile(
    r"<\|?(?P<slash>/?)(?:think|thinking|thought|thoughts|reasoning|reason|reflection|analysis|scratchpad)\b[^<>]{0,80}>",
    re.IGNORECASE,
)
_VERDICT = re.compile(
    r"<(?P<tag>decision|decisions|answer|final_answer)>(?P<inside>.*?)(?:</(?P=tag)>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_FINAL_CHANNEL = re.compile(r"<\|channel\|>\s*final[^<>]{0,40}<\|message\|>", re.IGNORECASE)
_OPENING_BRACKET = re.compile(r"[\[{［｛]")  # noqa: RUF001
_BRACKETS = re.compile(r"[\[{［｛\]}］｝]")  # noqa: RUF001
_MARKS = r"""\[\]{}［］｛｝"“”„＂"""  # noqa: RUF001
_REMARK = re.compile(
    rf"[\[{{［｛][^\S\n]*(?!//|/\*|\#)[^\s{_MARKS}']"  # noqa: RUF001
    rf"(?:[^{_MARKS}\n]*[\])}}］｝）]|[^{_MARKS}\n:：]*\n)"  # noqa: RUF001
)
"""A bracket in prose, such as `[100, 200)`: no quotation mark and no other bracket before it ends.

What a comment or a key follows is no prose: read past its bracket, parts of a document would count as documents.
"""
_LETTER = re.compile(r"[^\W\d_]")
_FENCE = re.compile(r"```\w*")
_NAMES_A_DECISION = re.compile(
    r"""["'“”‘’]?\b(?:actions?|decisions?|signals?|operation|symbol|coin|side|决策|操作|币种)["'“”‘’]?\s*[:：]""",  # noqa: RUF001
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerUnusable:
    """An answer from which nothing may be traded; `reason` is also told to the model."""

    reason: str
    unreadable: tuple[Unreadable, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """A JSON object that names a key twice."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """The JSON values of one answer, outermost only: numbers are Decimal, NaN and Infinity stay text."""

    found: list[object]
    notes: frozenset[str]
    are_apart: bool = False
    """Something is said between two of them, so that one may be an example and the other the decision."""


def storable(text: str) -> str:
    """Return `text` with what no database takes (lone surrogates, NUL) replaced."""
    return text if text.isprintable() else _UNSTORABLE.sub("\ufffd", text)


def find_values(text: str) -> Values:
    """Return every JSON value in `text` that begins with a bracket; Broken when one of them cannot be read."""
    if len(text) > LONGEST:
        raise Broken(f"the answer is longer than {LONGEST} characters")
    try:
        return Values(found=[decoded(text.strip().removeprefix("\ufeff"))], notes=frozenset())
    except (ValueError, RecursionError):
        pass
    found: list[object] = []
    notes: set[str] = set()
    are_apart = False
    for value, mendings, before in _scan(_verdict_of(_without_thoughts(text))):
        are_apart |= bool(found) and len(_LETTER.findall(_FENCE.sub("", before))) > LONGEST_HEADING
        found.append(value)
        notes |= mendings
        if len(found) > MOST_VALUES:
            raise Broken(f"the answer holds more than {MOST_VALUES} JSON values")
    return Values(found=found, notes=frozenset(notes), are_apart=are_apart)


def decoded(text: str) -> object:
    """Return the JSON in `text` as `Values` holds it; ValueError, RecursionError."""
    return _decoder.decode(text)


def _scan(text: str) -> Iterator[tuple[object, frozenset[str], str]]:
    """Yield each value with its mendings and the text since the value before it."""
    position, failed, ended = 0, 0, 0
    while bracket := _OPENING_BRACKET.search(text, position):
        start = bracket.start()
        if remark := _REMARK.match(text, start):
            position = remark.end()
            continue
        try:
            mended = mend(text, start)
            value = decoded(mended.json)
        except (Broken, ValueError, RecursionError) as e:
            position, failed = _end_of_other_brackets(text, start, e), failed + 1
            if failed > MOST_ATTEMPTS:
                raise Broken(f"the answer holds more than {MOST_ATTEMPTS} brackets that are no JSON") from e
            continue
        position = mended.end
        yield value, mended.notes, text[ended:start]
        ended = position


def _end_of_other_brackets(text: str, start: int, fault: Exception) -> int:
    """Return where something in brackets that is no JSON ends; Broken when it never does or decides anything."""
    depth = 0
    for bracket in _BRACKETS.finditer(text, start):
        depth += 1 if bracket[0] in "[{［｛" else -1  # noqa: RUF001
        if depth == 0:
            if _NAMES_A_DECISION.search(text, start, bracket.end()):
                break
            return bracket.end()
    reason = f"the JSON that begins at character {start} is cut off or not valid ({fault})"
    raise Broken(reason) from fault


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


def _verdict_of(text: str) -> str:
    """Return what a model marked as its decision, all of `text` where it marked nothing or several things."""
    channels = list(_FINAL_CHANNEL.finditer(text))
    if channels:
        return text[channels[-1].end() :]
    marked = [found["inside"] for found in _VERDICT.finditer(text)]
    return marked[0] if len(marked) == 1 else text


def _object(pairs: list[tuple[str, object]]) -> object:
    fields = dict(pairs)
    if len(fields) == len(pairs):
        return fields
    return Ambiguous(key=Counter(key for key, _ in pairs).most_common(1)[0][0])


def _number(digits: str) -> Decimal | str:
    try:
        return Decimal(digits)
    except InvalidOperation:
        return digits


_decoder = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_float=_number,
    parse_int=_number,
    parse_constant=str,
    strict=False,
)
