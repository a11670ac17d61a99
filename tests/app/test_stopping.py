from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.clocks import FakeClock
from tests.orders.order_desks import a_stage, at_work
from tests.waiting import eventually
from tradewind.app.launch import run_desk
from tradewind.app.outside import StartRefused
from tradewind.app.stopping import look, turn
from tradewind.cli.commands import app
from tradewind.cli.screen import Screen
from tradewind.domain.desk_state import DeskState
from tradewind.orders import ReleaseRefused
from tradewind.orders.latch_file import HALT_NAME, LATCH_NAME
from tradewind.settings import SettingsFiles
from tradewind.settings.process import Launch


def command(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.output


def test_a_home_that_was_never_stopped_is_active(tmp_path: Path) -> None:
    assert look(tmp_path).state is DeskState.ACTIVE
    assert command("kill-switch", "--home", str(tmp_path)) == (
        0,
        "The desk is active.\nNo desk runs on this home; the next one obeys before it trades.\n",
    )


def test_a_stop_and_a_release_are_written_in_order_whatever_the_clock_says(tmp_path: Path) -> None:
    clock = FakeClock()
    first = turn(tmp_path, DeskState.HALTED, "drill", clock=clock)
    clock.advance(timedelta(hours=-1))
    second = turn(tmp_path, DeskState.ACTIVE, "over", clock=clock)
    assert (first.state, second.state) == (DeskState.HALTED, DeskState.ACTIVE)
    assert first.latch is not None
    assert second.latch is not None
    assert second.latch.at > first.latch.at


def test_the_commands_stop_and_release(tmp_path: Path) -> None:
    code, said = command("halt", "--home", str(tmp_path), "--flatten", "--reason", "too loud")
    assert code == 0
    assert "The desk is halted." in said
    assert "too loud, positions are closed" in said
    assert look(tmp_path).state is DeskState.HALTED
    assert command("resume", "--home", str(tmp_path))[0] == 0
    assert look(tmp_path).state is DeskState.ACTIVE
    assert command("halt", "--reducing", "--home", str(tmp_path))[0] == 0
    assert look(tmp_path).state is DeskState.REDUCING


def test_the_file_halt_must_go_before_a_release(tmp_path: Path) -> None:
    (tmp_path / HALT_NAME).touch()
    with pytest.raises(ReleaseRefused, match="remove it first"):
        turn(tmp_path, DeskState.ACTIVE, "over")
    code, said = command("resume", "--home", str(tmp_path))
    assert code == 2
    assert "remove it first" in said


def test_a_latch_that_cannot_be_read_counts_as_halted(tmp_path: Path) -> None:
    (tmp_path / LATCH_NAME).write_text("?")
    assert look(tmp_path).state is DeskState.HALTED
    assert "cannot be read" in command("kill-switch", "--home", str(tmp_path))[1]


async def test_a_running_desk_obeys_the_command_and_leaves_its_proof_on_the_disk(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage, at_work(stage):
        turn(tmp_path, DeskState.HALTED, "drill", clock=stage.clock)
        await eventually(lambda: stage.desk.kill_switch.state is DeskState.HALTED)
        await eventually(lambda: (proof := look(tmp_path).proof) is not None and proof.is_done)
        proof = look(tmp_path).proof
    assert proof is not None
    assert (proof.open_orders, proof.positions) == (0, 0)
    assert (
        "open orders 0, stops and targets 0, positions 0: done."
        in command("kill-switch", "--home", str(tmp_path))[1]
    )


def test_a_desk_does_not_start_with_a_failpoint_left_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAILPOINT", "before_send")
    files = SettingsFiles(launch=Launch(home=tmp_path / "home"), environment={})
    with pytest.raises(StartRefused, match="would end this desk in the middle of an order"):
        run_desk(files.read(), Screen(), files)
    assert not (tmp_path / "home").exists()
