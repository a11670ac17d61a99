"""Lot and tick: what every venue refuses of an order by its instrument alone. Pure."""

from decimal import Decimal

from tradewind.domain.instrument import BaseQty, Instrument
from tradewind.domain.order import Order


def broken_terms(order: Order, instrument: Instrument) -> str | None:
    """Return which size or price of `order` the instrument does not know, None when it knows them all."""
    prices = {
        "limit price": order.limit_price,
        "stop": order.stop_price,
        "take profit": order.take_profit_price,
        "trigger": order.trigger_price,
    }
    return broken_size(order.quantity, instrument) or next(
        (reason for name, price in prices.items() if (reason := broken_price(name, price, instrument))), None
    )


def broken_size(quantity: BaseQty, instrument: Instrument) -> str | None:
    """Return what is wrong with a size, None when nothing is."""
    if quantity < instrument.min_quantity:
        return f"quantity {quantity:f} is below the smallest order {instrument.min_quantity:f}"
    if instrument.on_lot(quantity) != quantity:
        return f"quantity {quantity:f} is not in whole lots of {instrument.quantity(instrument.lot_size):f}"
    return None


def broken_price(name: str, price: Decimal | None, instrument: Instrument) -> str | None:
    """Return what is wrong with a price, None when nothing is or there is none."""
    if price is not None and (price <= 0 or price % instrument.tick_size):
        return f"{name} {price:f} is not on the tick {instrument.tick_size:f}"
    return None
