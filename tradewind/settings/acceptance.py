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


def accept(home: Path, by: str, now: Instant) -> Path:
    """Accept HOME/config/trading.yaml as it stands and return its path; OSError when there is none."""
    file = home / "config" / "trading.yaml"
    acceptance = Acceptance(sha256=_digest(file), by=by, at_ms=now.epoch_ms)
    draft = home / f"{NAME}.{os.getpid()}"
    draft.write_bytes(msgspec.json.encode(acceptance) + b"\n")
    draft.chmod(0o600)
    draft.replace(home / NAME)
    return file


def acceptance_of(home: Path) -> Acceptance | None:
    """Return who accepted the limits that stand in the file now; None: nobody did."""
    try:
        acceptance = msgspec.json.decode((home / NAME).read_bytes(), type=Acceptance)
        is_of_now = acceptance.sha256 == _digest(home / "config" / "trading.yaml")
    except (OSError, msgspec.MsgspecError):
        return None
    return acceptance if is_of_now else None


def use_up(home: Path) -> None:
    """Remove the acceptance, so that the same content has to be accepted again another day."""
    (home / NAME).unlink(missing_ok=True)


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
