"""Settings that cannot work are refused by name."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.instruments import BTC
from tradewind.decision.config import DecisionConfig, ModelConfig


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("base_url", "api.deepseek.com"),
        ("model", ""),
        ("timeout", timedelta(0)),
        ("max_retries", 6),
        ("max_answer_tokens", 10),
        ("prompt_usd_per_million", Decimal(-1)),
    ],
)
def test_a_model_that_cannot_be_asked_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"{name} must"):
        ModelConfig(**{name: value})


@pytest.mark.parametrize("symbols", [(), (BTC, BTC)])
def test_a_desk_trades_some_different_symbols(symbols: Any) -> None:
    with pytest.raises(ValueError, match="symbols must"):
        DecisionConfig(symbols=symbols)
