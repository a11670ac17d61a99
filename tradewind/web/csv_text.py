"""Rows as CSV that a spreadsheet shows and never runs."""

import csv
import io
from collections.abc import Iterable, Sequence

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str | None]]) -> str:
    """Return RFC 4180 text; None is an empty cell, and what a spreadsheet would run begins with an apostrophe.

    A plain negative number is left as it is.
    """
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(header)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return written.getvalue()


def _cell(cell: str | None) -> str:
    if cell is None:
        return ""
    is_number = cell.removeprefix("-").replace(".", "", 1).isdecimal()
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) and not is_number else cell
