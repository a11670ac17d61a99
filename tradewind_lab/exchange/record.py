"""The venue's own truth: an append-only list of what happened to every order, fill and balance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Happening(StrEnum):
    """The kinds of entries."""

    ORDER_ACCEPTED = "order_accepted"
    ORDER_REFUSED = "order_refused"
    ORDER_AMENDED = "order_amended"
    ORDER_CANCELED = "order_canceled"
    FILL = "fill"
    PROTECTION_ARMED = "protection_armed"
    PROTECTION_FAILED = "protection_failed"
    PROTECTION_FIRED = "protection_fired"
    PROTECTION_CANCELED = "protection_canceled"
    FUNDING = "funding"
    LIQUIDATION = "liquidation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One happening; `facts` are plain texts, the client's order id among them where there is one."""

    sequence: int
    at_ms: int
    account: str
    kind: Happening
    facts: Mapping[str, str]


@dataclass(slots=True)
class Record:
    """Entries in the order in which the venue made them; none is ever changed or removed."""

    _entries: list[Entry] = field(default_factory=list)

    def write(self, at_ms: int, account: str, kind: Happening, **facts: object) -> None:
        """Append one entry; facts that are None are left out."""
        texts = {name: str(value) for name, value in facts.items() if value is not None}
        self._entries.append(
            Entry(sequence=len(self._entries) + 1, at_ms=at_ms, account=account, kind=kind, facts=texts)
        )

    def restore(self, entries: Iterable[Entry]) -> None:
        """Put back what was written in an earlier run."""
        self._entries.extend(entries)

    def entries(self) -> tuple[Entry, ...]:
        """Return everything so far, oldest first."""
        return tuple(self._entries)
