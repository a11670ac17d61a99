"""What the ledger keeps, with defaults, for tests that care about one field."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.clocks import START
from tradewind.domain.account import Portfolio, RuntimeMode
from tradewind.domain.cash_flow import CashFlow, CashFlowKind
from tradewind.domain.clock import Instant
from tradewind.domain.decision import (
    Action,
    BundleInput,
    DecisionRecord,
    GateVerdict,
    ModelCall,
    Outcome,
    Proposal,
    ReviewedProposal,
    Trigger,
    Unreadable,
    hash_of,
)
from tradewind.domain.fill import Fill, Liquidity
from tradewind.domain.freshness import Freshness
from tradewind.domain.ids import ClientOrderId, DecisionId, PortfolioId
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import Order, OrderKind, OrderPurpose, Side
from tradewind.ledger import Ledger

DESK = PortfolioId("desk")
BTC = Symbol("BTC-USDT-SWAP")
ETH = Symbol("ETH-USDT-SWAP")
OPENING_CASH = Decimal(10_000)
PORTFOLIO = Portfolio(portfolio_id=DESK, name="The desk", mode=RuntimeMode.SIMULATOR, currency="USDT")

OTHER = PortfolioId("other")


async def another_desk(ledger: Ledger) -> None:
    """Open a second portfolio in the same ledger."""
    portfolio = Portfolio(portfolio_id=OTHER, name="Another", mode=RuntimeMode.SIMULATOR, currency="USDT")
    await ledger.portfolios.open(portfolio, Decimal(777), START)


def a_fill(
    trade_id: str, side: Side = Side.BUY, quantity: str = "1", price: str = "100", **more: Any
) -> Fill:
    fill = Fill(
        venue="okx",
        symbol=BTC,
        trade_id=trade_id,
        client_order_id=None,
        venue_order_id=None,
        side=side,
        quantity=BaseQty(Decimal(quantity)),
        price=Decimal(price),
        fee=Decimal("0.05"),
        fee_currency="USDT",
        liquidity=Liquidity.TAKER,
        exchange_time=START,
    )
    return replace(fill, **more)


def an_order(client_order_id: str = "tw1", **changes: Any) -> Order:
    order = Order(
        client_order_id=ClientOrderId(client_order_id),
        portfolio_id=DESK,
        decision_id=DecisionId("d1"),
        symbol=BTC,
        side=Side.BUY,
        kind=OrderKind.MARKET,
        purpose=OrderPurpose.OPEN,
        quantity=BaseQty(Decimal(1)),
        limit_price=None,
        is_reduce_only=False,
        leverage=Decimal(5),
        stop_price=Decimal(90),
        take_profit_price=Decimal(120),
        snapshot_price=Decimal(100),
        created_at=START,
        expires_at=Instant.of(START + timedelta(seconds=30)),
    )
    return replace(order, **changes)


def an_input(key: str, content: bytes | None) -> BundleInput:
    return BundleInput(
        key=key,
        content=content,
        stamped=START if content else None,
        age_ms=120 if content else None,
        freshness=Freshness.FRESH if content else Freshness.BLOCKED,
        sha256=hashlib.sha256(content).hexdigest() if content else None,
    )


CALL = ModelCall(
    model="deepseek-chat",
    system_prompt="You trade.",
    user_prompt="The market stands so.",
    raw_answer='{"decisions": []}',
    reasoning_content=None,
    prompt_tokens=900,
    completion_tokens=120,
    cost_usd=Decimal("0.00042"),
    latency_ms=1200,
    error=None,
)

ITEM = ReviewedProposal(
    proposal=Proposal(
        symbol=BTC,
        action=Action.BUY,
        confidence=0.72,
        notional=Decimal("250.5"),
        leverage=Decimal(3),
        stop_price=Decimal("58000.1"),
        take_profit_price=None,
        rationale="The trend holds.",
    ),
    is_approved=True,
    reason=None,
    verdicts=(GateVerdict(gate="confidence", passed=True, reason="0.72 is at least 0.6"),),
    client_order_id=ClientOrderId("tw1"),
)


def a_decision(decision_id: str = "d1", bundle: tuple[BundleInput, ...] | None = None) -> DecisionRecord:
    inputs = bundle or (an_input("first", b'{"last_price": 60000.0}'), an_input("second", None))
    return DecisionRecord(
        decision_id=DecisionId(decision_id),
        portfolio_id=DESK,
        created_at=START,
        trigger=Trigger.SCHEDULE,
        outcome=Outcome.DECIDED,
        why=None,
        model="deepseek-chat",
        bundle_sha256=hash_of(inputs),
        bundle=inputs,
        account_json=b'{"equity": "10000"}',
        calls=(CALL, replace(CALL, raw_answer=None, error="timed out", cost_usd=None)),
        reasoning="Both look strong.",
        items=(ITEM,),
        unreadable=(Unreadable(excerpt="{?", reason="not an object"),),
        settings_version="5e771265",
        as_of=START,
        prompt_version="v1",
        review_json=b'{"orders_last_minute":0}',
        limits_json=b"{}",
    )


def funding(paid: str, flow_id: str = "bill-1") -> CashFlow:
    """Return a funding payment; negative when received."""
    return CashFlow(
        venue="okx",
        flow_id=flow_id,
        kind=CashFlowKind.FUNDING,
        symbol=BTC,
        amount=-Decimal(paid),
        currency="USDT",
        exchange_time=START,
    )
