"""Changing what rests at the venue: the larger size is committed first, and only the venue's word settles it.

An amendment without an answer is in doubt until the venue was asked; it is never assumed done, nor undone.
"""

import asyncio
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

import structlog

from tradewind.brokers.port import Broker, BrokerError, NotSent, OrderRejected, RateLimited, VenueOrder
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import Order, OrderKind, OrderRecord, OrderState
from tradewind.orders.config import OrdersConfig
from tradewind.orders.register import OrderRegister
from tradewind.orders.safeguards import Safeguards
from tradewind.orders.settlement import Settlement

_log = structlog.get_logger(__name__)

RESTING = frozenset({OrderState.ACCEPTED, OrderState.PARTIAL})


class NotAmendable(ValueError):
    """The order is not one that rests at a price; the message says how it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of an order; None leaves it."""

    quantity: BaseQty | None  # the whole size, what is filled included
    limit_price: Decimal | None

    def applied(self, order: Order) -> Order:
        """Return `order` as it is wanted; ValueError where its size or price is not named at all."""
        return replace(
            order,
            quantity=order.quantity if self.quantity is None else self.quantity,
            limit_price=order.limit_price if self.limit_price is None else self.limit_price,
        )


class AmendOutcome(StrEnum):
    """What became of a wish to change an order."""

    DONE = "done"
    REFUSED = "refused"
    """The order rests as it was."""
    UNCONFIRMED = "unconfirmed"
    """No answer: the venue is asked how the order stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """An order after a wish to change it."""

    record: OrderRecord
    outcome: AmendOutcome
    reason: str | None  # None: it is done


def raises_risk(order: Order, wanted: Order) -> bool:
    """Say whether the change could cost more than the order as it was approved; a smaller one never does."""
    if order.is_reduce_only:
        return False
    return wanted.quantity > order.quantity or wanted.limit_price != order.limit_price


def amendable(record: OrderRecord, change: Change) -> Order:
    """Return the order as it is wanted; NotAmendable where nothing rests, or nothing would be left."""
    order = record.order
    if order.kind is not OrderKind.LIMIT or record.state not in RESTING:
        raise NotAmendable(
            f"only a resting limit order can be changed, this {order.kind} order is {record.state}"
        )
    wanted = change.applied(order)
    if wanted.quantity <= record.filled:
        raise NotAmendable(f"{record.filled:f} are filled: cancel the rest instead")
    return wanted


class Amendments:
    """Sends changes; every method may raise LedgerUnavailable."""

    def __init__(
        self,
        broker: Broker,
        register: OrderRegister,
        settlement: Settlement,
        safeguards: Safeguards,
        config: OrdersConfig,
    ) -> None:
        self._broker = broker
        self._register = register
        self._settlement = settlement
        self._safeguards = safeguards
        self._config = config

    async def amend(self, client_order_id: ClientOrderId, change: Change) -> Amended:
        """Change a resting limit order that its gates have passed; OrderMissing, NotAmendable."""
        record = await self._register.get(client_order_id)
        order, wanted = record.order, amendable(record, change)
        if raises_risk(order, wanted) and (reason := self._safeguards.admit(wanted)) is not None:
            return Amended(record=record, outcome=AmendOutcome.REFUSED, reason=reason)
        # Fills of the larger size may come before the answer, and must not end the order at the smaller one.
        is_larger = wanted.quantity > order.quantity
        if is_larger:
            await self._keep(replace(order, quantity=wanted.quantity))
        self._settlement.unconfirmed.add(client_order_id)
        try:
            report = await self._ask(order, wanted)
        except (OrderRejected, RateLimited, NotSent) as e:
            if is_larger:
                await self._keep(order)
            self._settlement.unconfirmed.discard(client_order_id)
            return await self._answer(client_order_id, AmendOutcome.REFUSED, str(e))
        except (BrokerError, TimeoutError) as e:
            _log.warning("amend_unconfirmed", client_order_id=client_order_id, error=repr(e))
            return await self._answer(client_order_id, AmendOutcome.UNCONFIRMED, f"not confirmed: {e!r}")
        await self._settlement.take_terms(await self._register.get(client_order_id), report)
        await self._settlement.learn(report)
        return await self._answer(client_order_id, AmendOutcome.DONE, None)

    async def _ask(self, order: Order, wanted: Order) -> VenueOrder:
        async with asyncio.timeout(self._config.answer_timeout.total_seconds()):
            return await self._broker.amend(
                order.symbol,
                order.client_order_id,
                quantity=wanted.quantity if wanted.quantity != order.quantity else None,
                price=wanted.limit_price if wanted.limit_price != order.limit_price else None,
            )

    async def _keep(self, order: Order) -> None:
        if order.limit_price is not None:
            await self._register.amend(order.client_order_id, order.quantity, order.limit_price)

    async def _answer(
        self, client_order_id: ClientOrderId, outcome: AmendOutcome, reason: str | None
    ) -> Amended:
        record = await self._register.get(client_order_id)
        return Amended(record=record, outcome=outcome, reason=reason)
