"""What stands for a position, and what becomes of it when that is used up."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.brokers.simulator.recorded import CASH, FREE, NET, Recorded, a_view, after, held, with_maintenance
from tests.risk.situations import BTC
from tradewind.brokers.port import MarginMode, OrderRejected, PositionMode, VenueOrder
from tradewind.brokers.simulator.config import TIERS, SimulatorConfig
from tradewind.domain.cash_flow import CashFlow, CashFlowKind
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.order import OrderKind, OrderPurpose, OrderState, Side
from tradewind.domain.position import PositionSide

ISOLATED = replace(FREE, margin_mode=MarginMode.ISOLATED)
TENTH = Decimal("0.1")
LONG, SHORT = (BTC, PositionSide.LONG), (BTC, PositionSide.SHORT)


def a_poor(config: SimulatorConfig, cash: str, quantity: str, leverage: str) -> Recorded:
    """Return an account with a position entered at 50,000."""
    venue = Recorded(config)
    position = held(Decimal(quantity), Decimal(50_000), Decimal(leverage))
    venue.restore((), [position], Decimal(cash), after(0))
    return venue


def test_a_liquidation_is_told_as_a_fill_an_order_and_a_fee() -> None:
    venue = a_poor(with_maintenance(ISOLATED, Decimal("0.01")), "10000", "0.1", "10")
    venue.reach(Decimal(45_400))
    fill, filled, fee = venue.told
    assert isinstance(fill, Fill)
    assert isinstance(filled, VenueOrder)
    assert isinstance(fee, CashFlow)
    assert (filled.purpose, filled.state) == (OrderPurpose.LIQUIDATION, OrderState.FILLED)
    assert (fill.client_order_id, fill.venue_order_id) == (None, filled.venue_order_id)
    assert fill.purpose is OrderPurpose.LIQUIDATION
    assert (fee.kind, fee.amount) == (CashFlowKind.LIQUIDATION_FEE, Decimal(-40))  # what was left of 500


@pytest.mark.parametrize("quantity", ["0.1", "-0.1"], ids=["long", "short"])
def test_a_gap_takes_no_more_than_the_isolated_margin(quantity: str) -> None:
    venue = a_poor(ISOLATED, "10000", quantity, "10")
    venue.reach(Decimal(50_000) - 20_000 * Decimal(quantity) / TENTH)
    assert venue.account.holdings == {}
    assert venue.account.cash == 10_000 - 500


def test_a_cross_account_gives_its_orders_and_everything_but_never_owes() -> None:
    venue = a_poor(FREE, "1000", "0.1", "50")
    low = Decimal(100)
    venue.trade(Side.BUY, TENTH, Decimal(50_000), kind=OrderKind.LIMIT, limit_price=low, leverage=Decimal(50))
    venue.reach(Decimal(30_000))
    assert venue.account.holdings == {}
    assert venue.records.open_tickets() == []
    assert venue.account.cash == 0


def test_a_cross_position_lives_on_the_cash_that_an_isolated_one_may_not_touch() -> None:
    for config, survives in ((FREE, True), (ISOLATED, False)):
        venue = a_poor(config, "10000", "0.1", "10")
        venue.reach(Decimal(45_000))
        assert bool(venue.account.holdings) is survives


def test_a_larger_position_must_keep_more_and_may_not_have_as_much_leverage() -> None:
    config = replace(FREE, tiers=TIERS)
    assert config.tier(BTC, Decimal(100), Decimal(50_000)).maintenance_rate == Decimal("0.004")
    assert config.tier(BTC, Decimal(101), Decimal(50_000)).maintenance_rate == Decimal("0.01")
    venue = Recorded(config)
    with pytest.raises(OrderRejected, match="allows a leverage of 50 at most, was 60"):
        venue.trade(Side.BUY, Decimal(101), Decimal(50_000), leverage=Decimal(60))
    venue.trade(Side.BUY, Decimal(101), Decimal(50_000), leverage=Decimal(50))


def test_resting_orders_claim_their_margin() -> None:
    venue = a_poor(FREE, "10000", "0.1", "1")
    venue.trade(Side.BUY, TENTH, Decimal(50_000), kind=OrderKind.LIMIT, limit_price=Decimal(40_000))
    with pytest.raises(OrderRejected, match=r"margin 5000\.00 needed, 1000\.00 available"):
        venue.trade(Side.BUY, TENTH, Decimal(50_000))


def test_a_long_and_a_short_stand_beside_each_other_where_the_account_keeps_two() -> None:
    venue = Recorded(replace(FREE, position_mode=PositionMode.LONG_SHORT))
    venue.trade(Side.BUY, Decimal(2), Decimal(50_000))
    venue.trade(Side.SELL, Decimal(1), Decimal(51_000))
    assert (venue.account.held(LONG), venue.account.held(SHORT)) == (Decimal(2), Decimal(-1))
    venue.trade(Side.SELL, Decimal(2), Decimal(52_000), is_reduce_only=True)
    assert (venue.account.held(LONG), venue.account.held(SHORT)) == (Decimal(0), Decimal(-1))
    assert venue.earned == 4_000
    with pytest.raises(OrderRejected, match="nothing to reduce"):
        venue.trade(Side.SELL, Decimal(1), Decimal(52_000), is_reduce_only=True)
    assert {seen.margin_mode for seen in venue.positions()} == {MarginMode.CROSS}


def test_closing_everything_takes_the_long_and_the_short() -> None:
    venue = Recorded(replace(FREE, position_mode=PositionMode.LONG_SHORT))
    venue.trade(Side.BUY, Decimal(2), Decimal(50_000))
    venue.trade(Side.SELL, Decimal(1), Decimal(50_000))
    closed = venue.close(BTC, ClientOrderId("all"), a_view(Decimal(50_000)))
    assert closed is not None
    assert (closed.client_order_id, venue.account.holdings) == ("all", {})


def test_f23_a_maker_that_is_paid_earns_its_rebate() -> None:
    venue = Recorded(replace(FREE, maker_fee_bps=Decimal("-0.5")))
    venue.trade(Side.BUY, Decimal(1), Decimal(50_000), kind=OrderKind.LIMIT, limit_price=Decimal(49_000))
    venue.reach(Decimal(48_999))
    [fill] = venue.fills()
    assert fill.fee == Decimal("-2.45")
    assert venue.account.cash == CASH + Decimal("2.45")


def test_a_stop_before_the_liquidation_price_goes_off_first() -> None:
    venue = Recorded(ISOLATED)
    venue.trade(Side.BUY, TENTH, Decimal(50_000), leverage=Decimal(10), stop_price=Decimal(46_000))
    venue.reach(Decimal(45_500))
    assert venue.account.holdings == {}
    assert all(fill.client_order_id for fill in venue.fills())
    assert venue.account.held(NET) == 0
