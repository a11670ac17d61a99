"""The lab's answers beside sessions recorded at Binance.us: the same fields, written the same way."""

import gzip
import json
import re
from typing import Any

import httpx2
import pytest

from tests.lab_process import RunningLab
from tests.recorded import recorded_root

pytestmark = pytest.mark.recorded


def recorded(method: str) -> Any:
    path = recorded_root() / "exchange" / "binanceus" / "binanceus_requests_responses.json"
    return next(one for one in json.loads(path.read_text())["responses"] if one["method"] == method)[
        "httpResponse"
    ]


def recorded_rules() -> Any:
    path = recorded_root() / "exchange" / "binanceus" / "BINANCE_US.0.gz"
    text = gzip.decompress(path.read_bytes()).decode()
    rules, _ = json.JSONDecoder().raw_decode(text[text.index("{") :])
    return rules


async def answered(lab: RunningLab, path: str) -> Any:
    async with httpx2.AsyncClient(base_url=lab.binanceus, timeout=20) as venue:
        return (await venue.get(path)).json()


def written(value: Any) -> str:
    """How a value is written: its kind, and for numbers in text how many decimals."""
    if isinstance(value, str) and re.fullmatch(r"-?\d+\.\d+", value):
        return f"text with {len(value.partition('.')[2])} decimals"
    return type(value).__name__


async def test_trading_rules_have_the_recorded_fields(lab: RunningLab) -> None:
    theirs, ours = recorded_rules(), await answered(lab, "/api/v3/exchangeInfo?symbol=BTCUSDT")

    their_pair = next(one for one in theirs["symbols"] if one["symbol"] == "BTCUSDT")
    (our_pair,) = ours["symbols"]
    assert ours.keys() == theirs.keys()
    assert ours["rateLimits"] == theirs["rateLimits"]
    assert our_pair.keys() == their_pair.keys()
    kinds = {one["filterType"]: one for one in their_pair["filters"]}
    assert all(one.keys() == kinds[one["filterType"]].keys() for one in our_pair["filters"])
    assert our_pair["filters"][0]["tickSize"] == kinds["PRICE_FILTER"]["tickSize"]


async def test_a_day_ticker_is_written_as_recorded(lab: RunningLab) -> None:
    theirs, ours = recorded("fetchTicker"), await answered(lab, "/api/v3/ticker/24hr?symbol=BTCUSDT")

    numbers = {"openTime", "closeTime", "firstId", "lastId", "count"}  # recorded as text by the recorder
    assert ours.keys() == theirs.keys()
    assert {name: written(ours[name]) for name in ours.keys() - numbers} == {
        name: written(theirs[name]) for name in theirs.keys() - numbers
    }


async def test_a_candle_is_written_as_recorded(lab: RunningLab) -> None:
    theirs = recorded("fetchOHLCV")[0]
    (ours,) = await answered(lab, "/api/v3/klines?symbol=BTCUSDT&interval=1h&limit=1")

    assert len(ours) == len(theirs)
    assert [written(one) for one in ours[1:6]] == [written(one) for one in theirs[1:6]]
    assert ours[6] - ours[0] == int(theirs[6]) - int(theirs[0])
