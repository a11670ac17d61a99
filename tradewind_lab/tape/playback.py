"""Where on the tape playing begins, and how that survives a restart."""

import logging
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from tradewind_lab.bars import BLOCK_MS
from tradewind_lab.tape.port import Tape, TapeRefused

logger = logging.getLogger(__name__)

HISTORY_BLOCKS: Final = 30  # 10 days lie before the first moment, where the tape has them
STATE_FILE: Final = "tape.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Playback:
    """What a restart must find again so that prices continue."""

    identity: str
    start_ms: int | None  # as asked for, in the tape's own time
    shift_ms: int  # from the tape's time to the lab's, a multiple of 8 h


def parse_start(text: str) -> int:
    """Read ISO-8601 (UTC where no zone is named) or epoch milliseconds; ValueError otherwise."""
    if text.isdigit():
        return int(text)
    moment = datetime.fromisoformat(text)
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def resume(
    tape: Tape, *, start_ms: int | None, now_ms: int, folder: Path | None, file_name: str = STATE_FILE
) -> Playback:
    """Return the playback kept in `folder` for this tape and start, or begin one and keep it there."""
    kept = _read(folder / file_name) if folder else None
    if kept and (kept.identity, kept.start_ms) == (tape.identity, start_ms):
        return kept
    if kept:
        logger.warning("another tape or start than before: prices do not continue from the last run")
    begun = Playback(identity=tape.identity, start_ms=start_ms, shift_ms=_shift(tape, start_ms, now_ms))
    if folder:
        _keep(begun, folder / file_name)
    return begun


def _shift(tape: Tape, start_ms: int | None, now_ms: int) -> int:
    """Return the multiple of 8 h that brings the start to the present or up to 8 h before it."""
    earliest = tape.first_block + _history(tape)
    if start_ms is None:
        start_ms = earliest * BLOCK_MS
    if start_ms < earliest * BLOCK_MS:
        raise TapeRefused(
            f"--start {_iso(start_ms)}: the earliest that leaves history is {_iso(earliest * BLOCK_MS)}"
        )
    if tape.block_count is not None:
        end_ms = (tape.first_block + tape.block_count) * BLOCK_MS
        if start_ms >= end_ms:
            raise TapeRefused(f"--start {_iso(start_ms)}: the tape ends at {_iso(end_ms)}")
    return (now_ms - start_ms) // BLOCK_MS * BLOCK_MS


def _history(tape: Tape) -> int:
    """Return how many blocks to keep for history; a short tape gives half of itself."""
    return HISTORY_BLOCKS if tape.block_count is None else min(HISTORY_BLOCKS, tape.block_count // 2)


def _read(path: Path) -> Playback | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Playback)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as e:
        raise TapeRefused(f"{path}: not a playback state ({e}); remove the file to begin anew") from e


def _keep(playback: Playback, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("wb") as file:
        file.write(msgspec.json.encode(playback))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _iso(epoch_ms: int) -> str:
    return datetime.fromtimestamp(epoch_ms / 1000, UTC).isoformat(timespec="minutes")
