"""Placing, filling, canceling and amending orders of one account at one moment.

The desk changes accounts only through `Account`, and writes each happening into the record.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tradewind_lab.exchange import matching
from tradewind_lab.exchange.account import Account, position_key
from tradewind_lab.exchange.amendments import Amendment, amended
from tradewind_lab.exchange.bookkeeping import book
from tradewind_lab.exchange.charges import TAKER_RATE, trading_fee
from tradewind_lab.exchange.checks import check_size, check_ticket, check_tier, check_triggers
from tradewind_lab.exchange.ids import IdSource
from tradewind_lab.exchange.margin import required, standing
from tradewind_lab.exchange.orders import (
    AlgoOrder,
    AlgoState,
    CancelSource,
    Fill,
    Order,
    OrderCategory,
    OrderState,
    OrderType,
    Rejected,
    Ticket,
)
from tradewind_lab.exchange.prices import MarketView
from tradewind_lab.exchange.record import Happening, Record
from tradewind_lab.exchange.terms import Terms
from tradewind_lab.instruments import Instrument
from tradewind_lab.market import UnknownSymbol
from tradewind_lab.quotes import Book, Level

WHOLE_BOOK = 400  # levels a side


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Judges and carries out what a customer asks for."""

    market: MarketView
    ids: IdSource
    record: Record
    terms: Terms

    def instrument(self, symbol: str) -> Instrument:
        """Return the instrument; raise `Rejected` 51001 where there is none."""
        try:
            return self.market.instrument(symbol)
        except UnknownSymbol:
            raise Rejected("51001", f"Instrument ID {symbol} doesn't exist.") from None

    def book(self, symbol: str, at_ms: int) -> Book:
        """Return the whole book of this moment."""
        return self.market.book(symbol, at_ms, WHOLE_BOOK)

    def place(self, account: Account, ticket: Ticket, at_ms: int) -> Order:
        """Accept a ticket and fill what it meets at once; raise `Rejected` and leave no order otherwise."""
        book = self._judge(account, ticket, at_ms)
        return self.enter(account, ticket, book, at_ms, algo_id=None)

    def strike(self, account: Account, ticket: Ticket, at_ms: int) -> Order:
        """Accept a ticket and end it at once on the venue's own account, before it trades."""
        self._judge(account, ticket, at_ms)
        accepted = self._accepted(account, ticket, at_ms, None)
        self.cancel(account, accepted, CancelSource.VENUE, at_ms)
        return accepted

    def _traded(self, symbol: str) -> Instrument:
        instrument = self.instrument(symbol)
        if self.market.is_suspended(symbol):
            raise Rejected("51022", "Contract suspended.")
        return instrument

    def _judge(self, account: Account, ticket: Ticket, at_ms: int) -> Book:
        try:
            instrument = self._traded(ticket.symbol)
            check_ticket(ticket, account, instrument, self.market.last(ticket.symbol, at_ms))
            check_tier(ticket, account, instrument)
            book = self.book(ticket.symbol, at_ms)
            self._check_margin(account, ticket, instrument, book, at_ms)
        except Rejected as e:
            self.record.write(
                at_ms,
                account.name,
                Happening.ORDER_REFUSED,
                client_id=ticket.client_id,
                symbol=ticket.symbol,
                code=e.code,
                reason=e.message,
            )
            raise
        return book

    def enter(
        self, account: Account, ticket: Ticket, book: Book, at_ms: int, *, algo_id: str | None
    ) -> Order:
        """Book an order that was judged, against this book."""
        order = self._accepted(account, ticket, at_ms, algo_id)
        if ticket.type is OrderType.POST_ONLY and matching.would_take(ticket, book):
            return self.cancel(account, order, CancelSource.POST_ONLY_WOULD_TAKE, at_ms)
        for level in matching.executions(ticket, book):
            self.fill(account, order.id, level, at_ms, is_maker=False)
        self.arm(account, order.id, at_ms)
        order = account.orders[order.id]
        if order.state.is_open and not ticket.type.may_rest:
            fok = ticket.type is OrderType.FOK
            source = CancelSource.FOK_UNFILLED if fok else CancelSource.IOC_REMAINDER
            return self.cancel(account, order, source, at_ms)
        return order

    def fill(self, account: Account, order_id: str, level: Level, at_ms: int, *, is_maker: bool) -> None:
        """Execute contracts of an order at one price."""
        order = account.orders[order_id]
        ticket = order.ticket
        instrument = self.instrument(ticket.symbol)
        notional = level.price * level.size * instrument.contract_value
        fill = Fill(
            trade_id=self.ids.next(at_ms),
            bill_id=self.ids.next(at_ms),
            order_id=order.id,
            client_id=ticket.client_id,
            symbol=ticket.symbol,
            side=ticket.side,
            position_side=ticket.position_side,
            margin_mode=ticket.margin_mode,
            price=level.price,
            size=level.size,
            fee=trading_fee(notional, self.terms.maker_rate() if is_maker else TAKER_RATE),
            pnl=Decimal(0),
            is_maker=is_maker,
            mark=self.market.mark(ticket.symbol, at_ms),
            index=self.market.index(ticket.symbol, at_ms),
            at_ms=at_ms,
            is_forced=order.category is OrderCategory.FULL_LIQUIDATION,
        )
        booked = book(account, fill, instrument, self.ids.next(at_ms))
        self.record.write(
            at_ms,
            account.name,
            Happening.FILL,
            order_id=order.id,
            client_id=ticket.client_id,
            trade_id=fill.trade_id,
            symbol=ticket.symbol,
            side=ticket.side,
            price=fill.price,
            size=fill.size,
            fee=fill.fee,
            pnl=booked.pnl,
        )
        self._drop_idle_closers(account, order, at_ms)

    def arm(self, account: Account, order_id: str, at_ms: int) -> tuple[str, ...]:
        """Turn the protections attached to a filled order into waiting stops and targets; return their ids."""
        order = account.orders[order_id]
        ticket = order.ticket
        held = account.held(position_key(order))
        if not order.filled or held * ticket.side.sign <= 0:
            return ()
        armed: list[str] = []
        for protection in ticket.protections:
            earlier = account.algos.get(protection.id)
            if earlier is not None and earlier.state is not AlgoState.LIVE:
                continue
            fails = earlier is None and self.terms.loses_protection(ticket)
            algo = AlgoOrder(
                protection=protection,
                symbol=ticket.symbol,
                side=ticket.side.opposite,
                position_side=ticket.position_side,
                margin_mode=ticket.margin_mode,
                size=order.filled,
                reduce_only=True,
                state=AlgoState.FAILED if fails else AlgoState.LIVE,
                leverage=order.leverage,
                order_id=None,
                fired_by=None,
                placed_ms=earlier.placed_ms if earlier else at_ms,
                updated_ms=at_ms,
            )
            account.keep_algo(algo)
            armed.append(protection.id)
            kind = Happening.PROTECTION_FAILED if fails else Happening.PROTECTION_ARMED
            self._note_algo(account, algo, kind, at_ms)
        return tuple(armed)

    def protect(self, account: Account, algo: AlgoOrder, at_ms: int) -> AlgoOrder:
        """Accept a stop or target placed by itself; raise `Rejected` otherwise."""
        instrument = self._traded(algo.symbol)
        if algo.size is not None:
            check_size(algo.size, instrument)
        check_triggers(algo.side, algo.protection, self.market.last(algo.symbol, at_ms))
        key = (algo.symbol, algo.margin_mode, algo.position_side)
        if account.held(key) * algo.side.sign >= 0:
            raise Rejected("51169", "You have no position in this direction to reduce or close.")
        leverage = account.leverage(*key)
        accepted = replace(algo, leverage=leverage)
        account.keep_algo(accepted)
        self._note_algo(account, accepted, Happening.PROTECTION_ARMED, at_ms)
        return accepted

    def cancel(self, account: Account, order: Order, source: CancelSource, at_ms: int) -> Order:
        """End an open order."""
        ended = replace(order, state=OrderState.CANCELED, cancel_source=source, updated_ms=at_ms)
        account.keep_order(ended)
        self.record.write(
            at_ms,
            account.name,
            Happening.ORDER_CANCELED,
            order_id=order.id,
            client_id=order.ticket.client_id,
            source=source.value,
            filled=order.filled,
        )
        return ended

    def cancel_algo(self, account: Account, algo: AlgoOrder, at_ms: int) -> AlgoOrder:
        """End a waiting stop or target."""
        ended = replace(algo, state=AlgoState.CANCELED, updated_ms=at_ms)
        account.keep_algo(ended)
        self._note_algo(account, ended, Happening.PROTECTION_CANCELED, at_ms)
        return ended

    def amend(self, account: Account, order: Order, amendment: Amendment, at_ms: int) -> Order:
        """Change price, size or attached protection of an open order; a price that crosses trades at once."""
        if not amendment.changes_protection() and amendment.size is None and amendment.price is None:
            raise Rejected("51500", "Either a new price or a new size is required.")
        ticket = amended(order.ticket, amendment)
        instrument = self.instrument(ticket.symbol)
        if ticket.price is not None and (ticket.price <= 0 or ticket.price % instrument.tick_size):
            raise Rejected("51000", "Parameter newPx error")
        check_size(ticket.size, instrument)
        if ticket.size <= order.filled:
            raise Rejected("51000", "Parameter newSz error")
        claimable = account.closable(position_key(order), ticket.side) + order.remaining
        if ticket.closes() and ticket.size - order.filled > claimable:
            raise Rejected("51112", "Closing order size exceeds the available size of the position.")
        book = self.book(ticket.symbol, at_ms)
        if ticket.type is OrderType.POST_ONLY and matching.would_take(ticket, book):
            raise Rejected("51511", "The new price doesn't meet the requirement for Post Only.")
        self._check_amended_margin(account, order, ticket, instrument, at_ms)
        changed = replace(order, ticket=ticket, updated_ms=at_ms)
        account.keep_order(changed)
        self.record.write(
            at_ms,
            account.name,
            Happening.ORDER_AMENDED,
            order_id=order.id,
            client_id=ticket.client_id,
            price=ticket.price,
            size=ticket.size,
        )
        rest = replace(ticket, size=changed.remaining)
        for level in matching.executions(rest, book):
            self.fill(account, order.id, level, at_ms, is_maker=False)
        self.arm(account, order.id, at_ms)
        return account.orders[order.id]

    def seize(self, account: Account, ticket: Ticket, price: Decimal, at_ms: int) -> None:
        """Take a whole position over at `price`, with an order of the venue's own."""
        order = self._accepted(account, ticket, at_ms, None, OrderCategory.FULL_LIQUIDATION)
        self.fill(account, order.id, Level(price, ticket.size), at_ms, is_maker=False)

    def _accepted(
        self,
        account: Account,
        ticket: Ticket,
        at_ms: int,
        algo_id: str | None,
        category: OrderCategory = OrderCategory.NORMAL,
    ) -> Order:
        order = Order(
            id=self.ids.next(at_ms),
            ticket=ticket,
            state=OrderState.LIVE,
            leverage=account.leverage(ticket.symbol, ticket.margin_mode, ticket.position_side),
            filled=Decimal(0),
            quote_filled=Decimal(0),
            fee=Decimal(0),
            pnl=Decimal(0),
            last_fill=None,
            cancel_source=None,
            algo_id=algo_id,
            category=category,
            placed_ms=at_ms,
            updated_ms=at_ms,
        )
        account.keep_order(order)
        self.record.write(
            at_ms,
            account.name,
            Happening.ORDER_ACCEPTED,
            order_id=order.id,
            client_id=ticket.client_id,
            symbol=ticket.symbol,
            side=ticket.side,
            type=ticket.type,
            size=ticket.size,
            price=ticket.price,
            algo_id=algo_id,
        )
        return order

    def _check_margin(
        self, account: Account, ticket: Ticket, instrument: Instrument, book: Book, at_ms: int
    ) -> None:
        size, price = ticket.size, ticket.price
        if price is None:
            levels = matching.executions(ticket, book)
            size, price = _sum_and_mean(levels)
        need = required(account, ticket, instrument, size, price)
        if need > self._available(account, at_ms):
            raise Rejected("51008", "Order failed. Insufficient USDT margin in account")

    def _check_amended_margin(
        self, account: Account, order: Order, ticket: Ticket, instrument: Instrument, at_ms: int
    ) -> None:
        def need(of: Ticket) -> Decimal:
            price = of.price or Decimal(0)
            return required(account, of, instrument, of.size - order.filled, price)

        if need(ticket) - need(order.ticket) > self._available(account, at_ms):
            raise Rejected("51502", "Insufficient margin for the amended order.")

    def _available(self, account: Account, at_ms: int) -> Decimal:
        return standing(account, self.instrument, lambda symbol: self.market.mark(symbol, at_ms)).available

    def _drop_idle_closers(self, account: Account, filled: Order, at_ms: int) -> None:
        """End what could only close a position that is gone or has turned, as OKX does."""
        key = position_key(filled)
        held = account.held(key)
        for order in account.open_orders(key[0]):
            is_idle = order.ticket.closes() and held * order.ticket.side.sign >= 0
            if is_idle and order.id != filled.id and position_key(order) == key:
                self.cancel(account, order, CancelSource.POSITION_CLOSED, at_ms)
        for algo in account.live_algos(key[0]):
            is_idle = held * algo.side.sign >= 0 and algo.id != filled.algo_id
            if is_idle and (algo.symbol, algo.margin_mode, algo.position_side) == key:
                self.cancel_algo(account, algo, at_ms)

    def _note_algo(self, account: Account, algo: AlgoOrder, kind: Happening, at_ms: int) -> None:
        self.record.write(
            at_ms,
            account.name,
            kind,
            algo_id=algo.id,
            client_id=algo.protection.client_id,
            symbol=algo.symbol,
            size=algo.size,
            stop=algo.protection.stop_trigger,
            target=algo.protection.target_trigger,
        )


def _sum_and_mean(levels: Sequence[Level]) -> tuple[Decimal, Decimal]:
    size = sum((level.size for level in levels), Decimal(0))
    quote = sum((level.size * level.price for level in levels), Decimal(0))
    return size, quote / size if size else Decimal(0)
