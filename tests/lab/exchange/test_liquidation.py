"""Positions whose margin is used up are taken over; the customer loses what stood for them and no more."""

from decimal import Decimal

import pytest

from tests.lab.exchange.scripted import (
    AFTER_START_MS,
    BTC,
    START_MS,
    ScriptedMarket,
    a_protection,
    a_ticket,
    opened,
)
from tradewind_lab.exchange.account import Account
from tradewind_lab.exchange.bills import BillType
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.exchange.orders import (
    MarginMode,
    OrderCategory,
    OrderState,
    PositionSide,
    Rejected,
    Ticket,
)
from tradewind_lab.exchange.watch import Watch
from tradewind_lab.market import Market
from tradewind_lab.reel import Reel
from tradewind_lab.tape.generator import GeneratedTape

ETH = "ETH-USDT-SWAP"
NET, ISOLATED, CROSS = PositionSide.NET, MarginMode.ISOLATED, MarginMode.CROSS


def holding(
    market: ScriptedMarket, ticket: Ticket, *, leverage: str, deposit: str = "10000"
) -> tuple[Exchange, Account]:
    exchange, account = opened(market, deposit)
    of = (ticket.symbol, ticket.margin_mode, NET)
    exchange.set_leverage(account, of, Decimal(leverage), AFTER_START_MS)
    exchange.desk.place(account, ticket, AFTER_START_MS)
    return exchange, account


def moved(exchange: Exchange, market: ScriptedMarket, *prices: str) -> None:
    for place, price in enumerate(prices, start=1):
        at_ms = AFTER_START_MS + place * 1000
        market.tell(at_ms, price)
        exchange.settle(at_ms)


def isolated_long(market: ScriptedMarket) -> tuple[Exchange, Account]:
    """0.1 BTC at 50,000 with 500 USDT; (50,000 - 5,000) / (1 - 0.4 % - 0.05 %) = 45,203.4."""
    return holding(market, a_ticket("buy", "10", mode=ISOLATED), leverage="10")


def test_an_isolated_position_stands_until_its_estimated_price_and_not_beyond() -> None:
    market = ScriptedMarket()
    exchange, account = isolated_long(market)

    moved(exchange, market, "45203.5")
    assert account.held((BTC, ISOLATED, NET)) == 10
    moved(exchange, market, "45203.5", "45203.4")
    assert not account.positions


def test_the_venue_takes_it_with_an_order_a_fill_and_two_bills() -> None:
    market = ScriptedMarket()
    exchange, account = isolated_long(market)
    moved(exchange, market, "45203.4")

    order = list(account.orders.values())[-1]
    assert (order.category, order.state) == (OrderCategory.FULL_LIQUIDATION, OrderState.FILLED)
    assert (account.fills[-1].price, account.fills[-1].client_id) == (Decimal("45203.4"), None)
    execution, penalty = account.bills[-2:]
    assert {execution.type, penalty.type} == {BillType.LIQUIDATION}
    assert (execution.order_id, penalty.order_id) == (order.id, None)
    assert penalty.change == -(500 + execution.pnl + execution.fee)  # all that was left of its margin
    [closed] = account.closed_positions
    assert closed.is_liquidated
    assert closed.realized == account.wallet - account.deposit


@pytest.mark.parametrize(("side", "beyond"), [("buy", "40000"), ("sell", "60000")])
def test_a_gap_takes_no_more_than_the_isolated_margin(side: str, beyond: str) -> None:
    market = ScriptedMarket()
    exchange, account = holding(market, a_ticket(side, "10", mode=ISOLATED), leverage="10")
    moved(exchange, market, beyond)

    opening_fee = account.fills[0].fee
    assert account.wallet == 10_000 + opening_fee - 500
    assert account.wallet == account.deposit + sum(bill.change for bill in account.bills)


def test_a_cross_account_loses_orders_first_then_the_worst_position() -> None:
    market = ScriptedMarket()
    exchange, account = holding(market, a_ticket("buy", "50"), leverage="50", deposit="1000")
    resting = exchange.desk.place(account, a_ticket("buy", "0.1", "30000"), AFTER_START_MS)
    moved(exchange, market, "48242.1")
    assert account.held((BTC, CROSS, NET)) == 50
    moved(exchange, market, "48242.1", "48242.0")

    assert not account.positions
    assert account.orders[resting.id].state is OrderState.CANCELED
    assert account.wallet >= 0


