from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from tests.brokers.orders import DESK
from tests.clocks import FakeClock
from tests.ledger.records import a_fill, an_order
from tests.orders.desks import DECISION, an_opening
from tests.orders.order_desks import a_stage
from tests.risk.situations import BTC
from tradewind.domain.account import RuntimeMode
from tradewind.domain.runtime_mode import ArmingStep
from tradewind.ledger import Ledger, RecordRefused
from tradewind.orders.mode_switch import ModeConfig, ModeSwitch, SwitchRefused, mode_in_force

KEYS = ArmingStep(name="keys", is_met=True, what="OKX_DEMO_API_KEY is set")
NO_FILE = ArmingStep(name="file", is_met=False, what="write the word live into LIVE")


class Conditions:
    """What a test says is met."""

    def __init__(self) -> None:
        self.of_live: list[ArmingStep] = [KEYS]

    async def __call__(self, mode: RuntimeMode) -> Sequence[ArmingStep]:
        return self.of_live if mode is RuntimeMode.LIVE else [KEYS]


@pytest.fixture
def conditions() -> Conditions:
    return Conditions()


@pytest.fixture
def switch(ledger: Ledger, clock: FakeClock, conditions: Conditions) -> ModeSwitch:
    return a_switch(ledger, clock, conditions, live_approvals=1)


def a_switch(
    ledger: Ledger, clock: FakeClock, conditions: Conditions, *, live_approvals: int = 0
) -> ModeSwitch:
    return ModeSwitch(
        mode=RuntimeMode.SIMULATOR,
        ledger=ledger,
        clock=clock,
        portfolio_id=DESK,
        arming=conditions,
        config=ModeConfig(live_approvals=live_approvals),
    )


async def test_a_desk_is_built_in_its_default_until_somebody_switches(
    ledger: Ledger, switch: ModeSwitch
) -> None:
    assert await mode_in_force(ledger, RuntimeMode.SIMULATOR) is RuntimeMode.SIMULATOR
    await switch.ask(RuntimeMode.PAPER, "ann", "try it")
    assert await mode_in_force(ledger, RuntimeMode.SIMULATOR) is RuntimeMode.PAPER
    assert switch.switched.is_set()


async def test_s47_what_is_open_is_never_left_behind(ledger: Ledger, switch: ModeSwitch) -> None:
    await ledger.fills.post(DESK, a_fill("1"), None)
    await ledger.orders.add(an_order("tw1"))

    with pytest.raises(SwitchRefused, match=r"positions in BTC-USDT-SWAP and orders tw1; close and cancel"):
        await switch.ask(RuntimeMode.PAPER, "ann", "try it")
    assert not switch.switched.is_set()
    assert await ledger.runtime_settings.in_force() is None


async def test_an_unmet_condition_refuses_and_says_what_to_do(
    switch: ModeSwitch, conditions: Conditions
) -> None:
    conditions.of_live.append(NO_FILE)
    with pytest.raises(SwitchRefused, match="write the word live into LIVE") as refused:
        await switch.ask(RuntimeMode.LIVE, "ann", "now")
    assert refused.value.unmet == (NO_FILE,)


async def test_live_waits_for_a_second_person(ledger: Ledger, switch: ModeSwitch) -> None:
    asked = await switch.ask(RuntimeMode.LIVE, "ann", "now")
    assert not switch.switched.is_set()
    assert await switch.waiting() == [asked]

    with pytest.raises(RecordRefused, match="takes somebody else"):
        await switch.approve(asked.change_id, "ann")
    await switch.approve(asked.change_id, "bob")
    assert switch.switched.is_set()
    assert await mode_in_force(ledger, RuntimeMode.SIMULATOR) is RuntimeMode.LIVE


async def test_an_approval_finds_the_conditions_as_they_are_by_then(
    switch: ModeSwitch, conditions: Conditions
) -> None:
    asked = await switch.ask(RuntimeMode.LIVE, "ann", "now")
    conditions.of_live.append(NO_FILE)
    with pytest.raises(SwitchRefused):
        await switch.approve(asked.change_id, "bob")
    assert not switch.switched.is_set()


async def test_an_approval_that_comes_too_late_is_refused(switch: ModeSwitch, clock: FakeClock) -> None:
    asked = await switch.ask(RuntimeMode.LIVE, "ann", "now")
    clock.advance(timedelta(hours=2))
    assert await switch.waiting() == []
    with pytest.raises(RecordRefused, match="waits for approval"):
        await switch.approve(asked.change_id, "bob")


async def test_live_alone_is_in_force_at_once_where_nobody_else_is_needed(
    ledger: Ledger, clock: FakeClock, conditions: Conditions
) -> None:
    change = await a_switch(ledger, clock, conditions).ask(RuntimeMode.LIVE, "ann", "now")
    assert change.in_force_at is not None


@pytest.mark.parametrize("wrong", [{"live_approvals": -1}, {"approval_lifetime": timedelta(0)}])
def test_a_config_that_cannot_be_kept_is_refused(wrong: dict[str, int | timedelta]) -> None:
    with pytest.raises(ValueError, match="must be"):
        ModeConfig(**wrong)  # type: ignore[arg-type]


async def test_nothing_opens_while_a_switch_is_considered(tmp_path: Path) -> None:
    async with a_stage(tmp_path) as stage:

        async def trades_meanwhile(_mode: RuntimeMode) -> Sequence[ArmingStep]:
            record = await stage.desk.execution.execute(an_opening(), DECISION)
            assert record.reason == "the desk is about to leave simulator mode"
            return [KEYS]

        switch = ModeSwitch(
            mode=RuntimeMode.SIMULATOR,
            ledger=stage.ledger,
            clock=stage.clock,
            portfolio_id=DESK,
            arming=trades_meanwhile,
            config=ModeConfig(),
            hold=stage.desk.hold_openings,
        )
        await switch.ask(RuntimeMode.PAPER, "ann", "try it")

        assert stage.broker.placed == []
        assert stage.reason(BTC) == "the desk is about to leave simulator mode", "until it is built anew"


async def test_a_switch_that_is_refused_lets_the_desk_open_again(tmp_path: Path) -> None:
    async def unmet(_mode: RuntimeMode) -> Sequence[ArmingStep]:
        return [NO_FILE]

    async with a_stage(tmp_path) as stage:
        switch = ModeSwitch(
            mode=RuntimeMode.SIMULATOR,
            ledger=stage.ledger,
            clock=stage.clock,
            portfolio_id=DESK,
            arming=unmet,
            config=ModeConfig(),
            hold=stage.desk.hold_openings,
        )
        with pytest.raises(SwitchRefused):
            await switch.ask(RuntimeMode.LIVE, "ann", "now")
        assert stage.reason(BTC) is None
