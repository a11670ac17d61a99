"""The protection that the ledger remembers of a position, as the venue kept it; pure."""

from collections.abc import Iterable, Iterator, Sequence

from tradewind.brokers.port import PositionMode
from tradewind.brokers.simulator.config import SimulatorConfig
from tradewind.brokers.simulator.ticket import PROTECTIVE, Ticket
from tradewind.domain.account import HeldPosition
from tradewind.domain.clock import Instant
from tradewind.domain.ids import DecisionId, client_order_id
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderPurpose, OrderState, Side, TimeInForce
from tradewind.domain.position import ZERO


def remembered_guards(
    config: SimulatorConfig, positions: Iterable[HeldPosition], waiting: Sequence[Ticket], at: Instant
) -> Iterator[Ticket]:
    """Yield the stop and target of every position that no order of its own in `waiting` stands for.

    `at` is part of their ids: what goes off after a restart is never taken for a repeat of what went off before.
    """
    for held in positions:
        prices = zip(PROTECTIVE, (held.stop_price, held.take_profit_price), strict=True)
        for purpose, price in prices:
            alone = any(
                guard.symbol == held.position.symbol
                and guard.purpose is purpose
                and guard.trigger_price == price
                for guard in waiting
            )
            if price is None or alone:
                continue
            yield _guard(config, held, purpose, at)


def _guard(config: SimulatorConfig, held: HeldPosition, purpose: OrderPurpose, at: Instant) -> Ticket:
    position = held.position
    name = client_order_id(DecisionId(f"{config.venue}|{position.symbol}|{at}"), purpose, 1)
    return Ticket(
        venue_order_id=f"sim-{name}",
        client_order_id=name,
        symbol=position.symbol,
        held_as=None if config.position_mode is PositionMode.NET else position.side,
        side=Side.SELL if position.quantity > 0 else Side.BUY,
        purpose=purpose,
        quantity=BaseQty(abs(position.quantity)),
        is_for_all=True,
        limit_price=None,
        trigger_price=held.stop_price if purpose is OrderPurpose.STOP else held.take_profit_price,
        time_in_force=TimeInForce.IOC,
        is_reduce_only=True,
        leverage=held.leverage,
        stop_price=None,
        take_profit_price=None,
        pair=f"sim-{position.symbol}-{at}",
        state=OrderState.ACCEPTED,
        filled=BaseQty(ZERO),
        cost=ZERO,
        reason=None,
        updated_at=at,
    )
