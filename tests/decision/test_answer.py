"""What may be read out of a model's words, and what never may."""

import json
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.instruments import BTC, ETH
from tradewind.decision.answer import Answer, parse_answer
from tradewind.decision.answer_text import AnswerUnusable
from tradewind.domain.decision import Action, Proposal, RiskNarrative

SYMBOLS = (BTC, ETH)


def an_item(**changes: Any) -> dict[str, Any]:
    item = {
        "symbol": BTC,
        "action": "buy",
        "confidence": 0.8,
        "notional": 5000,
        "leverage": 2,
        "stop_price": 58000.5,
        "take_profit_price": None,
        "rationale": "RSI 55",
    }
    return item | changes


def told(*items: Any, reasoning: str = "because") -> str:
    return json.dumps({"reasoning": reasoning, "decisions": list(items)})


def read(text: str) -> Answer:
    answer = parse_answer(text, SYMBOLS)
    assert isinstance(answer, Answer), answer
    return answer


def refused(text: str) -> str:
    answer = parse_answer(text, SYMBOLS)
    assert isinstance(answer, AnswerUnusable), answer
    return answer.reason


PLAIN = told(an_item())


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        f"```json\n{PLAIN}\n```",
        f'<think>maybe [1, 2] or {{"action": "sell"}}</think>\n{PLAIN}',
        f'no opening tag, sell {{"decisions": []}} </think>{PLAIN}',
        f"MACD [1.2, 3.4] and RSI (55) [strong]. My decision:\n{PLAIN}\nGood luck!",
        json.dumps([an_item()]),
        json.dumps(an_item()),
        json.dumps({"decisions": an_item()}),
        PLAIN.replace("{", "｛").replace(":", "：").replace(",", "，"),  # noqa: RUF001
        f"{PLAIN}\nOnce more:\n{PLAIN}",
    ],
)
def test_the_same_decision_is_read_however_it_is_dressed(text: str) -> None:
    assert read(text).proposals == read(PLAIN).proposals


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BUY BTC-USDT-SWAP now with 5000 USDT, stop 58000.",
        PLAIN[:-1],
        PLAIN[: len(PLAIN) // 2],
        f"```json\n{PLAIN[:-2]}\n```",
        f"<think>{PLAIN}",
        f"{{decisions: [{json.dumps(an_item())}",
        told(an_item()).replace("5000", "5,000"),
        f"{PLAIN}\nor rather\n{told(an_item(action='sell'))}",
        '{"decisions": "buy everything"}',
        '{"error": "Insufficient cash! buy refused"}',
        '[[1.0, 2.0], {"macd": 3}]',
        "[" * 100_000,
        '{"decisions": ' * 5000,
        "x" * 200_001,
    ],
)
def test_f84_nothing_is_traded_on_prose_or_on_broken_json(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    ("word", "action"),
    [
        ("open_long", Action.BUY),
        ("OPEN SHORT", Action.SELL),
        ("close_long", Action.CLOSE),
        ("wait", Action.NO_ENTRY),
        ("Hold", Action.HOLD),
        ("no-entry", Action.NO_ENTRY),
    ],
)
def test_other_words_for_an_action_are_understood(word: str, action: Action) -> None:
    assert read(told(an_item(action=word))).proposals[0].action is action


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("5,000", 5000),
        ("1,234,567.5", 1234567.5),
        ("$5,000.50", 5000.5),
        ("5000 USDT", 5000),
        ("5e3", 5000),
        ("５０００", 5000),  # noqa: RUF001
        ("5 000 U", 5000),
        (".5", 0.5),
        (-5, -5),
    ],
)
def test_figures_may_be_spelled(written: object, number: float) -> None:
    assert read(told(an_item(notional=written))).proposals[0].notional == Decimal(str(number))


@pytest.mark.parametrize(
    "written",
    ["a lot", "50%", "10x", "5,00", "0,123", "5k", True, [5000], "NaN", "1e999", float("nan"), float("inf")],
)
def test_f85_an_opening_with_an_unreadable_figure_is_set_aside(written: object) -> None:
    answer = read(told(an_item(notional=written), an_item(symbol=ETH, action="close")))

    assert [proposal.action for proposal in answer.proposals] == [Action.CLOSE]
    assert "notional" in answer.unreadable[0].reason


@pytest.mark.parametrize(
    ("stated", "share"), [(0.75, 0.75), (75, 0.75), ("75%", 0.75), (1, 1.0), ("0.5", 0.5), (None, None)]
)
def test_confidence_is_a_share_or_a_percentage(stated: object, share: float | None) -> None:
    assert read(told(an_item(confidence=stated))).proposals[0].confidence == share


@pytest.mark.parametrize("stated", [-0.1, 101, "sure"])
def test_confidence_outside_its_scale_is_unreadable(stated: object) -> None:
    assert "confidence" in refused(told(an_item(confidence=stated)))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"symbol": "PEPE-USDT-SWAP"}, "is not an instrument of this desk"),
        ({"symbol": "ВТС-USDT-SWAP"}, "is not an instrument of this desk"),  # noqa: RUF001
        ({"symbol": 7}, "symbol"),
        ({"action": "withdraw"}, "action"),
        ({"withdraw_to": "0xabc"}, "withdraw_to"),
        ({"stop_loss": 1}, "stop_price twice"),
    ],
)
def test_f85_an_invented_item_is_set_aside_with_its_reason(changes: dict[str, Any], reason: str) -> None:
    answer = read(told(an_item(**changes), an_item(symbol=ETH, action="hold")))

    assert [proposal.symbol for proposal in answer.proposals] == [ETH]
    assert reason in answer.unreadable[0].reason


