"""The command: several processes, one table, and nothing left behind."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from tests.waiting import eventually
from tradewind.orders.failpoints import Failpoint

PATIENCE = 60


async def start(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.chaos",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )


def descendants(pid: int) -> set[int]:
    """Return every process below `pid`."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return set()
    return {int(child) for child in children}.union(*(descendants(int(child)) for child in children))


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def traders(pid: int) -> set[int]:
    return {each for each in descendants(pid) if "tests.chaos.trader" in _command(each)}


async def test_jobs_share_the_runs_and_print_one_table() -> None:
    command = await start(
        "--seeds", "2", "--jobs", "2", "--failpoint", "claimed", "--failpoint", "after_send"
    )
    printed, _ = await command.communicate()
    rows = printed.decode().splitlines()
    assert rows[-1] == "duplicate orders 0, lost fills 0, unprotected 0, ledger drift 0"
    assert [row.split()[:2] for row in rows if row.split()[0] in set(Failpoint)] == [
        ["claimed", "2"],
        ["after_send", "2"],
    ]
    assert command.returncode == 0


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
async def test_a_stopped_command_leaves_no_process_behind(end: signal.Signals) -> None:
    command = await start("--seeds", "500", "--jobs", "1", "--failpoint", "claimed")
    await eventually(lambda: bool(traders(command.pid)), PATIENCE)
    below = descendants(command.pid)
    os.kill(command.pid, end)
    await command.communicate()
    await eventually(lambda: not any(map(is_running, below)), PATIENCE)


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""
