"""The lab's answers beside pairs recorded at Alpaca: the same fields, at every depth."""

import json
from typing import Any

import httpx2
import pytest

from tests.lab_process import RunningLab
from tests.recorded import recorded_root
from tradewind_lab.alpaca.gate import BUILT_IN_KEY

pytestmark = pytest.mark.recorded
KEYS = {"APCA-API-KEY-ID": BUILT_IN_KEY.key, "APCA-API-SECRET-KEY": BUILT_IN_KEY.secret}


def recorded(test: str) -> Any:
    pairs = json.loads((recorded_root() / "exchange" / "alpaca" / "mock_responses.json").read_text())
    return next(
        one["body"] for one in pairs if one["test"].endswith(f"::{test}") and "/v2/stocks/" in one["url"]
    )


async def answered(lab: RunningLab, path: str) -> Any:
    async with httpx2.AsyncClient(base_url=lab.alpaca, headers=KEYS, timeout=20) as venue:
        return (await venue.get(path)).json()


def fields(body: Any) -> Any:
    """Reduce an answer to its names and kinds of values; numbers are one kind."""
    match body:
        case dict():
            return {name: fields(value) for name, value in body.items()}
        case list():
            return [fields(body[0])] if body else []
        case int() | float():
            return "number"
        case _:
            return type(body).__name__


async def test_bars_have_the_recorded_fields(lab: RunningLab) -> None:
    path = "/v2/stocks/bars?symbols=AAPL&start=2026-01-05&end=2026-01-20&timeframe=1Day&limit=2"

    assert fields(await answered(lab, path)) == fields(recorded("test_get_bars"))


async def test_snapshots_have_the_recorded_fields(lab: RunningLab) -> None:
    ours = await answered(lab, "/v2/stocks/snapshots?symbols=AAPL")

    assert fields(ours) == fields(recorded("test_get_snapshot"))


async def test_the_latest_bar_has_the_recorded_fields(lab: RunningLab) -> None:
    ours = await answered(lab, "/v2/stocks/bars/latest?symbols=SPY")

    assert fields(ours) == fields(recorded("test_stock_latest_bar"))
