"""The dialects in which models write their decisions: what they mean is read, what is unclear is not."""

import json
import time
from decimal import Decimal
from typing import Any

import pytest

from tests.instruments import BTC, ETH
from tradewind.decision.answer import Answer, parse_answer
from tradewind.decision.answer_text import AnswerUnusable
from tradewind.domain.decision import Action, Proposal, RiskNarrative
from tradewind.domain.instrument import Symbol

SYMBOLS = (BTC, ETH)
PRICES = {BTC: Decimal(60000)}
LONG = {
    "symbol": "BTC",
    "action": "open_long",
    "leverage": 3,
    "position_size_usd": 900,
    "stop_loss": 58000,
    "take_profit": 66000,
    "confidence": 80,
    "reasoning": "RSI 55",
}


def an_item(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in (LONG | changes).items() if value is not ...}


def read(text: str) -> Answer:
    answer = parse_answer(text, SYMBOLS, PRICES)
    assert isinstance(answer, Answer), answer
    return answer


def refused(text: str) -> str:
    answer = parse_answer(text, SYMBOLS, PRICES)
    assert isinstance(answer, AnswerUnusable), answer
    return answer.reason


def figures(proposal: Proposal) -> list[Decimal | None]:
    return [proposal.notional, proposal.leverage, proposal.stop_price]


THE_FIGURES = [Decimal(900), Decimal(3), Decimal(58000)]
PLAIN = json.dumps([LONG])
OBJECT = json.dumps(LONG)


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "\ufeff" + PLAIN,
        f"<reasoning>{{\"symbol\": \"BTC\", \"action\": \"sell\"}}</reasoning><decision>```json\n{PLAIN}\n```</decision>",
        f"<decision>{PLAIN}",
        f"<think>\nLet me see [{{ </think>\n\n{PLAIN}\n<FINISH_SIGNAL>",
        f"<|channel|>analysis<|message|>[{{<|end|><|channel|>final<|message|>{PLAIN}",
        f"The range [60000, 61000) held, {{roughly}} so.\n{PLAIN}",
        f"区间［震荡］，结论如下：\n{PLAIN}\n以上。",  # noqa: RUF001
        PLAIN.replace("}]", ",}, ]"),
        PLAIN.replace('"', "“"),
        PLAIN.replace('"', "'"),
        PLAIN.replace("{", "｛").replace("}", "｝").replace(":", "："),  # noqa: RUF001
        PLAIN.replace("900", "９００"),  # noqa: RUF001
        PLAIN.replace("{", "{ // the trade\n"),
        PLAIN.replace('"symbol"', "symbol").replace('"leverage"', "leverage"),
        PLAIN.replace("RSI 55", "RSI\n55"),
        PLAIN.replace("RSI 55", "RSI \\_55"),
        PLAIN.replace("3,", '"3x",').replace("900", '"$900"').replace("58000", '"58,000.00"'),
        PLAIN.replace(": 80", ': "80%"'),
        OBJECT,
        json.dumps({"BTC": {name: value for name, value in LONG.items() if name != "symbol"}}),
        json.dumps({"BTC": {"trade_signal_args": {**LONG, "coin": "BTC"}}}),
        json.dumps({"decisions": {"BTC": {**LONG}}}),
        json.dumps({"result": {"trades": [LONG]}}),
        json.dumps({"decisions": [LONG], "orders": []}),
        json.dumps({"name": "submit", "arguments": PLAIN}),
        json.dumps({"trading_decisions": PLAIN}),
        json.dumps(PLAIN),
        json.dumps({"analysis": {"BTC": {"rsi": 1}}, "交易决策": [LONG]}, ensure_ascii=False),
        f"{OBJECT}\n{json.dumps({'symbol': 'ETH', 'action': 'wait'})}",
        f"An item is {OBJECT}, so:\n{PLAIN}",
        json.dumps([an_item(action="open", side="long")]),
        json.dumps([an_item(action="buy_to_enter", side="LONG")]),
        json.dumps([an_item(stop_loss=..., take_profit=..., exit_plan={"stop_loss": 58000, "profit_target": 66000})]),
        json.dumps([an_item(position_size_usd=..., margin_usd=300)]),
        json.dumps([an_item(position_size_usd=..., quantity="0.015")]),
        json.dumps([an_item(position_size_usd=..., size="900 USDT")]),
        json.dumps([an_item(quantity=0.015)]),
        json.dumps([{"币种": "BTC", "操作": "做多", "杠杆": "3倍", "名义价值": "900", "止损": 58000, "置信度": 80}]),
        json.dumps([{"Symbol": "BTC", "Action": "LONG", "Leverage": 3, "notionalUsd": 900, "stopLoss": 58000,
                     "Confidence": 0.8}]),
    ],
)  # fmt: skip
def test_what_a_model_means_is_read_in_every_dialect(text: str) -> None:
    answer = read(text)

    bought = [proposal for proposal in answer.proposals if proposal.action is Action.BUY]
    assert [(proposal.symbol, figures(proposal)) for proposal in bought] == [(BTC, THE_FIGURES)]
    assert answer.unreadable == ()


