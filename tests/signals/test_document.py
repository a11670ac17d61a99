"""docs/signals.md and the shipped settings say what the code does."""

import re
from pathlib import Path

from tests.values import BTC
from tradewind.settings import Launch, load_settings, rooms
from tradewind.signals import SignalsConfig, Weights

PAGE = (Path(__file__).parents[2] / "docs" / "signals.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([a-z]+) \| (0\.\d+) \|", re.MULTILINE)


def test_the_document_lists_every_weight() -> None:
    listed = {name: float(weight) for name, weight in ROW.findall(PAGE)}

    assert Weights(**listed) == Weights()
    assert len(listed) == len(Weights().every)


def test_the_shipped_settings_are_the_rooms_own(tmp_path: Path) -> None:
    shipped = rooms.signals_config(load_settings(Launch(home=tmp_path), {}), (BTC,))

    assert shipped is not None
    assert (shipped.weights, shipped.levels) == (Weights(), SignalsConfig(swaps=(BTC,)).levels)
    assert shipped.min_coverage == SignalsConfig(swaps=(BTC,)).min_coverage
