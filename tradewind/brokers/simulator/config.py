"""What the simulated venue charges and how old a market it still trades on."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatorConfig:
    """The rules of the simulated venue; fees in basis points of the notional."""

    venue: str = "simulator"
    currency: str = "USDT"  # that everything is settled in
    taker_fee_bps: Decimal = Decimal(5)
    maker_fee_bps: Decimal = Decimal(2)
    """Negative: a rebate."""
    max_market_age: timedelta = timedelta(seconds=10)
    """An older book or ticker fills and triggers nothing."""
    kept_fills: int = 10_000
    """How many fills can be asked for again."""

    def __post_init__(self) -> None:
        for name in ("taker_fee_bps", "maker_fee_bps"):
            fee: Decimal = getattr(self, name)
            if not (fee.is_finite() and abs(fee) <= 1000):
                raise ValueError(f"{name} must be in [-1000, 1000], was {fee}")
        if self.max_market_age <= timedelta(0):
            raise ValueError(f"max_market_age must be above 0, was {self.max_market_age}")
        if self.kept_fills < 1:
            raise ValueError(f"kept_fills must be at least 1, was {self.kept_fills}")