@pytest.mark.parametrize(
    "text",
    [
        "   ",
        "null",
        "42",
        '"buy BTC"',
        "BUY BTC. FINAL TRANSACTION PROPOSAL: **BUY**",
        PLAIN[:-1],
        PLAIN[:-2],
        f"{PLAIN[:-2]}\nOnce more: {OBJECT}",
        f"Draft: {PLAIN}\nFinal: {json.dumps([an_item(position_size_usd=100)])}",
        f"{OBJECT}\n{json.dumps(an_item(action='open_short'))}",
        json.dumps({"decisions": [LONG], "orders": [LONG | {"action": "sell"}]}),
        json.dumps({"orders": [{"do": "buy everything"}]}),
        json.dumps({"symbol": "BTC", "side": "LONG", "entry_price": 60000, "size": 1}),
        json.dumps({"BTC": "buy"}),
        "{symbol: BTC, action: buy}",
        PLAIN.replace('"leverage"', 'leverage" "'),
        PLAIN.replace("900", "9,00"),
        f"<think>{PLAIN}",
        f"<think>{PLAIN}</think>",
        "[" * 50_000 + "]" * 50_000,
        '{"decisions":' + "[" * 50_000 + "]" * 50_000 + "}",
        '{"a":' * 3000 + "1" + "}" * 3000,
        "[{}]" * 5000,
        "{" * 5000 + PLAIN,
        "\ud800\udfff" * 50,
        json.dumps(
            {"symbol": "BTC", "date": "2025-10-01", "error": "Insufficient cash! This action is refused"}
        ),
        "{'600519.SH': 0, '601318.SH': 100,  # a comment\n 'CASH': 551.0}",
    ],
)
def test_f84_what_is_cut_off_or_contradicts_itself_or_is_prose_trades_nothing(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    "filler",
    [
        "x",
        "[",
        '{"a":',
        "[a] ",
        "<think>",
        "{} ",
        "“",
        "\\",
        '"',
        "[1,",
        "{'a':'}",
        "{'a}",
        "{/* }",
        '{"a" b}',
    ],
)
def test_a_huge_answer_takes_bounded_time(filler: str) -> None:
    began = time.process_time()

    parse_answer(filler * (10_000_000 // len(filler)), SYMBOLS)
    parse_answer(filler * (200_000 // len(filler)), SYMBOLS)

    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "name",
    [
        "BTC",
        "btc",
        "BTCUSDT",
        "BTC/USDT:USDT",
        "BTC-USDT-SWAP",
        "BTC-PERP",
        "$BTC",
        "\uff22\uff34\uff23",
        "BTC_USDT",
        "BTCUSDT.P",
    ],
)
def test_an_instrument_may_be_called_by_a_name_that_only_it_can_have(name: str) -> None:
    assert read(json.dumps([{"symbol": name, "action": "hold"}])).proposals[0].symbol == BTC


@pytest.mark.parametrize(
    "name",
    [
        "\u0412\u0422\u0421",
        "BT\u0421",
        "B\u200bTC",
        "BTC-USD",
        "XBT",
        "BTC-EUR-SWAP",
        "",
        "BTC ETH",
        "BTC\u0000",
    ],
)
def test_f88_a_name_in_other_letters_or_of_another_market_is_no_instrument(name: str) -> None:
    assert refused(json.dumps([{"symbol": name, "action": "close"}]))


def test_a_short_name_that_two_instruments_could_have_is_none() -> None:
    both = (BTC, Symbol("BTC-USDC-SWAP"))
    answer = parse_answer(json.dumps([{"symbol": "BTC", "action": "hold"}]), both)

    assert isinstance(answer, AnswerUnusable)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"position_size_usd": ..., "size": 900}, "without a unit"),
        ({"position_size_usd": ..., "target_portion_of_balance": 0.2}, "share of the account"),
        ({"quantity": 5}, "differ"),
        ({"margin_usd": 900}, "differ"),
        ({"position_size_usd": ..., "quantity": 1, "symbol": "ETH"}, "no price"),
        ({"position_size_usd": ..., "margin": 300, "leverage": ...}, "no leverage"),
        ({"position_size_usd": "900x"}, "no amount"),
        ({"leverage": "10%"}, "no leverage"),
        ({"stop_loss": "2%"}, "stop_price"),
        ({"take_profit": [64000, 66000]}, "take_profit_price"),
        ({"side": "short"}, "contradicts"),
        ({"order_type": "limit"}, "order_type"),
        ({"entry_price": 59000}, "entry_price"),
        ({"action": "reverse"}, "action"),
        ({"action": "open"}, "action"),
        ({"confidence": "high"}, "confidence"),
        ({"stop_price": 57000}, "twice"),
    ],
)
def test_an_opening_that_can_be_read_in_two_ways_is_set_aside(changes: dict[str, Any], reason: str) -> None:
    assert reason in refused(json.dumps([an_item(**changes)]))


