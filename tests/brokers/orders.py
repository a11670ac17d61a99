"""Orders as the desk sends them."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.clocks import START
from tests.risk.situations import BTC
from tradewind.domain.clock import Instant
from tradewind.domain.ids import ClientOrderId, DecisionId, PortfolioId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import Order, OrderKind, OrderPurpose, Side

DESK = PortfolioId("desk")


def an_order(**changes: Any) -> Order:
    order = Order(
        client_order_id=ClientOrderId("entry"),
        portfolio_id=DESK,
        decision_id=DecisionId("d1"),
        symbol=BTC,
        side=Side.BUY,
        kind=OrderKind.MARKET,
        purpose=OrderPurpose.OPEN,
        quantity=BaseQty(Decimal("0.05")),
        limit_price=None,
        is_reduce_only=False,
        leverage=Decimal(5),
        stop_price=Decimal(58_000),
        take_profit_price=Decimal(65_000),
        snapshot_price=Decimal(60_000),
        created_at=START,
        expires_at=Instant.of(START + timedelta(seconds=30)),
    )
    return replace(order, **changes)


def a_limit_order(limit_price: int, **changes: Any) -> Order:
    return an_order(kind=OrderKind.LIMIT, limit_price=Decimal(limit_price), **changes)


def a_close(**changes: Any) -> Order:
    close = {
        "client_order_id": ClientOrderId("exit"),
        "side": Side.SELL,
        "purpose": OrderPurpose.CLOSE,
        "is_reduce_only": True,
        "stop_price": None,
        "take_profit_price": None,
    }
    return an_order(**(close | changes))
