"""RSS 0.9 to 2.0 and Atom as entries; pure.

Expat reads them with everything off that feeds are attacked with: declared entities are refused, nothing outside is
fetched, depth, length and number are bounded. Document types without entities and HTML's named characters are taken.
"""

import html
from dataclasses import dataclass
from xml.parsers import expat

DEEPEST = 100
LONGEST_FIELD = 2_000
ROOTS = frozenset({"rss", "rdf", "feed"})
ENTRIES = frozenset({"item", "entry"})
DATES = ("published", "pubdate", "date", "issued", "created", "updated", "modified")
"""Lower-case names of what says when an entry was written, the most telling first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Why there are no entries."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as the feed words it."""

    title: str
    link: str | None
    date: str | None


class _Refused(Exception):
    """The document asks for something that no feed needs."""


def parse_feed(text: str, max_entries: int) -> tuple[Entry, ...] | Unreadable:
    """Return the first `max_entries` entries that have a title, or why the document is refused."""
    reader = _Reader(max_entries)
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.UseForeignDTD(True)  # noqa: FBT003 -- lets undeclared entities be skipped; nothing is fetched
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.SkippedEntityHandler = reader.skipped_entity
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(text.strip().encode("utf-8", "replace"), True)  # noqa: FBT003 -- expat's own order
    except expat.ExpatError as e:
        return Unreadable(reason=f"it is not well-formed XML: {e}")
    except _Refused as e:
        return Unreadable(reason=str(e))
    if not reader.is_feed:
        return Unreadable(reason=f"its root is <{reader.root}>, neither rss, RDF nor feed")
    return tuple(reader.entries)


def _refuse_entity(name: str, *_: object) -> None:
    raise _Refused(f"it declares the entity {name[:40]!r}")


class _Reader:
    """Gathers the fields of one entry at a time."""

    def __init__(self, max_entries: int) -> None:
        self.entries: list[Entry] = []
        self.root: str | None = None
        self._max_entries = max_entries
        self._depth = 0
        self._entry_depth: int | None = None
        self._namespace = ""
        self._fields: dict[str, str] = {}
        self._field: str | None = None
        self._pieces: list[str] = []
        self._room = 0

    @property
    def is_feed(self) -> bool:
        """True when the root is one of a feed."""
        return self.root is not None and self.root.lower() in ROOTS

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        namespace, _, local = name.rpartition(" ")
        self._depth += 1
        if self._depth > DEEPEST:
            raise _Refused(f"it is nested deeper than {DEEPEST} elements")
        if self.root is None:
            self.root = local
        elif self._entry_depth is None:
            if local in ENTRIES and len(self.entries) < self._max_entries:
                self._entry_depth, self._namespace, self._fields = self._depth, namespace, {}
        elif self._depth == self._entry_depth + 1:
            self._begin_field(namespace, local.lower(), attributes)

    def end(self, _name: str) -> None:
        """Leave an element."""
        if self._entry_depth is not None:
            if self._field is not None and self._depth == self._entry_depth + 1:
                self._fields.setdefault(self._field, "".join(self._pieces).strip())
                self._field = None
            elif self._depth == self._entry_depth:
                self._end_entry()
        self._depth -= 1

    def characters(self, text: str) -> None:
        """Take text of the field that is open."""
        if self._field is not None and self._room > 0:
            self._pieces.append(text[: self._room])
            self._room -= len(text)

    def skipped_entity(self, name: str, is_parameter: bool) -> None:  # noqa: FBT001 -- expat's own order
        """Take one of HTML's named characters, which XML does not know."""
        if not is_parameter:
            self.characters(html.unescape(f"&{name};"))

    def _begin_field(self, namespace: str, local: str, attributes: dict[str, str]) -> None:
        is_own = namespace == self._namespace
        if local == "link" and is_own and "href" in attributes:
            if attributes.get("rel", "alternate") == "alternate":
                self._fields.setdefault("link", attributes["href"][:LONGEST_FIELD])
        elif local in DATES or (is_own and local in {"title", "link"}):
            self._field, self._pieces, self._room = local, [], LONGEST_FIELD

    def _end_entry(self) -> None:
        self._entry_depth = None
        title = self._fields.get("title", "")
        if title:
            dates = (self._fields.get(name) for name in DATES)
            self.entries.append(
                Entry(
                    title=title,
                    link=self._fields.get("link") or None,
                    date=next((date for date in dates if date), None),
                )
            )
