"""What the venue remembers has an end."""

from dataclasses import replace
from decimal import Decimal

from tests.brokers.simulator.recorded import FREE, Recorded
from tradewind.brokers.simulator.config import SimulatorConfig
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.order import OrderKind, Side

FEW: SimulatorConfig = replace(FREE, kept_orders=3, kept_fills=4)
PRICE = Decimal(50_000)


def test_orders_that_ended_are_forgotten_oldest_first_and_open_ones_never() -> None:
    venue = Recorded(FEW)
    venue.trade(Side.BUY, Decimal(1), PRICE, kind=OrderKind.LIMIT, limit_price=Decimal(40_000))
    for _ in range(5):
        venue.trade(Side.BUY, Decimal(1), PRICE)
    known = [number for number in range(1, 7) if venue.records.known(ClientOrderId(f"o{number}"))]
    assert known == [1, 4, 5, 6]
    assert len(venue.records.fills) == 4
