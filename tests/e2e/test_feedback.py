"""A decision that is stopped out becomes an outcome, a journal entry and a lesson that later decisions alone see."""

import asyncio
from itertools import cycle
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.desk_process import DeskProcess, running_desk, wait_until
from tests.fakes.churning_model import churning_model
from tests.research.driven import call

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

PLACE = "/internal/autotrade/v1"
STOP_SHARE = 0.0012
WITHIN_SECONDS = 200
DAYS = 20
FIRST_MS = 1_735_689_600_000
FROM_THE_FIRST_TRADE = {
    "TRADEWIND_TRADING__FEEDBACK__MIN_TRADES": "1",
    "TRADEWIND_TRADING__CYCLE__SKIP_UNCHANGED__ENABLED": "false",
    "TRADEWIND_APP__MODEL__STREAM": "false",
    "TRADEWIND_TRADING__SYMBOLS": "[BTC-USDT-SWAP]",
    "AUTOTRADE_LLM_API_KEY": "none",
}


CALLERS = cycle(f"127.0.0.{number}" for number in range(2, 250))
"""The desk bounds how often one address may ask."""


def wild_tape(folder: Path) -> Path:
    """Write minutes that each reach half a percent up and down: no near stop outlives the next two."""
    folder.mkdir()
    count = DAYS * 1440
    level = [60_000.0 + place % 7 for place in range(count)]
    columns = {
        "timestamp": [FIRST_MS + place * 60_000 for place in range(count)],
        "open": level,
        "high": [price + 300 for price in level],
        "low": [price - 300 for price in level],
        "close": [price + 1 for price in level],
        "volume": [100.0 + place % 5 for place in range(count)],
    }
    pl.DataFrame(columns).write_parquet(folder / "BTC-USDT-SWAP_1m.parquet")
    return folder


def ask(desk: DeskProcess, path: str, method: str = "GET") -> Any:
    return call(desk, next(CALLERS), method, path)


def seen(desk: DeskProcess, decision_id: str) -> dict[str, Any]:
    inputs = ask(desk, f"{PLACE}/decisions/{decision_id}/bundle")["inputs"]
    return {entry["key"]: entry["value"] for entry in inputs}


def stopped_out(desk: DeskProcess) -> dict[str, Any] | None:
    """A promise that ended at its stop with a loss: on a tape as wild, a stop may also fill beyond the entry."""
    entries = ask(desk, f"{PLACE}/risk-journal?limit=100")["items"]
    ended = (each for each in entries if each["close_purpose"] == "stop")
    return next((each for each in ended if float(each["max_adverse"] or 0) > 0), None)


def warned(desk: DeskProcess) -> bool:
    """True once a lesson tells of the stops."""
    rules = {lesson["rule"] for lesson in ask(desk, f"{PLACE}/lessons")["items"]}
    return bool({"close_stops", "forecast_exceeded"} & rules)


def decided(desk: DeskProcess) -> list[str]:
    """Decisions of the model, newest first."""
    items = ask(desk, f"{PLACE}/decisions?limit=20")["items"]
    return [each["id"] for each in items if each["outcome"] == "decided"]


def taught(desk: DeskProcess) -> str | None:
    """The newest decision, None where it was shown no lesson."""
    newest = decided(desk)[0]
    return newest if seen(desk, newest)["desk:lessons"] else None


def follow(home: Path, tape: Path, environment: dict[str, str]) -> None:
    with running_desk(home, "--tape", str(tape), environment=environment) as desk:
        first = wait_until(lambda: decided(desk), WITHIN_SECONDS, "no decision")[-1]
        entry = wait_until(lambda: stopped_out(desk), WITHIN_SECONDS, "nothing was stopped out")
        wait_until(lambda: warned(desk), WITHIN_SECONDS, "nothing was learnt")
        ask(desk, f"{PLACE}/scheduler/trigger", "POST")
        later = wait_until(lambda: taught(desk), WITHIN_SECONDS, "no later decision")
        before, after = seen(desk, first), seen(desk, later)
        replayed = ask(desk, f"{PLACE}/decisions/{first}/replay", "POST")

    assert entry["verdict"] in ("within", "exceeded")
    assert entry["forecast_source"] == "stop"
    assert before["desk:lessons"] == before["desk:outcomes"] == []
    assert after["desk:lessons"]
    assert entry["decision_id"] in {outcome["decision_id"] for outcome in after["desk:outcomes"]}
    assert all(outcome["closed_at"] < after["desk:risk"]["as_of"] for outcome in after["desk:outcomes"])
    assert replayed["result"] == "identical"


async def test_a_stopped_out_decision_teaches_the_later_ones_and_not_itself(tmp_path: Path) -> None:
    async with churning_model(STOP_SHARE) as model_url:
        environment = FROM_THE_FIRST_TRADE | {"AUTOTRADE_LLM_BASE_URL": model_url}
        tape = wild_tape(tmp_path / "tape")
        await asyncio.to_thread(follow, tmp_path / "home", tape, environment)
