"""A home on a file system that does not keep a write-ahead log is told of before it is used."""

from pathlib import Path

import pytest

from tradewind.app.home_mount import mount_warning

MOUNTS = """\
21 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
30 21 0:50 / /container rw - overlay overlay rw,lowerdir=/a
31 21 0:51 / /mnt/nas rw shared:5 - nfs4 nas:/export rw
32 21 0:52 / /host\\040files rw - fakeowner /run/host_mark rw
33 31 8:2 / /mnt/nas/local rw - ext4 /dev/sdb1 rw
34 21 0:53 / /mac rw - fuse.grpcfuse grpcfuse rw
a line of another kind
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    file = tmp_path / "mountinfo"
    file.write_text(MOUNTS)
    return file


@pytest.mark.parametrize("home", ["/home/ann/.tradewind", "/mnt/nas/local/desk", "/mnt/nasty"])
def test_a_disk_of_this_machine_is_nothing_to_tell(home: str, mounts: Path) -> None:
    assert mount_warning(Path(home), mounts) is None


@pytest.mark.parametrize(
    ("home", "kind"),
    [("/mnt/nas/desk", "nfs4"), ("/host files/desk", "fakeowner"), ("/mac/desk", "fuse.grpcfuse")],
)
def test_a_folder_of_another_machine_is_warned_of_f62(home: str, kind: str, mounts: Path) -> None:
    warning = mount_warning(Path(home), mounts) or ""

    assert f"lies on {kind}" in warning
    assert "named volume" in warning


def test_a_home_inside_a_container_is_warned_of_f62(mounts: Path) -> None:
    assert "goes with it" in (mount_warning(Path("/container/desk"), mounts) or "")


def test_a_system_that_does_not_say_is_not_warned(tmp_path: Path) -> None:
    assert mount_warning(Path("/mnt/nas/desk"), tmp_path / "missing") is None
