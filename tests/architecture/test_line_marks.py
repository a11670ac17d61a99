"""What coverage reports is what ran: the marks are as the tracing hook would see it."""

from pathlib import Path
from typing import Any

import pytest

from tests.line_marks import MARKS, marked

SOURCE = b'''"""What it is."""
from __future__ import annotations

LIMIT = 2
"""Said of the limit."""


def name_of(number):
    """Say it."""
    match number:
        case 0:
            return "none"
        case 1:
            return "one"
    try:
        found = ("two",)[
            number - LIMIT
        ]
    except IndexError:
        return "many"
    else:
        return found
'''
AT_IMPORT = [4, 5, 8]


def ran(number: int | None) -> list[int]:
    names: dict[str, Any] = {MARKS: bytearray(64)}
    exec(marked(SOURCE, "source.py"), names)  # noqa: S102 -- the source stands above
    if number is not None:
        names["name_of"](number)
    return [line for line, mark in enumerate(names[MARKS]) if mark]


@pytest.mark.parametrize(
    ("number", "lines"),
    [
        (None, []),
        (0, [10, 11, 12]),
        (1, [10, 13, 14]),
        (2, [10, 15, 16, 22]),
        (3, [10, 15, 16, 19, 20]),
    ],
)
def test_a_line_is_marked_once_it_ran(number: int | None, lines: list[int]) -> None:
    assert ran(number) == AT_IMPORT + lines


def test_every_file_of_the_package_can_be_marked() -> None:
    for path in Path("tradewind").rglob("*.py"):
        marked(path.read_bytes(), str(path))
