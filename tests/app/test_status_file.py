"""A running desk says where it answers; a dead one is not believed."""

import os
import stat
import subprocess
import sys
from pathlib import Path

from tradewind.app.status_file import DeskStatus, read_status, remove_status, write_status


def a_status(pid: int) -> DeskStatus:
    return DeskStatus(
        url="http://127.0.0.1:1",
        redis_url="redis://127.0.0.1:2/0",
        database_url="sqlite:///x.db",
        pid=pid,
        ready=True,
        roles={"web": "running"},
    )


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    write_status(tmp_path, a_status(os.getpid()))

    assert read_status(tmp_path) == a_status(os.getpid())
    assert stat.S_IMODE((tmp_path / "status.json").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["status.json"]


def test_the_status_of_a_process_that_is_gone_is_no_status(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    write_status(tmp_path, a_status(ended.pid))

    assert read_status(tmp_path) is None


def test_a_broken_file_is_no_status(tmp_path: Path) -> None:
    (tmp_path / "status.json").write_text('{"url": ')

    assert read_status(tmp_path) is None


def test_removing_twice_is_harmless(tmp_path: Path) -> None:
    write_status(tmp_path, a_status(os.getpid()))

    remove_status(tmp_path)
    remove_status(tmp_path)

    assert read_status(tmp_path) is None
