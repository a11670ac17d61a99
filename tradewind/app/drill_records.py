"""Reads an account twice: by the venue's own record, and by the ledger of the desk."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Protocol

import httpx2

from tradewind.app.clock import SystemClock
from tradewind.app.drill_comparison import (
    Check,
    FillRow,
    LedgerRecord,
    VenueRecord,
    WaitingStop,
    covered,
    differences,
)
from tradewind.app.drill_desk import DrillDesk, DrillFailed
from tradewind.brokers.port import Broker, BrokerError, VenueOrder
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill
from tradewind.domain.ids import PortfolioId
from tradewind.domain.order import OrderPurpose, OrderState
from tradewind.ledger import Ledger, open_ledger
from tradewind.ledger.journal import EntryKind

PAGE = 200


AGREE_WITHIN = timedelta(seconds=40)
"""Two comparisons of the desk's own and a little more."""
READ_EVERY = timedelta(seconds=1)


class VenueReader(Protocol):
    """Whoever can tell what a venue recorded."""

    async def read(self) -> VenueRecord:
        """Return the account as it stands; BrokerError or httpx2.HTTPError when the venue does not answer."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerRecord:
    """What a venue says through its client, from a moment on; it does not tell what arrived twice."""

    broker: Broker
    since: Instant

    async def read(self) -> VenueRecord:
        """Return the account as it stands."""
        fills = await self.broker.fills(self.since)
        positions: dict[str, Decimal] = {
            held.symbol: held.quantity for held in await self.broker.positions() if held.quantity
        }
        waiting = await self.broker.open_orders()
        return VenueRecord(
            order_ids=frozenset(fill.client_order_id for fill in fills if fill.client_order_id),
            fills=frozenset(_row(fill) for fill in fills if fill.exchange_time >= self.since),
            cash=(await self.broker.balance()).cash,
            positions=positions,
            stops=covered(positions, _waiting(waiting)),
            orders=None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Whose books are compared, and with what."""

    account: PortfolioId
    venue: VenueReader
    since: Instant | None  # None: everything that ever was


async def checked(desk: DrillDesk, books: Books, when: str) -> Check:
    """Compare until both sides agree, at most `AGREE_WITHIN`: news of a fill takes its way. DrillFailed."""
    deadline = desk.clock.monotonic() + AGREE_WITHIN.total_seconds()
    while True:
        check = await _compared(desk, books, when)
        if check is not None and not check.differences:
            return check
        if desk.clock.monotonic() > deadline:
            if check is None:
                raise DrillFailed(f"{when}: the venue does not tell what it recorded")
            return check
        desk.must_live()
        await asyncio.sleep(READ_EVERY.total_seconds())


async def _compared(desk: DrillDesk, books: Books, when: str) -> Check | None:
    try:
        venue = await books.venue.read()
    except (BrokerError, httpx2.HTTPError):
        return None
    ledger = await read_ledger(desk.settings.database_url, books.account, books.since)
    return Check(when=when, ledger=ledger, venue=venue, differences=differences(ledger, venue))


async def read_ledger(url: str, account: PortfolioId, since: Instant | None) -> LedgerRecord:
    """Return the account as the ledger has it; fills from `since` on, None: all. LedgerUnavailable."""
    async with open_ledger(url, SystemClock()) as ledger:
        held = await ledger.positions.held(account)
        fills = [
            fill for fill in await ledger.fills.of(account) if since is None or fill.exchange_time >= since
        ]
        balance = await ledger.postings.trial_balance()
        unfinished = await ledger.orders.unfinished(account)
        return LedgerRecord(
            order_ids=await _order_ids(ledger, account),
            unfinished=tuple(
                record.order.client_order_id
                for record in unfinished
                if record.state is not OrderState.ACCEPTED
            ),
            fills=frozenset(_row(fill) for fill in fills),
            cash=(await ledger.postings.balances(account)).cash,
            positions={one.position.symbol: one.position.quantity for one in held},
            stops={one.position.symbol: one.stop_price for one in held},
            unbalanced=tuple(unit for unit, total in balance.items() if total),
            made_up=await ledger.postings.count(account, EntryKind.RECONCILIATION),
        )


async def _order_ids(ledger: Ledger, account: PortfolioId) -> frozenset[str]:
    found: set[str] = set()
    cursor: str | None = None
    while True:
        page = await ledger.orders.page(account, PAGE, cursor)
        found.update(record.order.client_order_id for record in page.items)
        cursor = page.next_cursor
        if cursor is None:
            return frozenset(found)


def _row(fill: Fill) -> FillRow:
    return FillRow(
        symbol=fill.symbol,
        trade_id=fill.trade_id,
        side=fill.side.value,
        quantity=fill.quantity,
        price=fill.price,
        fee=fill.fee,
    )


def _waiting(orders: Iterable[VenueOrder]) -> list[WaitingStop]:
    return [
        WaitingStop(symbol=order.symbol, trigger=order.trigger_price, quantity=order.quantity)
        for order in orders
        if order.purpose is OrderPurpose.STOP and order.trigger_price is not None
    ]
