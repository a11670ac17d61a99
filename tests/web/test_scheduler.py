"""A cycle can be asked for from the own page only."""

import pytest

from tests.web.stage import Stage

TRIGGERS = (
    "/internal/autotrade/v1/scheduler/trigger",
    "/api/autotrade/v1/evaluate",
    "/api/autotrade/v1/manual-eval",
)


async def test_every_address_of_the_trigger_accepts(stage: Stage) -> None:
    for path in TRIGGERS:
        answer = await stage.http.post(path)
        assert answer.status_code == 202
        assert answer.json()["accepted"] is True
        assert answer.json()["queued"] is False


async def test_the_schedule_tells_how_it_stands(stage: Stage) -> None:
    body = (await stage.http.get("/internal/autotrade/v1/scheduler")).json()

    assert body == {
        "period_seconds": 180.0,
        "is_running": False,
        "last_started_at": None,
        "last_finished_at": None,
        "next_at": None,
        "cycles": 0,
        "skipped": 0,
        "last_outcome": None,
        "last_error": None,
        "paused_cycles_left": 0,
        "paused_by": None,
    }


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_site_cannot_trigger(stage: Stage, headers: dict[str, str]) -> None:
    """S25."""
    answer = await stage.http.post(TRIGGERS[0], headers=headers)

    assert answer.status_code == 403
    assert answer.json()["type"] == "/problems/forbidden-origin"


async def test_the_own_page_can_trigger_with_an_empty_object(stage: Stage) -> None:
    headers = {"Origin": f"http://{stage.base}", "Sec-Fetch-Site": "same-origin"}
    answer = await stage.http.post(TRIGGERS[0], headers=headers, json={})

    assert answer.status_code == 202


async def test_only_json_is_read_and_nothing_undeclared(stage: Stage) -> None:
    """S26, S40."""
    text = await stage.http.post(TRIGGERS[0], content=b"{}", headers={"Content-Type": "text/plain"})
    extra = await stage.http.post(TRIGGERS[0], json={"role": "admin"})
    broken = await stage.http.post(TRIGGERS[0], content=b"{", headers={"Content-Type": "application/json"})

    assert [text.status_code, extra.status_code, broken.status_code] == [415, 422, 422]


async def test_triggers_are_limited_per_address(stage: Stage) -> None:
    answers = [await stage.http.post(TRIGGERS[0]) for _ in range(7)]

    refused = answers[-1]
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert refused.json()["type"] == "/problems/rate-limited"
