"""What a decision's hash covers: every stored column of the record and of its calls, by name. Pure.

A column that is NULL is left out, so that a column added later changes no hash of what was written before it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum

from tradewind.domain.clock import Instant
from tradewind.ledger.columns import plain

DECISIONS = "llm_decision_logs"
CALLS = "llm_prompt_payloads"
NOT_COVERED = frozenset({"seq", "fingerprints_json", "sha256"})
"""The row's number, and what is computed from the others."""
SHOWN_DIGITS = 16

Digests = Mapping[str, str]
"""sha256 of each stored field, by `table.column`, calls with their ordinal."""


def digests_of(
    decision: Mapping[str, bytes | None], calls: Iterable[Mapping[str, bytes | None]]
) -> dict[str, str]:
    """Return the digest of each field that is not NULL; `calls` in their order."""
    found = dict(_digests(DECISIONS, decision))
    for ordinal, call in enumerate(calls, start=1):
        found.update(_digests(f"{CALLS}[{ordinal}]", call))
    return found


def record_hash(digests: Digests) -> str:
    """Return the hash of a record: sha256 over one line `field sha256` per field, sorted by field."""
    lines = "".join(f"{name} {digests[name]}\n" for name in sorted(digests))
    return hashlib.sha256(lines.encode()).hexdigest()


def shortened(digests: Digests) -> dict[str, str]:
    """Return the beginning of each digest: enough to tell which field was changed, not to prove anything."""
    return {name: digest[:SHOWN_DIGITS] for name, digest in sorted(digests.items())}


def as_stored(value: object) -> bytes | None:
    """Return a column's value as the bytes that every database holds; TypeError for what no column takes."""
    match value:
        case None | bytes():
            return value
        case StrEnum():
            return value.value.encode()
        case str():
            return value.encode()
        case Instant():
            return str(value.epoch_ms).encode()
        case int():
            return str(value).encode()
        case Decimal():
            return plain(value).encode()
        case _:
            raise TypeError(f"no column of a decision holds a {type(value).__name__}")


def _digests(table: str, row: Mapping[str, bytes | None]) -> Iterator[tuple[str, str]]:
    for name, content in row.items():
        if content is not None and name not in NOT_COVERED:
            yield f"{table}.{name}", hashlib.sha256(content).hexdigest()
