"""A backtest from its folder to its report: killed at any step and resumed, asked of a model, or refused."""

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.fakes.chat_server import decides, running_chat
from tests.research.tapes import START, a_folder
from tradewind.app import backtesting
from tradewind.app.backtesting import BacktestRefused, BacktestRequest, Prepared, prepared
from tradewind.domain.clock import Instant
from tradewind.research.backtest_config import BacktestConfig, Keep
from tradewind.research.backtest_folder import FolderRefused
from tradewind.research.cutoffs import label_of
from tradewind.research.tape import STEP_MS

WRITTEN = ("report.json", "equity.csv", "trades.csv", "decisions.jsonl")


class Killed(BaseException):
    """Ends a run as a kill would: nothing of it may clean up."""


def a_request(folder: Path, out: Path, **changes: object) -> BacktestRequest:
    request = BacktestRequest(
        folder=folder, out=out, config=BacktestConfig(decider="random", symbols=(), keep=Keep.TRADES)
    )
    return replace(request, **changes)  # type: ignore[arg-type]


async def finish(request: BacktestRequest) -> None:
    async with prepared(request) as ready:
        await ready.complete(lambda _: None)


async def kill_at(ready: Prepared, place: int) -> None:
    """Run until `place`, leaving what a killed process leaves."""
    with pytest.raises(Killed):
        await ready.complete(lambda done: _kill(done >= place))


def _kill(is_due: bool) -> None:
    if is_due:
        raise Killed


async def test_a_run_killed_at_any_step_and_resumed_writes_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backtesting, "CHECKPOINT_EVERY", 70)
    monkeypatch.setattr(backtesting, "BREATH_EVERY", 1)
    folder = tmp_path / "candles"
    folder.mkdir()
    a_folder(folder, 900, seed=11)
    whole, out = a_request(folder, tmp_path / "whole"), tmp_path / "killed"
    await finish(whole)

    drawn = random.Random(4)
    place = 0
    while place < 850:
        place += drawn.randint(40, 300)
        async with prepared(a_request(folder, out, is_resumed=True)) as ready:
            if place < 850:
                await kill_at(ready, place)
            else:
                await ready.complete(lambda _: None)

    for name in WRITTEN:
        assert (out / name).read_bytes() == (whole.out / name).read_bytes(), name
    assert (out / "decisions.jsonl").stat().st_size
    assert not (out / "checkpoint.json").exists()


async def test_an_unfinished_run_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backtesting, "CHECKPOINT_EVERY", 50)
    monkeypatch.setattr(backtesting, "BREATH_EVERY", 1)
    a_folder(tmp_path, 200)
    request = a_request(tmp_path, tmp_path / "out")
    async with prepared(request) as ready:
        await kill_at(ready, 120)

    with pytest.raises(FolderRefused, match="go on with --resume"):
        await finish(request)
    other = replace(request, is_resumed=True, config=replace(request.config, seed=8))
    with pytest.raises(FolderRefused, match="other candles or settings"):
        await finish(other)
    (request.out / "checkpoint.json").write_text("{")
    with pytest.raises(FolderRefused, match=r"checkpoint\.json"):
        await finish(replace(request, is_resumed=True))


async def test_a_model_is_asked_once_for_each_question_however_often_it_runs(tmp_path: Path) -> None:
    a_folder(tmp_path, 60)
    end = Instant.from_ms(START.epoch_ms + 20 * STEP_MS)
    async with running_chat(decides()) as server:
        request = a_request(
            tmp_path,
            tmp_path / "out",
            model="a-model",
            base_url=server.url,
            config=BacktestConfig(decider="", symbols=(), end=end),
        )
        async with prepared(request) as ready:
            assert ready.estimate is not None
            assert ready.estimate.questions == 8
            report = await ready.complete(lambda _: None)
        asked = len(server.asked)
        first = (request.out / "report.json").read_bytes()
        await finish(request)

        assert asked == 8
        assert len(server.asked) == asked
        assert (request.out / "report.json").read_bytes() == first
    assert report.label == "cutoff of a-model unknown: it may have seen this period"


async def test_a_window_that_a_model_was_trained_on_is_refused_or_labeled(tmp_path: Path) -> None:
    a_folder(tmp_path, 60)
    request = a_request(tmp_path, tmp_path / "out", model="gemini-2.5-pro", base_url="http://127.0.0.1:9")
    seen = replace(request.config, begin=Instant.parse("2025-01-15T00:00:00Z"))

    with pytest.raises(BacktestRefused, match=r"may have seen this period: .*2025-02-01.*--may-have-seen"):
        await finish(replace(request, config=seen))
    async with prepared(replace(request, config=seen, may_have_seen=True)) as ready:
        assert "may have seen" in str(ready.run.config.label)
    async with prepared(request) as ready:
        assert ready.run.config.label is None


def test_a_rule_behind_a_chat_api_has_seen_nothing() -> None:
    assert label_of("lab-rules", START) is None
    assert label_of("openai/gpt-4o-mini", Instant.parse("2023-10-01T00:00:00Z")) is not None
    assert label_of("openai/gpt-4o-mini", START) is None


async def test_a_run_that_would_cost_too_much_is_refused_before_the_first_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_folder(tmp_path, 60)
    config_folder = tmp_path / "home" / "config"
    config_folder.mkdir(parents=True)
    (config_folder / "app.yaml").write_text(
        "model:\n  name: dear\n  prompt_usd_per_million: 100.0\n  completion_usd_per_million: 100.0\n"
    )
    monkeypatch.delenv("TRADEWIND_HOME", raising=False)
    request = a_request(
        tmp_path, tmp_path / "out", model="dear", home=tmp_path / "home", max_usd=Decimal("0.01")
    )

    with pytest.raises(BacktestRefused, match=r"48 questions, .* more than the 0.01 USD allowed"):
        await finish(request)
