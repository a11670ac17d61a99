"""The key table keeps what was promised to the programs of others: keys, lives, cadences, fields and channels."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from tests.contracts.key_table import Row, every_row, field_names
from tests.recorded import recorded_root
from tradewind.bus.keys import CHANNELS
from tradewind.domain.candle import Timeframe
from tradewind.settings import load_settings, rooms
from tradewind.settings.process import Launch

pytestmark = pytest.mark.recorded

PLACEHOLDER = re.compile(r"\\{(?!symbol\\})[a-z_]+\\}")
QUOTED = re.compile(r'"[^"]*"|“[^”]*”')
SNAKE = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
ENCLOSED = re.compile(r"\{[^}]*\}|\[[^]]*\]|\([^)]*\)")
WORD = re.compile(r"[a-z][a-z0-9]*")
BRACES = re.compile(r"\{([a-z_0-9]+(?:, [a-z_0-9]+)*)\}")
IN_PROSE = {"market_status"}
"""Named beside the table, and a field of some of its values only."""


@cache
def contract() -> str:
    page = recorded_root().parent / "contracts" / "redis.md"
    if not page.is_file():
        pytest.skip(f"no contract at {page}")
    return page.read_text(encoding="utf-8")


def tables(first_column: str) -> list[dict[str, str]]:
    """The rows of every table that begins with `first_column`, by the titles of their columns."""
    found: list[dict[str, str]] = []
    titles: Sequence[str] = ()
    for line in contract().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")] if line.startswith("|") else []
        if not cells:
            titles = ()
        elif cells[0] == first_column:
            titles = cells
        elif titles and cells[0].startswith("`"):
            found.append(dict(zip(titles, cells, strict=False)))
    return found


def covered_by(pattern: str) -> dict[str, Row]:
    """The rows of the key table that a promised pattern names."""
    promised = re.compile(PLACEHOLDER.sub("[a-z0-9]+", re.escape(pattern)))
    return {name: row for name, row in every_row().items() if promised.fullmatch(name)}


def promised_fields(cell: str) -> set[str]:
    text = QUOTED.sub("", cell)
    listed = {name for names in BRACES.findall(text) for name in names.split(", ")}
    parts = {part.strip() for part in re.split("[,;:]", ENCLOSED.sub("", text))}
    words = {part for part in parts if WORD.fullmatch(part)}
    return (set(SNAKE.findall(text)) | listed | words) - IN_PROSE


def keys() -> list[tuple[str, Mapping[str, str]]]:
    return [(row["key"].strip("`"), row) for row in tables("key")]


def test_every_promised_key_is_in_the_table() -> None:
    assert len(keys()) > 20, "the contract was not understood"
    assert [pattern for pattern, _ in keys() if not covered_by(pattern)] == []


def test_every_key_lives_as_long_as_promised() -> None:
    differing = {
        name: (int(row.ttl.total_seconds()), promised["TTL s"])
        for pattern, promised in keys()
        for name, row in covered_by(pattern).items()
        if promised.get("TTL s") and timedelta(seconds=int(promised["TTL s"])) != row.ttl
    }

    assert differing == {}


def test_every_promised_field_is_in_the_value() -> None:
    missing = {
        name: absent
        for pattern, promised in keys()
        for name, row in covered_by(pattern).items()
        if (names := field_names(row.kind)) and (absent := promised_fields(promised["value"]) - names)
    }

    assert missing == {}


def test_spot_coins_are_renewed_as_often_as_promised(tmp_path: Path) -> None:
    spot = rooms.spot_config(load_settings(Launch(home=tmp_path), {}), None)
    cadences = {
        pattern: timedelta(seconds=int(row["refresh s"])) for pattern, row in keys() if "refresh s" in row
    }

    assert cadences.pop("market:price:{symbol}") == spot.prices_every
    assert cadences == {
        f"market:ohlcv:{{symbol}}:{timeframe}": spot.candles_every[timeframe]
        for timeframe in (Timeframe.M5, Timeframe.H1, Timeframe.H4)
    }


def test_swaps_are_renewed_as_often_as_promised(tmp_path: Path) -> None:
    (seconds,) = re.findall(r"Perpetual swaps .* refreshed every (\d+) s", contract())
    market = rooms.market_config(load_settings(Launch(home=tmp_path), {}), None)

    assert market.refresh_every == timedelta(seconds=int(seconds))


def test_every_promised_channel_is_there() -> None:
    promised = [name for row in tables("channel") for name in re.findall(r"`([^`]+)`", row["channel"])]
    names = {channel.name for channel in CHANNELS}

    assert len(promised) > 5, "the contract was not understood"
    for pattern in promised:
        wanted = re.compile(PLACEHOLDER.sub("[a-z0-9]+", re.escape(pattern)))
        assert any(wanted.fullmatch(name) for name in names), pattern
