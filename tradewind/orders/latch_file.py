"""The kill switch on the local disk: one small file, replaced in one step and flushed before anybody relies on it."""

import os
from pathlib import Path

import msgspec

from tradewind.domain.clock import Instant
from tradewind.domain.desk_state import DeskState, HaltProof, Latch

LATCH_NAME = "kill-switch.json"
PROOF_NAME = "kill-switch-proof.json"
"""What the venue showed after the stop that is in force, for people and programs without a running web server."""
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
    _replace(path, msgspec.json.encode(lines))


def read_proof(path: Path) -> HaltProof | None:
    """Return the last proof, None when there is none or it cannot be read: what is not proven is not proven."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=HaltProof, dec_hook=_moment)
    except (OSError, ValueError):
        return None


def write_proof(path: Path, proof: HaltProof) -> None:
    """Replace the file; OSError."""
    _replace(path, msgspec.json.encode(proof, enc_hook=str))


def _moment(kind: type, text: object) -> object:
    return Instant.parse(str(text)) if kind is Instant else text


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(file, content)
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
