from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.brokers.orders import DESK, an_order
from tests.clocks import START, FakeClock
from tests.orders.desks import opened_ledger
from tradewind.domain.fill import Fill, Liquidity
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderState as S
from tradewind.orders.states import NEWS, STEPS, IllegalStep, step
from tradewind.orders.states import OrderEvent as E

OPEN = {S.INTENT, S.SENDING, S.UNKNOWN, S.ACCEPTED, S.PARTIAL}
SENT = {S.SENDING, S.UNKNOWN, S.ACCEPTED, S.PARTIAL, S.PENDING_CANCEL}

RULES: dict[E, tuple[S, set[S], set[S]]] = {
    E.SEND: (S.SENDING, {S.INTENT}, set()),
    E.ACCEPT: (S.ACCEPTED, {S.SENDING, S.UNKNOWN, S.EXPIRED}, set(S) - {S.INTENT, S.REJECTED}),
    E.REJECT: (S.REJECTED, {S.INTENT, S.SENDING, S.UNKNOWN, S.ACCEPTED}, {S.REJECTED}),
    E.LOSE: (S.UNKNOWN, {S.SENDING}, set(S) - {S.INTENT, S.SENDING}),
    E.FILL_PART: (S.PARTIAL, OPEN, set(S)),
    E.FILL_ALL: (S.FILLED, set(S), set()),
    E.ASK_CANCEL: (S.PENDING_CANCEL, {S.ACCEPTED, S.PARTIAL}, {S.PENDING_CANCEL}),
    E.CANCEL: (S.CANCELED, SENT | {S.EXPIRED}, {S.CANCELED, S.FILLED}),
    E.EXPIRE: (S.EXPIRED, SENT | {S.INTENT}, {S.EXPIRED, S.FILLED}),
}
"""Of each event: where it leads, from which states, and which states stay as they are."""


def told(state: S, event: E) -> S | None:
    """Return what the rules say; None: it cannot happen."""
    to, moved, unmoved = RULES[event]
    if state in moved:
        return to
    return state if state in unmoved else None


@given(state=st.sampled_from(S), event=st.sampled_from(E))
def test_the_table_is_what_the_rules_say(state: S, event: E) -> None:
    expected = told(state, event)
    if expected is None:
        with pytest.raises(IllegalStep, match=f"{state} cannot"):
            step(state, event)
    else:
        assert step(state, event) is expected


@given(events=st.lists(st.sampled_from(E), max_size=30))
def test_nothing_undoes_a_full_fill_and_nothing_sends_twice(events: list[E]) -> None:
    state, sends, was_filled = S.INTENT, 0, False
    for event in events:
        if event not in STEPS[state]:
            continue
        state = step(state, event)
        sends += event is E.SEND
        was_filled |= event is E.FILL_ALL
        assert not was_filled or state is S.FILLED
    assert sends <= 1


def test_f12_a_cancel_that_comes_after_the_full_fill_leaves_it_filled() -> None:
    assert step(S.FILLED, E.CANCEL) is S.FILLED
    assert step(step(S.CANCELED, E.FILL_ALL), E.CANCEL) is S.FILLED


def test_every_state_that_a_venue_reports_is_news() -> None:
    assert set(NEWS) == set(S) - {S.INTENT, S.SENDING, S.UNKNOWN}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize(("event", "quantity"), [(E.FILL_PART, "0.02"), (E.FILL_ALL, "0.05")])
async def test_the_ledger_moves_an_order_on_a_fill_as_the_table_does(
    tmp_path: Path, state: S, event: E, quantity: str
) -> None:
    fill = Fill(
        venue="scripted",
        symbol=an_order().symbol,
        trade_id="t1",
        client_order_id=ClientOrderId("entry"),
        venue_order_id=None,
        side=an_order().side,
        quantity=BaseQty(Decimal(quantity)),
        price=Decimal(60_000),
        fee=Decimal(0),
        fee_currency="USDT",
        liquidity=Liquidity.TAKER,
        exchange_time=START,
    )
    async with opened_ledger(tmp_path, FakeClock()) as ledger:
        await ledger.orders.add(an_order())
        await ledger.orders.advance(ClientOrderId("entry"), S.INTENT, state)
        await ledger.fills.post(DESK, fill, an_order())
        record = await ledger.orders.get(ClientOrderId("entry"))
        assert record is not None
        assert record.state is step(state, event)
