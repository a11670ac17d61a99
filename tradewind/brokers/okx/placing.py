"""Sends what opens, closes and changes: denied here, refused there, accepted, or unknown. Nothing is sent twice."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from tradewind.brokers.okx import fields, tickets
from tradewind.brokers.okx.config import OkxConfig
from tradewind.brokers.okx.connection import OF_THE_KEY, Connection, Refused
from tradewind.brokers.okx.errors import Meaning
from tradewind.brokers.okx.lookup import Lookup
from tradewind.brokers.okx.markets import Markets
from tradewind.brokers.okx.setup import AccountSetup, KeyUnfit
from tradewind.brokers.port import (
    BrokerUnavailable,
    KeyRefused,
    MarginMode,
    NotSent,
    OrderExpired,
    OrderRejected,
    OutcomeUnknown,
    PositionMode,
    VenueAccount,
    VenueOrder,
    VenuePosition,
)
from tradewind.brokers.terms import broken_price, broken_size
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.ids import ClientOrderId, DecisionId, client_order_id
from tradewind.domain.instrument import BaseQty, Instrument, Symbol
from tradewind.domain.order import Order, OrderKind, OrderState, Side

ZERO: Final = BaseQty(Decimal(0))


class Placing:
    """Places, amends and closes."""

    def __init__(
        self,
        *,
        connection: Connection,
        setup: AccountSetup,
        markets: Markets,
        lookup: Lookup,
        config: OkxConfig,
        clock: Clock,
    ) -> None:
        self._clock = clock
        self._connection = connection
        self._setup = setup
        self._markets = markets
        self._lookup = lookup
        self._config = config
        self._openings: defaultdict[Symbol, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def place(self, order: Order) -> VenueOrder:
        """Send `order`; OrderRejected, NotSent, RateLimited, OutcomeUnknown."""
        account, instrument = await self._prepared(order)
        if order.is_reduce_only:
            return await self._send(order, instrument, account, self._setup.margin_mode(order.symbol))
        # Leverage belongs to the instrument: an opening beside this one must not change it in between.
        async with self._openings[order.symbol]:
            await self._set_leverage(order, account, self._config.margin_mode)
            return await self._send(order, instrument, account, self._config.margin_mode)

    async def _send(
        self, order: Order, instrument: Instrument, account: VenueAccount, mode: MarginMode
    ) -> VenueOrder:
        is_algo = order.kind is OrderKind.TRIGGER
        if is_algo and (known := await self._waiting(order)):
            return known
        parameters = tickets.algo_parameters if is_algo else tickets.order_parameters
        path = "trade/order-algo" if is_algo else "trade/order"
        try:
            body = parameters(order, instrument, account, mode)
            row = await self._connection.act_once(path, body, self._until(order))
            venue_order_id = fields.required_text(row, "algoId" if is_algo else "ordId")
        except fields.Unreadable as e:
            raise OutcomeUnknown(
                f"OKX answered to {order.client_order_id} without saying what it took: {e}"
            ) from e
        except Refused as e:
            if e.meaning is Meaning.EXISTS:
                return await self._known(order.symbol, order.client_order_id)
            if e.meaning is Meaning.LATE:
                raise OrderExpired(f"it reached OKX after its time and was not taken ({e})") from e
            raise OrderRejected(str(e)) from e
        return _accepted(order, venue_order_id, self._clock.now())

    def _until(self, order: Order) -> Instant | None:
        """Return when the venue may no longer take an order: what nobody waits for any more must not open anything.

        None for what makes a position smaller: that is right however late, and stops know no such time.
        """
        return None if order.is_reduce_only else self._wire_deadline()

    def _wire_deadline(self) -> Instant:
        return Instant.of(self._clock.now() + self._config.act_timeout)

    async def amend(
        self, symbol: Symbol, client_id: ClientOrderId, *, quantity: BaseQty | None, price: Decimal | None
    ) -> VenueOrder:
        """Change what rests; OrderRejected leaves it, NotSent, RateLimited, OutcomeUnknown."""
        try:
            rules = await self._markets.rules(symbol)
        except BrokerUnavailable as e:
            raise NotSent(f"nothing was sent, the rules of {symbol} are not known: {e}") from e
        if rules is None:
            raise OrderRejected(f"OKX lists no linear swap {symbol}")
        instrument = rules.instrument
        broken = None if quantity is None else broken_size(quantity, instrument)
        if reason := broken or broken_price("price", price, instrument):
            raise OrderRejected(reason)
        size = {} if quantity is None else {"newSz": tickets.plain(instrument.contracts(quantity))}
        await self._amend(symbol, client_id, size, price)
        return await self._known(symbol, client_id)

    async def close(
        self, symbol: Symbol, client_id: ClientOrderId, held: Sequence[VenuePosition]
    ) -> VenueOrder | None:
        """Close each position of `held`; the first goes under `client_id`, None when there is none."""
        try:
            account = await self._setup.account()
        except (BrokerUnavailable, KeyUnfit) as e:
            raise NotSent(f"nothing was sent: {e}") from e
        first: VenueOrder | None = None
        for number, position in enumerate(held):
            each = client_id if number == 0 else client_order_id(DecisionId(client_id), "close", number)
            report = await self._close_one(each, position, account)
            first = first or report
        return first or await self._closed_before(symbol, client_id)

    async def _prepared(self, order: Order) -> tuple[VenueAccount, Instrument]:
        try:
            rules = await self._markets.rules(order.symbol)
            if rules is None or (reason := tickets.denial(order, rules)):
                raise OrderRejected(tickets.denial(order, None) if rules is None else str(reason))
            return await self._setup.account(), rules.instrument
        except KeyUnfit as e:
            raise OrderRejected(str(e)) from e
        except BrokerUnavailable as e:
            raise _not_sent(f"nothing was sent: {e}", e) from e

    async def _waiting(self, order: Order) -> VenueOrder | None:
        """Return the stop or target of that id if the venue has it: it tells orders of one id apart, stops it may not."""
        try:
            if await self._lookup.algo_row(order.client_order_id) is None:
                return None
        except BrokerUnavailable as e:
            raise _not_sent(f"nothing was sent, whether the venue has it already is not known: {e}", e) from e
        return await self._known(order.symbol, order.client_order_id)

    async def _set_leverage(self, order: Order, account: VenueAccount, mode: MarginMode) -> None:
        """Bring the account's leverage to the order's before it opens anything."""
        side = tickets.position_side(order.side, account, is_reducing=False)
        query = {"instId": order.symbol, "mgnMode": mode.value}
        try:
            rows = await self._connection.read("account/leverage-info", query)
        except BrokerUnavailable as e:
            raise _not_sent(f"nothing was sent, the leverage is not known: {e}", e) from e
        is_one_for_both = mode is MarginMode.CROSS or account.position_mode is PositionMode.NET
        relevant = [row for row in rows if is_one_for_both or fields.text(row, "posSide") == side]
        if relevant and all(fields.number(row, "lever") == order.leverage for row in relevant):
            return
        wanted = {**query, "lever": tickets.plain(order.leverage)}
        if not is_one_for_both:
            wanted["posSide"] = side
        try:
            await self._connection.act("account/set-leverage", wanted)
        except Refused as e:
            raise OrderRejected(f"leverage {order.leverage:f} was refused: {e}") from e
        except OutcomeUnknown as e:
            raise NotSent(f"the order was not sent, the leverage is not confirmed: {e}") from e

    async def _amend(
        self, symbol: Symbol, client_id: ClientOrderId, size: dict[str, str], price: Decimal | None
    ) -> None:
        plain = {} if price is None else {"newPx": tickets.plain(price)}
        named = {"instId": symbol, "clOrdId": client_id}
        try:
            await self._connection.act_once(
                "trade/amend-order", {**named, **size, **plain}, self._wire_deadline()
            )
        except Refused as e:
            if e.code != "51503" or not await self._amend_waiting(symbol, client_id, size, price):
                raise _refused_change(e) from e

    async def _amend_waiting(
        self, symbol: Symbol, client_id: ClientOrderId, size: dict[str, str], price: Decimal | None
    ) -> bool:
        try:
            row = await self._lookup.algo_row(client_id)
        except BrokerUnavailable as e:
            raise NotSent(f"nothing was sent, the stop is not known: {e}") from e
        if row is None or fields.text(row, "state") != "live":
            return False
        leg = "Sl" if fields.positive(row, "slTriggerPx") is not None else "Tp"
        trigger = (
            {} if price is None else {f"new{leg}TriggerPx": tickets.plain(price), f"new{leg}OrdPx": "-1"}
        )
        named = {"instId": symbol, "algoId": fields.required_text(row, "algoId")}
        try:
            await self._connection.act_once("trade/amend-algos", {**named, **size, **trigger})
        except Refused as e:
            raise _refused_change(e) from e
        return True

    async def _close_one(
        self, client_id: ClientOrderId, position: VenuePosition, account: VenueAccount
    ) -> VenueOrder | None:
        side = Side.SELL if position.quantity > 0 else Side.BUY
        body = {
            "instId": position.symbol,
            "mgnMode": (position.margin_mode or self._config.margin_mode).value,
            "posSide": tickets.position_side(side, account, is_reducing=True),
            "autoCxl": "true",  # orders that wait to reduce it would else hold it back
            "clOrdId": client_id,
        }
        try:
            await self._connection.act("trade/close-position", body)
        except Refused as e:
            if e.meaning is Meaning.NOTHING_HELD:
                return await self._closed_before(position.symbol, client_id)
            if e.meaning is not Meaning.EXISTS:
                raise OrderRejected(str(e)) from e
        return await self._known(position.symbol, client_id)

    async def _closed_before(self, symbol: Symbol, client_id: ClientOrderId) -> VenueOrder | None:
        try:
            return await self._lookup.by_client_id(symbol, client_id)
        except BrokerUnavailable as e:
            raise OutcomeUnknown(f"nothing is held of {symbol}; whether {client_id} closed it: {e}") from e

    async def _known(self, symbol: Symbol, client_id: ClientOrderId) -> VenueOrder:
        """Return an order that the venue has; OutcomeUnknown where it cannot be read back."""
        try:
            report = await self._lookup.by_client_id(symbol, client_id)
        except BrokerUnavailable as e:
            raise OutcomeUnknown(f"OKX took {client_id}, how it stands is not known: {e}") from e
        if report is None:
            raise OutcomeUnknown(f"OKX took {client_id} and does not list it yet")
        return report


def _accepted(order: Order, venue_order_id: str, at: Instant) -> VenueOrder:
    """Return what the venue's receipt says: that it has the order, nothing of how far it came."""
    return VenueOrder(
        client_order_id=order.client_order_id,
        venue_order_id=venue_order_id,
        symbol=order.symbol,
        state=OrderState.ACCEPTED,
        filled=ZERO,
        average_price=None,
        reason=None,
        updated_at=at,
        purpose=order.purpose if order.kind is OrderKind.TRIGGER else None,
        side=order.side,
        quantity=order.quantity,
        limit_price=order.limit_price,
        trigger_price=order.trigger_price,
    )


def _refused_change(e: Refused) -> OrderRejected | NotSent:
    return NotSent(str(e)) if e.meaning in OF_THE_KEY else OrderRejected(str(e))


def _not_sent(reason: str, e: BrokerUnavailable) -> OrderRejected | NotSent:
    """Return what becomes of an order that did not leave: with a refused key it need not be tried again."""
    return OrderRejected(reason) if isinstance(e, KeyRefused) else NotSent(reason)
