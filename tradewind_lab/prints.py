"""The trades behind the path: what is traded in a second at the price of that second, in one to three prints.

Joined by the minute they make the tape's candles again: open, high, low, close and volume.
"""

from collections.abc import Iterator
from typing import Final

from tradewind_lab.bars import BLOCK_S
from tradewind_lab.instruments import Instrument
from tradewind_lab.quotes import Trade
from tradewind_lab.reel import Reel

MOST_A_SECOND: Final = 3


def trades(reel: Reel, instrument: Instrument, first: int, last: int) -> Iterator[Trade]:
    """Walk the trades of the seconds `first` to `last` since 1970, both included, oldest first."""
    for second in range(first, last + 1):
        block, place = divmod(second, BLOCK_S)
        path = reel.path(instrument.symbol, block)
        units = int(path.traded[place]) - (int(path.traded[place - 1]) if place else 0)
        if not units:
            continue
        price = instrument.price(int(path.prices[place]))
        is_buy = bool(path.prices[place] >= path.prices[max(0, place - 1)])
        for number, part in enumerate(_parts(units, 1 + second * 7 % MOST_A_SECOND)):
            yield Trade(
                trade_id=second * (MOST_A_SECOND + 1) + number,
                at_ms=second * 1000,
                price=price,
                size=instrument.coins(part) / instrument.contract_value,
                is_buy=is_buy,
            )


def _parts(units: int, count: int) -> list[int]:
    share = units // count
    return [units] if share < 1 else [share] * (count - 1) + [units - share * (count - 1)]
