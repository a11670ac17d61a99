from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.clocks import START, FakeClock
from tests.ledger.records import BTC, DESK, ETH, OPENING_CASH, OTHER, PORTFOLIO, a_fill, another_desk, funding
from tradewind.domain.account import Balances
from tradewind.domain.cash_flow import CashFlowKind
from tradewind.domain.clock import Instant
from tradewind.domain.ids import PortfolioId
from tradewind.domain.order import Side
from tradewind.ledger import Ledger, RecordRefused
from tradewind.ledger.journal import EntryKind


async def test_opening_twice_brings_the_cash_once(ledger: Ledger) -> None:
    await ledger.portfolios.open(PORTFOLIO, Decimal(99), START)

    balances = await ledger.postings.balances(DESK)

    assert balances == Balances(
        opening_cash=OPENING_CASH,
        cash=OPENING_CASH,
        realized_pnl=Decimal(0),
        fees_paid=Decimal(0),
        funding_paid=Decimal(0),
    )
    assert await ledger.portfolios.get(DESK) == PORTFOLIO


async def test_a_portfolio_that_was_never_opened_is_none_and_has_no_balances(ledger: Ledger) -> None:
    assert await ledger.portfolios.get(PortfolioId("other")) is None
    with pytest.raises(RecordRefused, match="no portfolio 'other'"):
        await ledger.postings.balances(PortfolioId("other"))


async def test_result_fees_and_funding_meet_in_the_cash(ledger: Ledger) -> None:
    await ledger.fills.post(DESK, a_fill("1", Side.BUY, "2", "100"), None)
    await ledger.fills.post(DESK, a_fill("2", Side.SELL, "1", "130", fee=Decimal("-0.01")), None)
    await ledger.postings.post_cash_flow(DESK, funding("0.5"))

    balances = await ledger.postings.balances(DESK)

    assert (balances.realized_pnl, balances.fees_paid) == (Decimal(30), Decimal("0.04"))
    assert balances.funding_paid == Decimal("0.5")
    assert balances.cash == OPENING_CASH + 30 - Decimal("0.04") - Decimal("0.5")


async def test_a_funding_payment_is_posted_once(ledger: Ledger) -> None:
    assert await ledger.postings.post_cash_flow(DESK, funding("0.5"))
    assert not await ledger.postings.post_cash_flow(DESK, funding("0.5"))

    assert (await ledger.postings.balances(DESK)).funding_paid == Decimal("0.5")


async def test_the_trial_balance_is_zero_in_every_unit(ledger: Ledger) -> None:
    await ledger.fills.post(DESK, a_fill("1", quantity="0.3", price="60000.1"), None)
    await ledger.fills.post(DESK, a_fill("2", Side.SELL, symbol=ETH, fee_currency="OKB"), None)

    assert await ledger.postings.trial_balance() == {"USDT": 0, BTC: 0, ETH: 0, "OKB": 0}


async def test_the_latest_entry_of_a_kind_tells_since_when_the_next_is_due(ledger: Ledger) -> None:
    assert await ledger.postings.last_at(DESK, EntryKind.FUNDING) is None
    await ledger.postings.post_cash_flow(DESK, funding("0.5"))

    assert await ledger.postings.last_at(DESK, EntryKind.FUNDING) == START


async def test_balances_are_of_one_portfolio_in_its_own_currency(ledger: Ledger) -> None:
    await another_desk(ledger)
    await ledger.fills.post(DESK, a_fill("1", fee=Decimal(3), fee_currency="OKB"), None)

    assert (await ledger.postings.balances(DESK)).fees_paid == 0
    assert (await ledger.postings.balances(DESK)).cash == OPENING_CASH
    assert (await ledger.postings.balances(OTHER)).cash == 777
    assert not (await ledger.postings.balances(OTHER)).realized_pnl.is_signed()


async def test_entries_are_counted_by_portfolio_and_kind(ledger: Ledger) -> None:
    await another_desk(ledger)
    await ledger.postings.post_cash_flow(DESK, funding("0.5"))
    await ledger.fills.post(DESK, a_fill("1"), None)
    await ledger.fills.post(DESK, a_fill("2"), None)

    assert await ledger.postings.count(DESK, EntryKind.FUNDING) == 1
    assert await ledger.postings.count(DESK, EntryKind.FILL) == 2
    assert await ledger.postings.count(OTHER, EntryKind.FILL) == 0


async def test_the_latest_entry_is_the_last_that_happened_to_this_portfolio(ledger: Ledger) -> None:
    await another_desk(ledger)
    late, later = (Instant.of(START + timedelta(hours=hours)) for hours in (8, 16))
    await ledger.postings.post_cash_flow(DESK, replace(funding("0.5"), flow_id="b", exchange_time=late))
    await ledger.postings.post_cash_flow(DESK, replace(funding("0.5"), flow_id="a", exchange_time=START))
    await ledger.postings.post_cash_flow(OTHER, replace(funding("0.5"), flow_id="c", exchange_time=later))

    assert await ledger.postings.last_at(DESK, EntryKind.FUNDING) == late


async def test_the_trial_balance_adds_up_more_postings_than_one_reading_holds(ledger: Ledger) -> None:
    for number in range(260):  # four postings and a fee of two each: more than 1,000
        await ledger.fills.post(DESK, a_fill(str(number), price=str(100 + number)), None)

    assert await ledger.postings.trial_balance() == {"USDT": 0, BTC: 0}


async def test_capital_is_what_its_owner_put_in_and_took_out_when_it_was_booked(
    ledger: Ledger, clock: FakeClock
) -> None:
    await ledger.fills.post(DESK, a_fill("1"), None)
    for number, (kind, amount) in enumerate((("deposit", "500"), ("withdrawal", "-200"), ("funding", "-3"))):
        flow = replace(
            funding("1", f"f{number}"),
            kind=CashFlowKind(kind),
            amount=Decimal(amount),
            exchange_time=START,
        )
        clock.advance(timedelta(hours=1))
        await ledger.postings.post_cash_flow(DESK, flow)

    capital = await ledger.postings.capital(DESK)

    assert [flow.amount for flow in capital] == [OPENING_CASH, 500, -200]
    assert [flow.time for flow in capital] == [START, START + timedelta(hours=1), START + timedelta(hours=2)]
