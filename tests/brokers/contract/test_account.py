"""What a broker tells of the account: money, positions, fills, rules."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.brokers.contract import orders
from tests.brokers.contract.venues import CASH, Opened, Venue
from tests.risk.situations import BTC
from tradewind.brokers.port import BrokerUnavailable, PositionMode
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Liquidity
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderState, Side

TAKER_FEE = Decimal("0.0005")
MAKER_FEE = Decimal("0.0002")


async def bought(venue: Venue) -> None:
    await venue.broker.place(orders.market("m1"))
    await venue.settled("m1", OrderState.FILLED)


async def test_an_order_that_was_never_sent_is_not_known(a_venue: Opened) -> None:
    async with a_venue() as venue:
        assert await venue.broker.query(BTC, ClientOrderId("nobody")) is None


async def test_an_order_is_not_known_under_another_instrument(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await bought(venue)
        assert await venue.broker.query(Symbol("ETH-USDT-SWAP"), ClientOrderId("m1")) is None


async def test_a_new_account_holds_its_deposit_and_nothing_else(a_venue: Opened) -> None:
    async with a_venue() as venue:
        balance = await venue.broker.balance()
        assert (balance.currency, balance.cash) == ("USDT", CASH)
        assert await venue.broker.positions() == []
        assert await venue.broker.open_orders() == []
        assert await venue.broker.fills(venue.now()) == []
        assert await venue.broker.cash_flows(venue.now()) == []


async def test_an_opening_costs_its_fee_and_an_open_profit_is_no_cash(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await bought(venue)
        await venue.move("52000")
        balance = await venue.broker.balance()
    assert balance.cash == CASH - Decimal("0.05") * Decimal("50000.1") * TAKER_FEE


async def test_a_round_trip_leaves_its_profit_less_both_fees(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await bought(venue)
        await venue.move("52000")
        await venue.broker.place(orders.closing("c1"))
        await venue.holding("0")
        balance = await venue.broker.balance()
    entry, leaving = Decimal("50000.1"), Decimal("51999.9")
    assert balance.cash == CASH + Decimal("0.05") * (leaving - entry - TAKER_FEE * (entry + leaving))


@pytest.mark.parametrize("side", list(Side), ids=["long", "short"])
async def test_a_position_says_what_is_held_and_at_which_entry(a_venue: Opened, side: Side) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.market("m1", side))
        held = await venue.holding(str(side.sign * Decimal("0.05")))
    assert held is not None
    assert (held.symbol, held.leverage) == (BTC, Decimal(5))
    assert held.entry_price == 50_000 + side.sign * Decimal("0.1")


async def test_a_fill_says_who_traded_what_at_which_price_and_cost(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await bought(venue)
        (fill,) = await venue.broker.fills(venue.now())
        order = await venue.broker.query(BTC, ClientOrderId("m1"))
        assert order is not None
        assert (fill.venue, fill.symbol, fill.client_order_id) == (venue.broker.venue, BTC, "m1")
        assert fill.venue_order_id == order.venue_order_id
        assert (fill.side, fill.quantity, fill.price) == (Side.BUY, Decimal("0.05"), Decimal("50000.1"))
        assert (fill.fee, fill.fee_currency) == (fill.quantity * fill.price * TAKER_FEE, "USDT")
        assert (fill.liquidity, fill.exchange_time) == (Liquidity.TAKER, venue.now())


async def test_what_rested_pays_the_makers_fee(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.broker.place(orders.limit("r1", "49000"))
        await venue.move("48900")
        await venue.settled("r1", OrderState.FILLED)
        (fill,) = await venue.broker.fills(venue.now())
    assert (fill.liquidity, fill.fee) == (Liquidity.MAKER, Decimal("0.05") * 49_000 * MAKER_FEE)


async def test_fills_are_told_from_a_moment_on_oldest_first(a_venue: Opened) -> None:
    async with a_venue() as venue:
        began = venue.now()
        await bought(venue)
        await venue.move("50000", seconds=60)
        await venue.broker.place(orders.market("m2", Side.SELL, "0.02"))
        await venue.holding("0.03")
        later = Instant.of(began + timedelta(seconds=30))
        every = [fill.client_order_id for fill in await venue.broker.fills(began)]
        newest = [fill.client_order_id for fill in await venue.broker.fills(later)]
    assert (every, newest) == (["m1", "m2"], ["m2"])


async def test_each_execution_has_an_id_of_its_own(a_venue: Opened) -> None:
    async with a_venue() as venue:
        for number in range(5):
            await venue.broker.place(orders.market(f"m{number}", quantity="0.01"))
        await venue.holding("0.05")
        fills = await venue.broker.fills(venue.now())
    assert len({fill.trade_id for fill in fills}) == len(fills) == 5


async def test_the_sum_of_the_fills_is_the_position(a_venue: Opened) -> None:
    async with a_venue(depth="0.02") as venue:
        await venue.broker.place(orders.market("m1", quantity="0.02"))
        await venue.broker.place(orders.market("m2", quantity="0.01"))
        await venue.broker.place(orders.market("m3", Side.SELL, "0.005"))
        await venue.holding("0.025")
        fills = await venue.broker.fills(venue.now())
    assert sum(fill.quantity * fill.side.sign for fill in fills) == Decimal("0.025")


async def test_the_rules_of_an_instrument_are_told_in_the_venues_units(a_venue: Opened) -> None:
    async with a_venue() as venue:
        rules = await venue.broker.instrument(BTC)
    assert rules is not None
    assert rules.is_live
    listed = rules.instrument
    assert (listed.contract_value, listed.lot_size, listed.min_size) == (
        Decimal("0.01"),
        Decimal("0.01"),
        Decimal("0.01"),
    )
    assert (listed.tick_size, listed.max_leverage) == (Decimal("0.1"), Decimal(100))


async def test_an_instrument_that_is_not_listed_has_no_rules(a_venue: Opened) -> None:
    async with a_venue() as venue:
        assert await venue.broker.instrument(Symbol("NONE-USDT-SWAP")) is None


async def test_the_market_price_is_the_venues_own_quote(a_venue: Opened) -> None:
    async with a_venue() as venue:
        await venue.move("51000")
        price = await venue.broker.market_price(BTC)
    assert (price.bid, price.ask, price.last) == (Decimal("50999.9"), Decimal("51000.1"), Decimal(51_000))


async def test_an_instrument_that_is_not_listed_has_no_price(a_venue: Opened) -> None:
    async with a_venue() as venue:
        with pytest.raises(BrokerUnavailable):
            await venue.broker.market_price(Symbol("NONE-USDT-SWAP"))


async def test_the_account_may_trade_and_not_withdraw(a_venue: Opened) -> None:
    async with a_venue() as venue:
        account = await venue.broker.account()
    assert (account.may_trade, account.may_withdraw) == (True, False)
    assert account.position_mode is PositionMode.NET
