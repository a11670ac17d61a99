"""The time that passes is the time in which the process could work."""

from tests.chaos.pace import Pace


class Machine:
    """A clock, and how long each thread has stood in line."""

    def __init__(self) -> None:
        self.seconds = 100.0
        self.queued = {"1": 5.0}

    def clock(self) -> float:
        return self.seconds

    def waits(self) -> dict[str, float]:
        return dict(self.queued)


def test_work_and_waits_of_our_own_pass() -> None:
    machine = Machine()
    pace = Pace(machine.clock, machine.waits)
    began = pace.time()
    machine.seconds += 3
    assert pace.time() - began == 3


def test_a_turn_that_the_machine_gave_to_others_does_not_pass() -> None:
    machine = Machine()
    pace = Pace(machine.clock, machine.waits)
    began = pace.time()
    machine.seconds += 3
    machine.queued = {"1": 6.0, "2": 1.0}
    assert pace.time() - began == 1


def test_threads_that_wait_side_by_side_never_turn_time_back() -> None:
    machine = Machine()
    pace = Pace(machine.clock, machine.waits)
    began = pace.time()
    machine.seconds += 1
    machine.queued = {"1": 25.0}
    assert pace.time() == began
    machine.seconds += 0.005
    assert pace.time() > began


def test_where_nobody_counts_it_all_time_passes() -> None:
    machine = Machine()
    machine.queued = {}
    pace = Pace(machine.clock, machine.waits)
    began = pace.time()
    machine.seconds += 2
    assert pace.time() - began == 2
