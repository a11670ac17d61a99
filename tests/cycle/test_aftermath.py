"""What a decision promised is followed to its end; a loss beyond the forecast is told once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from tests.cycle.desk import CycleDesk, a_desk, an_opening
from tests.decision.accounts import DESK
from tests.fakes.chat_server import decides
from tests.instruments import BTC
from tests.values import a_ticker
from tradewind.bus.cache import Batch
from tradewind.bus.keys import TICKER, Source
from tradewind.cycle.aftermath import LOST_AFTER, Aftermath
from tradewind.decision.feedback import FeedbackConfig
from tradewind.domain.fill import Fill, Liquidity
from tradewind.domain.ids import ClientOrderId, DecisionId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import Side
from tradewind.domain.outcome import ForecastSource, RiskEntry, RiskVerdict
from tradewind.orders.alerts import Alerts
from tradewind.portfolio import AccountReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A desk whose results are followed."""

    desk: CycleDesk
    aftermath: Aftermath

    @property
    def alerts(self) -> float:
        value = self.desk.metrics.registry.get_sample_value(
            "tradewind_order_alerts_total", {"kind": "forecast_exceeded"}
        )
        return value or 0

    async def entry(self) -> RiskEntry:
        return (await self.desk.ledger.risk_journal.page(DESK, 1, None)).items[0]

    async def price(self, price: float) -> None:
        now = self.desk.clock.now()
        batch = Batch(Source.MARKET_DATA)
        ticker = a_ticker(
            symbol=BTC, last_price=price, bid=price - 1, ask=price + 1, timestamp=now, exchange_time=now
        )
        batch.put(TICKER.at(BTC), ticker)
        await self.desk.cache.write(batch)

    async def fill(self) -> None:
        """Fill the newest order at 60,000."""
        order = self.desk.venue.placed[-1]
        await self._post(Side.BUY, order.quantity, "60000", order.client_order_id)

    async def sell(self, price: str) -> None:
        [held] = await self.desk.ledger.positions.held(DESK)
        await self._post(Side.SELL, held.position.quantity, price, None)

    async def _post(self, side: Side, quantity: Decimal, price: str, order_id: ClientOrderId | None) -> None:
        fill = Fill(
            venue="taking",
            symbol=BTC,
            trade_id=f"{side}-{order_id}",
            client_order_id=order_id,
            venue_order_id=None,
            side=side,
            quantity=BaseQty(quantity),
            price=Decimal(price),
            fee=Decimal(1),
            fee_currency="USDT",
            liquidity=Liquidity.TAKER,
            exchange_time=self.desk.clock.now(),
        )
        assert await self.desk.ledger.fills.post(DESK, fill, None)


def an_aftermath(desk: CycleDesk, min_trades: int = 8) -> Aftermath:
    return Aftermath(
        DESK,
        ledger=desk.ledger,
        accounts=AccountReader(desk.ledger, desk.cache, desk.clock),
        alerts=Alerts(desk.cache, desk.clock, desk.metrics),
        clock=desk.clock,
        config=FeedbackConfig(min_trades=min_trades),
    )


@asynccontextmanager
async def followed(folder: Path, min_trades: int = 8) -> AsyncIterator[Followed]:
    """Yield a desk that has opened 0.1 BTC at 60,000 with a stop at 59,000: about 100 USDT may be lost."""
    async with a_desk(folder, decides(an_opening(stop_price=59_000))) as desk:
        await desk.run()
        run = Followed(desk=desk, aftermath=an_aftermath(desk, min_trades))
        await run.fill()
        yield run


async def test_a_promise_stands_in_the_journal_before_anything_comes_of_it(tmp_path: Path) -> None:
    async with followed(tmp_path) as run:
        entry = await run.entry()

    assert entry.course.verdict is None
    assert entry.promise.forecast_source is ForecastSource.STOP
    assert entry.promise.forecast_loss is not None
    assert 95 < entry.promise.forecast_loss < 105


