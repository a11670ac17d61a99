"""The log of decisions is paged, complete and exact."""

import hashlib
from datetime import timedelta

from tests.web.records import INPUT, a_decision
from tests.web.stage import Stage
from tradewind.domain.clock import Instant

PATH = "/internal/autotrade/v1/decisions"


async def test_pages_follow_each_other_newest_first(stage: Stage) -> None:
    start = stage.desk.clock.now()
    for number in range(5):
        at = Instant.of(start + timedelta(seconds=number))
        await stage.ledger.decisions.add(a_decision(f"d{number}", at))

    first = (await stage.http.get(PATH, params={"limit": "3"})).json()
    second = (await stage.http.get(PATH, params={"limit": "3", "cursor": first["next_cursor"]})).json()

    assert [item["id"] for item in first["items"]] == ["d4", "d3", "d2"]
    assert [item["id"] for item in second["items"]] == ["d1", "d0"]
    assert second["next_cursor"] is None


async def test_a_decision_shows_prompts_calls_and_inputs(stage: Stage) -> None:
    await stage.ledger.decisions.add(a_decision("d1", stage.desk.clock.now()))

    body = (await stage.http.get(f"{PATH}/d1")).json()

    assert body["user_prompt"] == "The market."
    assert len(body["calls"]) == 2
    assert body["inputs"] == [
        {"key": "market:BTC-USDT-SWAP:ticker", "age_ms": 120, "freshness": "fresh", "sha256": _hash()}
    ]
    assert body["unreadable"] == [{"excerpt": "{", "reason": "not JSON"}]


async def test_the_bundle_holds_each_input_as_it_was_read(stage: Stage) -> None:
    await stage.ledger.decisions.add(a_decision("d1", stage.desk.clock.now()))

    body = (await stage.http.get(f"{PATH}/d1/bundle")).json()

    assert body["sha256"] == "b" * 64
    assert body["inputs"][0]["value"] == {"last_price": 60000.0}
    assert body["inputs"][0]["sha256"] == _hash()


async def test_an_unknown_decision_is_not_found(stage: Stage) -> None:
    answer = await stage.http.get(f"{PATH}/d404")

    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/not-found"


async def test_limits_and_cursors_that_are_none_are_refused(stage: Stage) -> None:
    """S54."""
    for query in ("limit=0", "limit=501", "limit=1e9", "cursor=drop", "limit=5&limit=6", "sort=password"):
        answer = await stage.http.get(f"{PATH}?{query}")
        assert (query, answer.status_code) == (query, 422)
        assert answer.json()["type"] == "/problems/invalid-request"


def _hash() -> str:
    return hashlib.sha256(INPUT).hexdigest()
