"""The leaderboards of the home, over real sockets."""

import csv
from dataclasses import replace
from pathlib import Path

from tests.research.boards import BOARD, HELD_ROW, MODEL_ROW, STORED
from tests.web.stage import Stage
from tradewind.domain.clock import Instant
from tradewind.portfolio.bootstrap import Interval
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


async def test_curves_share_their_moments_and_what_is_unknown_is_null(stage: Stage, tmp_path: Path) -> None:
    keep_board(tmp_path, STORED)

    curves = (await stage.http.get(f"{PLACE}/{BOARD.run}/curves")).json()

    assert curves["moments"] == ["2025-03-01T01:00:00.000Z", "2025-06-09T01:00:00.000Z"]
    assert curves["lines"] == [
        {"contender": "model:m", "equities": ["10000", "10900.5"]},
        {"contender": "buy-and-hold", "equities": [None, "10400"]},
    ]


async def test_an_arena_from_before_curves_were_kept_says_so(stage: Stage, tmp_path: Path) -> None:
    kept = keep_board(tmp_path, STORED)
    lines = kept.read_text().split(',"curves":')
    kept.write_text(lines[0] + "}")

    [item] = (await stage.http.get(PLACE)).json()["items"]
    curves = (await stage.http.get(f"{PLACE}/{BOARD.run}/curves")).json()

    assert item["has_curves"] is False
    assert (curves["moments"], curves["lines"]) == ([], [])


async def test_intervals_that_overlap_do_not_tell_a_contender_from_who_held(
    stage: Stage, tmp_path: Path
) -> None:
    held = replace(HELD_ROW, sharpe_interval=Interval(low=-1.0, high=1.0))
    rows = (
        replace(MODEL_ROW, contender="above", sharpe_interval=Interval(low=1.5, high=4.5)),
        replace(MODEL_ROW, contender="below", sharpe_interval=Interval(low=-3.0, high=-1.5)),
        replace(MODEL_ROW, contender="like it", sharpe_interval=Interval(low=0.9, high=4.5)),
        replace(MODEL_ROW, contender="unknown", sharpe_interval=None),
        held,
    )
    keep_board(tmp_path, replace(STORED, leaderboard=replace(BOARD, rows=rows)))

    [item] = (await stage.http.get(PLACE)).json()["items"]

    assert [row["differs_from_held"] for row in item["rows"]] == [True, True, False, None, None]


async def test_the_leaderboard_goes_to_a_spreadsheet_which_runs_none_of_it(
    stage: Stage, tmp_path: Path
) -> None:
    rows = (replace(MODEL_ROW, contender='=cmd|" /C calc"!A0'), HELD_ROW)
    keep_board(tmp_path, replace(STORED, leaderboard=replace(BOARD, rows=rows)))

    answer = await stage.http.get(f"{PLACE}/{BOARD.run}/leaderboard.csv")
    model, held = csv.DictReader(answer.text.splitlines())

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="arena-aaaaaaaaaaaa.csv"'
    assert (model["rank"], model["contender"]) == ("1", '\'=cmd|" /C calc"!A0')
    assert (model["final_equity"], model["max_drawdown"], model["funding"]) == ("10900.5", "-0.1", "-0.75")
    assert (model["sharpe_interval_low"], model["sharpe_interval_high"]) == ("0.5", "4.5")
    assert (model["sortino"], held["sharpe_interval_low"]) == ("", "")


async def test_an_arena_that_nobody_ran_is_not_found(stage: Stage) -> None:
    for path in (f"{'d' * 64}/curves", f"{'d' * 64}/leaderboard.csv"):
        assert (await stage.http.get(f"{PLACE}/{path}")).status_code == 404
    assert (await stage.http.get(f"{PLACE}/..%2fx/curves")).status_code in (404, 422)
    assert (await stage.http.get(f"{PLACE}/short/curves")).status_code == 422
