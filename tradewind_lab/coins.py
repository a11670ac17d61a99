"""The spot coins that the lab lists as Binance.us does, and how each moves; pure values."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tradewind_lab.instruments import Instrument

SYMBOL: Final = re.compile(r"^([A-Z0-9]{2,10})USDT$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coin:
    """One coin: its grid at the venue, and what sets it apart where its prices are generated."""

    name: str
    price_decimals: int
    lot_decimals: int
    price: float  # where it begins, USDT
    beta: float  # share in Bitcoin's moves
    usdt_per_minute: float

    @property
    def symbol(self) -> str:
        """Return the venue's name of the pair."""
        return f"{self.name}USDT"


def _coin(
    name: str, price: float, *, decimals: int, lot: int, beta: float = 1.2, turnover: float = 900
) -> Coin:
    return Coin(
        name=name,
        price_decimals=decimals,
        lot_decimals=lot,
        price=price,
        beta=beta,
        usdt_per_minute=turnover,
    )


# Ticks and lots as Binance.us lists them (GET /api/v3/exchangeInfo); turnover is as thin as it is there.
COINS: Final = (
    _coin("BTC", 95_000, decimals=2, lot=5, beta=1.0, turnover=12_000),
    _coin("ETH", 3_400, decimals=2, lot=4, turnover=8_000),
    _coin("SOL", 190, decimals=2, lot=3, beta=1.4, turnover=4_000),
    _coin("XRP", 2.3, decimals=4, lot=0, turnover=3_500),
    _coin("DOGE", 0.32, decimals=5, lot=0, beta=1.5, turnover=2_000),
    _coin("ADA", 0.9, decimals=4, lot=1, beta=1.3, turnover=1_500),
    _coin("AVAX", 36, decimals=2, lot=2, beta=1.4, turnover=1_200),
    _coin("LINK", 20, decimals=2, lot=2, beta=1.3, turnover=1_200),
    _coin("DOT", 7, decimals=3, lot=2),
    _coin("LTC", 103, decimals=2, lot=3, beta=1.0, turnover=1_500),
    _coin("BCH", 440, decimals=1, lot=3, beta=1.1),
    _coin("UNI", 13, decimals=3, lot=2, beta=1.4),
    _coin("ATOM", 6.5, decimals=3, lot=2),
    _coin("NEAR", 5.2, decimals=3, lot=1, beta=1.5),
    _coin("APT", 9.2, decimals=3, lot=2, beta=1.4),
    _coin("ARB", 0.75, decimals=4, lot=1, beta=1.4),
    _coin("OP", 1.8, decimals=3, lot=2, beta=1.5),
    _coin("INJ", 21, decimals=2, lot=2, beta=1.5),
    _coin("SUI", 4.2, decimals=4, lot=1, beta=1.5, turnover=2_000),
    _coin("FIL", 5, decimals=3, lot=2, beta=1.3),
    _coin("AAVE", 310, decimals=2, lot=3, beta=1.4),
    _coin("ALGO", 0.34, decimals=4, lot=0, beta=1.3),
    _coin("XLM", 0.35, decimals=4, lot=0, beta=1.2),
    _coin("HBAR", 0.28, decimals=5, lot=0, beta=1.4, turnover=2_000),
    _coin("ETC", 26, decimals=2, lot=2),
    _coin("SHIB", 0.000021, decimals=8, lot=0, beta=1.4),
    _coin("PEPE", 0.000018, decimals=8, lot=0, beta=1.7),
    _coin("RENDER", 7, decimals=3, lot=2, beta=1.5),
    _coin("BNB", 690, decimals=2, lot=3, beta=0.8, turnover=2_500),
)


def spot_instrument(symbol: str) -> Instrument:
    """Return the rules of a pair like BTCUSDT, one coin per contract; ValueError for another name."""
    named = SYMBOL.match(symbol)
    if named is None:
        raise ValueError(f"{symbol!r} is not a pair like BTCUSDT")
    known = {coin.symbol: coin for coin in COINS}.get(symbol)
    coin = known or _coin(named[1], 1, decimals=2, lot=2)
    lot = Decimal(1).scaleb(-coin.lot_decimals)
    return Instrument(
        symbol=symbol,
        coin=coin.name,
        contract_value=Decimal(1),
        lot_size=lot,
        min_size=lot,
        price_decimals=coin.price_decimals,
        volume_decimals=coin.lot_decimals,
        max_leverage=1,
        max_limit_size=Decimal(9_000_000),
        max_market_size=Decimal(900_000),
        tier_price=Decimal(1),
        open_interest_usdt=0,
    )
