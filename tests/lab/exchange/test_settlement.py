import json
from dataclasses import replace
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
from tests.recorded import recorded_root
from tradewind_lab.exchange.charges import FUNDING_PERIOD_MS
from tradewind_lab.exchange.orders import (
    AlgoState,
    CancelSource,
    MarginMode,
    OrderState,
    PositionMode,
    PositionSide,
    Side,
)
from tradewind_lab.exchange.record import Happening

NOW = AFTER_START_MS
NET = (BTC, MarginMode.CROSS, PositionSide.NET)


def test_a_resting_order_fills_at_its_price_as_maker_when_the_path_touches_it() -> None:
    market = ScriptedMarket()
    exchange, account = opened(market)
    order = exchange.desk.place(account, a_ticket("buy", "2", "49000"), NOW)
    market.tell(NOW + 1000, "49500")
    exchange.settle(NOW + 1000)
    assert account.orders[order.id].state is OrderState.LIVE
    market.tell(NOW + 2000, "49800", low="49000")
    exchange.settle(NOW + 5000)
    [fill] = account.fills
    assert (fill.price, fill.is_maker, fill.at_ms) == (Decimal(49000), True, NOW + 2000)
    assert fill.fee == -Decimal(49000) * 2 * Decimal("0.01") * Decimal("0.0002")


def test_what_happened_before_the_order_does_not_fill_it() -> None:
    market = ScriptedMarket()
    exchange, account = opened(market)
    market.tell(NOW + 1000, "50000", low="48000")
    exchange.settle(NOW + 1000)
    order = exchange.desk.place(account, a_ticket("buy", "2", "49000"), NOW + 1000)
    exchange.settle(NOW + 9000)
    assert account.orders[order.id].state is OrderState.LIVE


def test_an_attached_stop_closes_at_market_where_it_was_touched() -> None:
    market = ScriptedMarket(spread="0.2")
    exchange, account = opened(market)
    exchange.desk.place(account, a_ticket("buy", "2", protections=(a_protection("49000", "52000"),)), NOW)
    market.tell(NOW + 60_000, "49500", low="48900")
    exchange.settle(NOW + 60_000)
    stopped = account.fills[-1]
    assert (stopped.price, stopped.size) == (Decimal("48999.9"), Decimal(2))
    assert stopped.side is Side.SELL
    assert not stopped.is_maker
    assert account.held(NET) == 0
    [algo] = account.algos.values()
    assert (algo.state, algo.fired_by, algo.order_id) == (AlgoState.EFFECTIVE, "sl", stopped.order_id)


def test_a_gap_through_the_stop_closes_at_the_open_beyond_it() -> None:
    market = ScriptedMarket()
    exchange, account = opened(market)
    exchange.desk.place(account, a_ticket("buy", "2", protections=(a_protection("49000"),)), NOW)
    market.tell(NOW + 60_000, "48200", opened="48000", low="47900")
    exchange.settle(NOW + 60_000)
    assert account.fills[-1].price == 48000


def test_a_stop_of_a_resting_entry_waits_for_the_entry_and_may_go_off_in_the_same_step() -> None:
    market = ScriptedMarket()
    exchange, account = opened(market)
    ticket = a_ticket("buy", "2", "49000", protections=(a_protection("48000", "49900"),))
    exchange.desk.place(account, ticket, NOW)
    assert not account.algos
    market.tell(NOW + 60_000, "49950", low="48900", high="50000")
    exchange.settle(NOW + 60_000)
    assert account.held(NET) == 2
    market.tell(NOW + 120_000, "49950")
    exchange.settle(NOW + 120_000)
    assert account.held(NET) == 0
    assert account.fills[-1].price == 49950


def test_a_stop_never_sells_more_than_is_held() -> None:
    market = ScriptedMarket()
    exchange, account = opened(market)
    exchange.desk.place(account, a_ticket("buy", "3", protections=(a_protection("49000"),)), NOW)
    exchange.desk.place(account, a_ticket("sell", "2", reduce_only=True), NOW)
    market.tell(NOW + 1000, "48500")
    exchange.settle(NOW + 1000)
    assert account.fills[-1].size == 1
    assert account.held(NET) == 0


def test_funding_is_paid_at_each_boundary_by_the_position_of_that_moment() -> None:
    market = ScriptedMarket()
    exchange, account = opened(market)
    exchange.desk.place(account, a_ticket("buy", "2"), NOW)
    first, second = START_MS + FUNDING_PERIOD_MS, START_MS + 2 * FUNDING_PERIOD_MS
    market.rates = {first: Decimal("0.0001"), second: Decimal("-0.0002")}
    before = account.wallet
    exchange.settle(second + 5)
    paid = [bill.change for bill in account.bills if bill.type.value == "8"]
    assert paid == [Decimal("-0.1"), Decimal("0.2")]
    assert account.wallet == before + sum(paid)
    assert account.positions[NET].funding == Decimal("0.1")


def test_funding_is_paid_once_however_often_the_account_is_asked() -> None:
    market = ScriptedMarket()
    exchange, account = opened(market)
    exchange.desk.place(account, a_ticket("buy", "2"), NOW)
    boundary = START_MS + FUNDING_PERIOD_MS
    for at_ms in (boundary - 1, boundary, boundary, boundary + 1, boundary + 1):
        exchange.settle(at_ms)
    assert sum(entry.kind is Happening.FUNDING for entry in exchange.record.entries()) == 1


