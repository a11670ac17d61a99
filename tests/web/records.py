"""Decisions, orders and fills as web tests need them."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.values import BTC
from tests.web.stage import DESK_ID
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
)
from tradewind.domain.fill import Fill, Liquidity
from tradewind.domain.freshness import Freshness
from tradewind.domain.ids import ClientOrderId, DecisionId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import Order, OrderKind, OrderPurpose, Side

INPUT = b'{"last_price":60000.0}'

PROPOSAL = Proposal(
    symbol=BTC,
    action=Action.BUY,
    confidence=0.8,
    notional=Decimal(5000),
    leverage=Decimal(2),
    stop_price=Decimal(59_000),
    take_profit_price=None,
    rationale="<b>RSI 28</b>",
)
CALL = ModelCall(
    model="rule-policy",
    system_prompt="You trade.",
    user_prompt="The market.",
    raw_answer='{"reasoning":"oversold"}',
    reasoning_content=None,
    prompt_tokens=100,
    completion_tokens=20,
    cost_usd=Decimal("0.0012"),
    latency_ms=250,
    error=None,
)


def an_item(**changes: Any) -> ReviewedProposal:
    item = ReviewedProposal(
        proposal=PROPOSAL,
        is_approved=True,
        reason=None,
        verdicts=(GateVerdict(gate="confidence", passed=True, reason="0.8 ≥ 0.6"),),
        client_order_id=ClientOrderId("tworder1"),
    )
    return replace(item, **changes)


def a_decision(decision_id: str, at: Instant, **changes: Any) -> DecisionRecord:
    seen = BundleInput(
        key="market:BTC-USDT-SWAP:ticker",
        content=INPUT,
        stamped=at,
        age_ms=120,
        freshness=Freshness.FRESH,
        sha256=hashlib.sha256(INPUT).hexdigest(),
    )
    record = DecisionRecord(
        decision_id=DecisionId(decision_id),
        portfolio_id=DESK_ID,
        created_at=at,
        trigger=Trigger.SCHEDULE,
        outcome=Outcome.DECIDED,
        why=None,
        model="rule-policy",
        bundle_sha256="b" * 64,
        bundle=(seen,),
        account_json=b"{}",
        calls=(CALL, CALL),
        reasoning="oversold",
        items=(an_item(),),
        unreadable=(Unreadable(excerpt="{", reason="not JSON"),),
    )
    return replace(record, **changes)


def an_order(at: Instant, order_id: str = "tworder1", **changes: Any) -> Order:
    order = Order(
        client_order_id=ClientOrderId(order_id),
        portfolio_id=DESK_ID,
        decision_id=DecisionId("d1"),
        symbol=BTC,
        side=Side.BUY,
        kind=OrderKind.MARKET,
        purpose=OrderPurpose.OPEN,
        quantity=BaseQty(Decimal("0.08")),
        limit_price=None,
        is_reduce_only=False,
        leverage=Decimal(2),
        stop_price=Decimal(59_000),
        take_profit_price=None,
        snapshot_price=Decimal(60_000),
        created_at=at,
        expires_at=Instant.of(at + timedelta(seconds=30)),
    )
    return replace(order, **changes)


def a_fill(order: Order, trade_id: str, **changes: Any) -> Fill:
    fill = Fill(
        venue="okx",
        symbol=order.symbol,
        trade_id=trade_id,
        client_order_id=order.client_order_id,
        venue_order_id="v1",
        side=order.side,
        quantity=order.quantity,
        price=Decimal("60000.5"),
        fee=Decimal("2.40"),
        fee_currency="USDT",
        liquidity=Liquidity.TAKER,
        exchange_time=order.created_at,
    )
    return replace(fill, **changes)
