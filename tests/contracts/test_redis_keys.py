"""docs/redis.md says what bus/keys.py does, row by row."""

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import msgspec

from tests.contracts.key_table import every_row
from tradewind.bus.keys import (
    ANALYSIS_KEYS,
    CHANNELS,
    MARKET_KEYS,
    MESSAGE_LOG,
    MESSAGE_LOG_LENGTH,
    POSITION_KEYS,
    SIGNAL_KEYS,
    SINGLE_KEYS,
    SWAP_KEYS,
    KeyAt,
    Source,
    SymbolKey,
)
from tradewind.domain.candle import CandleRows
from tradewind.domain.projections import ConfigSection
from tradewind.domain.stamp import Stamped
from tradewind.domain.technical import Candidate, Candidates, Watchlist

PAGE = (Path(__file__).parents[2] / "docs" / "redis.md").read_text()
STAMP = {field.name for field in fields(Stamped)}
KEYS: dict[str, SymbolKey[object] | KeyAt[object]] = {
    **{key.pattern: key for key in (*SWAP_KEYS, *MARKET_KEYS, *ANALYSIS_KEYS, *SIGNAL_KEYS, *POSITION_KEYS)},
    **{key.name: key for key in SINGLE_KEYS},
}


def rows(title: str) -> list[tuple[str, ...]]:
    lines = PAGE.split(f"\n## {title}")[1].split("\n## ")[0].splitlines()
    cells = [tuple(cell.strip(" `") for cell in line.strip("|").split("|")) for line in lines if "|" in line]
    return cells[2:]


def names(kind: type[Any], *, keep: Callable[[str], bool] = lambda _: True) -> set[str]:
    if issubclass(kind, msgspec.Struct):
        return {field.encode_name for field in msgspec.structs.fields(kind)}
    return {field.name for field in fields(kind) if keep(field.name)}


def described(key: SymbolKey[object] | KeyAt[object]) -> tuple[str, set[str]]:
    if key.kind == CandleRows:
        return "array of candles", {"none"}
    if key.kind == Watchlist:
        return "array of symbols", {"none"}
    if key.kind == ConfigSection:
        return "settings file", {"none"}
    if key.kind == Candidates:
        return "array of Candidate", names(Candidate, keep=lambda name: name not in STAMP)
    return key.kind.__name__, names(key.kind, keep=lambda name: name not in STAMP)


def test_every_key_is_documented_with_its_expiry_writer_and_fields() -> None:
    documented = {
        (key, ttl, owner): (kind, set(cells.split(", "))) for key, ttl, owner, kind, cells in rows("Keys")
    }

    assert documented == {
        (name, str(int(key.ttl.total_seconds())), key.owner.value): described(key)
        for name, key in KEYS.items()
    }


def test_no_row_of_the_table_is_left_out_of_its_lists() -> None:
    assert set(every_row()) == set(KEYS)


def test_every_channel_is_documented_with_its_publisher_and_fields() -> None:
    documented = {
        (channel, owner, kind): set(cells.split(", ")) for channel, owner, kind, cells in rows("Channels")
    }

    assert documented == {
        (channel.name, channel.owner.value, channel.kind.__name__): names(channel.kind)
        for channel in CHANNELS
    }


def test_the_message_log_is_documented_with_its_length_and_sources() -> None:
    assert f"## Stream `{MESSAGE_LOG}`" in PAGE
    assert f"about {MESSAGE_LOG_LENGTH} entries" in PAGE
    (meaning,) = (cells[1] for cells in rows("Stream") if cells[0] == "source")
    sources = meaning.replace(" or ", ", ").split(", ")
    assert set(sources) == {source.value for source in Source}


def test_no_two_rows_share_a_name() -> None:
    channels = [channel.name for channel in CHANNELS]

    tables = (SWAP_KEYS, MARKET_KEYS, ANALYSIS_KEYS, SIGNAL_KEYS, POSITION_KEYS, SINGLE_KEYS)
    assert len(KEYS) == sum(map(len, tables))
    assert len(set(channels)) == len(channels)