def test_a_close_is_read_whatever_else_its_item_says() -> None:
    item = an_item(action="close", notional="all of it", confidence="very", leverage=[1], note="now!")

    assert read(told(item)).proposals[0].action is Action.CLOSE


def test_an_item_that_names_a_key_twice_is_set_aside() -> None:
    twice = '{"symbol": "BTC-USDT-SWAP", "action": "hold", "action": "buy"}'

    answer = read(f'{{"decisions": [{twice}, {json.dumps(an_item(symbol=ETH))}]}}')

    assert [proposal.symbol for proposal in answer.proposals] == [ETH]
    assert "twice" in answer.unreadable[0].reason


def test_of_several_items_for_one_symbol_only_a_close_is_clear_enough() -> None:
    answer = read(told(an_item(), an_item(action="close"), an_item(action="sell")))

    assert [proposal.action for proposal in answer.proposals] == [Action.CLOSE]
    assert len(answer.unreadable) == 2


def test_an_answer_whose_items_are_all_bad_is_asked_for_again() -> None:
    answer = parse_answer(told(an_item(symbol="MOON")), SYMBOLS)

    assert isinstance(answer, AnswerUnusable)
    assert "MOON" in answer.reason
    assert len(answer.unreadable) == 1


def test_no_decisions_at_all_is_a_decision_to_do_nothing() -> None:
    assert read(told()).proposals == ()


def test_waiting_on_all_symbols_means_each_of_them_and_trading_on_all_means_none() -> None:
    waiting = read(told({"symbol": "ALL", "action": "wait"}))

    assert [proposal.symbol for proposal in waiting.proposals] == [BTC, ETH]
    assert refused(told({"symbol": "ALL", "action": "close"}))


def test_an_item_for_all_stands_for_those_without_their_own() -> None:
    answer = read(told(an_item(), {"symbol": "ALL", "action": "wait"}))

    assert [(p.symbol, p.action) for p in answer.proposals] == [(BTC, Action.BUY), (ETH, Action.NO_ENTRY)]
    assert answer.unreadable == ()


def test_text_that_no_database_takes_is_replaced() -> None:
    answer = read(told(an_item(rationale="a\ud800b\x00c"), an_item(symbol="\ud800")))

    assert answer.proposals[0].rationale == "a\ufffdb\ufffdc"
    assert answer.unreadable[0].excerpt.encode()


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
items = st.dictionaries(
    st.sampled_from(["symbol", "action", "notional", "confidence", "stop_loss", "rationale", "\ud800"]),
    st.sampled_from([BTC, "buy", "close", "\ud800", "1,000"]) | json_values,
)


@given(
    st.text()
    | st.lists(items, max_size=4).map(json.dumps)
    | st.lists(items, max_size=4).map(lambda i: told(*i))
)
def test_no_text_makes_the_parser_raise(text: str) -> None:
    parse_answer(text, SYMBOLS)


amounts = st.decimals(min_value=Decimal("0.0001"), max_value=Decimal(10**9), places=4)
openings = st.builds(
    Proposal,
    symbol=st.sampled_from(SYMBOLS),
    action=st.sampled_from([Action.BUY, Action.SELL]),
    confidence=st.none()
    | st.floats(min_value=0, max_value=1, allow_subnormal=False).filter(lambda f: not 0 < f < 1e-9),
    notional=st.none() | amounts,
    leverage=st.none() | amounts,
    stop_price=st.none() | amounts,
    take_profit_price=st.none() | amounts,
    rationale=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=50),
)
held = st.builds(
    Proposal,
    symbol=st.sampled_from(SYMBOLS),
    action=st.sampled_from([Action.HOLD, Action.CLOSE, Action.NO_ENTRY]),
    confidence=st.none(),
    notional=st.none(),
    leverage=st.none(),
    stop_price=st.none(),
    take_profit_price=st.none(),
    rationale=st.just("why"),
    risk=st.none()
    | st.builds(
        RiskNarrative,
        proposed_trade=st.none(),
        thesis=st.just("it turns"),
        max_pain=st.none() | st.just("a gap"),
        plan=st.none() | st.just("hedge"),
    ),
)
parts = st.builds(
    lambda one, share: replace(one, action=Action.REDUCE, close_fraction=share),
    held,
    st.decimals(min_value=Decimal("0.01"), max_value=Decimal("0.99"), places=2),
)
moves = st.builds(
    lambda one, stop, target: replace(
        one, action=Action.MOVE_STOP, stop_price=stop, take_profit_price=target
    ),
    held,
    amounts,
    st.none() | amounts,
)


@given(openings | held | parts | moves)
def test_what_is_written_well_is_read_back_unchanged(proposal: Proposal) -> None:
    text = json.dumps({"decisions": [asdict(proposal)]}, default=str)

    assert read(text).proposals == (proposal,)


@given(st.lists(openings | held | parts | moves, max_size=5), st.text(max_size=30), st.text(max_size=30))
def test_nothing_is_traded_that_no_item_asks_for(asked: list[Proposal], before: str, after: str) -> None:
    text = before + json.dumps([asdict(proposal) for proposal in asked], default=str) + after

    answer = parse_answer(text, SYMBOLS)

    if isinstance(answer, Answer):
        assert set(answer.proposals) <= set(asked)
