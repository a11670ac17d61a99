"""Executions and what follows from each: money, position, protection that arises, orders that have become idle."""

from decimal import Decimal

from tradewind.brokers.port import OrderRejected
from tradewind.brokers.simulator.acceptance import swept, untradable
from tradewind.brokers.simulator.account import BPS, SimulatedAccount, settled
from tradewind.brokers.simulator.config import SimulatorConfig
from tradewind.brokers.simulator.matching import Trade, has_reached, touched_at
from tradewind.brokers.simulator.records import Records
from tradewind.brokers.simulator.ticket import Ticket
from tradewind.brokers.simulator.view import MarketView, Path
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill, Liquidity
from tradewind.domain.ids import ClientOrderId, DecisionId, client_order_id
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderPurpose

TOO_THIN = "the visible book was too thin for the rest"
POSITION_CLOSED = "the position that it reduced is closed"
PAIR_ENDED = "its pair has ended"


class Trading:
    """Carries out orders that were judged, and what the market does to those that wait."""

    def __init__(self, config: SimulatorConfig, account: SimulatedAccount, records: Records) -> None:
        self._config = config
        self._account = account
        self._records = records

    def enter(self, ticket: Ticket, view: MarketView) -> Ticket:
        """Match an order against the book; OrderRejected, and nothing was taken, where a market order finds none."""
        found = swept(ticket, view, ticket.remaining)
        if not found.trades and ticket.limit_price is None:
            raise OrderRejected(f"the order book of {ticket.symbol} has nothing for a {ticket.side}")
        ticket = self._records.keep(ticket)
        if reason := untradable(ticket, found):
            return self.cancel(ticket, reason, view.seen_at)
        ticket = self._take(ticket, found.trades, view.seen_at)
        self._arm(ticket, view.seen_at)
        if ticket.remaining and not ticket.may_rest:
            return self.cancel(ticket, TOO_THIN, view.seen_at)
        return self._records.keep(ticket) if found.trades else ticket

    def execute(self, ticket: Ticket, trade: Trade, liquidity: Liquidity, at: Instant) -> Ticket:
        """Fill `trade` of an order, and end what could only reduce a position that is gone."""
        maker, taker = self._config.maker_fee_bps, self._config.taker_fee_bps
        fee_bps = maker if liquidity is Liquidity.MAKER else taker
        fill = Fill(
            venue=self._config.venue,
            symbol=ticket.symbol,
            trade_id=ticket.next_trade_id,
            client_order_id=ticket.client_order_id,
            venue_order_id=ticket.venue_order_id,
            side=ticket.side,
            quantity=trade.quantity,
            price=trade.price,
            fee=settled(trade.quantity * trade.price * fee_bps / BPS),
            fee_currency=self._config.currency,
            liquidity=liquidity,
            exchange_time=at,
            purpose=OrderPurpose.LIQUIDATION if ticket.purpose is OrderPurpose.LIQUIDATION else None,
        )
        self._account.book(fill, ticket.key)
        self._records.post(fill)
        ticket = self._records.keep(ticket.after(trade, at), is_told=False)
        self._drop_idle(ticket, at)
        return ticket

    def cancel(self, ticket: Ticket, reason: str, at: Instant) -> Ticket:
        """Take out what is left of `ticket`; protection of one pair goes together."""
        ended = self._records.keep(ticket.canceled(reason, at))
        if ticket.pair is not None:
            self._end_pair(ended, at)
        return ended

    def walk(self, path: Path, view: MarketView | None) -> None:
        """Let the market go `path`: resting orders fill, then stops and targets go off, oldest first.

        A target that arose on this very way waits for the next one; without a view nothing goes off.
        """
        fresh: set[str] = set()
        for resting in self._records.resting(path.symbol):
            ticket = self._records.ticket(resting.venue_order_id)
            price = resting.limit_price
            if ticket is None or not ticket.is_open or price is None:
                continue
            if has_reached(ticket.side, price, path, self._config.queue):
                fresh.update(self._fill_resting(ticket, price, path.at))
        if view is None:
            return
        for waiting in self._records.waiting(path.symbol):
            guard = self._records.ticket(waiting.venue_order_id)
            if guard is None or not guard.is_waiting or guard.trigger_price is None:
                continue
            if guard.purpose is OrderPurpose.TAKE_PROFIT and guard.venue_order_id in fresh:
                continue
            touched = touched_at(guard.purpose, guard.side, guard.trigger_price, path)
            if touched is not None:
                self._set_off(guard, view if touched == path.close else view.moved_to(touched), path.at)

    def _set_off(self, guard: Ticket, view: MarketView, at: Instant) -> None:
        held = self._account.reducible(guard.key, guard.side)
        size = held if guard.is_for_all else min(guard.quantity, held)
        if not size:
            self.cancel(guard, POSITION_CLOSED, at)
            return
        sized = guard.amended(BaseQty(size), None, at)
        trades = swept(sized, view, BaseQty(size)).trades
        if not trades:
            return
        ended = self._take(sized, trades, at)
        if ended.remaining:
            ended = ended.canceled(TOO_THIN, at)
        self._records.keep(ended)
        self._end_pair(ended, at)

    def _take(self, ticket: Ticket, trades: tuple[Trade, ...], at: Instant) -> Ticket:
        for trade in trades:
            ticket = self.execute(ticket, trade, Liquidity.TAKER, at)
        return ticket

    def _fill_resting(self, ticket: Ticket, price: Decimal, at: Instant) -> list[str]:
        quantity = ticket.remaining
        if ticket.is_reduce_only:
            quantity = min(quantity, self._account.reducible(ticket.key, ticket.side))
        if not quantity:
            self.cancel(ticket, POSITION_CLOSED, at)
            return []
        ticket = self.execute(ticket, Trade(price=price, quantity=quantity), Liquidity.MAKER, at)
        if ticket.remaining:
            self.cancel(ticket, POSITION_CLOSED, at)
        else:
            self._records.keep(ticket)
        return self._arm(ticket, at)

    def _arm(self, ticket: Ticket, at: Instant) -> list[str]:
        """Have the stop and target attached to an order wait for as much of it as has filled; return their ids."""
        if ticket.is_reduce_only or not ticket.filled:
            return []
        if self._account.held(ticket.key) * ticket.side.sign <= 0:
            return []
        legs = ((OrderPurpose.STOP, ticket.stop_price), (OrderPurpose.TAKE_PROFIT, ticket.take_profit_price))
        armed: list[str] = []
        for purpose, trigger in legs:
            guard = ticket.guard(purpose, guard_id(ticket, purpose), at)
            earlier = self._records.ticket(guard.venue_order_id)
            if trigger is None or (earlier is not None and not earlier.is_open):
                continue
            if earlier is not None:
                guard = earlier.amended(guard.quantity, None, at)
            if earlier is None or earlier.quantity != guard.quantity:
                self._records.keep(guard)
            armed.append(guard.venue_order_id)
        return armed

    def _drop_idle(self, filled: Ticket, at: Instant) -> None:
        for other in self._records.open_tickets(filled.symbol):
            is_idle = other.is_reduce_only and not self._account.reducible(other.key, other.side)
            if is_idle and other.key == filled.key and other.venue_order_id != filled.venue_order_id:
                self._records.keep(other.canceled(POSITION_CLOSED, at))

    def _end_pair(self, ended: Ticket, at: Instant) -> None:
        if ended.pair is None:
            return
        for other in self._records.waiting(ended.symbol):
            if other.pair == ended.pair and other.venue_order_id != ended.venue_order_id:
                self._records.keep(other.canceled(PAIR_ENDED, at))


def guard_id(ticket: Ticket, purpose: OrderPurpose) -> ClientOrderId:
    """Return the id of the stop or target attached to an order: known before the order has filled."""
    return client_order_id(DecisionId(ticket.client_order_id or ticket.venue_order_id), purpose, 1)
