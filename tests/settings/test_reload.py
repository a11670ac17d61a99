"""Settings that change while the desk runs: whole, in one step, and never looser without a word."""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from tests.clocks import START, FakeClock
from tests.waiting import eventually
from tradewind.domain.account import RuntimeMode
from tradewind.risk.limits import Enforcement, RiskLimits
from tradewind.settings import Settings, load_settings, rooms
from tradewind.settings.acceptance import NAME, accept
from tradewind.settings.process import Launch
from tradewind.settings.reload import SettingsWatch


class Desk:
    """A home, its files and the watch over them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        (home / "config").mkdir(parents=True, exist_ok=True)
        self.watch = SettingsWatch(self._read(), self._read, FakeClock())

    def _read(self) -> Settings:
        return load_settings(Launch(home=self.home), {})

    def path(self, name: str) -> Path:
        return self.home / "config" / f"{name}.yaml"

    def write(self, name: str, content: Mapping[str, object]) -> None:
        self.path(name).write_text(yaml.safe_dump(dict(content)))

    async def look(self) -> None:
        """Until what stands there has come to rest and was judged."""
        await self.watch.look()
        await self.watch.look()

    def accept(self) -> None:
        accept(self.home, self.watch.state.waiting_sha256 or "", "ann", START)

    @property
    def limits(self) -> RiskLimits:
        return rooms.risk_limits(self.watch.settings, RuntimeMode.SIMULATOR)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def test_a_valid_file_is_taken_over_in_one_step_f75(desk: Desk) -> None:
    before, version = desk.watch.settings, desk.watch.state.version
    desk.write("trading", {"risk": {"max_leverage": 3}, "cycle": {"period_seconds": 60}})

    await desk.look()

    assert desk.watch.settings is not before
    assert before.trading.risk.max_leverage == 10
    assert desk.limits.max_leverage == 3
    assert desk.watch.settings.trading.cycle.period_seconds == 60
    assert desk.watch.state.version == desk.watch.settings.version != version
    assert desk.watch.state.error is None


async def test_whoever_waits_hears_of_the_settings_at_once(desk: Desk) -> None:
    known = desk.watch.settings
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(desk.watch.beyond(known))
        desk.write("trading", {"risk": {"max_leverage": 3}})
        await desk.look()

        assert await waiting is desk.watch.settings


HOSTILE = {
    "half a line": b"risk:\n  max_leverage: 3\n  daily_loss_",
    "an open bracket": b"risk:\n  max_leverage: [3",
    "nothing at all": b"",
    "a list": b"- 1\n- 2\n",
    "a value out of range": b"risk:\n  max_leverage: 900\n",
    "not a number": b"risk:\n  max_leverage: .nan\n",
    "an unknown key": b"risk:\n  max_leverge: 3\n",
    "a key twice": b"risk:\n  max_leverage: 3\n  max_leverage: 4\n",
    "aliases": b"a: &a [1,1]\nb: &b [*a,*a]\nc: &c [*b,*b]\nrisk: *c\n",
    "a merge of aliases": b"x: &x {max_leverage: 3}\nrisk:\n  <<: *x\n",
    "python": b"risk: !!python/object/apply:os.system ['true']\n",
    "not text": b"risk:\n  \xff\xfe\n",
    "a date that is none": b"risk: 2026-99-99\n",
    "a number of a million digits": b"opening_cash: " + b"9" * 60_000 + b"\n",
    "deep nesting": b"risk: " + b"[" * 20_000,
    "a tab": b"risk:\n\tmax_leverage: 3\n",
    "null bytes": b"risk:\n  max_leverage: 3\x00\n",
    "too much": b"# " + b"x" * 70_000,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_broken_or_hostile_file_changes_nothing_and_is_named_f75(desk: Desk, content: bytes) -> None:
    before = desk.watch.settings
    desk.path("trading").write_bytes(content)

    await desk.look()

    assert desk.watch.settings is before
    assert str(desk.path("trading")) in (desk.watch.state.error or "")
    assert len(desk.watch.state.error or "") < 600

    desk.write("trading", {"risk": {"max_leverage": 3}})
    await desk.look()

    assert desk.watch.state.error is None
    assert desk.limits.max_leverage == 3


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("risk:\n  min_confidence: 0.7\n  max_leverage: 900\n", "line 3"),
        ("risk:\n  max_leverage: 3\n    oops: 1\n", "line 3"),
        ("risk:\n  max_leverage: 3\n  max_leverage: 4\n", "line 3"),
    ],
)
async def test_the_error_names_the_line_f75(desk: Desk, text: str, line: str) -> None:
    desk.path("trading").write_text(text)

    await desk.look()

    assert line in (desk.watch.state.error or "")


async def test_a_file_that_is_still_being_written_is_not_read_f75(desk: Desk) -> None:
    desk.path("trading").write_text("risk:\n  max_leverage: 1\n")
    await desk.watch.look()
    desk.path("trading").write_text("risk:\n  max_leverage: 10\n  min_confidence: 0.9\n")
    await desk.watch.look()

    assert desk.limits.max_leverage == 10, "the first half would have been a file of its own"

    await desk.watch.look()

    assert desk.limits.min_confidence == 0.9


async def test_a_pipe_in_the_place_of_a_file_holds_nobody_up_f75(desk: Desk) -> None:
    os.mkfifo(desk.path("trading"))

    await desk.look()

    assert "it is no file" in (desk.watch.state.error or "")


async def test_a_removed_file_is_an_error_and_not_the_shipped_values_f75(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "trading.yaml").write_text("risk:\n  max_leverage: 2\n")
    desk = Desk(tmp_path)
    await desk.look()
    desk.path("trading").unlink()

    await desk.look()

    assert desk.limits.max_leverage == 2
    assert "was removed" in (desk.watch.state.error or "")


async def test_a_loosened_limit_waits_while_a_tightened_one_counts_f77(desk: Desk) -> None:
    desk.write(
        "trading",
        {
            "risk": {
                "max_leverage": 20,
                "daily_loss_cap": "500",
                "max_exposure_share": 4,
                "enforcement": {"simulator": "observed"},
            }
        },
    )

    await desk.look()

    limits = desk.limits
    assert limits.max_leverage == 10
    assert limits.daily_loss_cap == 500
    assert limits.max_total_exposure_share == 2
    assert limits.enforcement is Enforcement.ENFORCED
    assert set(desk.watch.state.waiting) == {
        "trading.risk.max_leverage stays 10.0, the file says 20.0",
        "trading.risk.max_exposure_share stays 2.0, the file says 4.0",
        "trading.risk.enforcement.simulator stays enforced, the file says observed",
    }


async def test_more_symbols_for_the_model_wait_too_f77(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "trading.yaml").write_text("model_symbols: [BTC-USDT-SWAP, ETH-USDT-SWAP]\n")
    desk = Desk(tmp_path)
    desk.write("trading", {"model_symbols": ["BTC-USDT-SWAP"]})
    await desk.look()
    assert desk.watch.settings.trading.model_symbols == ("BTC-USDT-SWAP",)

    desk.write("trading", {"model_symbols": []})
    await desk.look()

    assert desk.watch.settings.trading.model_symbols == ("BTC-USDT-SWAP",)
    assert len(desk.watch.state.waiting) == 1


async def test_an_acceptance_counts_for_that_content_and_once_f77(desk: Desk) -> None:
    looser = {"risk": {"max_leverage": 20}}
    desk.write("trading", looser)
    await desk.look()
    assert desk.limits.max_leverage == 10

    desk.accept()
    await desk.look()

    assert desk.limits.max_leverage == 20
    assert desk.watch.state.waiting == ()
    assert not (desk.home / NAME).exists()

    desk.write("trading", {"risk": {"max_leverage": 5}})
    await desk.look()
    desk.write("trading", looser)
    await desk.look()

    assert desk.limits.max_leverage == 5, "what was accepted was accepted that day"


async def test_an_acceptance_of_another_content_is_worth_nothing_f77(desk: Desk) -> None:
    desk.write("trading", {"risk": {"max_leverage": 12}})
    await desk.look()
    desk.accept()
    desk.write("trading", {"risk": {"max_leverage": 100}})

    await desk.look()

    assert desk.limits.max_leverage == 10
    assert not (desk.home / NAME).exists()


async def test_an_acceptance_of_nobody_s_making_is_ignored_f77(desk: Desk) -> None:
    desk.write("trading", {"risk": {"max_leverage": 12}})
    (desk.home / NAME).write_text("{")

    await desk.look()

    assert desk.limits.max_leverage == 10


async def test_what_only_a_start_takes_over_is_said(desk: Desk) -> None:
    desk.write("app", {"server": {"port": 9000}, "model": {"name": "another-model"}})

    await desk.look()

    assert desk.watch.state.needs_restart == ("app.server.port",)
    assert desk.watch.settings.app.server.port == 8000
    assert desk.watch.settings.app.model.name == "another-model"


async def test_the_watch_looks_by_itself(desk: Desk) -> None:
    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(desk.watch.run())
        desk.write("trading", {"risk": {"max_leverage": 3}})
        await eventually(lambda: desk.limits.max_leverage == 3)
        watching.cancel()
