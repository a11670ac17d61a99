"""Finds orders at the venue: by our id, by its own, and the stop that stands behind an order which the venue sent."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from tradewind.brokers.okx import fields, parse
from tradewind.brokers.okx.connection import Connection
from tradewind.brokers.okx.fields import Row
from tradewind.brokers.okx.markets import Markets
from tradewind.brokers.port import VenueOrder
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderPurpose

ALGO_KINDS: Final = "conditional,oco"
TRIGGER_KIND: Final = "trigger"
PAGE: Final = 100
PAGES: Final = 3
"""So many pages of finished orders are searched; what is older has been forgotten by its owner too."""
REMEMBERED: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Whose an order is, where its own row does not say."""

    client_order_id: ClientOrderId | None
    purpose: OrderPurpose | None


NOBODY: Final = Origin(client_order_id=None, purpose=None)


class Lookup:
    """Every method may raise BrokerUnavailable and KeyRefused."""

    def __init__(self, connection: Connection, markets: Markets) -> None:
        self._connection = connection
        self._markets = markets
        self._by_algo: OrderedDict[str, Origin] = OrderedDict()
        self._by_order: OrderedDict[str, Origin] = OrderedDict()

    async def by_client_id(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder | None:
        """Return an order, stop or target of ours, wherever the venue keeps it by now; None when it never had it."""
        row = await self._connection.find("trade/order", {"instId": symbol, "clOrdId": client_order_id})
        if row is not None:
            return await self.report(row)
        algo = await self.algo_row(client_order_id)
        if algo is not None and parse.symbol(algo) == symbol:
            return await self._report_of_algo(algo)
        return await self._finished(symbol, client_order_id)

    async def by_venue_id(self, symbol: Symbol, venue_order_id: str) -> VenueOrder | None:
        """Return an order by the venue's own id; None when it is not kept any more."""
        row = await self._connection.find("trade/order", {"instId": symbol, "ordId": venue_order_id})
        return None if row is None else await self.report(row)

    async def algo_by_venue_id(self, algo_id: str) -> VenueOrder | None:
        """Return a stop or target by the venue's own id, or the order that it sent; None when it is not kept."""
        row = await self._connection.find("trade/order-algo", {"algoId": algo_id})
        return None if row is None else await self._report_of_algo(row)

    async def algo_row(self, client_order_id: ClientOrderId) -> Row | None:
        """Return the row of a stop or target, waiting or done, None when there is none of that id."""
        return await self._connection.find("trade/order-algo", {"algoClOrdId": client_order_id})

    async def is_convertible(self, row: Row) -> bool:
        """Tell whether a row is about a linear swap; others are none of the desk's."""
        return await self._markets.convertible(parse.symbol(row)) is not None

    async def report(self, row: Row) -> VenueOrder:
        """Return an order's row as a report; one that a stop or target sent carries the id and purpose of that."""
        found = parse.order(row, await self._markets.instrument(parse.symbol(row)))
        algo_id = fields.text(row, "algoId")
        if algo_id is None:
            return found
        origin = await self._origin_of_algo(algo_id)
        return replace(
            found,
            client_order_id=found.client_order_id or origin.client_order_id,
            purpose=found.purpose or origin.purpose,
        )

    async def origin(self, symbol: Symbol, venue_order_id: str) -> Origin:
        """Return whose an order without a client id is: a stop's, a target's, the venue's own, or nobody's."""
        if known := self._by_order.get(venue_order_id):
            return known
        report = await self.by_venue_id(symbol, venue_order_id)
        if report is None:  # not remembered: the venue may list it a moment later
            return NOBODY
        found = Origin(client_order_id=report.client_order_id, purpose=report.purpose)
        return _remember(self._by_order, venue_order_id, found)

    async def open_orders(self) -> Sequence[VenueOrder]:
        """Return what rests and what waits for a price."""
        resting = [
            await self.report(row)
            for row in await self._every("trade/orders-pending", {"instType": "SWAP"}, "ordId")
            if await self.is_convertible(row)
        ]
        return [*resting, *await self.waiting()]

    async def waiting(self) -> Sequence[VenueOrder]:
        """Return the stops and targets that wait, one report per trigger."""
        found: list[VenueOrder] = []
        for kind in (ALGO_KINDS, TRIGGER_KIND):
            query = {"instType": "SWAP", "ordType": kind}
            for row in await self._every("trade/orders-algo-pending", query, "algoId"):
                instrument = await self._markets.convertible(parse.symbol(row))
                if instrument is not None:
                    found.extend(parse.algo(row, instrument))
        return found

    async def _report_of_algo(self, algo: Row) -> VenueOrder | None:
        instrument = await self._markets.instrument(parse.symbol(algo))
        order_id = fields.text(algo, "ordId")
        if order_id is not None:
            sent = await self.by_venue_id(parse.symbol(algo), order_id)
            if sent is not None:
                client_id = fields.text(algo, "algoClOrdId")
                return replace(
                    sent,
                    client_order_id=ClientOrderId(client_id) if client_id else sent.client_order_id,
                    purpose=sent.purpose or parse.fired_by(algo),
                )
        legs = parse.algo(algo, instrument)
        return legs[0] if legs else None

    async def _origin_of_algo(self, algo_id: str) -> Origin:
        if known := self._by_algo.get(algo_id):
            return known
        row = await self._connection.find("trade/order-algo", {"algoId": algo_id})
        if row is None:
            return NOBODY
        client_id = fields.text(row, "algoClOrdId")
        purpose = parse.fired_by(row)
        if purpose is None and parse.protects(row) and fields.positive(row, "slTriggerPx") is not None:
            purpose = OrderPurpose.STOP
        found = Origin(client_order_id=ClientOrderId(client_id) if client_id else None, purpose=purpose)
        return _remember(self._by_algo, algo_id, found)

    async def _finished(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder | None:
        query = {"instType": "SWAP", "instId": symbol}
        for path in ("trade/orders-history", "trade/orders-history-archive"):
            for row in await self._every(path, query, "ordId"):
                if fields.text(row, "clOrdId") == client_order_id:
                    return await self.report(row)
        return None

    async def _every(self, path: str, query: dict[str, str], identity: str) -> Sequence[Row]:
        found: list[Row] = []
        after: dict[str, str] = {}
        for _ in range(PAGES):
            page = await self._connection.read(path, {**query, **after})
            found.extend(page)
            if len(page) < PAGE:
                break
            after = {"after": fields.required_text(page[-1], identity)}
        return found


def _remember(book: OrderedDict[str, Origin], key: str, origin: Origin) -> Origin:
    book[key] = origin
    if len(book) > REMEMBERED:
        book.popitem(last=False)
    return origin
