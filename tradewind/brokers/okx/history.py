"""What happened since a moment: fills and cash flows, page by page, oldest first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

import structlog

from tradewind.brokers.okx import fields, parse
from tradewind.brokers.okx.connection import Connection
from tradewind.brokers.okx.fields import Row
from tradewind.brokers.okx.lookup import Lookup
from tradewind.brokers.okx.markets import Markets
from tradewind.domain.cash_flow import CashFlow
from tradewind.domain.clock import EPOCH, Clock, Instant
from tradewind.domain.fill import Fill

_log = structlog.get_logger(__name__)

PAGE: Final = 100
PAGES: Final = 200
RECENT_FILLS: Final = timedelta(days=2, hours=23)
"""trade/fills reaches back three days: https://www.okx.com/docs-v5/en/#order-book-trading-trade-get-transaction-details-last-3-days"""
RECENT_BILLS: Final = timedelta(days=6, hours=23)


class History:
    """Every method may raise BrokerUnavailable and KeyRefused."""

    def __init__(self, connection: Connection, markets: Markets, lookup: Lookup, clock: Clock) -> None:
        self._connection = connection
        self._markets = markets
        self._lookup = lookup
        self._clock = clock
        self._venue = connection.environment.venue

    async def fills(self, since: Instant) -> Sequence[Fill]:
        """Return fills from `since` on; those of a stop carry its id, those of a foreign order none."""
        since = self._by_venue(since)
        is_recent = self._clock.now() - since < RECENT_FILLS
        path = "trade/fills" if is_recent else "trade/fills-history"
        found: list[Fill] = []
        for row in await self._since(path, {"instType": "SWAP"}, since):
            fill = await self.fill_of(row)
            if fill is not None and fill.exchange_time >= since:
                found.append(fill)
        return sorted(found, key=lambda fill: fill.exchange_time)

    async def fill_of(self, row: Row) -> Fill | None:
        """Return an execution's row as a fill; None for what is no linear swap."""
        instrument = await self._markets.convertible(parse.symbol(row))
        if instrument is None:
            _log.warning("foreign_fill", symbol=parse.symbol(row), trade_id=fields.text(row, "tradeId"))
            return None
        fill = parse.fill(row, self._venue, instrument)
        if fill.client_order_id is not None or fill.venue_order_id is None:
            return fill
        origin = await self._lookup.origin(fill.symbol, fill.venue_order_id)
        return replace(fill, client_order_id=origin.client_order_id)

    async def cash_flows(self, since: Instant) -> Sequence[CashFlow]:
        """Return funding, liquidation fees and transfers from `since` on."""
        since = self._by_venue(since)
        is_recent = self._clock.now() - since < RECENT_BILLS
        path = "account/bills" if is_recent else "account/bills-archive"
        flows = [parse.cash_flow(row, self._venue) for row in await self._since(path, {}, since)]
        return sorted(
            (flow for flow in flows if flow is not None and flow.exchange_time >= since),
            key=lambda flow: (flow.exchange_time, flow.flow_id),
        )

    def _by_venue(self, since: Instant) -> Instant:
        """Return a moment of ours by a venue's clock that is behind; it may be one of the venue's, so never later."""
        behind = min(self._connection.offset, timedelta(0))
        return Instant.of(max(since + behind, EPOCH))

    async def _since(self, path: str, query: Mapping[str, str], since: Instant) -> list[Row]:
        """Return every row from `since` on, in the order in which the venue booked them."""
        found: list[Row] = []
        asked = {**query, "begin": str(since.epoch_ms - 1), "limit": str(PAGE)}
        for _ in range(PAGES):
            page = await self._connection.read(path, asked)
            found.extend(page)
            if len(page) < PAGE:
                break
            asked["after"] = fields.required_text(page[-1], "billId")
        return found[::-1]