@pytest.mark.parametrize(
    ("item", "fraction"),
    [
        ({"action": "reduce", "close_fraction": 0.25}, "0.25"),
        ({"action": "partial_close", "close_percentage": 50}, "0.5"),
        ({"action": "减仓", "平仓比例": "30%"}, "0.3"),
        ({"action": "close", "close_fraction": "40%"}, "0.4"),
    ],
)
def test_a_part_of_a_position_can_be_closed(item: dict[str, Any], fraction: str) -> None:
    (proposal,) = read(json.dumps([{"symbol": "BTC", **item}])).proposals

    assert (proposal.action, proposal.close_fraction) == (Action.REDUCE, Decimal(fraction))


def test_a_zero_left_in_the_form_of_a_close_closes_all_of_it() -> None:
    (proposal,) = read('[{"symbol": "BTC", "action": "close", "close_fraction": 0, "notional": 0}]').proposals

    assert (proposal.action, proposal.close_fraction) == (Action.CLOSE, None)


def test_closing_all_of_it_is_a_close() -> None:
    (proposal,) = read('[{"symbol": "BTC", "action": "reduce", "close_percentage": 100}]').proposals

    assert (proposal.action, proposal.close_fraction) == (Action.CLOSE, None)


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"close_fraction": 50},
        {"close_percentage": 0.5},
        {"close_fraction": -1},
        {"close_fraction": "half"},
    ],
)
def test_a_part_of_unclear_size_is_set_aside(item: dict[str, Any]) -> None:
    assert "close_" in refused(json.dumps([{"symbol": "BTC", "action": "reduce", **item}]))


def test_a_stop_can_be_moved_and_a_take_profit_too() -> None:
    moved = read('[{"symbol": "BTC", "action": "update_stop_loss", "new_stop_loss": 59000}]').proposals[0]
    aimed = read('[{"symbol": "BTC", "action": "update_take_profit", "new_take_profit": 70000}]').proposals[0]

    assert [one.action for one in (moved, aimed)] == [Action.MOVE_STOP, Action.MOVE_STOP]
    assert (moved.stop_price, moved.take_profit_price) == (Decimal(59000), None)
    assert (aimed.stop_price, aimed.take_profit_price) == (None, Decimal(70000))
    assert "stop_price" in refused('[{"symbol": "BTC", "action": "move_stop"}]')


def test_a_close_goes_before_an_opening_and_other_contradictions_cancel_out() -> None:
    close, buy, hold = ({"symbol": "BTC", "action": word} for word in ("close", "buy", "hold"))

    assert [one.action for one in read(json.dumps([buy, close])).proposals] == [Action.CLOSE]
    assert "more than once" in refused(json.dumps([close, hold]))
    assert "more than once" in refused(json.dumps([buy, {**buy, "leverage": 5}]))
    assert len(read(json.dumps([hold, {**hold, "reason": "in other words"}])).proposals) == 1


def test_a_bad_item_spoils_no_other_one() -> None:
    answer = read(json.dumps([an_item(), {"symbol": "MOON", "action": "buy"}, "sell ETH", None]))

    assert [one.symbol for one in answer.proposals] == [BTC]
    assert len(answer.unreadable) == 3


def test_what_the_model_says_of_its_risk_is_kept_clean_and_short() -> None:
    text = "\uff46\uff55\uff4c\uff4c\u202e\u200b width " + "x" * 5000
    item = an_item(risk={"risk_thesis": text, "max_pain_scenario": "a gap", "hedge_plan": " "})

    (proposal,) = read(json.dumps([item])).proposals

    assert proposal.risk is not None
    assert proposal.risk.thesis is not None
    assert proposal.risk.thesis.startswith("full width x")
    assert len(proposal.risk.thesis) == 1000
    assert (proposal.risk.max_pain, proposal.risk.plan) == ("a gap", None)


