"""What the simulated venue charges, allows and keeps, and how old a market it still trades on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from tradewind.brokers.port import MarginMode, PositionMode
from tradewind.domain.instrument import Symbol


class QueuePlace(StrEnum):
    """Where in the queue of its price an order of ours is taken to stand."""

    BACK = "back"
    """It fills once the opposite quote reaches its price or a trade goes through it."""
    FRONT = "front"
    """It fills with the first trade at its price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginTier:
    """What holds for positions up to a size; rates are shares of the notional."""

    max_notional: Decimal | None  # quote currency; None: the last tier, which has no end
    maintenance_rate: Decimal
    max_leverage: Decimal


TIERS = (
    MarginTier(max_notional=Decimal(5_000_000), maintenance_rate=Decimal("0.004"), max_leverage=Decimal(100)),
    MarginTier(max_notional=Decimal(20_000_000), maintenance_rate=Decimal("0.01"), max_leverage=Decimal(50)),
    MarginTier(max_notional=Decimal(60_000_000), maintenance_rate=Decimal("0.02"), max_leverage=Decimal(20)),
    MarginTier(max_notional=Decimal(150_000_000), maintenance_rate=Decimal("0.05"), max_leverage=Decimal(10)),
    MarginTier(max_notional=None, maintenance_rate=Decimal("0.1"), max_leverage=Decimal(5)),
)
"""The shape of OKX's tiers for its large swaps: https://www.okx.com/trade-market/position/swap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatorConfig:
    """The rules of the simulated venue; fees in basis points of the notional."""

    venue: str = "simulator"
    currency: str = "USDT"  # that everything is settled in
    taker_fee_bps: Decimal = Decimal(5)
    maker_fee_bps: Decimal = Decimal(2)
    """Negative: a rebate."""
    position_mode: PositionMode = PositionMode.NET
    margin_mode: MarginMode = MarginMode.CROSS
    default_leverage: Decimal = Decimal(3)
    """Of an instrument before its first order; every opening brings its own."""
    tiers: tuple[MarginTier, ...] = TIERS
    reference_prices: Mapping[Symbol, Decimal] = field(default_factory=dict)
    """At which the size of a position is rated into its tier; the mark price where none is named."""
    queue: QueuePlace = QueuePlace.BACK
    latency: timedelta = timedelta(milliseconds=50)
    """From us to the book: what an order meets there is the market of that later moment."""
    max_market_age: timedelta = timedelta(seconds=10)
    """An older book or ticker fills and triggers nothing."""
    funding_refresh: timedelta = timedelta(seconds=60)
    """How often the cached funding rates of what is held are read."""
    kept_fills: int = 10_000
    """How many fills and cash flows can be asked for again."""
    kept_orders: int = 10_000
    """How many orders that have ended are still known."""
    kept_events: int = 10_000
    """How many events wait for their reader; beyond that the oldest is lost to him and has to be asked for."""

    def __post_init__(self) -> None:
        for name in ("taker_fee_bps", "maker_fee_bps"):
            fee: Decimal = getattr(self, name)
            if not (fee.is_finite() and abs(fee) <= 1000):
                raise ValueError(f"{name} must be in [-1000, 1000], was {fee}")
        for name in ("max_market_age", "funding_refresh"):
            span: timedelta = getattr(self, name)
            if span <= timedelta(0):
                raise ValueError(f"{name} must be above 0, was {span}")
        if self.latency < timedelta(0):
            raise ValueError(f"latency must be at least 0, was {self.latency}")
        for name in ("kept_fills", "kept_orders", "kept_events"):
            count: int = getattr(self, name)
            if count < 1:
                raise ValueError(f"{name} must be at least 1, was {count}")
        if not self.tiers or self.tiers[-1].max_notional is not None:
            raise ValueError(f"tiers must end with one that has no end, was {self.tiers}")

    def tier(self, symbol: Symbol, quantity: Decimal, mark: Decimal) -> MarginTier:
        """Return the tier of a position of `quantity`, unsigned."""
        notional = quantity * self.reference_prices.get(symbol, mark)
        return next(
            (tier for tier in self.tiers if tier.max_notional is None or notional <= tier.max_notional),
            self.tiers[-1],
        )
