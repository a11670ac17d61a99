"""The swaps that the lab can list, with OKX's own contract rules; pure values."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

SYMBOL = re.compile(r"^[A-Z0-9]+-USDT-SWAP$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One USDT-margined linear swap: sizes in contracts, prices in USDT."""

    symbol: str
    coin: str
    contract_value: Decimal  # coins per contract
    lot_size: Decimal
    min_size: Decimal
    price_decimals: int  # the tick is 10 ** -price_decimals
    volume_decimals: int  # of candle volume, in coins
    max_leverage: int
    max_limit_size: Decimal
    max_market_size: Decimal
    open_interest_usdt: int  # around which the lab's open interest sways
    tier_price: Decimal  # at which the margin tiers were once sized, so that they stand still

    @property
    def tick_size(self) -> Decimal:
        """Return the smallest price step."""
        return Decimal(1).scaleb(-self.price_decimals)

    @property
    def family(self) -> str:
        """Return OKX's instrument family, like `BTC-USDT`."""
        return f"{self.coin}-USDT"

    def price(self, ticks: int) -> Decimal:
        """Return a whole number of ticks as a price."""
        return Decimal(ticks).scaleb(-self.price_decimals)

    def coins(self, units: int) -> Decimal:
        """Return a volume counted in units of 10 ** -volume_decimals as coins."""
        return Decimal(units).scaleb(-self.volume_decimals)

    def with_decimals(self, *, price: int, volume: int) -> "Instrument":
        """Return the same swap on a finer grid, never on a coarser one."""
        return replace(
            self,
            price_decimals=max(price, self.price_decimals),
            volume_decimals=max(volume, self.volume_decimals),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """Margin rules for positions of `min_size` to `max_size` contracts."""

    number: int
    min_size: Decimal
    max_size: Decimal
    maintenance_rate: Decimal
    initial_rate: Decimal
    max_leverage: Decimal


def _swap(
    coin: str,
    value: str,
    *,
    decimals: int,
    volume_decimals: int,
    lot: str = "0.01",
    leverage: int = 50,
    interest: int = 100_000_000,
    tier_price: str = "1",
) -> Instrument:
    whole_lots = Decimal(lot) >= 1
    return Instrument(
        symbol=f"{coin}-USDT-SWAP",
        coin=coin,
        contract_value=Decimal(value),
        lot_size=Decimal(lot),
        min_size=Decimal(lot),
        price_decimals=decimals,
        volume_decimals=volume_decimals,
        max_leverage=leverage,
        max_limit_size=Decimal(100_000_000),
        max_market_size=Decimal(100_000) if whole_lots else Decimal(35_000),
        open_interest_usdt=interest,
        tier_price=Decimal(tier_price),
    )


# Contract values, lots and ticks as OKX lists them (GET /api/v5/public/instruments, 2025).
LISTED = (
    _swap(
        "BTC",
        "0.01",
        decimals=1,
        volume_decimals=4,
        leverage=100,
        interest=2_800_000_000,
        tier_price="100000",
    ),
    _swap(
        "ETH", "0.1", decimals=2, volume_decimals=3, leverage=100, interest=1_900_000_000, tier_price="4000"
    ),
    _swap("SOL", "1", decimals=2, volume_decimals=2, interest=520_000_000, tier_price="200"),
    _swap("BNB", "0.01", decimals=1, volume_decimals=2, lot="1", interest=110_000_000, tier_price="1000"),
    _swap("DOGE", "1000", decimals=5, volume_decimals=0, interest=210_000_000, tier_price="0.2"),
    _swap("XRP", "100", decimals=4, volume_decimals=0, interest=390_000_000, tier_price="2"),
)


def listed(symbol: str) -> Instrument:
    """Return the rules of `symbol`; a swap that is not among the six gets one coin per contract.

    Raises ValueError when the name is not that of a USDT swap.
    """
    if not SYMBOL.match(symbol):
        raise ValueError(f"{symbol!r} is not a swap like BTC-USDT-SWAP")
    known = {instrument.symbol: instrument for instrument in LISTED}
    return known.get(symbol) or _swap(symbol.partition("-")[0], "1", decimals=2, volume_decimals=2)


# Size in millions of USDT at which each tier ends, maintenance rate, highest leverage.
_TIER_STEPS = (
    (5, "0.004", 100),
    (20, "0.01", 50),
    (60, "0.02", 20),
    (150, "0.05", 10),
    (400, "0.1", 5),
)


def maintenance_rate(instrument: Instrument, contracts: Decimal) -> Decimal:
    """Return the share of notional that must stay of a position of that size (unsigned); the last tier has no end."""
    ladder = tiers(instrument)
    return next((tier for tier in ladder if contracts <= tier.max_size), ladder[-1]).maintenance_rate


@cache
def tiers(instrument: Instrument) -> tuple[Tier, ...]:
    """Return the margin tiers, sized in contracts; the first begins at nothing."""
    ladder: list[Tier] = []
    floor = Decimal(0)
    for number, (millions, rate, leverage) in enumerate(_TIER_STEPS, start=1):
        contracts = Decimal(millions * 1_000_000) / (instrument.tier_price * instrument.contract_value)
        ceiling = contracts.quantize(Decimal(1))
        highest = Decimal(min(leverage, instrument.max_leverage))
        ladder.append(
            Tier(
                number=number,
                min_size=floor,
                max_size=ceiling,
                maintenance_rate=Decimal(rate),
                initial_rate=(1 / highest).quantize(Decimal("0.0001")),
                max_leverage=highest,
            )
        )
        floor = ceiling
    return tuple(ladder)
