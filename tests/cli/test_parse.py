"""`tradewind parse`: what the desk reads in an answer, for people and programs."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.recorded import recorded_root
from tradewind.cli.commands import app

run = CliRunner()
LONG = '[{"symbol": "BTC", "action": "open_long", "leverage": 3, "position_size_usd": "1,500.5", "stop_loss": 58000}]'
NAMES = {"symbol", "action", "confidence", "notional", "leverage", "stop_price", "take_profit_price"}


def parsed(text: str | bytes, *options: str) -> tuple[int, Any]:
    said = run.invoke(app, ["parse", "-", *options], input=text)
    return said.exit_code, json.loads(said.stdout)


def test_a_decision_is_printed_under_stable_names() -> None:
    code, shown = parsed(f"So I buy.\n```json\n{LONG}\n```")

    (decision,) = shown["decisions"]
    assert code == 0
    assert set(shown) == {"decisions", "refused", "notes", "pause_cycles"}
    assert set(decision) == NAMES | {"close_fraction", "rationale", "risk"}
    assert [decision[name] for name in ("symbol", "action", "notional", "leverage")] == [
        "BTC",
        "buy",
        1500.5,
        3,
    ]


def test_the_instruments_of_a_desk_can_be_named() -> None:
    code, shown = parsed(LONG, "--symbols", "BTC-USDT-SWAP, ETH-USDT-SWAP")
    _, elsewhere = parsed(LONG, "--symbols", "ETH-USDT-SWAP")

    assert (code, shown["decisions"][0]["symbol"]) == (0, "BTC-USDT-SWAP")
    assert "not an instrument" in elsewhere["refused"][0]["reason"]


@pytest.mark.parametrize("text", ["[]", '{"decisions": []}', '[{"symbol": "ALL", "action": "wait"}]'])
def test_doing_nothing_is_an_answer(text: str) -> None:
    assert parsed(text)[0] == 0


@pytest.mark.parametrize("text", ["", "Buy BTC now.", LONG[:-2], b"\xff\xfe\x00", "[" * 10_000])
def test_where_nothing_can_be_read_that_is_said_and_exits_with_1(text: str | bytes) -> None:
    code, shown = parsed(text)

    assert code == 1
    assert shown["decisions"] == []
    assert shown["refused"][0]["reason"]


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "answer.txt"
    file.write_bytes(b"\xef\xbb\xbf" + LONG.encode())

    assert run.invoke(app, ["parse", str(file)]).exit_code == 0


def test_lines_are_answered_line_by_line() -> None:
    lines = [
        json.dumps({"raw": LONG}),
        json.dumps({"raw": "no"}),
        "broken",
        "",
        json.dumps({"raw": "\ud800"}),
    ]
    said = run.invoke(app, ["parse", "-", "--jsonl"], input="\n".join(lines))

    shown = [json.loads(line) for line in said.stdout.splitlines()]
    assert said.exit_code == 0
    assert [len(each["decisions"]) for each in shown] == [1, 0, 0, 0]
    assert [len(each["refused"]) for each in shown] == [0, 1, 1, 1]


@pytest.mark.parametrize("arguments", [["/nowhere/at/all"], ["-", "--symbols", " , "], [], ["."]])
def test_bad_usage_exits_with_2(arguments: list[str]) -> None:
    assert run.invoke(app, ["parse", *arguments]).exit_code == 2


@pytest.mark.recorded
def test_every_recorded_answer_has_its_line(tmp_path: Path) -> None:
    text = gzip.decompress((recorded_root() / "llm" / "answers.jsonl.gz").read_bytes()).decode()
    golds = [json.loads(line).get("gold") for line in text.splitlines()]
    file = tmp_path / "answers.jsonl"
    file.write_text(text, encoding="utf-8")

    said = run.invoke(app, ["parse", str(file), "--jsonl"])

    shown = [json.loads(line) for line in said.stdout.splitlines()]
    assert [[item["symbol"] for item in gold or []] for gold in golds] == [
        [decision["symbol"] for decision in each["decisions"]] for each in shown
    ]
