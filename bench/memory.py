"""Resident memory of the all-in-one desk: python -m bench.memory [seconds].

`tradewind up` on the lab market; VmRSS of its process once it has run for so long, Valkey and lab told apart. The
yardstick is an interpreter that has imported ccxt whole and nothing else.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figures import Figure, keep
from tests.desk_process import running_desk

GOAL_MB = 300
YARDSTICK = "import ccxt.async_support; print(open('/proc/self/status').read())"


def status_of(pid: int) -> str:
    """Return what the kernel says of a process."""
    return Path(f"/proc/{pid}/status").read_text()


def resident_mb(status: str, line: str = "VmRSS") -> float:
    """Return the megabytes (10^6) that a /proc status says; VmHWM is the highest so far."""
    found = re.search(rf"{line}:\s+(\d+) kB", status)
    assert found, status
    return int(found[1]) * 1024 / 1e6


def children(pid: int) -> dict[str, float]:
    """Return the memory of every process that `pid` started, by its command line."""
    pids = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    folders = [Path(f"/proc/{child}") for child in pids]
    return {
        (folder / "cmdline").read_text().replace("\0", " "): resident_mb((folder / "status").read_text())
        for folder in folders
    }


def main(seconds: float) -> None:
    with tempfile.TemporaryDirectory() as folder, running_desk(Path(folder) / "home") as desk:
        desk.survive(seconds)
        pid = desk.process.pid
        desk_mb = resident_mb(status_of(pid))
        for command, megabytes in children(pid).items():
            kind = "lab" if "tradewind_lab" in command else "Valkey"
            print(f"beside it, {kind}: {megabytes:.0f} MB")
    plain = subprocess.run([sys.executable, "-c", YARDSTICK], capture_output=True, text=True, check=True)
    figure = Figure(
        name=f"resident memory of the desk after {seconds:g} s",
        value=desk_mb,
        unit="MB",
        yardstick="an interpreter with ccxt alone",
        yardstick_value=resident_mb(plain.stdout),
        goal=f"< {GOAL_MB}",
    )
    keep("memory", [figure])


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60)
