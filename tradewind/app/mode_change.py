"""The runtime mode from outside a desk: asked of the running one, or taken back to the simulator while none runs."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import httpx2

from tradewind.app.clock import SystemClock
from tradewind.app.stations import known_place, place_of
from tradewind.app.status_file import read_status
from tradewind.domain.account import HeldPosition, RuntimeMode
from tradewind.domain.order import OrderRecord
from tradewind.ledger import open_ledger
from tradewind.orders.mode_switch import mode_in_force
from tradewind.settings import Settings
from tradewind.web.routes.runtime_mode import PLACE

ANSWERS_WITHIN = timedelta(seconds=20)
"""The desk asks the venue of the new mode before it answers."""


class ModeRefused(Exception):
    """The mode stays as it is; the message says why and what to do."""


Confirm = Callable[[Sequence[str]], bool]
"""Is shown what would be left open, and says whether to go on all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Who wants which mode."""

    mode: RuntimeMode
    by: str
    reason: str


def change_mode(settings: Settings, wish: Wish, confirm: Confirm) -> str:
    """Carry out `wish` and return what came of it in a sentence; ModeRefused, LedgerUnavailable.

    `confirm` is asked only where something would be left open that nobody watches then.
    """
    running = read_status(settings.launch.home)
    if running is not None:
        return _ask(running.url, wish)
    if wish.mode is not RuntimeMode.SIMULATOR:
        raise ModeRefused(f"no desk runs on {settings.launch.home}: start one, then ask it for {wish.mode}")
    left = asyncio.run(_left_open(settings))
    if left and not confirm(left):
        raise ModeRefused(
            f"{len(left)} of them would be left open; start the desk in its mode and close them"
        )
    asyncio.run(_take_back(settings, wish))
    return "The next desk on this home trades on the simulator."


def shown_mode(settings: Settings) -> RuntimeMode:
    """Return the mode that the desk of this home trades in, or would start in; LedgerUnavailable."""

    async def read() -> RuntimeMode:
        async with open_ledger(settings.database_url, SystemClock()) as ledger:
            default = RuntimeMode(settings.trading.broker)
            return await mode_in_force(ledger, default, known_place(settings.launch.home))

    return asyncio.run(read())


def _ask(url: str, wish: Wish) -> str:
    body = {"mode": wish.mode.value, "by": wish.by, "reason": wish.reason}
    if wish.mode is RuntimeMode.LIVE:
        body["confirm"] = "live"
    try:
        answer = httpx2.patch(
            f"{url}{PLACE}", json=body, headers={"Origin": url}, timeout=ANSWERS_WITHIN.total_seconds()
        )
    except httpx2.HTTPError as e:
        raise ModeRefused(f"the desk at {url} does not answer: {e}") from e
    if answer.status_code != httpx2.codes.ACCEPTED:
        raise ModeRefused(answer.json()["detail"])
    change = answer.json()
    missing = change["approvals_needed"] - len(change["approved_by"])
    if missing:
        return f"Change {change['change_id']} to {wish.mode} waits for {missing} more to approve it."
    return f"The desk is being built anew in {wish.mode} mode."


async def _left_open(settings: Settings) -> Sequence[str]:
    """Return what the ledger still holds at a venue for the desk of this home, one line each."""
    home = known_place(settings.launch.home)
    found: list[str] = []
    async with open_ledger(settings.database_url, SystemClock()) as ledger:
        for portfolio in await ledger.portfolios.every():
            if portfolio.mode is RuntimeMode.SIMULATOR:
                continue
            lease = await ledger.account_leases.of(portfolio.portfolio_id)
            if lease is not None and home and not lease.place.startswith(home):
                continue  # another home's desk trades it
            held = await ledger.positions.held(portfolio.portfolio_id)
            orders = await ledger.orders.unfinished(portfolio.portfolio_id)
            found += [f"{portfolio.mode}: position {_position(each)}" for each in held]
            found += [f"{portfolio.mode}: order {_order(each)}" for each in orders]
    return found


def _position(held: HeldPosition) -> str:
    stop = "no stop" if held.stop_price is None else f"stop {held.stop_price:f}"
    return f"{held.position.quantity.normalize():f} {held.position.symbol}, {stop}"


def _order(record: OrderRecord) -> str:
    order = record.order
    return (
        f"{order.side} {order.quantity.normalize():f} {order.symbol}, {record.state}, {order.client_order_id}"
    )


async def _take_back(settings: Settings, wish: Wish) -> None:
    async with open_ledger(settings.database_url, SystemClock()) as ledger:
        settings.launch.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        home = place_of(settings.launch.home)
        await ledger.runtime_settings.ask(wish.mode, wish.by, wish.reason, approvals_needed=0, desk=home)
