"""Cleans a text from outside: one form of Unicode, nothing invisible, no markup, bounded; pure.

What hides something, mixes alphabets within a word or speaks to a model is flagged, and flagged text is not scored.
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

LONGEST = 300
"""Characters of a cleaned text."""
LONGEST_RAW = 600
"""Characters that are looked at at all."""
INVISIBLE = frozenset({"Cf", "Co", "Cn", "Cs"})
"""Categories that no headline needs: zero-width and bidirectional marks, private and unassigned characters."""
LOOKALIKES = frozenset({"CYRILLIC", "GREEK", "CHEROKEE", "ARMENIAN", "COPTIC", "LISU"})
"""Alphabets with letters that look Latin."""

_ELEMENT = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_WORD = re.compile(r"[^\W\d_]+")
_SPEAKS_TO_A_MODEL = re.compile(
    r"\b(ignore|disregard|forget|override)\b.{0,60}\b(instruction|prompt|limit|rule|guardrail)s?\b"
    r"|^\W*(system|assistant|user|developer)\s*:"
    r"|<\|[a-z_]+\|>|\[/?INST\]|\byou (are|must) now\b",
    re.IGNORECASE,
)


class Flag(StrEnum):
    """What is odd about a text."""

    HIDDEN = "hidden"
    """It held characters or elements that nobody sees."""
    MIXED_ALPHABETS = "mixed_alphabets"
    """A word of it is spelled with letters of two alphabets that look alike."""
    INSTRUCTION = "instruction"
    """It speaks to a model instead of telling news."""
    CUT = "cut"
    """It was longer than a headline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """A text that can be shown, and what was odd about it."""

    text: str
    flags: frozenset[Flag]

    @property
    def is_scorable(self) -> bool:
        """True when nothing but its length was odd."""
        return self.flags <= {Flag.CUT}


def clean(raw: str) -> CleanText:
    """Return `raw` in NFKC, visible characters alone, without markup, single-spaced, at most 300 characters."""
    flags: set[Flag] = set()
    bare = _without_markup(raw[:LONGEST_RAW], flags)
    composed = unicodedata.normalize("NFKC", bare)[:LONGEST_RAW]  # one character may become eighteen
    visible = "".join(_visible(char) for char in composed)
    if len(visible) < len(composed):
        flags.add(Flag.HIDDEN)
    text = " ".join(unicodedata.normalize("NFKC", visible).split())
    if len(text) > LONGEST or len(raw) > LONGEST_RAW:
        flags.add(Flag.CUT)
    if _SPEAKS_TO_A_MODEL.search(text):
        flags.add(Flag.INSTRUCTION)
    text = text[:LONGEST].rstrip()
    if any(_mixes_alphabets(word) for word in _WORD.findall(text)):
        flags.add(Flag.MIXED_ALPHABETS)
    return CleanText(text=text, flags=frozenset(flags))


def _without_markup(text: str, flags: set[Flag]) -> str:
    """Take tags away, entities apart, and tags that were written as entities away as well."""
    for _ in range(2):
        bare = _ELEMENT.sub(" ", text)
        if bare != text or any("style" in tag.lower() for tag in _TAG.findall(bare)):
            flags.add(Flag.HIDDEN)
        text = html.unescape(_TAG.sub(" ", bare))
    return text


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cc":
        return " "
    return "" if category in INVISIBLE else char


def _mixes_alphabets(word: str) -> bool:
    if word.isascii():
        return False
    alphabets = {unicodedata.name(char, "UNKNOWN").split()[0] for char, _ in groupby(word)}
    return "LATIN" in alphabets and not alphabets.isdisjoint(LOOKALIKES)
