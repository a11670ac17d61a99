"""The bytes of a feed as text: a byte order mark, the server's word, the XML declaration, UTF-8; pure."""

import codecs
import re

from tradewind.sentiment.entries import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 before UTF-16, whose mark it begins with."""
_UNMARKED = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_REFUSED = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf_7"})
"""Codecs of Python that are no encodings of documents."""


def decode_feed(content: bytes, charset: str | None) -> str | Unreadable:
    """Return `content` as text; `charset` is what the server said of it, None where it said nothing."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding)
    for start, encoding in _UNMARKED:
        if content.startswith(start):
            return _decoded(content, encoding)
    declared = _DECLARED.match(content[:400])
    return _decoded(content, charset or (declared[1].decode("ascii") if declared else "utf-8"))


def _decoded(content: bytes, encoding: str) -> str | Unreadable:
    try:
        name = codecs.lookup(encoding).name
        if name.replace("-", "_") in _REFUSED:
            return Unreadable(reason=f"its encoding {encoding!r} is none of documents")
        return content.decode(name)
    except (LookupError, UnicodeError, ValueError) as e:
        return Unreadable(reason=f"its text is not readable as {encoding}: {e}"[:200])
