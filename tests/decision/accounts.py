"""An account of 100,000 USDT, and positions in it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.clocks import START
from tests.instruments import BTC
from tradewind.domain.account import AccountSnapshot, OpenPosition
from tradewind.domain.ids import PortfolioId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.position import PositionSide

DESK = PortfolioId("desk")


def an_account(**changes: Any) -> AccountSnapshot:
    account = AccountSnapshot(
        portfolio_id=DESK,
        as_of=START,
        currency="USDT",
        opening_cash=Decimal(100_000),
        cash=Decimal(100_000),
        unrealized_pnl=Decimal(0),
        equity=Decimal(100_000),
        margin_used=Decimal(0),
        available=Decimal(100_000),
        realized_pnl=Decimal(0),
        fees_paid=Decimal(0),
        funding_paid=Decimal(0),
        daily_pnl=Decimal(0),
        drawdown_share=Decimal(0),
        positions=(),
    )
    return replace(account, **changes)


def a_position(**changes: Any) -> OpenPosition:
    position = OpenPosition(
        symbol=BTC,
        side=PositionSide.LONG,
        quantity=BaseQty(Decimal("0.1")),
        entry_price=Decimal(59_000) / 3,
        mark_price=Decimal(60_000),
        notional=Decimal(6000),
        unrealized_pnl=Decimal("100.005"),
        leverage=Decimal(2),
        margin=Decimal(2950),
        stop_price=Decimal("58000.10"),
        take_profit_price=None,
        realized_pnl=Decimal(0),
        fees=Decimal(3),
        opened_at=START,
        decision_id=None,
    )
    return replace(position, **changes)
