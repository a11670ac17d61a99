"""What the desk knows of itself is read from the record."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from tests.cycle.desk import CycleDesk, a_desk
from tests.decision.accounts import DESK
from tests.instruments import BTC
from tradewind.cycle.recollection import Recollection
from tradewind.decision.bundle import Bundle, gather
from tradewind.decision.config import InputLimits
from tradewind.decision.context import DeskContext
from tradewind.domain.account import EquityPoint
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill, Liquidity
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import Side
from tradewind.portfolio import AccountReader


def memory(desk: CycleDesk) -> Recollection:
    ledger = desk.ledger
    return Recollection(DESK, orders=ledger.orders, outcomes=ledger.outcomes, equity=ledger.equity)


async def recalled(desk: CycleDesk, recollection: Recollection) -> Bundle:
    bundle = await gather(desk.cache, (BTC,), desk.clock, InputLimits())
    account = await AccountReader(desk.ledger, desk.cache, desk.clock).snapshot(DESK)
    return await recollection.recall(bundle, account)


def context(bundle: Bundle) -> DeskContext:
    assert bundle.context is not None
    return bundle.context


async def sell(desk: CycleDesk, price: str) -> None:
    fill = Fill(
        venue="taking",
        symbol=BTC,
        trade_id="sold",
        client_order_id=None,
        venue_order_id=None,
        side=Side.SELL,
        quantity=BaseQty(Decimal("0.1")),
        price=Decimal(price),
        fee=Decimal("1.5"),
        fee_currency="USDT",
        liquidity=Liquidity.TAKER,
        exchange_time=desk.clock.now(),
    )
    assert await desk.ledger.fills.post(DESK, fill, None)


async def test_results_are_told_after_fees_and_risk_beside_them(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        await desk.hold(BTC, price="59000")
        await sell(desk, "60000")
        desk.clock.advance(timedelta(milliseconds=1))

        bundle = await recalled(desk, memory(desk))

    told = context(bundle).outcomes
    assert [(each.symbol, each.net_pnl, each.close_purpose) for each in told] == [
        (BTC, Decimal("98.5"), None)
    ]
    assert context(bundle).risk is not None
    assert {entry.key for entry in bundle.inputs} >= {"desk:risk", "desk:open_orders", "desk:outcomes"}


async def test_the_rolling_high_forgets_what_is_older_than_a_day(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        recollection = memory(desk)
        await desk.ledger.equity.add(DESK, EquityPoint(time=desk.clock.now(), equity=Decimal(200_000)))
        first = await recalled(desk, recollection)
        desk.clock.advance(timedelta(hours=25))
        now = desk.clock.now()
        late = EquityPoint(time=Instant.of(now - timedelta(hours=1)), equity=Decimal(125_000))
        await desk.ledger.equity.add(DESK, late)
        bundle = await gather(desk.cache, (BTC,), desk.clock, InputLimits())
        account = await AccountReader(desk.ledger, desk.cache, desk.clock).snapshot(DESK)
        second = await recollection.recall(replace(bundle, as_of=now), account)

    shares = [context(each).risk for each in (first, second)]
    assert [risk and risk.rolling_drawdown_share for risk in shares] == [Decimal("0.5"), Decimal("0.2")]
