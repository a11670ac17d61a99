"""Whether the home lies where SQLite and Valkey can keep it: on a disk of this machine."""

import re
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")
SHARED = re.compile(r"^(nfs|nfs4|cifs|smb3|smbfs|9p|virtiofs|vboxsf|fakeowner|osxfs|grpcfuse|ceph|fuse\..+)$")
"""File systems on which the locks and the shared memory of a write-ahead log are not what they are on a disk."""
_OCTAL = re.compile(r"\\([0-7]{3})")


def mount_warning(home: Path, mounts: Path = MOUNTS) -> str | None:
    """Return what an operator should know of the file system of `home`; None: nothing, or it cannot be told."""
    kind = _kind_of(home.resolve(), mounts)
    if kind is None:
        return None
    if SHARED.match(kind):
        return (
            f"{home} lies on {kind}, where the ledger's write-ahead log may be damaged; "
            "use a folder of a local disk or a named volume (docs/deploy.md)"
        )
    if kind == "overlay":
        return f"{home} lies in the container itself and goes with it; mount a named volume there (docs/deploy.md)"
    return None


def _kind_of(home: Path, mounts: Path) -> str | None:
    """Return the type of the file system that `home` lies on, None where the kernel does not say."""
    found: tuple[int, str] | None = None
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    for line in lines:
        mount, _, kind = line.partition(" - ")
        fields = mount.split()
        if len(fields) < 5 or not kind:
            continue
        place = Path(_OCTAL.sub(lambda code: chr(int(code[1], 8)), fields[4]))
        depth = len(place.parts)
        if home.is_relative_to(place) and (found is None or depth >= found[0]):
            found = depth, kind.split()[0]
    return found[1] if found else None
