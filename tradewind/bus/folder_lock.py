"""Who may use a data folder: one platform, and one server at a time.

Locks are kernel locks on files, so they end with the process that holds them: a killed platform never blocks a start.
"""

import asyncio
import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

PLATFORM_LOCK = "platform.lock"
POLL_SECONDS = 0.02


class FolderTaken(RuntimeError):
    """Another running platform uses the folder; stop it or choose another folder."""


@contextmanager
def platform_lock(folder: Path) -> Iterator[None]:
    """Hold `folder`, made if missing, for this platform; FolderTaken when another one does."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / PLATFORM_LOCK
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _try_lock(lock):
            owner = path.read_text().strip() or "unknown"
            raise FolderTaken(f"{folder} is in use by the platform with process id {owner}; stop it first")
        write_owner(lock, os.getpid())
        yield
    finally:
        os.close(lock)


def is_taken(folder: Path) -> bool:
    """Return whether a running platform holds `folder`; unlike a process id, its lock cannot outlive it."""
    try:
        lock = os.open(folder / PLATFORM_LOCK, os.O_RDONLY)
    except OSError:
        return False
    try:
        return not _try_lock(lock, fcntl.LOCK_SH)  # shared, so that two who ask are not each other's platform
    finally:
        os.close(lock)


async def server_lock(folder: Path, patience: timedelta) -> int:
    """Return a locked file descriptor for the next server to inherit; the caller closes its own copy.

    A server that outlived its platform is given `patience` to end, then its process group is killed.
    """
    path = folder / "server.lock"
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        is_ours = await _lock_within(lock, patience)
        if not is_ours:
            _kill_group(path.read_text().strip())
            is_ours = await _lock_within(lock, patience)
    except BaseException:
        os.close(lock)
        raise
    if not is_ours:
        os.close(lock)
        raise FolderTaken(f"a server that cannot be killed uses {folder}; its process id is in {path}")
    return lock


def write_owner(lock: int, pid: int) -> None:
    """Write `pid` into the locked file, for the next one who wants it."""
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{pid}\n".encode(), 0)


def _try_lock(lock: int, kind: int = fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


async def _lock_within(lock: int, patience: timedelta) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(patience.total_seconds()):
            while not _try_lock(lock):  # noqa: ASYNC110 -- the kernel offers no event for a lock
                await asyncio.sleep(POLL_SECONDS)
            return True
    return False


def _kill_group(owner: str) -> None:
    # The lock is held, so the process named in it, or a child in its group, is alive: the number was not reused.
    if owner.isdigit():
        with suppress(ProcessLookupError):
            os.killpg(int(owner), signal.SIGKILL)
