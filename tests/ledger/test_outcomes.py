"""Results are told beside the reasons for them, and never before they were on record."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from tests.clocks import FakeClock
from tests.ledger.records import BTC, DESK, a_decision, a_fill, an_order
from tradewind.domain.clock import Instant
from tradewind.domain.decision import Action, Proposal, ReviewedProposal
from tradewind.domain.ids import ClientOrderId, DecisionId
from tradewind.domain.order import Side
from tradewind.domain.outcome import ForecastSource, RiskCourse, RiskPromise, RiskVerdict
from tradewind.ledger import Ledger

PROPOSAL = Proposal(
    symbol=BTC,
    action=Action.BUY,
    confidence=0.8,
    notional=Decimal(100),
    leverage=Decimal(2),
    stop_price=Decimal(95),
    take_profit_price=None,
    rationale="RSI 28",
)


def a_promise(clock: FakeClock, decision_id: str = "d1", order_id: str = "tw1") -> RiskPromise:
    return RiskPromise(
        client_order_id=ClientOrderId(order_id),
        decision_id=DecisionId(decision_id),
        portfolio_id=DESK,
        symbol=BTC,
        action=Action.BUY,
        model="m",
        recorded_at=clock.now(),
        confidence=0.8,
        narrative=None,
        notional=Decimal(100),
        entry_price=Decimal(100),
        stop_price=Decimal(95),
        forecast_loss=Decimal(5),
        forecast_source=ForecastSource.STOP,
        atr_share=0.02,
    )


async def decide(ledger: Ledger, clock: FakeClock, decision_id: str = "d1", order_id: str = "tw1") -> None:
    item = ReviewedProposal(
        proposal=PROPOSAL,
        is_approved=True,
        reason=None,
        verdicts=(),
        client_order_id=ClientOrderId(order_id),
    )
    record = replace(a_decision(decision_id), items=(item,), created_at=clock.now())
    await ledger.decisions.add(record, (a_promise(clock, decision_id, order_id),))


async def trade(ledger: Ledger, clock: FakeClock, number: int, exit_price: str = "94") -> None:
    """Open by the order of decision `d{number}` and close a minute later."""
    order = an_order(f"tw{number}", decision_id=DecisionId(f"d{number}"))
    await ledger.orders.add(order)
    opened = a_fill(f"o{number}", client_order_id=order.client_order_id, exchange_time=clock.now())
    await ledger.fills.post(DESK, opened, None)
    clock.advance(timedelta(minutes=1))
    closed = a_fill(f"c{number}", Side.SELL, price=exit_price, exchange_time=clock.now())
    await ledger.fills.post(DESK, closed, None)


def later(moment: Instant, **more: float) -> Instant:
    return Instant.of(moment + timedelta(**more))


async def test_a_result_stands_beside_the_proposal_and_its_promise(ledger: Ledger, clock: FakeClock) -> None:
    await decide(ledger, clock)
    await trade(ledger, clock, 1)

    [outcome] = await ledger.outcomes.known(DESK, later(clock.now(), seconds=1), 10)

    assert outcome.proposal == PROPOSAL
    assert outcome.net_pnl == Decimal("-6.1")
    assert outcome.risk is not None
    assert outcome.risk.promise.forecast_loss == Decimal(5)


async def test_a_decision_sees_only_what_was_on_record_before_it(ledger: Ledger, clock: FakeClock) -> None:
    await decide(ledger, clock)
    await trade(ledger, clock, 1)
    asked_at = later(clock.now(), seconds=1)
    clock.advance(timedelta(hours=1))
    await decide(ledger, clock, "d2", "tw2")
    await trade(ledger, clock, 2)

    then = await ledger.outcomes.known(DESK, asked_at, 10)
    now = await ledger.outcomes.known(DESK, later(clock.now(), seconds=1), 10)

    assert [each.closed.decision_id for each in then] == ["d1"]
    assert [each.closed.decision_id for each in now] == ["d2", "d1"]
    assert await ledger.outcomes.known(DESK, now[1].closed.closed_at, 10) == []


async def test_a_result_that_was_recorded_late_is_not_known_before(ledger: Ledger, clock: FakeClock) -> None:
    await decide(ledger, clock)
    order = an_order("tw1", decision_id=DecisionId("d1"))
    await ledger.orders.add(order)
    opened = a_fill("o1", client_order_id=order.client_order_id, exchange_time=clock.now())
    await ledger.fills.post(DESK, opened, None)
    closed_at = clock.now()
    clock.advance(timedelta(hours=2))
    await ledger.fills.post(DESK, a_fill("c1", Side.SELL, exchange_time=closed_at), None)

    assert await ledger.outcomes.known(DESK, later(closed_at, hours=1), 10) == []
    [outcome] = await ledger.outcomes.known(DESK, later(clock.now(), seconds=1), 10)
    assert (outcome.closed.closed_at, outcome.recorded_at) == (closed_at, clock.now())


async def test_the_end_of_a_promise_is_not_known_before_it_was_written(
    ledger: Ledger, clock: FakeClock
) -> None:
    await decide(ledger, clock)
    await trade(ledger, clock, 1)
    asked_at = later(clock.now(), seconds=1)
    clock.advance(timedelta(minutes=1))
    over = RiskCourse(verdict=RiskVerdict.EXCEEDED, worst_pnl=Decimal(-6), completed_at=clock.now())
    await ledger.risk_journal.follow(ClientOrderId("tw1"), over)

    [then] = await ledger.outcomes.known(DESK, asked_at, 10)
    [now] = await ledger.outcomes.known(DESK, later(clock.now(), seconds=1), 10)

    assert then.risk is not None
    assert now.risk is not None
    assert (then.risk.course.verdict, now.risk.course.verdict) == (None, RiskVerdict.EXCEEDED)


async def test_a_position_that_nobody_decided_has_no_reasons(ledger: Ledger, clock: FakeClock) -> None:
    await ledger.fills.post(DESK, a_fill("o1", exchange_time=clock.now()), None)
    await ledger.fills.post(DESK, a_fill("c1", Side.SELL, exchange_time=clock.now()), None)

    [outcome] = await ledger.outcomes.known(DESK, later(clock.now(), seconds=1), 10)

    assert (outcome.model, outcome.proposal, outcome.risk) == (None, None, None)


async def test_promises_are_written_with_their_decision_and_once(ledger: Ledger, clock: FakeClock) -> None:
    await decide(ledger, clock)
    await decide(ledger, clock)

    [entry] = await ledger.risk_journal.unfinished(DESK)

    assert entry.promise == a_promise(clock)
    assert entry.course == RiskCourse()


async def test_a_course_that_is_over_stays_as_it_is(ledger: Ledger, clock: FakeClock) -> None:
    await decide(ledger, clock)
    over = RiskCourse(verdict=RiskVerdict.NOT_OPENED, completed_at=clock.now())
    await ledger.risk_journal.follow(ClientOrderId("tw1"), over)
    await ledger.risk_journal.follow(ClientOrderId("tw1"), RiskCourse(worst_pnl=Decimal(-1)))

    page = await ledger.risk_journal.page(DESK, 10, None)

    assert [entry.course for entry in page.items] == [over]
    assert await ledger.risk_journal.unfinished(DESK) == []


async def test_pages_of_the_journal_are_newest_first(ledger: Ledger, clock: FakeClock) -> None:
    for number in range(3):
        await decide(ledger, clock, f"d{number}", f"tw{number}")

    first = await ledger.risk_journal.page(DESK, 2, None)
    second = await ledger.risk_journal.page(DESK, 2, first.next_cursor)

    ids = [entry.promise.decision_id for entry in (*first.items, *second.items)]
    assert ids == ["d2", "d1", "d0"]
    assert second.next_cursor is None


async def test_a_result_that_was_put_right_is_known_from_then_on(ledger: Ledger, clock: FakeClock) -> None:
    await decide(ledger, clock)
    await trade(ledger, clock, 1)
    between = Instant.of(clock.now() - timedelta(seconds=30))
    asked_at = later(clock.now(), seconds=1)
    clock.advance(timedelta(hours=1))
    late = a_fill("late", Side.SELL, quantity="0.5", price="90", exchange_time=between)
    await ledger.fills.post(DESK, late, None)

    [outcome] = await ledger.outcomes.known(DESK, later(clock.now(), seconds=1), 10)

    assert outcome.recorded_at == clock.now()
    assert await ledger.outcomes.known(DESK, asked_at, 10) == []
