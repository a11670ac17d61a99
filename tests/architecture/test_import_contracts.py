"""Each import contract breaks when somebody breaks it; the house as it stands keeps them all."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = Path(sys.executable).parent / "lint-imports"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = tmp_path_factory.mktemp("house")
    for package in ("tradewind", "tradewind_lab"):
        shutil.copytree(
            ROOT / package, house / package, ignore=shutil.ignore_patterns("__pycache__", "dashboard")
        )
    shutil.copy(ROOT / "pyproject.toml", house)
    return house


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT, "--no-cache"],
        cwd=house,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(house)},
    )


def test_the_house_keeps_every_contract(copy: Path) -> None:
    said = lint(copy)

    assert said.returncode == 0, said.stdout


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    ("room", "import_line", "contract"),
    [
        ("ledger/errors.py", "import tradewind.orders", "Rooms import downwards only"),
        ("decision/config.py", "import tradewind.orders", "Rooms import downwards only"),
        ("orders/config.py", "import tradewind.market.config", "Consumers read the bus"),
        ("orders/config.py", "import tradewind.brokers.simulator", "Only app chooses a broker"),
        ("risk/limits.py", "import asyncio", "risk and domain are pure"),
        ("signals/__init__.py", "import tradewind.analysis", "Consumers read the bus"),
        ("sentiment/config.py", "import tradewind.market.config", "Rooms import downwards only"),
        ("sentiment/score.py", "import vaderSentiment", "One owner for each outside library"),
        ("web/config.py", "import redis", "One owner for each outside library"),
        ("research/__init__.py", "import tradewind.market.config", "Research computes"),
        ("research/__init__.py", "import tradewind.web", "Rooms import downwards only"),
        ("app/clock.py", "import tradewind_lab.clock", "over sockets only"),
        ("newroom/__init__.py", "", "tradewind.newroom"),
    ],
)
def test_a_planted_import_breaks_its_contract(copy: Path, room: str, import_line: str, contract: str) -> None:
    place = copy / "tradewind" / room
    before = place.read_text() if place.exists() else None
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"{before or ''}\n{import_line}\n")
    try:
        said = lint(copy)
    finally:
        if before is None:
            shutil.rmtree(place.parent)
        else:
            place.write_text(before)

    assert said.returncode != 0
    assert any(contract in line for line in said.stdout.splitlines() if "BROKEN" in line or "newroom" in line)
