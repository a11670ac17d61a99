"""F86: a figure that nobody showed the model is flagged, and nothing else is."""

import json
import random
from decimal import Decimal
from typing import Any

import pytest

from tests.instruments import BTC, ETH
from tradewind.decision.answer import Answer, parse_answer
from tradewind.decision.grounding import ungrounded
from tradewind.decision.shown import shown_in
from tradewind.domain.decision import Action, Proposal
from tradewind.domain.instrument import Symbol
from tradewind_lab.chat.policy import decide
from tradewind_lab.chat.prompt import read_prompt

DOCUMENT = {
    "as_of": "2026-11-21T18:20:55.000Z",
    "account": {
        "equity": "9876.54",
        "positions": [{"symbol": BTC, "entry_price": "60512.3", "unrealized_pnl": "-12.34"}],
    },
    "markets": [
        {
            "symbol": BTC,
            "last_price": 61234.5,
            "change_pct_24h": -1.2345678,
            "short_term": {"rsi_14": 55.4321, "ema_12": 61200.25, "macd": {"histogram": -3.21}},
            "closes_15m": [61100.0, 61150.5],
        },
        {"symbol": ETH, "last_price": 3210.5, "short_term": {"rsi_14": 71.9}},
    ],
}
SHOWN = shown_in(f"The state, in USDT:\n```json\n{json.dumps(DOCUMENT)}\n```\nAt most 3 positions.")


def a_proposal(rationale: str, **changes: Any) -> Proposal:
    fields: dict[str, Any] = {
        "symbol": BTC,
        "action": Action.BUY,
        "confidence": 0.72,
        "notional": Decimal(1500),
        "leverage": Decimal(4),
        "stop_price": Decimal("59876.5"),
        "take_profit_price": Decimal(65000),
    }
    return Proposal(**{**fields, "rationale": rationale, **changes})


def flagged(rationale: str) -> list[str]:
    found = ungrounded([a_proposal(rationale)], SHOWN)
    return [flag.figure for flag in found.get(BTC, ())]


@pytest.mark.parametrize(
    ("rationale", "figures"),
    [
        ("The price of 58,777.5 held", ["58,777.5"]),
        ("support at 48000", ["48000"]),
        ("RSI is 12.5", ["12.5"]),
        ("RSI 33 and falling", ["33"]),
        ("15分钟RSI为19.88, 价格58123", ["19.88", "58123"]),
        ("down -7.31% today", ["-7.31%"]),
        ("equity is $12,345.67", ["$12,345.67"]),
        ("open interest of 1.5M", ["1.5M"]),
        ("at ５８７７７ now", ["58777"]),  # noqa: RUF001
        ("58777 and again 58777", ["58777"]),
    ],
)
def test_f86_a_figure_that_was_not_shown_is_flagged(rationale: str, figures: list[str]) -> None:
    assert flagged(rationale) == figures


@pytest.mark.parametrize(
    "rationale",
    [
        "Price 61234.5, RSI 55.4, MACD histogram -3.21",
        "Price 61,234.50 USDT near 61.2k, RSI(14)=55, RSI 14: 55.43",
        "The price is about 61200, up from 61,100",
        "down 1.23% in 24h, EMA12 61200, EMA 200 and SMA(50) above",
        "stop 59876.5, target 65000, notional 1500, margin 375, confidence 72%, 4x leverage",
        "the stop is 2.2% away, and 1358 below the price",
        "EMA 12 is 0.056 % below the price, the last close 0.137 %",
        "entered at 60512.3 and lost 12.34 so far; equity 9876.5",
        "on 2026-11-21 at 18:20, 15m and 1h candles, 24h range, 120 minutes, 3 positions, 2:1, RR 2.28",
        "RSI above 70 or below 30 is extreme; 100 % of nothing",
        "ETH at 3210.5 leads",
        "止损59876.5,价格61234.5,RSI为55.4,持仓120分钟,盈亏比1:3",
        "",
    ],
)
def test_f86_what_was_shown_or_proposed_or_follows_from_it_is_not_flagged(rationale: str) -> None:
    assert flagged(rationale) == []


def test_a_flag_shows_the_words_around_it_and_there_are_never_many() -> None:
    found = ungrounded(
        [a_proposal("since the close at 48123.5 was strong " + "47001.5 47002.5 " * 50)], SHOWN
    )

    assert "close at 48123.5 was strong" in found[BTC][0].excerpt
    assert len(found[BTC]) <= 5


def a_random_market(dice: random.Random, symbol: Symbol) -> dict[str, Any]:
    price = 10 ** dice.uniform(-4, 5)
    near = [float(f"{price * dice.uniform(0.97, 1.03):.8g}") for _ in range(26)]
    return {
        "symbol": symbol,
        "last_price": near[0],
        "bid": near[1],
        "ask": near[2],
        "change_pct_24h": dice.uniform(-9, 9),
        "funding_rate": dice.uniform(-0.001, 0.001),
        "short_term": {
            "rsi_14": float(f"{dice.uniform(5, 95):.8g}"),
            "sma_20": near[3],
            "ema_12": near[4],
            "ema_26": near[5],
            "macd": {"macd": 0.1, "signal": 0.2, "histogram": float(f"{dice.gauss(0, price / 100):.8g}")},
        },
        "long_term": {"sma_50": near[3], "sma_100": None, "trend": dice.choice(["uptrend", "downtrend"])},
        "closes_15m": near[6:],
    }


def test_the_rule_policy_of_the_lab_is_never_flagged() -> None:
    dice = random.Random(86)
    judged = 0
    for _ in range(150):
        document = {
            "account": {"equity": "10000.00", "cash": "10000", "available": "10000", "positions": []},
            "limits": {"min_confidence": 0.6, "max_notional_share": 0.5, "max_leverage": 10},
            "markets": [a_random_market(dice, symbol) for symbol in (BTC, ETH)],
        }
        prompt = f"The state:\n```json\n{json.dumps(document)}\n```\n"
        decisions = decide(read_prompt([prompt])).decisions
        fields = [{name: getattr(decision, name) for name in decision.__slots__} for decision in decisions]
        answer = parse_answer(json.dumps({"decisions": fields}), (BTC, ETH))
        assert isinstance(answer, Answer)
        judged += len(answer.proposals)
        assert ungrounded(answer.proposals, shown_in(prompt)) == {}
    assert judged == 300
