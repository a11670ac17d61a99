"""What a running desk says of itself in its home, for `tradewind status` and for other programs."""

import os
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from tradewind.app.lab_process import Lab
from tradewind.bus.folder_lock import is_taken
from tradewind.settings.process import without_password

NAME = "status.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskStatus:
    """Where a desk answers and how its roles are."""

    url: str
    redis_url: str
    database_url: str
    pid: int
    ready: bool
    roles: dict[str, str]  # name -> state
    lab: Lab | None = None  # where the lab answers; None: a real market


def write_status(home: Path, status: DeskStatus) -> None:
    """Replace the file in one step, so that no reader sees half of it; no password of an address gets into it."""
    shown = replace(
        status,
        redis_url=without_password(status.redis_url),
        database_url=without_password(status.database_url),
    )
    draft = home / f"{NAME}.{os.getpid()}"
    draft.write_bytes(msgspec.json.format(msgspec.json.encode(shown), indent=2) + b"\n")
    draft.chmod(0o600)
    draft.replace(home / NAME)


def read_status(home: Path) -> DeskStatus | None:
    """Return the status of the desk that runs on `home`; None when none does."""
    try:
        status = msgspec.json.decode((home / NAME).read_bytes(), type=DeskStatus)
    except (OSError, msgspec.MsgspecError):
        return None
    return status if is_taken(home) else None


def remove_status(home: Path) -> None:
    """Say that no desk runs here any more."""
    (home / NAME).unlink(missing_ok=True)
