"""What is traded, and how its units convert."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from typing import NewType

from tradewind.domain.stamp import Stamped

Symbol = NewType("Symbol", str)
"""Our name of an instrument, e.g. BTC-USDT-SWAP."""
Contracts = NewType("Contracts", Decimal)
"""The venue's unit of size."""
BaseQty = NewType("BaseQty", Decimal)
"""Size in the base currency (coins); the unit everywhere but at a venue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A linear perpetual swap, margined and settled in `quote`."""

    symbol: Symbol
    base: str
    quote: str
    contract_value: Decimal  # base currency per contract
    lot_size: Contracts
    min_size: Contracts
    tick_size: Decimal  # quote currency
    max_leverage: Decimal

    def contracts(self, quantity: BaseQty) -> Contracts:
        """Return the whole lots that fit into `quantity`, rounded toward zero."""
        lots = (quantity / self.contract_value / self.lot_size).to_integral_value(ROUND_DOWN)
        return Contracts(lots * self.lot_size)

    def quantity(self, contracts: Contracts) -> BaseQty:
        """Return `contracts` in the base currency, exactly."""
        return BaseQty(contracts * self.contract_value)

    def on_lot(self, quantity: BaseQty) -> BaseQty:
        """Return `quantity` cut to whole lots, toward zero."""
        return self.quantity(self.contracts(quantity))

    def on_tick(self, price: Decimal, rounding: str = ROUND_HALF_EVEN) -> Decimal:
        """Return the tick nearest to `price`, or the one that another of decimal's rules names."""
        return (price / self.tick_size).to_integral_value(rounding) * self.tick_size

    @property
    def min_quantity(self) -> BaseQty:
        """The smallest order in base units."""
        return self.quantity(self.min_size)


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentRules(Stamped):
    """An instrument as its venue lists it at this moment."""

    symbol: Symbol
    instrument: Instrument
    is_live: bool
    """False while the venue has suspended it: nothing may be opened."""
