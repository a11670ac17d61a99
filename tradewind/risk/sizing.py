"""From a notional to whole lots."""

from decimal import Decimal

from tradewind.domain.instrument import BaseQty, Instrument


def whole_lots(notional: Decimal, price: Decimal, instrument: Instrument) -> BaseQty | None:
    """Return the most whole lots that `notional` (quote currency) buys at `price`.

    None when that is below the smallest order. Both numbers must be positive and finite.
    """
    quantity = instrument.on_lot(BaseQty(notional / price))
    return quantity if quantity >= instrument.min_quantity else None
