"""One walk along the decisions: fields against their record's hash, records against the one before, inputs against theirs.

Pure; rows are the bytes that stand in the database.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from tradewind.domain.decision import BundleInput, hash_of
from tradewind.ledger.encoding import from_text, to_text
from tradewind.ledger.fingerprints import CALLS, DECISIONS, digests_of, record_hash, shortened
from tradewind.ledger.packing import CONTENTS, packing_fault
from tradewind.ledger.raw_rows import RawRow

CHAINS = "decision_chains"
MOST_DAMAGE = 100
"""Rows that a report names; where more are bad, somebody wrote over all of it."""
LAST = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """One row that is not what was written."""

    table: str
    row: str
    """Hash of an input, portfolio of a chain, decision id of everything else."""
    field: str | None  # None: the row as a whole
    what: str
    decision_id: str | None  # the first decision that it touches; None: none, or all of a chain


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainEnd:
    """The last link of one portfolio; kept elsewhere, it also proves that nobody wrote the whole log again."""

    portfolio_id: str
    unlinked: int  # records from before there were links
    linked_from: str | None  # decision id of the first link
    length: int
    head_sha256: str | None  # None: no record is linked


@dataclass(slots=True, kw_only=True)
class _Chain:
    unlinked: int = 0
    linked_from: str | None = None
    length: int = 0
    head: bytes | None = None


@dataclass(slots=True, kw_only=True)
class _Named:
    """Where an input is named first."""

    position: int
    decision_id: str
    is_linked: bool


@dataclass(slots=True)
class ChainWalk:
    """Takes rows in the order of the log and remembers what is wrong with them."""

    count: int = 0
    content_count: int = 0
    _chains: dict[str, _Chain] = field(default_factory=dict)
    _named: dict[bytes, _Named] = field(default_factory=dict)
    _named_at_first: frozenset[bytes] = frozenset()
    _seen_contents: set[bytes] = field(default_factory=set)
    _without_hash: set[bytes] = field(default_factory=set)
    _found: list[tuple[int, Damage]] = field(default_factory=list)

    def begin_after(self, before: RawRow | None, row: RawRow) -> None:
        """Begin in the middle of a chain: with `row`, whose link before it is `before` (None: there is none)."""
        chain = self._chains.setdefault(_text(row["portfolio_id"]), _Chain())
        if before is not None:
            chain.length, chain.head = int(before["link"] or b"0"), before["sha256"]

    def named_contents(self) -> list[str]:
        """Return the inputs that were named so far."""
        return sorted(map(_text, self._named))

    def decisions(self, rows: Sequence[RawRow], calls: Mapping[bytes | None, Sequence[RawRow]]) -> int | None:
        """Take decisions with their calls; return the last row's number, None without rows."""
        for row in rows:
            self.count += 1
            self._decision(row, calls.get(row["decision_id"], ()))
        return int(rows[-1]["seq"] or b"0") if rows else None

    def contents(self, rows: Sequence[RawRow]) -> None:
        """Take stored inputs; every decision that they are told of by now was recorded before."""
        if not self._seen_contents:
            self._named_at_first = frozenset(self._named)
        for row in rows:
            digest = row["sha256"] or b""
            self.content_count += 1
            self._seen_contents.add(digest)
            if row["packed_sha256"] is None:
                self._without_hash.add(digest)
            if (fault := packing_fault(row)) is not None:
                self._content_damage(digest, *fault)

    def ends(self, chains: Sequence[RawRow]) -> None:
        """Compare the walk with the ends that the chains say they have."""
        kept = {_text(row["portfolio_id"]): row for row in chains}
        for portfolio in sorted(kept.keys() | {name for name, chain in self._chains.items() if chain.length}):
            chain, row = self._chains.get(portfolio, _Chain()), kept.get(portfolio)
            for name, is_, says in _end_faults(chain, row):
                what = f"says {says}, the log has {is_}"
                self._add(LAST, Damage(table=CHAINS, row=portfolio, field=name, what=what, decision_id=None))

    def strays(self, calls: Sequence[RawRow]) -> None:
        """Take calls that no decision on record made."""
        for call in calls:
            name = _text(call["decision_id"])
            what = "belongs to no decision on record"
            self._add(LAST, Damage(table=CALLS, row=name, field="decision_id", what=what, decision_id=None))

    def damage(self) -> tuple[Damage, ...]:
        """Return what is wrong, in the order of the log."""
        for digest in sorted(self._named_at_first - self._seen_contents):
            self._content_damage(digest, "sha256", "is missing")
        for digest in sorted(self._seen_contents - self._named.keys()):
            self._content_damage(digest, "sha256", "no decision names it")
        for digest in sorted(self._without_hash & self._named.keys()):
            if self._named[digest].is_linked:  # inputs of before have none
                self._content_damage(digest, "packed_sha256", "is missing")
        return tuple(damage for _, damage in sorted(self._found, key=lambda each: each[0])[:MOST_DAMAGE])

    def chain_ends(self) -> tuple[ChainEnd, ...]:
        """Return how far each portfolio's chain reaches."""
        return tuple(
            ChainEnd(
                portfolio_id=portfolio,
                unlinked=chain.unlinked,
                linked_from=chain.linked_from,
                length=chain.length,
                head_sha256=None if chain.head is None else _text(chain.head),
            )
            for portfolio, chain in sorted(self._chains.items())
        )

    def _decision(self, row: RawRow, calls: Sequence[RawRow]) -> None:
        name = _text(row["decision_id"])
        chain = self._chains.setdefault(_text(row["portfolio_id"]), _Chain())
        faults = [*_link_faults(row, chain)]
        if row["sha256"] is not None:
            faults += _field_faults(row, calls)
            chain.length, chain.head = chain.length + 1, row["sha256"]
            chain.linked_from = chain.linked_from or name
        elif not chain.length:
            chain.unlinked += 1
        entries = _entries(row)
        if entries is None:
            faults.append((DECISIONS, "bundle_json", "cannot be read"))
        elif hash_of(entries).encode() != row["bundle_sha256"]:
            faults.append((DECISIONS, "bundle_sha256", "is not the hash of the inputs in bundle_json"))
        for entry in entries or ():
            if entry.sha256 is not None:
                named = _Named(position=self.count, decision_id=name, is_linked=row["sha256"] is not None)
                self._named.setdefault(entry.sha256.encode(), named)
        for table, column, what in dict.fromkeys(faults):
            self._add(self.count, Damage(table=table, row=name, field=column, what=what, decision_id=name))

    def _content_damage(self, digest: bytes, column: str, what: str) -> None:
        named = self._named.get(digest)
        damage = Damage(
            table=CONTENTS,
            row=_text(digest),
            field=column,
            what=what,
            decision_id=named.decision_id if named else None,
        )
        self._add(named.position if named else LAST, damage)

    def _add(self, position: int, damage: Damage) -> None:
        self._found.append((position, damage))


