"""Fees and funding as changes of a USDT balance: what is paid is negative.

Amounts are rounded to twelve decimals where they arise, so every later sum is exact.
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal

MAKER_RATE = Decimal("0.0002")
TAKER_RATE = Decimal("0.0005")
CENT = Decimal("1E-12")
FUNDING_PERIOD_MS = 8 * 3600 * 1000


def settled(amount: Decimal) -> Decimal:
    """Round an amount of USDT to what a balance can hold; never a negative zero."""
    return amount.quantize(CENT, rounding=ROUND_HALF_EVEN) + Decimal(0)


def trading_fee(notional: Decimal, rate: Decimal) -> Decimal:
    """Return the change of balance for trading `notional` USDT at a fee of `rate` (a share)."""
    return settled(-notional * rate)


def funding_payment(quantity: Decimal, mark: Decimal | None, rate: Decimal) -> Decimal:
    """Return the change of balance at one boundary.

    `quantity` is signed, in base units. A positive rate takes from longs and gives to shorts; a mark that
    is not known settles nothing.
    """
    if mark is None:
        return Decimal(0)
    return settled(-quantity * mark * rate)


def funding_boundaries(since_ms: int, until_ms: int) -> Iterator[int]:
    """Yield 00:00, 08:00 and 16:00 UTC within [since, until], oldest first."""
    first = -(-since_ms // FUNDING_PERIOD_MS) * FUNDING_PERIOD_MS
    yield from range(first, until_ms + 1, FUNDING_PERIOD_MS)
