"""What the desk knows of itself is read from the record."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from tests.cycle.desk import CycleDesk, a_desk, an_opening
from tests.decision.accounts import DESK
from tests.fakes.chat_server import decides
from tests.instruments import BTC
from tradewind.cycle.recollection import Recollection
from tradewind.decision.bundle import Bundle, gather
from tradewind.decision.config import InputLimits
from tradewind.decision.context import DeskContext
from tradewind.decision.prompt_texts import load_texts
from tradewind.domain.account import EquityPoint
from tradewind.domain.clock import Instant
from tradewind.domain.decision import Trigger
from tradewind.domain.fill import Fill, Liquidity
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import Side
from tradewind.portfolio import AccountReader
from tradewind.research.answer_cache import AnswerCache
from tradewind.research.questions import Questions
from tradewind.research.replay import Replay, Result


def memory(desk: CycleDesk) -> Recollection:
    ledger = desk.ledger
    return Recollection(
        DESK,
        orders=ledger.orders,
        outcomes=ledger.outcomes,
        equity=ledger.equity,
        lessons=ledger.lessons,
    )


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


async def test_nothing_that_was_recorded_later_is_recalled(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        bundle = await gather(desk.cache, (BTC,), desk.clock, InputLimits())
        account = await AccountReader(desk.ledger, desk.cache, desk.clock).snapshot(DESK)
        desk.clock.advance(timedelta(seconds=1))
        await desk.hold(BTC, price="59000")
        await sell(desk, "60000")
        await desk.ledger.lessons.add(DESK, "Do not chase.", "Ada", desk.clock.now())
        later = Instant.of(desk.clock.now() + timedelta(milliseconds=1))
        recollection = memory(desk)

        then = await recollection.recall(bundle, account)
        now = await recollection.recall(replace(bundle, as_of=later), account)

    assert (context(then).outcomes, context(then).lessons) == ((), ())
    assert [each.text for each in context(now).lessons] == ["Do not chase."]
    assert len(context(now).outcomes) == 1


async def test_a_replay_does_not_know_what_was_learnt_since(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening()), prompt="v2") as desk:
        await desk.run()
        record = await desk.record()
        desk.clock.advance(timedelta(seconds=1))
        await desk.ledger.lessons.add(DESK, "Do not chase.", "Ada", desk.clock.now())
        again = await Replay(Questions(cache=AnswerCache()), load_texts).decide(record)
        desk.clock.advance(timedelta(seconds=1))
        await desk.run(Trigger.MANUAL)
        later = await desk.record()

    assert again.result is Result.IDENTICAL
    assert "Do not chase." not in record.calls[-1].user_prompt
    assert "Do not chase." in later.calls[-1].user_prompt


async def test_a_result_is_told_with_the_reasons_for_its_trade(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening(confidence=0.8)), prompt="v2") as desk:
        await desk.run()
        await desk.hold(BTC, price="60000", order_id=desk.venue.placed[-1].client_order_id)
        await sell(desk, "59000")
        desk.clock.advance(timedelta(milliseconds=1))
        bundle = await recalled(desk, memory(desk))

    [told] = context(bundle).outcomes
    assert (told.decision_id, told.confidence, told.rationale) == ("d0001", 0.8, "RSI 55, uptrend")
    assert told.forecast_loss is not None
