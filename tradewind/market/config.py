"""How often the market is fetched, and how much of the venue's budget that may cost."""

from dataclasses import dataclass
from datetime import timedelta

from tradewind.domain.instrument import Symbol

DEFAULT_SYMBOLS = tuple(Symbol(f"{coin}-USDT-SWAP") for coin in ("BTC", "ETH", "SOL", "BNB", "DOGE", "XRP"))


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
    rules_every: timedelta = timedelta(minutes=10)
    """How often the instruments' trading rules are read."""

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
