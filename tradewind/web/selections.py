"""Which orders, fills and closed positions a list or an export is asked for, the same of each."""

from typing import Annotated

from fastapi import Depends, Query

from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderState, Side
from tradewind.domain.position import PositionSide
from tradewind.ledger.selection import Selection
from tradewind.web.schemas.orders import SYMBOL
from tradewind.web.schemas.shape import Time

OfSymbol = Annotated[str | None, Query(pattern=SYMBOL, max_length=60, description="one instrument alone")]
Since = Annotated[Time | None, Query(description="ISO-8601 with a zone; nothing earlier")]
Before = Annotated[Time | None, Query(description="ISO-8601 with a zone; nothing from then on")]


def _orders(
    symbol: OfSymbol = None,
    side: Annotated[Side | None, Query(description="of the order")] = None,
    state: Annotated[OrderState | None, Query(description="how far the order has come")] = None,
    since: Since = None,
    before: Before = None,
) -> Selection:
    return _selection(symbol, side, since, before, state)


def _fills(
    symbol: OfSymbol = None,
    side: Annotated[Side | None, Query(description="of the fill")] = None,
    since: Since = None,
    before: Before = None,
) -> Selection:
    return _selection(symbol, side, since, before)


def _closed(
    symbol: OfSymbol = None,
    side: Annotated[PositionSide | None, Query(description="of the closed position")] = None,
    since: Since = None,
    before: Before = None,
) -> Selection:
    return _selection(symbol, side, since, before)


OrdersWanted = Annotated[Selection, Depends(_orders)]
"""By when they were made."""
FillsWanted = Annotated[Selection, Depends(_fills)]
"""By when they happened at the venue."""
ClosedWanted = Annotated[Selection, Depends(_closed)]
"""By when they were closed."""


def _selection(
    symbol: str | None,
    side: Side | PositionSide | None,
    since: Time | None,
    before: Time | None,
    state: OrderState | None = None,
) -> Selection:
    return Selection(
        symbol=None if symbol is None else Symbol(symbol),
        side=side,
        state=state,
        since=None if since is None else Instant.of(since),
        before=None if before is None else Instant.of(before),
    )
