from contextlib import suppress
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lab.exchange.scripted import AFTER_START_MS, START_MS, ScriptedMarket, a_ticket, opened
from tradewind_lab.exchange.account import Account
from tradewind_lab.exchange.charges import FUNDING_PERIOD_MS
from tradewind_lab.exchange.orders import MarginMode, Rejected, Ticket

PRICES = st.integers(min_value=300_000, max_value=700_000).map(lambda ticks: str(Decimal(ticks) / 10))
SIZES = st.integers(min_value=1, max_value=900).map(lambda lots: str(Decimal(lots) / 100))
TICKETS = st.builds(
    a_ticket,
    st.sampled_from(["buy", "sell"]),
    SIZES,
    st.none() | PRICES,
    mode=st.sampled_from(list(MarginMode)),
    reduce_only=st.booleans(),
)
MOVES = st.tuples(PRICES, st.none() | TICKETS, st.integers(min_value=1, max_value=FUNDING_PERIOD_MS))


def _play(moves: list[tuple[str, Ticket | None, int]]) -> Account:
    market = ScriptedMarket(spread="0.2", depth="4")
    market.levels = 4
    market.rates = {START_MS + n * FUNDING_PERIOD_MS: Decimal("0.00013") for n in range(60)}
    exchange, account = opened(market)
    now_ms = AFTER_START_MS
    for price, ticket, pause_ms in moves:
        now_ms += pause_ms
        market.tell(now_ms, price)
        exchange.settle(now_ms)
        if ticket is not None:
            with suppress(Rejected):
                exchange.desk.place(account, ticket, now_ms)
    return account


@settings(max_examples=60, deadline=None)
@given(st.lists(MOVES, max_size=25))
def test_the_books_always_close(moves: list[tuple[str, Ticket | None, int]]) -> None:
    account = _play(moves)

    for key in {(f.symbol, f.margin_mode, f.position_side) for f in account.fills}:
        own = (f for f in account.fills if (f.symbol, f.margin_mode, f.position_side) == key)
        assert account.held(key) == sum(f.size * f.side.sign for f in own)

    assert account.wallet - account.deposit == sum(bill.change for bill in account.bills)
    every = [*account.positions.values(), *account.closed_positions]
    assert account.wallet - account.deposit == sum(p.realized for p in every)
    assert sum(f.fee + f.pnl for f in account.fills) == sum(p.pnl + p.fee for p in every)

    for order in account.orders.values():
        own_fills = [f for f in account.fills if f.order_id == order.id]
        assert order.filled == sum(f.size for f in own_fills) <= order.ticket.size
        assert order.fee == sum(f.fee for f in own_fills)
    trade_ids = [f.trade_id for f in account.fills]
    assert len(set(trade_ids)) == len(trade_ids)


@settings(max_examples=60, deadline=None)
@given(st.lists(MOVES, max_size=25))
def test_the_average_price_lies_among_the_fills(moves: list[tuple[str, Ticket | None, int]]) -> None:
    account = _play(moves)
    prices = [f.price for f in account.fills]
    for position in account.positions.values():
        assert min(prices) <= round(position.average_price, 15) <= max(prices)
        assert position.quantity != 0
