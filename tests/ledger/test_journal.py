from decimal import Decimal

import pytest

from tests.clocks import START
from tests.ledger.records import BTC, DESK, a_fill, funding
from tradewind.domain.order import Side
from tradewind.domain.position import apply_fill, flat
from tradewind.ledger.errors import Unbalanced
from tradewind.ledger.journal import (
    Account,
    EntryKind,
    JournalEntry,
    Posting,
    cash_flow_entry,
    fill_entry,
    opening_entry,
    totals,
)


def amounts(entry: JournalEntry) -> dict[tuple[Account, str], Decimal]:
    return {
        (account, unit): totals(p for p in entry.postings if p.account is account).get(unit, Decimal(0))
        for account, unit in {(p.account, p.unit) for p in entry.postings}
    }


def test_an_opening_moves_capital_into_cash() -> None:
    entry = opening_entry(DESK, "USDT", Decimal(500), START)

    assert amounts(entry) == {(Account.CASH, "USDT"): 500, (Account.CAPITAL, "USDT"): -500}
    assert entry.entry_id == "opening:desk"


def test_funding_paid_leaves_the_cash() -> None:
    entry = cash_flow_entry(DESK, funding("1.5"))

    assert amounts(entry) == {
        (Account.FUNDING, "USDT"): Decimal("1.5"),
        (Account.CASH, "USDT"): Decimal("-1.5"),
    }


def test_a_fill_books_quantity_cost_result_and_fee() -> None:
    held = apply_fill(flat(BTC), a_fill("1", Side.BUY, "2", "100")).position
    selling = a_fill("2", Side.SELL, "1", "110")

    entry = fill_entry(DESK, "USDT", selling, held, apply_fill(held, selling))

    assert amounts(entry) == {
        (Account.POSITION, BTC): -1,
        (Account.POSITION_CLEARING, BTC): 1,
        (Account.POSITION_COST, "USDT"): -100,
        (Account.COST_CLEARING, "USDT"): 100,
        (Account.CASH, "USDT"): Decimal("9.95"),
        (Account.REALIZED_PNL, "USDT"): -10,
        (Account.FEES, "USDT"): Decimal("0.05"),
    }


def test_a_fee_in_another_currency_is_booked_in_that_currency() -> None:
    fill = a_fill("1", fee_currency="OKB", fee=Decimal("0.2"))

    entry = fill_entry(DESK, "USDT", fill, flat(BTC), apply_fill(flat(BTC), fill))

    assert amounts(entry)[Account.FEES, "OKB"] == Decimal("0.2")
    assert amounts(entry)[Account.CASH, "OKB"] == Decimal("-0.2")


def test_an_entry_that_does_not_sum_to_zero_cannot_exist() -> None:
    posting = Posting(account=Account.CASH, unit="USDT", amount=Decimal("0.000000000001"))

    with pytest.raises(Unbalanced, match="does not sum to zero"):
        JournalEntry(
            entry_id="x", portfolio_id=DESK, kind=EntryKind.FILL, occurred_at=START, postings=(posting,)
        )


def test_a_wrong_result_of_a_fill_cannot_be_booked() -> None:
    fill = a_fill("1", Side.BUY, "2", "100")
    effect_of_another_price = apply_fill(flat(BTC), a_fill("1", Side.BUY, "2", "101"))

    with pytest.raises(Unbalanced):
        fill_entry(DESK, "USDT", fill, flat(BTC), effect_of_another_price)
