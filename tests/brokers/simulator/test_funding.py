"""Funding at the cached rate, once, also over a restart."""

from datetime import timedelta
from decimal import Decimal

from tests.brokers.simulator.recorded import FREE, Recorded, a_path, a_view, held
from tests.risk.situations import BTC
from tradewind.brokers.simulator.funding import PERIOD_MS, Rate
from tradewind.domain.account import HeldPosition
from tradewind.domain.cash_flow import CashFlow, CashFlowKind
from tradewind.domain.clock import Instant
from tradewind.domain.order import Side

DUE = Instant.from_ms(PERIOD_MS * 100)
NEXT = Instant.from_ms(PERIOD_MS * 101)
PRICE = Decimal(50_000)
SHARE = Decimal("0.0001")
OPENED = Instant.of(DUE - timedelta(hours=1))


def later(seconds: float, since: Instant = DUE) -> Instant:
    return Instant.of(since + timedelta(seconds=seconds))


def a_long() -> HeldPosition:
    return held(Decimal(1), PRICE, Decimal(1), OPENED)


def a_venue(at: Instant = OPENED, rate: Rate | None = None) -> Recorded:
    venue = Recorded(FREE, [a_long()], at)
    if rate is not None:
        venue.learn_rate(BTC, rate)
    venue.reach(PRICE, at)
    return venue


def test_a_long_pays_a_positive_rate_once_and_says_so() -> None:
    venue = a_venue(rate=Rate(share=SHARE, due_at=DUE))
    for seconds in (-1, 0, 0, 1, 60):
        venue.reach(PRICE, later(seconds))
    [flow] = [event for event in venue.told if isinstance(event, CashFlow)]
    assert (flow.kind, flow.symbol, flow.exchange_time) == (CashFlowKind.FUNDING, BTC, DUE)
    assert flow.amount == venue.earned == -5
    assert flow.flow_id == f"funding-{BTC}-net-{DUE}"


def test_a_rate_that_comes_late_is_paid_on_what_was_held_then() -> None:
    venue = a_venue()
    venue.reach(PRICE * 2, later(1))
    venue.trade(Side.SELL, Decimal(1), PRICE * 2, later(2), is_reduce_only=True)
    assert venue.flows() == 0
    venue.learn_rate(BTC, Rate(share=SHARE, due_at=DUE))
    venue.settle(later(3))
    assert venue.flows() == -5


def test_the_rate_of_the_next_moment_does_not_replace_the_one_that_is_due() -> None:
    venue = a_venue(rate=Rate(share=SHARE, due_at=DUE))
    venue.learn_rate(BTC, Rate(share=SHARE * 7, due_at=NEXT))
    venue.reach(PRICE, later(1))
    assert venue.flows() == -5


def test_who_was_not_there_pays_nothing() -> None:
    venue = Recorded(at=OPENED)
    venue.learn_rate(BTC, Rate(share=SHARE, due_at=DUE))
    venue.trade(Side.BUY, Decimal(1), PRICE, later(1))
    venue.reach(PRICE, later(2))
    assert venue.flows() == 0


def test_what_fell_due_while_nobody_traded_is_paid_before_the_next_order() -> None:
    venue = a_venue(rate=Rate(share=SHARE, due_at=DUE))
    venue.trade(Side.BUY, Decimal(1), PRICE, later(5))
    assert venue.flows() == -5


def test_f16_after_a_restart_the_missed_fundings_are_paid_and_the_posted_ones_are_not() -> None:
    for funded_until, missed in ((OPENED, 2), (DUE, 1), (NEXT, 0)):
        venue = Recorded(FREE)
        venue.restore((), [a_long()], Decimal(100_000), later(60, NEXT), funded_until)
        venue.learn_rate(BTC, Rate(share=SHARE, due_at=Instant.from_ms(PERIOD_MS * 102)))
        assert venue.flows() == 0  # no price is known yet
        venue.advance(a_path(PRICE, later(61, NEXT)), a_view(PRICE, later(61, NEXT)))
        assert venue.flows() == -5 * missed
