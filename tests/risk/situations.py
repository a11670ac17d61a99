"""A healthy desk, to be spoiled one figure at a time."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.clocks import START
from tradewind.domain.account import AccountSnapshot, OpenPosition
from tradewind.domain.decision import Action, Proposal
from tradewind.domain.ids import PortfolioId
from tradewind.domain.instrument import BaseQty, Contracts, Instrument, Symbol
from tradewind.domain.position import PositionSide
from tradewind.risk.situation import Situation

BTC = Symbol("BTC-USDT-SWAP")
BTC_RULES = Instrument(
    symbol=BTC,
    base="BTC",
    quote="USDT",
    contract_value=Decimal("0.01"),
    lot_size=Contracts(Decimal("0.1")),
    min_size=Contracts(Decimal("0.1")),
    tick_size=Decimal("0.1"),
    max_leverage=Decimal(100),
)


def an_account(**changes: Any) -> AccountSnapshot:
    account = AccountSnapshot(
        portfolio_id=PortfolioId("desk"),
        as_of=START,
        currency="USDT",
        opening_cash=Decimal(10_000),
        cash=Decimal(10_000),
        unrealized_pnl=Decimal(0),
        equity=Decimal(10_000),
        margin_used=Decimal(0),
        available=Decimal(10_000),
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
        quantity=BaseQty(Decimal("0.02")),
        entry_price=Decimal(60_000),
        mark_price=Decimal(60_000),
        notional=Decimal(1200),
        unrealized_pnl=Decimal(0),
        leverage=Decimal(3),
        margin=Decimal(400),
        stop_price=Decimal(58_000),
        take_profit_price=None,
        realized_pnl=Decimal(0),
        fees=Decimal(0),
        opened_at=START,
        decision_id=None,
    )
    return replace(position, **changes)


def a_situation(**changes: Any) -> Situation:
    situation = Situation(
        account=an_account(),
        instrument=BTC_RULES,
        bid=Decimal("59999.9"),
        ask=Decimal("60000.1"),
        last_price=Decimal(60_000),
        snapshot_price=Decimal(60_000),
        orders_last_minute=0,
        opening_block=None,
    )
    return replace(situation, **changes)


def a_proposal(**changes: Any) -> Proposal:
    proposal = Proposal(
        symbol=BTC,
        action=Action.BUY,
        confidence=0.8,
        notional=Decimal(3000),
        leverage=Decimal(3),
        stop_price=Decimal(58_000),
        take_profit_price=Decimal(65_000),
        rationale="the trend is up",
    )
    return replace(proposal, **changes)
