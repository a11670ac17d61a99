"""Sound books have no fault; a row that somebody edited is found and named."""

import pytest

from tests.ledger.records import DESK, a_fill
from tests.ledger.rows import run_sql
from tests.values import BTC
from tradewind.domain.order import Side
from tradewind.ledger import Ledger

EDITS = {
    "a balance": (
        "UPDATE account_balances SET amount = '123' WHERE account = 'cash'",
        "the balance of cash in USDT is kept as 123, its postings add up to",
    ),
    "a lost balance": (
        "DELETE FROM account_balances WHERE account = 'fees'",
        "the balance of fees in USDT is kept as 0",
    ),
    "a position": (
        "UPDATE portfolio_positions SET quantity = '9'",
        "is kept as 9, the books hold",
    ),
    "an entry price": (
        "UPDATE portfolio_positions SET cost = '1'",
        "the positions are kept at a cost of 1, the books hold",
    ),
    "a lost position": ("DELETE FROM portfolio_positions", "is kept as 0, the books hold"),
}  # fmt: skip


async def some_trades(ledger: Ledger) -> None:
    for number in range(1, 8):
        fill = a_fill(
            str(number),
            side=Side.SELL if number % 3 == 0 else Side.BUY,
            quantity=f"0.{number}",
            price=f"6000{number}.1",
        )
        assert await ledger.fills.post(DESK, fill, None)


async def test_books_that_nobody_touched_are_sound(ledger: Ledger) -> None:
    await some_trades(ledger)

    assert await ledger.audit.faults(DESK) == ()


@pytest.mark.parametrize(("edit", "fault"), EDITS.values(), ids=EDITS.keys())
async def test_an_edited_row_is_found_f66(url: str, ledger: Ledger, edit: str, fault: str) -> None:
    await some_trades(ledger)
    run_sql(url, edit)

    assert any(fault in found for found in await ledger.audit.faults(DESK))


@pytest.mark.parametrize(
    ("table", "edit", "fault"),
    [
        ("journal_postings", "SET amount = '7' WHERE account = 'fees'", "does not sum to zero in USDT"),
        ("fills", "SET quantity = '7'", f"the fills of {BTC} add up to"),
    ],
)
async def test_an_edit_around_the_append_only_tables_is_found_f66(
    url: str, ledger: Ledger, table: str, edit: str, fault: str
) -> None:
    await some_trades(ledger)
    if url.startswith("sqlite"):
        triggers = run_sql(url, "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        for name in [name for name, of in triggers if of == table]:
            run_sql(url, f"DROP TRIGGER {name}")
    else:
        run_sql(url, f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    run_sql(url, f"UPDATE {table} {edit}")

    assert any(fault in found for found in await ledger.audit.faults(DESK))
