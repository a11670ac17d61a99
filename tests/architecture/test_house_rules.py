"""Each house rule catches what it is there to catch."""

import ast
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load_rules() -> ModuleType:
    place = importlib.util.spec_from_file_location("house_rules", ROOT / "scripts" / "house_rules.py")
    assert place is not None
    assert place.loader is not None
    rules = importlib.util.module_from_spec(place)
    sys.modules["house_rules"] = rules
    place.loader.exec_module(rules)
    return rules


RULES = load_rules()


@pytest.mark.parametrize(
    ("path", "source", "complaint"),
    [
        ("tradewind/web/x.py", 'KEY = "market:BTC:ticker"', "Redis key spelled outside"),
        ("tradewind/orders/x.py", "Approved(proposal=p)", "only risk may approve"),
        ("tradewind/orders/order_utils.py", "", "a file named utils"),
        ("tradewind/orders/x.py", "class OrderManager: ...", "manager says nothing"),
        ("tradewind_lab/x.py", "def temp_price(): ...", "temp says nothing"),
        ("tradewind/orders/x.py", "def f():\n" + "    x = 1\n" * 50, "more than 50"),
    ],
)
def test_a_planted_violation_is_found(path: str, source: str, complaint: str) -> None:
    assert any(complaint in line for line in RULES.violations(path, ast.parse(source)))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("tradewind/bus/keys.py", 'KEY = "market:{symbol}:ticker"'),
        ("tradewind/risk/gates.py", "Approved(proposal=p)"),
        ("tradewind/web/x.py", 'TEXT = "market: closed on Sundays"'),
    ],
)
def test_what_is_allowed_is_left_alone(path: str, source: str) -> None:
    assert list(RULES.violations(path, ast.parse(source))) == []


def test_the_house_keeps_its_rules() -> None:
    assert [line for package in RULES.MAX_LINES for line in RULES.check_tree(package)] == []
