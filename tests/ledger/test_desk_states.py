from datetime import timedelta

from tests.clocks import START
from tradewind.domain.clock import Instant
from tradewind.domain.desk_state import DeskState, Latch
from tradewind.ledger import Ledger

HALT = Latch(state=DeskState.HALTED, by="ann", reason="drill", flatten=True, at=START)
RELEASE = Latch(
    state=DeskState.ACTIVE,
    by="ann",
    reason="over",
    flatten=False,
    at=Instant.of(START + timedelta(seconds=1)),
)


async def test_a_desk_that_was_never_stopped_has_no_turn_on_record(ledger: Ledger) -> None:
    assert await ledger.desk_states.last() is None


async def test_the_newest_turn_counts_and_a_repeat_is_recorded_once(ledger: Ledger) -> None:
    assert await ledger.desk_states.add(HALT)
    assert not await ledger.desk_states.add(HALT)
    assert await ledger.desk_states.last() == HALT
    assert await ledger.desk_states.add(RELEASE)
    assert await ledger.desk_states.last() == RELEASE
