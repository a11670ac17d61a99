"""S58: what a cell says is shown, never run."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradewind.web.csv_text import csv_text


def read_back(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    "cell",
    ["=cmd()", "@SUM(A1)", "+1+1", "-1+1", "\t=1", "\r=1", "\n=1", "-", "-1.2.3", "-1e", "-1e5+A1", "-٣"],
)
def test_s58_what_a_spreadsheet_would_run_is_quoted(cell: str) -> None:
    assert read_back(csv_text(["a"], [[cell]]))[1] == [f"'{cell}"]


@pytest.mark.parametrize(
    "cell", ["-1.5", "-2.5e-05", "-1e+16", "0.1", "buy", 'he said "no", twice', "two\nlines", ""]
)
def test_everything_else_stands_as_it_is(cell: str) -> None:
    assert read_back(csv_text(["a", "b"], [[cell, None]]))[1] == [cell, ""]


@given(st.lists(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])), min_size=1))
def test_no_cell_begins_a_formula(cells: list[str]) -> None:
    for cell in read_back(csv_text(["a"] * len(cells), [cells]))[1]:
        assert not cell.startswith(("=", "+", "@"))
