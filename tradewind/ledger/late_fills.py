"""A fill that is told after later ones: a position and its results follow from the order in which the venue executed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from itertools import zip_longest
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from tradewind.domain.account import ClosedPosition
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId, PortfolioId
from tradewind.domain.order import Order
from tradewind.domain.position import FillEffect, flat
from tradewind.ledger import tables
from tradewind.ledger.journal import EXACT_DIGITS
from tradewind.ledger.positions import CLOSED_FIELDS, closed_row
from tradewind.ledger.round_trip import RoundTrip, Step, after_fill

ZERO = Decimal(0)
RECENT = 100
"""So many fills are looked at: of many that come late, the one that all of them are late for is among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """A fill with what it is booked with; the fee in the portfolio's currency."""

    fill: Fill
    fee: Decimal
    order: Order | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retold:
    """What the executions of one instrument come to in the venue's order."""

    trip: RoundTrip | None
    closed: tuple[ClosedPosition, ...]

    @property
    def realized_pnl(self) -> Decimal:
        """Return the result of everything, before fees."""
        return _total(
            [*(each.realized_pnl for each in self.closed), self.trip.realized_pnl if self.trip else ZERO]
        )


async def is_late(connection: AsyncConnection, portfolio_id: PortfolioId, fill: Fill) -> bool:
    """Return whether an execution after `fill` stands in the books of its instrument."""
    recent = (
        select(tables.fills.c.exchange_time)
        .where(tables.fills.c.portfolio_id == portfolio_id, tables.fills.c.symbol == fill.symbol)
        .order_by(tables.fills.c.seq.desc())
        .limit(RECENT)
    )
    return any(time > fill.exchange_time for time in await connection.scalars(recent))


def retold(executions: Iterable[Execution]) -> Retold:
    """Return what `executions` of one instrument, in the venue's order, come to."""
    trip: RoundTrip | None = None
    closed: list[ClosedPosition] = []
    known: set[ClientOrderId] = set()
    for each in executions:
        name = each.fill.client_order_id
        step = after_fill(trip, each.fill, each.fee, each.order, is_first_of_order=name not in known)
        if name is not None:
            known.add(name)
        trip = step.trip
        if step.closed is not None:
            closed.append(step.closed)
    return Retold(trip=trip, closed=tuple(closed))


async def put_right(
    connection: AsyncConnection,
    portfolio_id: PortfolioId,
    fill: Fill,
    standing: RoundTrip | None,
    told: Retold,
    *,
    at: Instant,
) -> Step:
    """Write the round trips that `told` ended over those on record; return what else the fill does.

    Its entry carries the whole difference of the result. A stop that was moved stays where it is, but for an order
    that brings a tighter one. What was put right
    is on record as of `at`.
    """
    closed = tables.closed_positions
    query = (
        select(closed)
        .where(closed.c.portfolio_id == portfolio_id, closed.c.symbol == fill.symbol)
        .order_by(closed.c.seq)
    )
    rows = (await connection.execute(query)).all()
    for row, trip in zip_longest(rows, told.closed):
        if row is None:
            await connection.execute(closed.insert(), closed_row(portfolio_id, trip, at))
        elif trip is None:
            await connection.execute(delete(closed).where(closed.c.seq == row.seq))
        elif not _is_same(row, trip):
            changes = closed_row(portfolio_id, trip, at)
            await connection.execute(update(closed).where(closed.c.seq == row.seq).values(changes))
    booked = _total([*(row.realized_pnl for row in rows), standing.realized_pnl if standing else ZERO])
    effect = FillEffect(
        position=told.trip.position if told.trip else flat(fill.symbol),
        closed_quantity=flat(fill.symbol).quantity,
        released_cost=ZERO,
        realized_pnl=_total([told.realized_pnl, booked.copy_negate()]),
    )
    return Step(effect=effect, trip=_guarded(told.trip, standing), closed=None)


def _is_same(row: Row[Any], trip: ClosedPosition) -> bool:
    return all(getattr(row, name) == getattr(trip, name) for name in CLOSED_FIELDS)


def _guarded(trip: RoundTrip | None, standing: RoundTrip | None) -> RoundTrip | None:
    side = None if trip is None else trip.position.side
    if trip is None or side is None or standing is None or side is not standing.position.side:
        return trip
    stop_price = side.tighter(trip.stop_price, standing.stop_price)
    return replace(trip, stop_price=stop_price, take_profit_price=standing.take_profit_price)


def _total(amounts: Sequence[Decimal]) -> Decimal:
    with localcontext() as context:
        context.prec = EXACT_DIGITS
        return sum(amounts, ZERO)
