"""A person's word that loosened limits are meant: it names the file by its hash, counts once and for that content only."""

import hashlib
import os
from pathlib import Path

import msgspec

from tradewind.domain.clock import Instant

NAME = "accepted-limits.json"


class Acceptance(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who accepted which content of trading.yaml."""

    sha256: str
    by: str
    at_ms: int


def accept(home: Path, sha256: str, by: str, now: Instant) -> None:
    """Accept HOME/config/trading.yaml with the content of that hash; OSError."""
    acceptance = Acceptance(sha256=sha256, by=by, at_ms=now.epoch_ms)
    draft = home / f"{NAME}.{os.getpid()}"
    draft.write_bytes(msgspec.json.encode(acceptance) + b"\n")
    draft.chmod(0o600)
    draft.replace(home / NAME)


def acceptance_of(home: Path, sha256: str | None) -> Acceptance | None:
    """Return who accepted the content of that hash; None: nobody did."""
    try:
        acceptance = msgspec.json.decode((home / NAME).read_bytes(), type=Acceptance)
    except (OSError, msgspec.MsgspecError):
        return None
    return acceptance if acceptance.sha256 == sha256 else None


def use_up(home: Path) -> None:
    """Remove the acceptance, so that the same content has to be accepted again another day."""
    (home / NAME).unlink(missing_ok=True)


def digest_of(home: Path) -> str | None:
    """Return the hash of HOME/config/trading.yaml, None where there is no such file."""
    try:
        return hashlib.sha256((home / "config" / "trading.yaml").read_bytes()).hexdigest()
    except OSError:
        return None
