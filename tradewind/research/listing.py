"""The rules of instruments that a tape itself does not tell: contract sizes, lots, ticks."""

from decimal import Decimal

import numpy as np

from tradewind.domain.instrument import Contracts, Instrument, Symbol
from tradewind.research.tape import Columns

QUOTE = "USDT"
_MOST_DECIMALS = 10

# Contract value (coins), lot, tick and leverage as OKX lists them: GET /api/v5/public/instruments, 2025.
_LISTED = {
    "BTC": ("0.01", "0.01", "0.1", 100),
    "ETH": ("0.1", "0.01", "0.01", 100),
    "SOL": ("1", "0.01", "0.01", 50),
    "BNB": ("0.01", "1", "0.1", 50),
    "DOGE": ("1000", "0.01", "0.00001", 50),
    "XRP": ("100", "0.01", "0.0001", 50),
}


def listed(symbol: Symbol, columns: Columns) -> Instrument:
    """Return the rules of a swap; one that is not listed here has coins for contracts and ticks as fine as its tape."""
    base = symbol.split("-")[0]
    if base in _LISTED:
        value, lot, tick, leverage = _LISTED[base]
    else:
        value, lot, tick, leverage = "1", "0.01", str(_finest_step(columns)), 50
    return Instrument(
        symbol=symbol,
        base=base,
        quote=QUOTE,
        contract_value=Decimal(value),
        lot_size=Contracts(Decimal(lot)),
        min_size=Contracts(Decimal(lot)),
        tick_size=Decimal(tick),
        max_leverage=Decimal(leverage),
    )


def _finest_step(columns: Columns) -> Decimal:
    known = columns.close[~np.isnan(columns.close)]
    decimals = next(
        (d for d in range(_MOST_DECIMALS) if np.array_equal(np.round(known, d), known)), _MOST_DECIMALS
    )
    return Decimal(1).scaleb(-decimals)