def test_the_dead_mans_timer_cancels_resting_orders_when_it_runs_out_and_no_stops() -> None:
    market = ScriptedMarket()
    exchange, account = opened(market)
    exchange.desk.place(account, a_ticket("buy", "1", protections=(a_protection("40000"),)), NOW)
    resting = exchange.desk.place(account, a_ticket("buy", "1", "49000"), NOW)
    account.cancel_all_at_ms = NOW + 10_000
    market.tell(NOW + 20_000, "48000")
    exchange.settle(NOW + 30_000)
    ended = account.orders[resting.id]
    assert (ended.cancel_source, ended.updated_ms) == (CancelSource.CANCEL_ALL_AFTER, NOW + 10_000)
    assert len(account.live_algos()) == 1


def test_a_resting_close_fills_only_what_is_left_to_close() -> None:
    market = ScriptedMarket()
    exchange, account = opened(market)
    exchange.desk.place(account, a_ticket("buy", "3"), NOW)
    resting = exchange.desk.place(account, a_ticket("sell", "3", "51000", reduce_only=True), NOW)
    exchange.desk.place(account, a_ticket("sell", "2"), NOW)
    market.tell(NOW + 1000, "51500")
    exchange.settle(NOW + 1000)
    ended = account.orders[resting.id]
    assert (ended.filled, ended.state) == (Decimal(1), OrderState.CANCELED)
    assert account.held(NET) == 0


@pytest.mark.recorded
def test_stops_and_targets_go_off_in_the_recorded_candles() -> None:
    cases = json.loads(
        (recorded_root() / "pnl" / "matching_scenarios.json").read_text(), parse_float=Decimal
    )["cases"]
    assert len(cases) == 5
    for case in cases:
        candles = case["candles"]
        entry_price = Decimal(candles[1][1])
        market = ScriptedMarket(entry_price)
        exchange, account = opened(market)
        protection = a_protection(
            str(entry_price * (1 - Decimal(case["stop_pct"]))),
            str(entry_price * (1 + Decimal(case["target_pct"]))),
        )
        exchange.desk.place(account, a_ticket("buy", "1", protections=(protection,)), NOW)
        for index, opening, high, low, close, _ in candles[1:]:
            market.tell(NOW + index * 60_000, close, opened=opening, high=high, low=low)
        exchange.settle(NOW + len(candles) * 60_000)
        [algo] = account.algos.values()
        [expected] = case["expected"]
        assert {"sl": "stop", "tp": "target"}[str(algo.fired_by)] == expected["closed_by"], case["id"]
        assert (algo.updated_ms - NOW) // 60_000 == expected["closed_in_candle"], case["id"]
        change = (account.fills[-1].price - entry_price) / entry_price
        assert abs(change - Decimal(case["expected_return_sum"])) < Decimal("1e-9"), case["id"]


def test_a_stop_with_a_limit_price_rests_there_when_the_market_has_gone_past() -> None:
    market = ScriptedMarket()
    exchange, account = opened(market)
    stop = replace(a_protection("49000"), stop_price=Decimal(48990))
    exchange.desk.place(account, a_ticket("buy", "2", protections=(stop,)), NOW)
    market.tell(NOW + 1000, "48500", opened="48600")
    exchange.settle(NOW + 1000)
    [resting] = account.open_orders()
    assert (resting.ticket.price, resting.ticket.reduce_only) == (Decimal(48990), True)
    market.tell(NOW + 2000, "49100")
    exchange.settle(NOW + 2000)
    assert account.fills[-1].price == 48990
    assert account.held(NET) == 0


def test_a_stop_over_the_whole_position_closes_what_was_added_later() -> None:
    market = ScriptedMarket()
    exchange, account = opened(market)
    exchange.desk.place(account, a_ticket("buy", "2", protections=(a_protection("40000", name="7"),)), NOW)
    account.keep_algo(replace(account.algos["7"], size=None))
    exchange.desk.place(account, a_ticket("buy", "3"), NOW)
    market.tell(NOW + 1000, "39000")
    exchange.settle(NOW + 1000)
    assert account.fills[-1].size == 5


def test_hedged_stops_close_their_own_side() -> None:
    market = ScriptedMarket()
    exchange, account = opened(market)
    exchange.set_position_mode(account, PositionMode.LONG_SHORT)
    for side, position_side, stop in (
        ("buy", PositionSide.LONG, "49000"),
        ("sell", PositionSide.SHORT, "51000"),
    ):
        protections = (a_protection(stop, name=stop),)
        ticket = a_ticket(side, "2", position_side=position_side, protections=protections)
        exchange.desk.place(account, ticket, NOW)
    market.tell(NOW + 1000, "48000")
    exchange.settle(NOW + 1000)
    assert account.held((BTC, MarginMode.CROSS, PositionSide.LONG)) == 0
    assert account.held((BTC, MarginMode.CROSS, PositionSide.SHORT)) == -2
    assert [algo.side for algo in account.live_algos()] == [Side.BUY]


def test_settling_in_one_stride_or_in_many_ends_the_same() -> None:
    outcomes = []
    for pauses in (range(60), [59]):
        market = ScriptedMarket()
        exchange, account = opened(market)
        ticket = a_ticket("buy", "2", "49500", protections=(a_protection("48800", "50400"),))
        exchange.desk.place(account, ticket, NOW)
        for second in range(60):
            market.tell(NOW + second * 1000, str(50000 - 30 * second))
        for second in pauses:
            exchange.settle(NOW + second * 1000)
        outcomes.append((account.wallet, [(f.price, f.size, f.at_ms) for f in account.fills]))
    assert outcomes[0] == outcomes[1]
    assert len(outcomes[0][1]) == 2
