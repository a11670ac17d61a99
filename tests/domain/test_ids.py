"""An order's id follows from its decision."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradewind.domain.ids import DecisionId, client_order_id

FIRST = DecisionId("d1")


def test_the_same_decision_leg_and_attempt_give_the_same_id() -> None:
    assert client_order_id(FIRST, "BTC-USDT-SWAP", 1) == client_order_id(FIRST, "BTC-USDT-SWAP", 1)


def test_another_attempt_is_another_id() -> None:
    assert client_order_id(FIRST, "BTC-USDT-SWAP", 1) != client_order_id(FIRST, "BTC-USDT-SWAP", 2)


@given(st.text(max_size=60), st.text(max_size=20), st.integers(min_value=1, max_value=99))
def test_an_id_is_at_most_32_letters_and_digits(decision: str, leg: str, attempt: int) -> None:
    assert re.fullmatch(r"[a-z0-9]{32}", client_order_id(DecisionId(decision), leg, attempt))


def test_attempts_count_from_one() -> None:
    with pytest.raises(ValueError, match="was 0"):
        client_order_id(FIRST, "leg", 0)