def test_a_risk_that_is_told_once_holds_for_every_trade() -> None:
    answer = read(
        json.dumps({"decisions": [LONG, {"symbol": "ETH", "action": "hold"}], "thesis": "a squeeze"})
    )

    assert [one.risk for one in answer.proposals] == [
        RiskNarrative(proposed_trade=None, thesis="a squeeze", max_pain=None, plan=None),
        None,
    ]


@pytest.mark.parametrize(
    ("stated", "cycles"), [(3, 3), ("4", 4), (0, 0), (-1, None), (1.5, None), ("soon", None), (1e9, None)]
)
def test_a_model_may_ask_for_a_pause(stated: object, cycles: int | None) -> None:
    assert read(json.dumps({"decisions": [], "pause_cycles": stated})).pause_cycles == cycles


def test_what_was_mended_is_said() -> None:
    answer = read(PLAIN.replace("}]", ",}]").replace("open_long", "flat"))

    assert answer.notes == ("mended: a comma too many", "flat was read as staying out; a close is `close`")


@pytest.mark.parametrize(
    "text", ["[]", "nothing to do\n```json\n[]\n```", '{"decisions": []}', '{"trades": []}']
)
def test_an_empty_list_is_a_decision_to_do_nothing(text: str) -> None:
    assert read(text).proposals == ()


@pytest.mark.parametrize("name", [..., "", "all", "*", "所有币种", None])
def test_an_item_about_nothing_in_particular_may_wait_and_nothing_else(name: Any) -> None:
    item = {} if name is ... else {"symbol": name}

    waiting = read(json.dumps(item | {"decision": "HOLD", "reason": "quiet"})).proposals
    assert [(one.symbol, one.action) for one in waiting] == [(BTC, Action.HOLD), (ETH, Action.HOLD)]
    assert refused(json.dumps(item | {"action": "close"}))


@pytest.mark.parametrize("field", ["size", "quantity"])
@pytest.mark.parametrize("written", ["900 USDT", "900U", "$900 USD"])
def test_an_amount_of_money_is_one_in_every_field_and_never_times_a_price(field: str, written: str) -> None:
    (proposal,) = read(json.dumps(an_item(position_size_usd=...) | {field: written})).proposals

    assert proposal.notional == Decimal(900)


def test_two_sizes_in_money_that_differ_are_refused() -> None:
    assert "several sizes that differ" in refused(json.dumps(an_item(size="5000 USDT")))


@pytest.mark.parametrize(
    "opening", ["{ // my plan\n", "{ # my plan\n", "{ /* my plan */\n", "{ held: none,\n"]
)
def test_what_a_document_sets_aside_is_not_traded_because_a_comment_opens_it(opening: str) -> None:
    text = f'{opening}"decisions": [], "rejected": [{OBJECT}]}}'

    answer = parse_answer(text, SYMBOLS, PRICES)

    assert isinstance(answer, AnswerUnusable) or answer.proposals == ()


@pytest.mark.parametrize("first", [OBJECT, PLAIN, json.dumps({"decisions": [LONG]})])
def test_a_decision_that_is_taken_back_by_an_empty_list_is_asked_for_again(first: str) -> None:
    assert "ends with an empty list" in refused(f"{first}\n\nOn reflection I do nothing:\n[]")


@pytest.mark.parametrize("part", [{"percentage": "50%"}, {"portion": 0.5}])
def test_a_close_that_names_its_part_closes_no_more(part: dict[str, Any]) -> None:
    (proposal,) = read(json.dumps({"symbol": "BTC", "action": "close"} | part)).proposals

    assert (proposal.action, proposal.close_fraction) == (Action.REDUCE, Decimal("0.5"))


WAIT = json.dumps({"symbol": "ETH", "action": "wait"})


@pytest.mark.parametrize(
    "between",
    [" would be wrong; I decide so: ", "\n这只是一个不会执行的例子，而我真正作出的最终决定如下：\n"],  # noqa: RUF001
)
def test_f84_an_example_in_prose_is_no_decision_beside_another(between: str) -> None:
    assert "different decision objects" in refused(f"For example {OBJECT}{between}{WAIT}")


@pytest.mark.parametrize("between", ["\n", ", ", "\n```\n\n### 2. ETHUSDT\n```json\n"])
def test_objects_one_after_another_are_one_list(between: str) -> None:
    assert len(read(f"{OBJECT}{between}{WAIT}").proposals) == 2
