"""Prompts are shown by version, and a draft is filled without anybody being asked."""

from pathlib import Path

from tests.decision.markets import a_market
from tests.instruments import BTC, ETH
from tests.web.stage import Stage

PROMPTS = "/internal/autotrade/v1/prompts"
USER = "```json\n$document\n```\nNot: $left_out"


async def test_versions_come_oldest_first_with_what_they_change(stage: Stage) -> None:
    body = (await stage.http.get(PROMPTS)).json()

    first, second = body["items"]
    assert (first["version"], first["diff"], first["is_in_force"]) == ("v1", "", False)
    assert (second["version"], second["is_in_force"], second["refusal"]) == ("v2", True, None)
    assert "--- system.v1.md" in second["diff"]
    assert "+- `reduce`" in second["diff"]
    assert {slot["name"] for slot in body["slots"] if slot["is_required"]} == {"document", "left_out"}


async def test_an_own_prompt_that_is_refused_is_listed_with_its_reason(stage: Stage, tmp_path: Path) -> None:
    folder = tmp_path / "prompts"
    folder.mkdir()
    (folder / "system.mine.md").write_text("Trade.")
    (folder / "user.mine.md").write_text("$balance")

    mine = (await stage.http.get(PROMPTS)).json()["items"][-1]

    assert (mine["version"], mine["is_shipped"], mine["system"]) == ("mine", False, None)
    assert "user.mine.md: unknown slot $balance" in mine["refusal"]


async def test_a_draft_is_filled_with_the_figures_of_now(stage: Stage) -> None:
    await stage.cache.write(a_market(stage.desk.clock.now(), (BTC,)))

    body = (await stage.http.post(f"{PROMPTS}/preview", json={"system": "Trade.", "user": USER})).json()

    assert body["system"] == "Trade."
    assert f'"symbol":"{BTC}"' in body["user"]
    assert body["estimated_tokens"] > 100
    assert [problem for problem in body["problems"] if problem.startswith(f"left out this time: {ETH}")]


async def test_a_draft_that_cannot_be_filled_says_why(stage: Stage) -> None:
    body = (await stage.http.post(f"{PROMPTS}/preview", json={"system": " ", "user": "$balance"})).json()

    assert (body["user"], body["estimated_tokens"]) == (None, None)
    assert body["problems"][0] == "the system part is empty"
    assert body["problems"][1].startswith("unknown slot $balance")


async def test_a_draft_of_a_megabyte_is_refused(stage: Stage) -> None:
    answer = await stage.http.post(f"{PROMPTS}/preview", json={"system": "a" * 40_000, "user": USER})

    assert answer.status_code == 422
