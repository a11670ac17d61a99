"""Rows as CSV that a spreadsheet shows and never runs."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-][0-9]+)?")
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
    is_run = cell.startswith(_STARTS_A_FORMULA) and _NUMBER.fullmatch(cell) is None
    return f"'{cell}" if is_run else cell
