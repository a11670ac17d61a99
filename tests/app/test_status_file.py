"""A running desk says where it answers; a dead one is not believed."""

import os
import stat
from dataclasses import replace
from pathlib import Path

from tradewind.app.status_file import DeskStatus, read_status, remove_status, write_status
from tradewind.bus.folder_lock import platform_lock


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
    with platform_lock(tmp_path):
        write_status(tmp_path, a_status(os.getpid()))

        assert read_status(tmp_path) == a_status(os.getpid())
    assert stat.S_IMODE((tmp_path / "status.json").stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {"status.json", "platform.lock"}


def test_a_dead_desk_s_status_is_none_though_its_process_id_lives_again(tmp_path: Path) -> None:
    with platform_lock(tmp_path):
        write_status(tmp_path, a_status(os.getpid()))

    assert read_status(tmp_path) is None


def test_asking_for_the_status_does_not_take_the_home(tmp_path: Path) -> None:
    with platform_lock(tmp_path):
        write_status(tmp_path, a_status(os.getpid()))
    read_status(tmp_path)

    with platform_lock(tmp_path):
        assert read_status(tmp_path) is not None


def test_a_broken_file_is_no_status(tmp_path: Path) -> None:
    (tmp_path / "status.json").write_text('{"url": ')

    assert read_status(tmp_path) is None


def test_no_password_of_an_address_is_written(tmp_path: Path) -> None:
    status = replace(
        a_status(os.getpid()),
        redis_url="rediss://desk:canary-1@h:1/0",
        database_url="postgresql://me:canary-2@h/db?sslmode=require",
    )

    write_status(tmp_path, status)

    text = (tmp_path / "status.json").read_text()
    assert "canary" not in text
    assert '"redis_url": "rediss://desk@h:1/0"' in text
    assert '"database_url": "postgresql://me@h/db?sslmode=require"' in text


def test_removing_twice_is_harmless(tmp_path: Path) -> None:
    write_status(tmp_path, a_status(os.getpid()))

    remove_status(tmp_path)
    remove_status(tmp_path)

    assert read_status(tmp_path) is None