def test_a_cross_account_never_owes_the_venue() -> None:
    market = ScriptedMarket()
    exchange, account = holding(market, a_ticket("buy", "50"), leverage="50", deposit="1000")
    moved(exchange, market, "30000")

    assert account.wallet == 0


def test_an_isolated_position_is_not_saved_nor_harmed_by_the_rest_of_the_account() -> None:
    market = ScriptedMarket()
    exchange, account = isolated_long(market)
    exchange.desk.place(account, a_ticket("sell", "1", symbol=ETH), AFTER_START_MS)
    moved(exchange, market, "45000")

    assert [held.symbol for held in account.positions.values()] == [ETH]


def test_a_stop_before_the_liquidation_price_goes_off_first() -> None:
    market = ScriptedMarket()
    ticket = a_ticket("buy", "10", mode=ISOLATED, protections=(a_protection("46000"),))
    exchange, account = holding(market, ticket, leverage="10")
    market.tell(AFTER_START_MS + 1000, "45100", low="45000")
    exchange.settle(AFTER_START_MS + 1000)

    assert not account.positions
    assert {order.category for order in account.orders.values()} == {OrderCategory.NORMAL}


def test_large_positions_are_taken_earlier_by_their_tier() -> None:
    def survives(contracts: str, price: str) -> bool:
        market = ScriptedMarket()
        ticket = a_ticket("buy", contracts, mode=ISOLATED)
        exchange, account = holding(market, ticket, leverage="10", deposit="100000000")
        moved(exchange, market, price)
        return bool(account.positions)

    assert survives("5000", "45300")  # 5,000 contracts end the first tier
    assert not survives("5001", "45300")


def test_nobody_may_fill_a_liquidation_by_asking_often() -> None:
    def end(strides: int) -> tuple[Decimal, int]:
        market = ScriptedMarket()
        exchange, account = isolated_long(market)
        for second, price in enumerate(("49000", "46000", "45000", "47000", "51000"), start=1):
            market.tell(AFTER_START_MS + second * 1000, price)
        for stride in range(1, strides + 1):
            exchange.settle(AFTER_START_MS + 5000 * stride // strides)
        return account.wallet, len(account.bills)

    assert end(1) == end(5) == end(50)


def test_the_time_without_a_stop_is_watched() -> None:
    market = ScriptedMarket()
    exchange, account = opened(market)
    watch = Watch(exchange)
    guarded = a_ticket("buy", "1", protections=(a_protection("40000"),))
    exchange.desk.place(account, guarded, AFTER_START_MS)
    exchange.publish()
    assert watch.gaps() == []

    exchange.desk.place(account, a_ticket("buy", "1"), AFTER_START_MS + 1000)
    exchange.publish()
    [gap] = watch.gaps()
    assert (gap.symbol, gap.since_ms, gap.until_ms) == (BTC, AFTER_START_MS + 1000, None)

    exchange.desk.place(account, a_ticket("sell", "1", reduce_only=True), AFTER_START_MS + 3000)
    exchange.publish()
    assert [gap.until_ms for gap in watch.gaps()] == [AFTER_START_MS + 3000]


def test_a_suspended_swap_takes_no_order_but_lets_go_of_one() -> None:
    market = ScriptedMarket()
    exchange, account = opened(market)
    resting = exchange.desk.place(account, a_ticket("buy", "1", "40000"), AFTER_START_MS)
    market.suspended.add(BTC)

    with pytest.raises(Rejected, match="51022"):
        exchange.desk.place(account, a_ticket("buy", "1", "40000"), START_MS + 2000)
    assert resting.state is OrderState.LIVE


def test_generated_hours_end_the_same_in_one_stride_and_in_seconds() -> None:
    def end(stride_ms: int) -> tuple[Decimal, list[tuple[Decimal, int]]]:
        market = Market(Reel(GeneratedTape(7), 0))
        start_ms = market.begins_ms + 30 * 3_600_000
        exchange = Exchange(market)
        account = exchange.open_account("one", Decimal(1000), start_ms)
        for side, symbol in (("buy", BTC), ("sell", ETH)):
            exchange.set_leverage(account, (symbol, ISOLATED, NET), Decimal(100), start_ms)
            exchange.desk.place(account, a_ticket(side, "1", symbol=symbol, mode=ISOLATED), start_ms)
        for at_ms in range(start_ms, start_ms + 21_600_001, stride_ms):
            exchange.settle(at_ms)
        return account.wallet, [(fill.price, fill.at_ms) for fill in account.fills]

    assert end(8000) == end(21_600_000)
    assert len(end(21_600_000)[1]) > 2