async def test_the_worst_result_while_open_is_kept_and_its_end_completes_it(tmp_path: Path) -> None:
    async with followed(tmp_path) as run:
        for price in (59_600.0, 60_400.0, 60_200.0):
            await run.price(price)
            await run.aftermath.follow_now()
        open_ = (await run.entry()).course
        run.desk.clock.advance(timedelta(seconds=1))
        await run.sell("60300")
        await run.aftermath.follow_now()
        over = (await run.entry()).course

    assert open_.worst_pnl is not None
    assert open_.best_pnl is not None
    assert open_.drawdown is not None
    assert -42 < open_.worst_pnl < -38
    assert 38 < open_.best_pnl < 42
    assert open_.drawdown == -open_.worst_pnl
    assert over.verdict is RiskVerdict.WITHIN
    assert over.worst_pnl == open_.worst_pnl
    assert over.net_pnl is not None
    assert 27 < over.net_pnl < 31
    assert over.completed_at == over.closed_at


async def test_a_loss_beyond_the_forecast_is_told_once_a_restart_included(tmp_path: Path) -> None:
    async with followed(tmp_path) as run:
        await run.price(58_000.0)
        await run.aftermath.follow_now()
        await run.aftermath.follow_now()
        again = replace(run, aftermath=an_aftermath(run.desk))
        await again.price(57_900.0)
        await again.aftermath.follow_now()
        run.desk.clock.advance(timedelta(seconds=1))
        await again.sell("57900")
        await again.aftermath.follow_now()
        entry = await run.entry()

        assert run.alerts == 1
        assert entry.course.alerted_at is not None
        assert entry.course.verdict is RiskVerdict.EXCEEDED


async def test_a_gap_through_the_stop_between_two_looks_is_told_at_its_end(tmp_path: Path) -> None:
    async with followed(tmp_path) as run:
        run.desk.clock.advance(timedelta(seconds=1))
        await run.sell("58500")
        await run.aftermath.follow_now()

        assert run.alerts == 1
        assert (await run.entry()).course.verdict is RiskVerdict.EXCEEDED


async def test_slippage_of_the_stop_is_no_alarm(tmp_path: Path) -> None:
    async with followed(tmp_path) as run:
        run.desk.clock.advance(timedelta(seconds=1))
        await run.sell("58950")
        await run.aftermath.follow_now()

        assert run.alerts == 0
        assert (await run.entry()).course.verdict is RiskVerdict.WITHIN


async def test_an_order_that_the_ledger_never_knew_ends_its_promise(tmp_path: Path) -> None:
    async with followed(tmp_path) as run:
        entry = await run.entry()
        lost = replace(
            entry.promise, client_order_id=ClientOrderId("twlost"), decision_id=DecisionId("dlost")
        )
        record = replace(await run.desk.record(), decision_id=lost.decision_id, sha256=None, link=None)
        await run.desk.ledger.decisions.add(record, (lost,))
        await run.aftermath.follow_now()
        waiting = (await run.entry()).course.verdict
        run.desk.clock.advance(LOST_AFTER + timedelta(seconds=1))
        await run.aftermath.follow_now()
        ended = (await run.entry()).course.verdict

    assert (waiting, ended) == (None, RiskVerdict.NOT_OPENED)


async def test_an_addition_joins_its_position_and_its_forecast_counts_with_it(tmp_path: Path) -> None:
    first, second = an_opening(stop_price=59_000), an_opening(stop_price=59_000, notional=3000)
    async with a_desk(tmp_path, decides(first), decides(second)) as desk:
        run = Followed(desk=desk, aftermath=an_aftermath(desk))
        for _ in range(2):
            await desk.run()
            await run.fill()
        await run.aftermath.follow_now()
        addition = await run.entry()
        # 0.15 BTC: 150 USDT were forecast in all, 100 of them with the position itself
        await run.price(59_100.0)
        await run.aftermath.follow_now()

        assert addition.course.verdict is RiskVerdict.JOINED
        assert addition.course.position_decision_id == "d0001"
        assert run.alerts == 0


async def test_results_become_lessons_once_there_are_enough(tmp_path: Path) -> None:
    async with followed(tmp_path, min_trades=1) as run:
        assert await run.aftermath.review_now() == 0
        run.desk.clock.advance(timedelta(seconds=1))
        await run.sell("58000")
        await run.aftermath.follow_now()
        run.desk.clock.advance(timedelta(seconds=1))
        learned = await run.aftermath.review_now()
        unchanged = await run.aftermath.review_now()
        page = await run.desk.ledger.lessons.page(DESK, 10, None, with_retired=False)

    rules = {lesson.rule for lesson in page.items}
    assert (learned, unchanged) == (len(page.items), 0)
    assert {"forecast_exceeded", "high_confidence", f"won:long:{BTC}"} <= rules
