"""Takes orders, stops and targets out; what is gone already is told, never taken for done."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Final

from tradewind.brokers.okx import fields
from tradewind.brokers.okx.connection import OF_THE_KEY, Connection, Refused, check_row
from tradewind.brokers.okx.errors import Meaning
from tradewind.brokers.okx.fields import Row
from tradewind.brokers.okx.lookup import Lookup
from tradewind.brokers.port import (
    BrokerError,
    BrokerUnavailable,
    NotSent,
    OrderRejected,
    OutcomeUnknown,
    VenueOrder,
)
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import Symbol

ORDERS_A_REQUEST: Final = 20
ALGOS_A_REQUEST: Final = 10
"""https://www.okx.com/docs-v5/en/#order-book-trading-trade-post-cancel-multiple-orders and #…-algo-trading-post-cancel-algo-order"""
NOT_THERE: Final = "51400"
ALREADY_ASKED: Final = "51410"


class Cancels:
    """Cancels one or many."""

    def __init__(self, connection: Connection, lookup: Lookup) -> None:
        self._connection = connection
        self._lookup = lookup

    async def cancel(self, symbol: Symbol, client_id: ClientOrderId) -> VenueOrder:
        """Take the rest out; OrderRejected when there is none, NotSent, RateLimited, OutcomeUnknown."""
        try:
            await self._connection.act_once("trade/cancel-order", {"instId": symbol, "clOrdId": client_id})
        except Refused as e:
            if e.meaning in OF_THE_KEY:
                raise NotSent(str(e)) from e
            is_asked = e.code == ALREADY_ASKED
            if not is_asked and (e.code != NOT_THERE or not await self._cancel_waiting(client_id)):
                raise OrderRejected(str(e)) from e
        try:
            report = await self._lookup.by_client_id(symbol, client_id)
        except BrokerUnavailable as e:
            raise OutcomeUnknown(f"OKX was told to cancel {client_id}, how it ended is not known: {e}") from e
        if report is None:
            raise OutcomeUnknown(f"OKX was told to cancel {client_id} and does not list it any more")
        return report

    async def cancel_many(self, orders: Sequence[VenueOrder]) -> None:
        """Take all of `orders` out, every request at once; OutcomeUnknown names what was not answered."""
        algos = {order.venue_order_id: order.symbol for order in orders if order.trigger_price is not None}
        plain = {order.venue_order_id: order.symbol for order in orders if order.trigger_price is None}
        failures: list[str] = []
        async with asyncio.TaskGroup() as tasks:
            for path, name, found, most in (
                ("trade/cancel-batch-orders", "ordId", plain, ORDERS_A_REQUEST),
                ("trade/cancel-algos", "algoId", algos, ALGOS_A_REQUEST),
            ):
                rows = [{"instId": symbol, name: order_id} for order_id, symbol in found.items()]
                for chunk in _chunks(rows, most):
                    tasks.create_task(self._cancel_chunk(path, chunk, failures), name=path)
        if failures:
            raise OutcomeUnknown("; ".join(failures))

    async def _cancel_waiting(self, client_id: ClientOrderId) -> bool:
        try:
            row = await self._lookup.algo_row(client_id)
        except BrokerUnavailable as e:
            raise NotSent(f"nothing was canceled, the stop is not known: {e}") from e
        if row is None or fields.text(row, "state") != "live":
            return False
        named = {name: fields.required_text(row, name) for name in ("instId", "algoId")}
        try:
            check_row((await self._connection.act("trade/cancel-algos", [named]))[0])
        except Refused as e:
            if e.meaning in OF_THE_KEY:
                raise NotSent(str(e)) from e
            raise OrderRejected(str(e)) from e
        return True

    async def _cancel_chunk(self, path: str, chunk: Sequence[Row], failures: list[str]) -> None:
        try:
            answered = await self._connection.act(path, chunk)
        except (BrokerError, Refused) as e:
            failures.append(str(e))
            return
        for row in answered:
            try:
                check_row(row)
            except Refused as e:
                if e.meaning is not Meaning.GONE:
                    failures.append(str(e))
            except BrokerError as e:
                failures.append(str(e))


def _chunks(rows: Sequence[Row], most: int) -> Iterator[Sequence[Row]]:
    for begin in range(0, len(rows), most):
        yield rows[begin : begin + most]
