"""An arena from its folder to its board: models beside policies, asked once, with the prompt that their name says."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.clocks import FakeClock
from tests.fakes.chat_server import decides, running_chat
from tests.research.tapes import START, a_folder
from tradewind.app.arena import ArenaRequest, prepared_arena
from tradewind.app.backtesting import BacktestRefused
from tradewind.domain.clock import Instant
from tradewind.research.arena_folder import kept_boards
from tradewind.research.backtest_config import BacktestConfig
from tradewind.research.leaderboard import Leaderboard
from tradewind.research.tape import STEP_MS

QUESTIONS = 8


def a_request(folder: Path, *contenders: str, base_url: str | None = None) -> ArenaRequest:
    return ArenaRequest(
        folder=folder,
        out=folder / "out",
        config=BacktestConfig(
            decider="", symbols=(), end=Instant.from_ms(START.epoch_ms + (QUESTIONS + 12) * STEP_MS)
        ),
        contenders=contenders,
        base_url=base_url,
        home=folder / "home",
    )


async def finish(request: ArenaRequest) -> Leaderboard:
    async with prepared_arena(request, FakeClock()) as ready:
        return await ready.complete(lambda _: None)


async def test_models_and_prompts_meet_policies_and_nobody_is_asked_twice(tmp_path: Path) -> None:
    a_folder(tmp_path, 60)
    async with running_chat(decides()) as server:
        request = a_request(tmp_path, "rule", "model:m:v1", "model:m:v2", "model:m:7b", base_url=server.url)
        board = await finish(request)
        asked = len(server.asked)
        again = await finish(request)

        assert asked == 3 * QUESTIONS
        assert len(server.asked) == asked
        assert {question["model"] for question in server.asked} == {"m", "m:7b"}

    assert again == board
    labels = {row.contender: row.label for row in board.rows}
    assert labels["rule"] is None
    assert labels["model:m:7b"] == "cutoff of m:7b unknown: it may have seen this period"
    assert {row.decisions for row in board.rows} == {QUESTIONS}
    [stored] = kept_boards(tmp_path / "home", 5)
    assert stored.leaderboard == board
    assert stored.curves is not None
    assert {line.contender for line in stored.curves.lines} == set(labels)


async def test_an_operator_s_own_prompt_takes_part_by_its_name(tmp_path: Path) -> None:
    a_folder(tmp_path, 60)
    prompts = tmp_path / "home" / "prompts"
    prompts.mkdir(parents=True)
    (prompts / "system.terse.md").write_text("Be terse. Answer with one JSON object.\n")
    (prompts / "user.terse.md").write_text("```json\n$document\n```\nLeft out: $left_out\n")
    async with running_chat(decides()) as server:
        await finish(a_request(tmp_path, "model:m:terse", base_url=server.url))

        assert all("Be terse" in question["messages"][0]["content"] for question in server.asked)


async def test_all_questions_together_are_weighed_before_the_first(tmp_path: Path) -> None:
    a_folder(tmp_path, 60)
    config = tmp_path / "home" / "config"
    config.mkdir(parents=True)
    (config / "app.yaml").write_text(
        "model:\n  name: dear\n  prompt_usd_per_million: 100.0\n  completion_usd_per_million: 100.0\n"
    )
    alone = replace(a_request(tmp_path, "model:dear:v1"), max_usd=Decimal(5))
    async with prepared_arena(alone, FakeClock()) as ready:
        one = ready.estimates[0].cost_usd
    assert one is not None

    both = replace(a_request(tmp_path, "model:dear:v1", "model:dear:v2"), max_usd=one * Decimal("1.5"))
    with pytest.raises(BacktestRefused, match="more than the"):
        await finish(both)
