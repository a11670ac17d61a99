"""The kill switch on the local disk: one small file, replaced in one step and flushed before anybody relies on it."""

import os
from pathlib import Path

import msgspec

from tradewind.domain.clock import Instant
from tradewind.domain.desk_state import DeskState, Latch

LATCH_NAME = "kill-switch.json"
HALT_NAME = "HALT"
"""While a file of this name lies in the home folder the desk is halted; the word `flatten` in it closes positions too."""
FLATTEN = "flatten"
LARGEST_BYTES = 64_000


class LatchUnreadable(ValueError):
    """There is a latch, and what it says cannot be made out; take the desk for halted."""


class _Lines(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    state: DeskState
    by: str
    reason: str
    flatten: bool
    at: str


def read_latch(path: Path) -> Latch | None:
    """Return what the file says, None when there is none; LatchUnreadable."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as e:
        raise LatchUnreadable(f"{path} cannot be read: {e}") from e
    try:
        lines = msgspec.json.decode(content, type=_Lines)
        at = Instant.parse(lines.at)
    except ValueError as e:
        raise LatchUnreadable(f"{path} is not a latch: {e}") from e
    return Latch(state=lines.state, by=lines.by, reason=lines.reason, flatten=lines.flatten, at=at)


def write_latch(path: Path, latch: Latch) -> None:
    """Replace the file; on return it survives a power cut. OSError: the file is what it was."""
    lines = _Lines(
        state=latch.state, by=latch.by, reason=latch.reason, flatten=latch.flatten, at=str(latch.at)
    )
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(file, msgspec.json.encode(lines))
        os.fsync(file)
    finally:
        os.close(file)
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def halt_file(folder: Path) -> str | None:
    """Return the text of the file HALT in `folder`, None when there is none; one that cannot be read counts as empty."""
    path = folder / HALT_NAME
    if not path.exists():
        return None
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_BYTES).decode(errors="replace")
    except OSError:
        return ""
