"""Writes the JSON that a model meant as JSON that a parser takes; what is cut off stays broken.

Only what has one meaning is mended: punctuation of another keyboard, commas too many, comments, Python's words.
"""

import re
from dataclasses import dataclass

WIDE = {ord("！") + n: chr(ord("!") + n) for n in range(94)} | {ord("　"): " "}  # noqa: RUF001
"""Full-width forms to the ASCII that they stand for."""
_TOKEN = re.compile(
    r"""(?P<space>[\s\ufeff\u200b]+)
    |(?P<string>"[^"\\]*(?:\\.[^"\\]*)*")
    |(?P<smart>[“”„＂][^“”„＂"\\]*(?:\\.[^“”„＂"\\]*)*[“”＂"])
    |(?P<single>['‘’][^\n]*?['’](?=\s*[,，:：}\]｝］]))
    |(?P<open>[\[{［｛])
    |(?P<close>[\]}］｝])
    |(?P<comma>[,，])
    |(?P<colon>[:：])
    |(?P<comment>//[^\n]*|/\*.*?\*/|\#[^\n]*)
    |(?P<bare>[^\s,，:：\[\]{}［］｛｝"“”„＂'‘’]+)""",  # noqa: RUF001
    re.VERBOSE | re.DOTALL,
)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_ALMOST_NUMBER = re.compile(
    r"[+-]?\$?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?:%|x|X|倍|U|USDT|USD)?"
)
_NAME = re.compile(r"[^\W\d]\w*")
_WORDS = {
    **{word: word for word in ("true", "false", "null", "NaN", "Infinity", "-Infinity")},
    "True": "true",
    "False": "false",
    "None": "null",
    "undefined": "null",
    "nan": "NaN",
}
_STRAY_ESCAPE = re.compile(r'\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|(.))', re.DOTALL)
_CLOSERS = {"[": "]", "{": "}"}


class Broken(Exception):
    """JSON begins and does not end, or has no one meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """One JSON value as strict JSON, where it ended in the text, and what had to be mended."""

    json: str
    end: int
    notes: frozenset[str]


def mend(text: str, start: int) -> Mended:
    """Return the object or array that begins at `start`; Broken when it does not end or cannot be read."""
    pieces: list[str] = []
    closers: list[str] = []
    notes: set[str] = set()
    position = start
    while token := _TOKEN.match(text, position):
        position = token.end()
        piece = _piece(token, notes, text)
        if token.lastgroup == "open":
            closers.append(_CLOSERS[piece])
        elif token.lastgroup == "close":
            if piece != closers.pop():
                raise Broken(f"{piece!r} at character {token.start()} closes nothing that is open")
            if pieces[-1] == ",":
                pieces.pop()
                notes.add("a comma too many")
        if piece:
            pieces.append(piece)
        if not closers:
            return Mended(json="".join(pieces), end=position, notes=frozenset(notes))
    raise Broken("it is cut off" if position == len(text) else f"a text at character {position} never ends")


def _piece(token: re.Match[str], notes: set[str], text: str) -> str:
    written = token[0]
    match token.lastgroup:
        case "space":
            return ""
        case "comment":
            notes.add("a comment")
            return ""
        case "string":
            return _escaped(written, notes)
        case "smart" | "single":
            notes.add("quotation marks that are not JSON's")
            return _escaped(f'"{_requoted(written[1:-1])}"', notes)
        case "bare":
            return _bare(written, notes, is_name=_precedes_colon(text, token.end()))
        case _:
            plain = written.translate(WIDE)
            if plain != written:
                notes.add("full-width punctuation")
            return plain


def _requoted(inside: str) -> str:
    return re.sub(r'(?<!\\)"', r'\\"', inside.replace(r"\'", "'"))


def _escaped(quoted: str, notes: set[str]) -> str:
    if "\\" not in quoted:
        return quoted
    mended = _STRAY_ESCAPE.sub(lambda found: found[0] if found[1] else found[2], quoted)
    if mended != quoted:
        notes.add("a backslash before a character that needs none")
    return mended


def _precedes_colon(text: str, position: int) -> bool:
    return re.compile(r"\s*[:：]").match(text, position) is not None  # noqa: RUF001


def _bare(written: str, notes: set[str], *, is_name: bool) -> str:
    plain = written.translate(WIDE)
    if plain != written:
        notes.add("full-width digits")
    if is_name and _NAME.fullmatch(plain):
        notes.add("a key without quotation marks")
        return f'"{plain}"'
    if plain in _WORDS:
        return _WORDS[plain]
    if _NUMBER.fullmatch(plain):
        return plain
    if _ALMOST_NUMBER.fullmatch(plain):
        notes.add("a number that JSON spells otherwise")
        return f'"{plain}"'
    raise Broken(f"{written[:40]!r} is neither a number nor a text in quotation marks")
