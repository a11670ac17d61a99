"""What a desk decided on a recorded tape comes out the same again, byte for byte; a changed byte does not."""

import asyncio
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.desk_process import running_desk
from tests.recorded import recorded_root
from tests.research.driven import run_cycles
from tradewind.app.decision_log import WhatIf, replay_home, verify_home
from tradewind.ledger.chain_walk import Damage

pytestmark = [pytest.mark.e2e, pytest.mark.recorded, pytest.mark.timeout(600)]

CYCLES = 12
"""`python -m bench.replay` runs 200."""


def replayed(home: Path) -> Counter[str]:
    async def run() -> Counter[str]:
        return Counter([each.result async for each in replay_home(home, {}, (), WhatIf())])

    return asyncio.run(run())


def damage(home: Path) -> tuple[Damage, ...]:
    return asyncio.run(verify_home(home, {})).damage


def test_a_desk_on_a_tape_replays_to_the_same_bytes(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running_desk(home, "--tape", str(recorded_root() / "candles" / "swap")) as desk:
        run_cycles(desk, CYCLES)
        assert damage(home) == ()  # beside the running desk

    counts = replayed(home)
    assert counts["identical"] >= CYCLES
    assert counts["different"] == 0
    assert damage(home) == ()

    changed = shutil.copytree(home, tmp_path / "changed")
    with closing(sqlite3.connect(next(changed.glob("*.db")))) as connection:
        query = "SELECT sha256, compressed FROM bundle_contents ORDER BY length(compressed) DESC LIMIT 1"
        digest, packed = connection.execute(query).fetchone()
        flipped = packed[:-20] + bytes([packed[-20] ^ 1]) + packed[-19:]
        connection.execute("UPDATE bundle_contents SET compressed = ? WHERE sha256 = ?", (flipped, digest))
        connection.commit()

    found = damage(Path(changed))
    assert (found[0].table, found[0].row) == ("bundle_contents", digest)
