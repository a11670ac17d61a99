from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql.base import PGDialect

from tradewind.ledger.columns import ExactDecimal

SQLITE = sqlite.dialect()


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_comes_back_equal(value: Decimal) -> None:
    column = ExactDecimal()

    stored = column.process_bind_param(value, SQLITE)

    assert isinstance(stored, str)
    assert column.process_result_value(stored, SQLITE) == value


@pytest.mark.parametrize(
    ("value", "text"), [("1E+3", "1000"), ("0.50", "0.5"), ("-0.00", "0"), ("100", "100")]
)
def test_money_is_written_plainly(value: str, text: str) -> None:
    assert ExactDecimal().process_bind_param(Decimal(value), SQLITE) == text


@pytest.mark.parametrize("value", [0.1, 1, "1", Decimal("NaN"), Decimal("Infinity")])
def test_only_finite_decimals_are_money_f68(value: object) -> None:
    with pytest.raises(ValueError, match="finite Decimals"):
        ExactDecimal().process_bind_param(value, SQLITE)


def test_another_database_keeps_decimals_in_its_own_type() -> None:
    dialect = PGDialect()  # type: ignore[no-untyped-call]

    assert ExactDecimal().process_bind_param(Decimal("0.50"), dialect) == Decimal("0.50")
    assert str(ExactDecimal().load_dialect_impl(dialect)) == "NUMERIC"
