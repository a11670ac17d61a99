"""What a desk knows of itself, to be changed one part at a time."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.decision.markets import ago
from tests.instruments import BTC
from tradewind.decision.context import DeskContext, Lesson, OpenOrder, RecentOutcome, RiskSnapshot, SymbolRisk
from tradewind.domain.clock import Instant
from tradewind.domain.ids import ClientOrderId, DecisionId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderKind, OrderPurpose, OrderState, Side
from tradewind.domain.position import PositionSide


def a_risk(now: Instant) -> RiskSnapshot:
    return RiskSnapshot(
        as_of=now,
        equity=Decimal(100_000),
        exposure=Decimal(6000),
        exposure_share=0.06,
        margin_used=Decimal(3000),
        margin_ratio=0.03,
        daily_pnl=Decimal("-12.5"),
        drawdown_share=Decimal("0.01"),
        rolling_drawdown_share=None,
        symbols=(
            SymbolRisk(
                symbol=BTC,
                exposure=Decimal(6000),
                exposure_share=0.06,
                funding_rate=0.0001,
                atr_share=0.004,
                realized_volatility=0.5,
                spread_bps=0.033,
                bid_depth=120_000.0,
                ask_depth=None,
            ),
        ),
    )


def an_open_order(now: Instant, **changes: Any) -> OpenOrder:
    order = OpenOrder(
        client_order_id=ClientOrderId("c1"),
        symbol=BTC,
        side=Side.BUY,
        kind=OrderKind.LIMIT,
        purpose=OrderPurpose.OPEN,
        state=OrderState.ACCEPTED,
        quantity=BaseQty(Decimal("0.1")),
        filled=BaseQty(Decimal(0)),
        limit_price=Decimal(59_000),
        trigger_price=None,
        stop_price=Decimal(58_000),
        created_at=ago(now, 60),
    )
    return replace(order, **changes)


def an_outcome(now: Instant, **changes: Any) -> RecentOutcome:
    outcome = RecentOutcome(
        decision_id=DecisionId("d0001"),
        symbol=BTC,
        side=PositionSide.LONG,
        entry_price=Decimal(61_000),
        exit_price=Decimal(60_000),
        net_pnl=Decimal("-101.25"),
        opened_at=ago(now, 7200),
        closed_at=ago(now, 600),
        close_purpose=OrderPurpose.STOP,
    )
    return replace(outcome, **changes)


def a_lesson(now: Instant, **changes: Any) -> Lesson:
    lesson = Lesson(
        lesson_id="l1", text="Longs above RSI 75 lost three times of four.", learned_at=ago(now, 3600)
    )
    return replace(lesson, **changes)


def a_context(now: Instant, **changes: Any) -> DeskContext:
    context = DeskContext(
        risk=a_risk(now),
        open_orders=(an_open_order(now),),
        outcomes=(an_outcome(now),),
        lessons=(a_lesson(now),),
    )
    return replace(context, **changes)
