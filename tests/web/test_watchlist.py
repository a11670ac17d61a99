"""The watchlist is replaced whole, kept over restarts, and only of what the desk follows."""

from pathlib import Path
from typing import Any

import pytest

from tests.values import BTC
from tests.web.stage import Stage, received
from tradewind.app.watchlist import NAME, KeptWatchlist
from tradewind.bus.keys import WATCHLIST
from tradewind.domain.instrument import Symbol

PLACE = "/api/watchlist"
COIN, STOCK = Symbol("BTCUSDT"), Symbol("SPY")


async def put(stage: Stage, symbols: Any) -> Any:
    return await stage.http.put(PLACE, json={"symbols": symbols})


async def test_it_is_that_of_the_settings_until_somebody_chooses(stage: Stage) -> None:
    body = (await stage.http.get(PLACE)).json()

    assert (body["symbols"], body["changed_at"]) == ([STOCK], None)


async def test_a_choice_is_kept_and_told(stage: Stage, tmp_path: Path) -> None:
    async with stage.socket() as socket:
        answer = await put(stage, [BTC, COIN])
        news = await received(socket, "scanner_update")

    again = KeptWatchlist(tmp_path, stage.cache, stage.desk.clock, (STOCK,))
    assert answer.json()["symbols"] == [BTC, COIN]
    assert answer.json()["changed_at"] is not None
    assert news["data"] == {"part": "watchlist"}
    assert again.current().symbols == (BTC, COIN)
    assert await stage.cache.get(WATCHLIST) == (BTC, COIN)


async def test_nothing_at_all_may_be_watched(stage: Stage) -> None:
    assert (await put(stage, [])).json()["symbols"] == []
    assert (await stage.http.get(PLACE)).json()["symbols"] == []


@pytest.mark.parametrize(
    "symbols", [["NOSUCH"], [BTC, BTC], ["btc"], ["../"], [7], "BTC", [f"A{place}" for place in range(201)]]
)
async def test_what_cannot_be_watched_is_refused_and_changes_nothing(stage: Stage, symbols: Any) -> None:
    answer = await put(stage, symbols)

    assert answer.status_code == 422
    assert (await stage.http.get(PLACE)).json()["symbols"] == [STOCK]


async def test_what_is_watched_may_stay_though_the_desk_follows_it_no_more(stage: Stage) -> None:
    gone = Symbol("GONEUSDT")
    await stage.desk.watchlist.replace((gone,))

    assert (await put(stage, [gone, STOCK])).json()["symbols"] == [gone, STOCK]
    assert (await put(stage, [STOCK])).json()["symbols"] == [STOCK]
    assert (await put(stage, [gone])).status_code == 422


@pytest.mark.parametrize("content", ["", "{", '{"symbols": 1}', '{"symbols": [], "changed_at": "never"}'])
async def test_a_file_that_cannot_be_read_is_no_watchlist(stage: Stage, tmp_path: Path, content: str) -> None:
    (tmp_path / NAME).write_text(content)

    assert KeptWatchlist(tmp_path, stage.cache, stage.desk.clock, (COIN,)).current().symbols == (COIN,)


async def test_a_list_that_cannot_be_written_stays_as_it_was(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    answer = await put(stage, [BTC])

    assert answer.status_code == 503
    assert "stays as it was" in answer.json()["detail"]
    assert (await stage.http.get(PLACE)).json()["symbols"] == [STOCK]
