"""Numbers and envelopes as OKX writes them."""

from decimal import Decimal

import orjson
import pytest

from tradewind_lab.okx.wire import OkxError, answer, number, refusal


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("100.50"), "100.5"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-8"), "0.00000001"),
        (Decimal("0.000"), "0"),
        (Decimal(-3), "-3"),
        (70, "70"),
        (None, ""),
    ],
)
def test_a_number_is_written_plainly(value: Decimal | int | None, text: str) -> None:
    assert number(value) == text


def test_rows_come_in_an_envelope() -> None:
    assert orjson.loads(answer([{"a": "1"}]).body) == {"code": "0", "msg": "", "data": [{"a": "1"}]}


def test_a_refusal_has_a_code_and_no_rows() -> None:
    refused = refusal(OkxError("51000", "Parameter bar error", status=400))

    assert refused.status_code == 400
    assert orjson.loads(refused.body) == {"code": "51000", "msg": "Parameter bar error", "data": []}
