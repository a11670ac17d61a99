"""The leaderboards of the home, over real sockets."""

from dataclasses import replace
from pathlib import Path

from tests.research.boards import BOARD, STORED
from tests.web.stage import Stage
from tradewind.domain.clock import Instant
from tradewind.research.arena_folder import keep_board

PLACE = "/internal/autotrade/v1/arena"


async def test_a_home_without_arenas_has_none(stage: Stage) -> None:
    answer = await stage.http.get(PLACE)

    assert answer.json() == {"items": []}


async def test_the_last_arena_comes_first_with_every_figure(stage: Stage, tmp_path: Path) -> None:
    keep_board(tmp_path, STORED)
    later = replace(STORED, finished_at=Instant.parse("2025-08-01T00:00:00Z"))
    keep_board(tmp_path, replace(later, leaderboard=replace(BOARD, run="c" * 64)))

    items = (await stage.http.get(PLACE)).json()["items"]

    assert [item["run"][0] for item in items] == ["c", "a"]
    assert items[1]["finished_at"] == "2025-07-01T00:00:00.000Z"
    model, held = items[1]["rows"]
    assert (model["contender"], model["final_equity"], model["funding"]) == ("model:m", "10900.5", "-0.75")
    assert model["sharpe_interval"] == {"low": 0.5, "high": 4.5}
    assert model["sortino"] is None
    assert held["mean_return_interval"] is None


async def test_no_more_are_read_than_asked_for(stage: Stage, tmp_path: Path) -> None:
    for letter in "abc":
        keep_board(tmp_path, replace(STORED, leaderboard=replace(BOARD, run=letter * 64)))

    assert len((await stage.http.get(PLACE, params={"limit": 2})).json()["items"]) == 2
    assert (await stage.http.get(PLACE, params={"limit": 0})).status_code == 422
