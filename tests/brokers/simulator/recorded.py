"""A venue for recorded cases: one price on both sides of a deep book, any size, any price."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.brokers.markets import the_rules
from tests.brokers.orders import an_order
from tests.clocks import START
from tests.risk.situations import BTC, BTC_RULES
from tradewind.brokers.port import BrokerEvent, MarginMode
from tradewind.brokers.simulator.config import MarginTier, SimulatorConfig
from tradewind.brokers.simulator.engine import MatchingEngine
from tradewind.brokers.simulator.ticket import Ticket
from tradewind.brokers.simulator.view import MarketView, Path
from tradewind.domain.account import HeldPosition
from tradewind.domain.cash_flow import CashFlow
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty, Contracts
from tradewind.domain.order import Side
from tradewind.domain.order_book import OrderBook
from tradewind.domain.position import Position

CASH = Decimal(1_000_000_000)
NET = (BTC, None)
GRAIN = Decimal("1e-8")
ENDLESS = 1e12
FREE = SimulatorConfig(taker_fee_bps=Decimal(0), maker_fee_bps=Decimal(0))


class Recorded(MatchingEngine):
    """An engine that remembers what it told, and short ways to trade on it."""

    def __init__(
        self, config: SimulatorConfig = FREE, positions: Sequence[HeldPosition] = (), at: Instant = START
    ) -> None:
        self.told: list[BrokerEvent] = []
        super().__init__(config, self.told.append)
        self.restore((), positions, CASH, at)
        self._count = 0

    def trade(
        self, side: Side, quantity: Decimal, price: Decimal, at: Instant = START, **changes: Any
    ) -> Ticket:
        """Trade at the market, where everything trades at `price`."""
        self._count += 1
        plain: dict[str, Any] = {"stop_price": None, "take_profit_price": None, "leverage": Decimal(1)}
        order = an_order(
            client_order_id=ClientOrderId(f"o{self._count}"),
            side=side,
            quantity=BaseQty(quantity),
            **(plain | changes),
        )
        return self.take(order, a_view(price, at))

    def reach(self, price: Decimal, at: Instant = START) -> None:
        """Let the market trade at `price` alone."""
        self.advance(a_path(price, at), a_view(price, at))

    @property
    def earned(self) -> Decimal:
        """What the cash has grown by."""
        return self.account.cash - CASH

    def fills(self) -> list[Fill]:
        return [event for event in self.told if isinstance(event, Fill)]

    def flows(self) -> Decimal:
        return sum((event.amount for event in self.told if isinstance(event, CashFlow)), Decimal(0))


def charging(opening: Decimal, closing: Decimal, mode: MarginMode = MarginMode.CROSS) -> SimulatorConfig:
    """Return a venue at which taking costs one share of the notional and making the other."""
    return replace(FREE, taker_fee_bps=opening * 10_000, maker_fee_bps=closing * 10_000, margin_mode=mode)


def with_maintenance(config: SimulatorConfig, rate: Decimal) -> SimulatorConfig:
    tier = MarginTier(max_notional=None, maintenance_rate=rate, max_leverage=Decimal(1000))
    return replace(config, tiers=(tier,))


def a_view(price: Decimal, at: Instant = START) -> MarketView:
    level = ((float(price), ENDLESS),)
    rules = replace(
        BTC_RULES,
        contract_value=Decimal(1),
        lot_size=Contracts(GRAIN),
        min_size=Contracts(GRAIN),
        tick_size=GRAIN,
        max_leverage=Decimal(1000),
    )
    return MarketView(
        book=OrderBook(source="okx", exchange_time=at, timestamp=at, symbol=BTC, bids=level, asks=level),
        rules=replace(the_rules(), instrument=rules),
        seen_at=at,
    )


def a_path(price: Decimal, at: Instant, **changes: Any) -> Path:
    path = Path(
        symbol=BTC, at=at, open=price, high=price, low=price, close=price, bid=None, ask=None, mark=price
    )
    return replace(path, **changes)


def held(quantity: Decimal, price: Decimal, leverage: Decimal, opened_at: Instant = START) -> HeldPosition:
    return HeldPosition(
        position=Position(symbol=BTC, quantity=BaseQty(quantity), cost=quantity * price),
        leverage=leverage,
        stop_price=None,
        take_profit_price=None,
        realized_pnl=Decimal(0),
        fees=Decimal(0),
        opened_at=opened_at,
        decision_id=None,
    )


def after(seconds: float) -> Instant:
    return Instant.of(START + timedelta(seconds=seconds))
