"""No byte of the log can be changed unseen: whichever field of whichever row, in SQLite's own file."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.clocks import START, FakeClock
from tests.ledger.records import OPENING_CASH, PORTFOLIO
from tests.ledger.test_decision_audit import fill
from tradewind.ledger import open_ledger, read_ledger
from tradewind.ledger.chain_walk import Damage

TABLES = ("llm_decision_logs", "llm_prompt_payloads", "bundle_contents", "decision_chains")
NUMBERS_ONLY = "seq"
"""Orders the rows of all portfolios; the chain says the order within one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One field of one row."""

    table: str
    rowid: int
    column: str
    content: bytes | None


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("log") / "ledger.db"

    async def write() -> None:
        async with open_ledger(f"sqlite:///{file}", FakeClock()) as ledger:
            await ledger.portfolios.open(PORTFOLIO, OPENING_CASH, START)
            await fill(ledger)

    asyncio.run(write())
    return file


@pytest.fixture(scope="module")
def places(log: Path) -> list[Place]:
    with closing(sqlite3.connect(log)) as connection:
        return [
            Place(table=table, rowid=rowid, column=column, content=content)
            for table in TABLES
            for column in columns_of(connection, table)
            for rowid, content in connection.execute(
                f"SELECT rowid, CAST({column} AS BLOB) FROM {table}"  # noqa: S608
            )
        ]


def columns_of(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    for row in connection.execute(f"PRAGMA table_info({table})"):
        if row[1] != NUMBERS_ONLY:
            yield row[1]


def change(file: Path, place: Place, content: bytes | None) -> bool:
    """Write `content` to a field, past the ledger; False where the table's own rules forbid it."""
    kind = (
        "?"
        if place.column in {"compressed", "account_json", "review_json", "limits_json"}
        else "CAST(? AS TEXT)"
    )
    with closing(sqlite3.connect(file)) as connection:
        try:
            connection.execute(
                f"UPDATE {place.table} SET {place.column} = {kind} WHERE rowid = ?",  # noqa: S608
                (content, place.rowid),
            )
        except sqlite3.IntegrityError:
            return False
        connection.commit()
        query = f"SELECT CAST({place.column} AS BLOB) FROM {place.table} WHERE rowid = ?"  # noqa: S608
        ((written,),) = connection.execute(query, (place.rowid,))
        return bool(written != place.content)


def damage_in(file: Path) -> tuple[Damage, ...]:
    async def verify() -> tuple[Damage, ...]:
        async with read_ledger(f"sqlite:///{file}", FakeClock()) as ledger:
            return (await ledger.decision_audit.verify()).damage

    return asyncio.run(verify())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw=st.data())
def test_a_flipped_bit_is_found_wherever_it_is(
    log: Path, places: list[Place], tmp_path: Path, draw: st.DataObject
) -> None:
    place = draw.draw(st.sampled_from([place for place in places if place.content]))
    assert place.content is not None
    position = draw.draw(st.integers(0, len(place.content) - 1))
    flipped = bytearray(place.content)
    flipped[position] ^= 1 << draw.draw(st.integers(0, 7))
    file = shutil.copy(log, tmp_path / "changed.db")

    assume(change(Path(file), place, bytes(flipped)))

    assert damage_in(Path(file))


def test_every_field_can_be_emptied_or_filled_only_seen(
    log: Path, places: list[Place], tmp_path: Path
) -> None:
    unseen = []
    for number, place in enumerate(place for place in places if place.rowid <= 2):
        file = Path(shutil.copy(log, tmp_path / f"{number}.db"))
        content = None if place.content else b"x"
        if change(file, place, content) and not damage_in(file):
            unseen.append((place.table, place.rowid, place.column))
        file.unlink()

    assert unseen == []


@pytest.mark.parametrize("written", [lambda _: b"{}", lambda kept: kept.replace(b",", b", "), lambda _: b"["])
def test_what_tells_a_changed_field_is_itself_held_to_the_byte(
    log: Path, places: list[Place], tmp_path: Path, written: Callable[[bytes], bytes]
) -> None:
    place = next(each for each in places if each.column == "fingerprints_json" and each.content)
    file = Path(shutil.copy(log, tmp_path / "changed.db"))

    assert change(file, place, written(place.content or b""))

    assert [damage.field for damage in damage_in(file)] == ["fingerprints_json"]
