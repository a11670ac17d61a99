"""The desk is ready when every expected role runs and nobody objects."""

from datetime import timedelta

from tests.clocks import FakeClock
from tradewind.domain.clock import Instant
from tradewind.telemetry.health import HealthBoard, RoleState


def test_a_role_that_never_reported_keeps_the_desk_from_being_ready() -> None:
    board = HealthBoard(FakeClock(), ("collector",))

    assert board.snapshot().reasons == ("role collector is starting",)


def test_all_roles_running_and_no_objection_is_ready() -> None:
    board = HealthBoard(FakeClock(), ("collector", "trader"))
    board.report("collector", RoleState.RUNNING)
    board.report("trader", RoleState.RUNNING)
    board.object_to_ready("data", "ticker BTC is 70 s old")
    objected = board.snapshot()
    board.settle("data")

    assert objected.reasons == ("ticker BTC is 70 s old",)
    assert board.snapshot().is_ready


def test_a_start_after_a_failure_counts_as_a_restart_and_keeps_the_error() -> None:
    clock = FakeClock()
    board = HealthBoard(clock, ("trader",))
    board.report("trader", RoleState.FAILED, "ledger locked")
    clock.advance(timedelta(seconds=5))
    board.report("trader", RoleState.STARTING)
    board.report("trader", RoleState.RUNNING)

    (role,) = board.snapshot().roles

    assert (role.restarts, role.last_error, role.state) == (1, "ledger locked", RoleState.RUNNING)


def test_a_repeated_report_does_not_move_since() -> None:
    clock = FakeClock()
    started = clock.now()
    board = HealthBoard(clock, ("trader",))
    board.report("trader", RoleState.RUNNING)
    clock.advance(timedelta(seconds=60))
    board.report("trader", RoleState.RUNNING)

    assert board.snapshot().roles[0].since == Instant.of(started)


def test_a_snapshot_does_not_change_afterwards() -> None:
    board = HealthBoard(FakeClock(), ("trader",))
    before = board.snapshot()
    board.report("trader", RoleState.RUNNING)

    assert before.roles[0].state is RoleState.STARTING
