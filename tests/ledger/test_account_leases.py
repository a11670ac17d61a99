from datetime import timedelta

from tests.clocks import FakeClock
from tests.ledger.records import DESK, an_order
from tradewind.domain.account_lease import AccountLease
from tradewind.domain.order import OrderState
from tradewind.ledger import Ledger


async def taken(ledger: Ledger, holder: str, instead_of: AccountLease | None = None) -> AccountLease:
    lease = await ledger.account_leases.take(DESK, holder, "here", instead_of=instead_of)
    assert lease is not None
    return lease


async def test_an_account_that_nobody_ever_held_has_no_lease(ledger: Ledger) -> None:
    assert await ledger.account_leases.of(DESK) is None


async def test_one_of_two_takes_a_free_account_f70(ledger: Ledger) -> None:
    first = await taken(ledger, "one")

    assert await ledger.account_leases.take(DESK, "two", "there", instead_of=None) is None
    assert await ledger.account_leases.of(DESK) == first


async def test_an_account_is_taken_over_only_from_a_holder_that_is_silent_f70(ledger: Ledger) -> None:
    first = await taken(ledger, "one")
    assert await ledger.account_leases.renew(first)

    assert await ledger.account_leases.take(DESK, "two", "there", instead_of=first) is None
    silent = await ledger.account_leases.of(DESK)
    second = await taken(ledger, "two", silent)
    assert second.token == first.token + 1


async def test_a_holder_that_lost_the_account_learns_it_and_takes_nothing_away_f71(ledger: Ledger) -> None:
    first = await taken(ledger, "one")
    second = await taken(ledger, "two", first)

    assert not await ledger.account_leases.renew(first)
    await ledger.account_leases.leave(first)
    assert await ledger.account_leases.of(DESK) == second


async def test_what_is_left_is_free_and_the_next_token_is_higher(ledger: Ledger, clock: FakeClock) -> None:
    first = await taken(ledger, "one")
    await ledger.account_leases.leave(first)
    left = await ledger.account_leases.of(DESK)
    assert left is not None
    assert not left.is_held
    assert not await ledger.account_leases.renew(first)

    clock.advance(timedelta(seconds=1))
    second = await taken(ledger, "two", left)
    assert (second.token, second.since) == (2, clock.now())


async def test_an_order_is_claimed_under_the_lease_in_force_alone_f71(ledger: Ledger) -> None:
    order = an_order()
    await ledger.orders.add(order)
    first = await taken(ledger, "one")
    second = await taken(ledger, "two", first)

    async def claimed(lease: AccountLease) -> bool:
        return await ledger.orders.advance(
            order.client_order_id, OrderState.INTENT, OrderState.SENDING, fence=lease.token
        )

    assert not await claimed(first)
    assert await claimed(second)
