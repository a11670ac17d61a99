"""Pages of a portfolio's rows, newest first, of those that are wanted."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, select

from tradewind.domain.clock import Instant
from tradewind.domain.ids import PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderState, Side
from tradewind.domain.position import PositionSide
from tradewind.ledger.statements import before


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What rows must have; None: whatever they have."""

    symbol: Symbol | None = None
    side: Side | PositionSide | None = None
    state: OrderState | None = None
    """Of orders alone."""
    since: Instant | None = None
    before: Instant | None = None
    """Rows of this very moment are left out."""


EVERYTHING = Selection()


def newest_first(
    table: Table,
    at: ColumnElement[Instant],
    portfolio_id: PortfolioId,
    wanted: Selection,
    cursor: str | None,
) -> Select[Any]:
    """Return the rows of `table` after `cursor`; `at` is the moment of a row. ValueError for a foreign cursor."""
    return (
        select(table)
        .where(
            table.c.portfolio_id == portfolio_id,
            *before(table.c.seq, cursor),
            *conditions(table, at, wanted),
        )
        .order_by(table.c.seq.desc())
    )


def conditions(table: Table, at: ColumnElement[Instant], wanted: Selection) -> list[ColumnElement[bool]]:
    """Return what rows of `table` that are `wanted` fulfill; `at` is the moment of a row."""
    found = [
        table.c[name] == value
        for name in ("symbol", "side", "state")
        if (value := getattr(wanted, name)) is not None
    ]
    if wanted.since is not None:
        found.append(at >= wanted.since)
    if wanted.before is not None:
        found.append(at < wanted.before)
    return found
