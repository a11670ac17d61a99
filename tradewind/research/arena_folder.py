"""Where arenas leave their results: a folder for each contender, the leaderboard, and the boards that a home keeps."""

import os
from collections.abc import Sequence
from pathlib import Path

import structlog

from tradewind.bus.codec import Undecodable, decode, encode
from tradewind.research.arena import Arena
from tradewind.research.backtest_folder import BacktestFolder, FolderRefused
from tradewind.research.leaderboard import Leaderboard, StoredArena, leaderboard_bytes

LEADERBOARD = "leaderboard.json"
KEPT = "arena"
"""Folder of a home for the boards of its arenas."""
_log = structlog.get_logger(__name__)


class ArenaFolder:
    """One folder for one arena; each contender has a backtest's folder in it."""

    def __init__(self, folder: Path, arena: Arena) -> None:
        self._folder = folder
        self._arena = arena
        places = {place_of(name) for name in arena.runs}
        if len(places) < len(arena.runs):
            raise FolderRefused(f"{folder}: two of {', '.join(arena.runs)} would share a folder")
        self._results = {name: BacktestFolder(folder / place_of(name)) for name in arena.runs}

    def prepare(self, *, is_resumed: bool) -> None:
        """Make room, or put every run where it stood when its arena was killed; FolderRefused."""
        for name, results in self._results.items():
            results.prepare(self._arena.runs[name], is_resumed=is_resumed)

    def save(self) -> None:
        """Write down where every run stands; a kill in between loses nothing, they are brought level again."""
        for name, results in self._results.items():
            results.save(self._arena.runs[name])

    def finish(self) -> Leaderboard:
        """Write the results of an arena that is done."""
        for name, results in self._results.items():
            results.finish(self._arena.runs[name])
        board = self._arena.leaderboard()
        replace_file(self._folder / LEADERBOARD, leaderboard_bytes(board))
        return board


def place_of(name: str) -> str:
    """Return the folder's name for a contender."""
    return "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in name)


def keep_board(home: Path, stored: StoredArena) -> Path:
    """Keep a board in `home`, in the place of an earlier one of the same arena."""
    folder = home / KEPT
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"{stored.leaderboard.run[:16]}.json"
    replace_file(file, encode(stored))
    return file


def kept_boards(home: Path, most: int) -> Sequence[StoredArena]:
    """Return the boards of `home`, the last one first; a file that cannot be read is logged and left out."""
    found: list[StoredArena] = []
    for file in sorted((home / KEPT).glob("*.json")):
        try:
            found.append(decode(file.read_bytes(), StoredArena))
        except (OSError, Undecodable) as e:
            _log.warning("arena_unreadable", file=str(file), reason=str(e))
    return sorted(found, key=lambda stored: stored.finished_at, reverse=True)[:most]


def replace_file(file: Path, content: bytes) -> None:
    """Write `content` as a whole: a kill leaves the file as it was before, or as it is after."""
    unfinished = file.with_name(f".{file.name}.new")
    with unfinished.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    unfinished.replace(file)
