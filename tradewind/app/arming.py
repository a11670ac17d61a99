"""What each runtime mode asks for before anything is traded in it, and how a person provides it."""

import asyncio
from collections.abc import Callable, Sequence

from tradewind.app.brokers import BrokerGround, VenueRefused, create_broker
from tradewind.app.promotion import promotion_steps
from tradewind.domain.account import RuntimeMode
from tradewind.domain.desk_state import DeskState
from tradewind.domain.runtime_mode import ArmingStep
from tradewind.orders.mode_switch import Arming
from tradewind.settings import Settings
from tradewind.settings.authored import authored_keys

CAPS = ("max_notional_share", "max_exposure_share", "max_leverage", "daily_loss_cap", "drawdown_pause_share")
"""Limits that somebody has to have written down before money is traded; the shipped ones are nobody's decision."""


def arming(settings: Settings, ground: BrokerGround, state: Callable[[], DeskState]) -> Arming:
    """Return a question for every condition of a mode, asked anew each time."""

    async def steps(mode: RuntimeMode) -> Sequence[ArmingStep]:
        if mode is RuntimeMode.SIMULATOR:
            return ()
        found = [_free(state())]
        if mode is RuntimeMode.LIVE:
            found.append(_caps(settings))
        if settings.trading.promotion.required:
            found += await asyncio.to_thread(promotion_steps, settings)
        found.append(await _venue(mode, settings, ground))
        return found

    return steps


def _free(state: DeskState) -> ArmingStep:
    is_met = state is DeskState.ACTIVE
    what = "the desk is active" if is_met else f"the desk is {state}; resume it first"
    return ArmingStep(name="kill_switch", is_met=is_met, what=what)


def must_be_capped(mode: RuntimeMode, settings: Settings) -> None:
    """Return when `mode` may be traded with the limits that are written down; VenueRefused names what is missing.

    Asked at every start: the mode may come from the settings, and nobody be asked for it.
    """
    if mode is RuntimeMode.LIVE and not (step := _caps(settings)).is_met:
        raise VenueRefused(step.what)


def _caps(settings: Settings) -> ArmingStep:
    own = settings.launch.home / "config" / "trading.yaml"
    missing = sorted(set(CAPS) - authored_keys(own, "risk"))
    if not missing:
        return ArmingStep(name="caps", is_met=True, what=f"the caps are written in {own}")
    return ArmingStep(
        name="caps", is_met=False, what=f"write your own {', '.join(missing)} under risk: in {own}"
    )


async def _venue(mode: RuntimeMode, settings: Settings, ground: BrokerGround) -> ArmingStep:
    try:
        venue = create_broker(mode, settings, ground)
    except VenueRefused as e:
        return ArmingStep(name="venue", is_met=False, what=str(e))
    try:
        await venue.must_answer()
    except VenueRefused as e:
        return ArmingStep(name="venue", is_met=False, what=str(e))
    finally:
        await venue.aclose()
    return ArmingStep(
        name="venue", is_met=True, what="the venue knows the key, and it may trade and not withdraw"
    )