Fault = tuple[str, str | None, str]  # table, field, what is wrong


def _link_faults(row: RawRow, chain: _Chain) -> Iterator[Fault]:
    if row["sha256"] is None:
        if chain.length or row["link"] is not None or row["fingerprints_json"] is not None:
            yield DECISIONS, "sha256", "is missing, the records before it are linked"
        return
    if row["previous_sha256"] != chain.head:
        names = f"names {_text(row['previous_sha256'])}, the record before it is {_text(chain.head)}"
        yield DECISIONS, "previous_sha256", f"{names}: one was removed, inserted or moved here"
    if row["link"] != str(chain.length + 1).encode():
        yield DECISIONS, "link", f"is {_text(row['link'])}, its place in the log is {chain.length + 1}"


def _field_faults(row: RawRow, calls: Sequence[RawRow]) -> Iterator[Fault]:
    digests = digests_of(row, calls)
    found, kept = shortened(digests), _fingerprints(row)
    changed = [name for name in sorted(found.keys() | kept.keys()) if found.get(name) != kept.get(name)]
    for name in changed if kept else ():
        table, _, column = name.partition(".")
        yield table, column, "is not what was written"
    if not kept or (not changed and row["fingerprints_json"] != to_text(found).encode()):
        yield DECISIONS, "fingerprints_json", "is not what was written"
    if record_hash(digests).encode() != row["sha256"]:
        yield DECISIONS, "sha256", "is not the hash of the record"


def _end_faults(chain: _Chain, row: RawRow | None) -> Iterator[tuple[str, str, str]]:
    if row is None:
        yield "portfolio_id", f"{chain.length} linked records", "nothing: the chain's own row is missing"
        return
    for name, is_ in (
        ("unlinked", str(chain.unlinked)),
        ("length", str(chain.length)),
        ("head_sha256", "nothing" if chain.head is None else _text(chain.head)),
    ):
        if is_ != (says := "nothing" if row[name] is None else _text(row[name])):
            yield name, is_, says


def _entries(row: RawRow) -> tuple[BundleInput, ...] | None:
    try:
        return from_text(_text(row["bundle_json"]), tuple[BundleInput, ...])
    except (msgspec.MsgspecError, ValueError):
        return None


def _fingerprints(row: RawRow) -> dict[str, str]:
    """Return what was kept to tell a changed field by; nothing where it cannot be read."""
    try:
        return from_text(_text(row["fingerprints_json"]), dict[str, str])
    except (msgspec.MsgspecError, ValueError):
        return {}


def _text(content: bytes | None) -> str:
    return "nothing" if content is None else content.decode(errors="replace")
