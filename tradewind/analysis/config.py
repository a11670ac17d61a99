"""What the analyst looks at, how often, and how old its candles may be."""

from dataclasses import dataclass
from datetime import timedelta

from tradewind.domain.instrument import Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisConfig:
    """Settings of the analyst."""

    symbols: tuple[Symbol, ...]
    renew_every: timedelta = timedelta(seconds=20)
    """At the latest, also when nobody says that there are fresh candles."""
    stale_after: timedelta = timedelta(seconds=60)
    """Candles received longer ago count as missing."""

    def __post_init__(self) -> None:
        if not self.symbols or len(set(self.symbols)) != len(self.symbols):
            raise ValueError(f"symbols must be at least one and all different, were {self.symbols}")
        if self.renew_every <= timedelta(0):
            raise ValueError(f"renew_every must be positive, was {self.renew_every}")
        if self.stale_after < self.renew_every:
            raise ValueError(
                f"stale_after must not be below renew_every, was {self.stale_after} with {self.renew_every}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerConfig:
    """Settings of the scanner of spot coins and stocks."""

    coins: tuple[Symbol, ...]
    stocks: tuple[Symbol, ...]
    watchlist: tuple[Symbol, ...]
    reference: Symbol
    """The coin whose 1 hour candles tell the regime of the market."""
    venue: str
    """Where the coins are traded; the `source` of what is made of their candles, which name none."""
    renew_every: timedelta = timedelta(seconds=60)
    """At the latest, also when nobody says that there are fresh candles; 1h and 4h in proportion to their keys' lives."""
    price_stale_after: timedelta = timedelta(seconds=120)
    """Prices received longer ago count as missing while their market is open."""

    def __post_init__(self) -> None:
        for name, symbols in (("coins", self.coins), ("stocks", self.stocks), ("watchlist", self.watchlist)):
            if len(set(symbols)) != len(symbols):
                raise ValueError(f"{name} must be all different, were {symbols}")
        if self.reference not in self.coins:
            raise ValueError(f"reference must be one of the coins, was {self.reference}")
        shortest = timedelta(seconds=120)
        if not timedelta(0) < self.renew_every < shortest:
            raise ValueError(
                f"renew_every must be above 0 and below {shortest}, after which keys expire, was {self.renew_every}"
            )
