"""How often the market is fetched, and how much of the venue's budget that may cost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from tradewind.domain.candle import Timeframe
from tradewind.domain.instrument import Symbol
from tradewind.market.venues.binanceus_weights import CANDLES_WEIGHT, PRICES_WEIGHT, WEIGHT_LIMIT

DEFAULT_SYMBOLS = tuple(Symbol(f"{coin}-USDT-SWAP") for coin in ("BTC", "ETH", "SOL", "BNB", "DOGE", "XRP"))

# fmt: off
COINS = (
    "BTC", "ETH", "SOL", "XRP", "DOGE", "ADA", "AVAX", "LINK", "DOT", "LTC",
    "BCH", "UNI", "ATOM", "NEAR", "APT", "ARB", "OP", "INJ", "SUI", "FIL",
    "AAVE", "ALGO", "XLM", "HBAR", "ETC", "SHIB", "PEPE", "RENDER", "BNB",
)
# fmt: on
DEFAULT_COINS = tuple(Symbol(f"{coin}USDT") for coin in COINS)
DEFAULT_STOCKS = tuple(Symbol(name) for name in ("SPY", "AAPL", "TSLA", "MSFT", "GOOGL"))


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketConfig:
    """Settings of the collector."""

    symbols: tuple[Symbol, ...] = DEFAULT_SYMBOLS
    rest_url: str | None = None
    """Where the venue's REST interface is; None is the venue itself."""
    refresh_every: timedelta = timedelta(seconds=5)
    request_share: float = 0.5
    """Of the requests that the venue allows, in (0, 1]."""
    request_timeout: timedelta = timedelta(seconds=4)
    """For one datum, waiting for the budget included."""
    write_after: timedelta = timedelta(seconds=1)
    """A scan is written at the latest after this; slower answers are written when they come."""
    rules_every: timedelta = timedelta(minutes=1)
    """How often the instruments' trading rules are read: so long a suspended one may still be opened."""

    def __post_init__(self) -> None:
        if not self.symbols or len(set(self.symbols)) != len(self.symbols):
            raise ValueError(f"symbols must be at least one and all different, were {self.symbols}")
        if not 0 < self.request_share <= 1:
            raise ValueError(f"request_share must be in (0, 1], was {self.request_share}")
        if not timedelta(0) < self.write_after <= self.request_timeout < self.refresh_every:
            raise ValueError(
                "it must hold that 0 < write_after <= request_timeout < refresh_every, were "
                f"{self.write_after}, {self.request_timeout} and {self.refresh_every}"
            )
        if self.rules_every < self.refresh_every:
            raise ValueError(f"rules_every must not be below refresh_every, was {self.rules_every}")


def _default_cadences() -> Mapping[Timeframe, timedelta]:
    return {
        Timeframe.M5: timedelta(seconds=30),
        Timeframe.H1: timedelta(seconds=120),
        Timeframe.H4: timedelta(seconds=300),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotConfig:
    """Settings of the spot coins of Binance.us."""

    symbols: tuple[Symbol, ...] = DEFAULT_COINS
    rest_url: str | None = None
    """Where the venue's REST interface is; None is the venue itself."""
    candles_every: Mapping[Timeframe, timedelta] = field(default_factory=_default_cadences)
    candle_limit: int = 300
    """Closed candles kept of each timeframe, up to 999."""
    prices_every: timedelta = timedelta(seconds=30)
    request_share: float = 0.5
    """Of the weight that the venue allows in a minute, in (0, 1]."""
    order_reserve: float = 0.2
    """Of the same weight, kept from reads whatever their share is, in [0, 1)."""
    request_timeout: timedelta = timedelta(seconds=10)

    def __post_init__(self) -> None:
        _check_request_rules(self.symbols, self.request_share, self.order_reserve)
        if not 1 <= self.candle_limit <= 999:
            raise ValueError(f"candle_limit must be in 1..999, was {self.candle_limit}")
        _check_cadences(self.request_timeout, (*self.candles_every.values(), self.prices_every))
        if self.weight_per_minute > WEIGHT_LIMIT * min(self.request_share, 1 - self.order_reserve):
            raise ValueError(
                f"{len(self.symbols)} symbols at these cadences cost a weight of {self.weight_per_minute:.0f} a minute, "
                f"above the share of {self.request_share} of {WEIGHT_LIMIT}; ask for fewer, or less often"
            )

    @property
    def weight_per_minute(self) -> float:
        """What the cadences cost on average."""
        candles = sum(timedelta(minutes=1) / every for every in self.candles_every.values())
        prices = timedelta(minutes=1) / self.prices_every
        return len(self.symbols) * CANDLES_WEIGHT * candles + PRICES_WEIGHT * prices


@dataclass(frozen=True, slots=True, kw_only=True)
class StocksConfig:
    """Settings of the stocks of Alpaca."""

    symbols: tuple[Symbol, ...] = DEFAULT_STOCKS
    rest_url: str | None = None
    """Where the venue's REST interfaces are; None is the venue itself."""
    api_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    feed: str = "iex"
    """iex: the exchange that the free plan shows; sip: all of them."""
    prices_every: timedelta = timedelta(seconds=30)
    request_share: float = 0.5
    """Of the requests that the venue allows in a minute, in (0, 1]."""
    order_reserve: float = 0.2
    """Of the same requests, kept from reads whatever their share is, in [0, 1)."""
    request_timeout: timedelta = timedelta(seconds=10)

    def __post_init__(self) -> None:
        _check_request_rules(self.symbols, self.request_share, self.order_reserve)
        _check_cadences(self.request_timeout, (self.prices_every,))


def _check_request_rules(symbols: tuple[Symbol, ...], share: float, reserve: float) -> None:
    if not symbols or len(set(symbols)) != len(symbols):
        raise ValueError(f"symbols must be at least one and all different, were {symbols}")
    if not 0 < share <= 1:
        raise ValueError(f"request_share must be in (0, 1], was {share}")
    if not 0 <= reserve < 1:
        raise ValueError(f"order_reserve must be in [0, 1), was {reserve}")


def _check_cadences(timeout: timedelta, cadences: tuple[timedelta, ...]) -> None:
    if not timedelta(0) < timeout < min(cadences):
        raise ValueError(
            f"it must hold that 0 < request_timeout < every cadence, were {timeout} and {min(cadences)}"
        )
