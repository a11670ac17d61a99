"""Which instrument a model means by a name: its own, or a short one that only one instrument can have."""

import re
from collections import defaultdict
from collections.abc import Collection
from functools import lru_cache

from tradewind.decision.lenient_json import WIDE
from tradewind.domain.instrument import Symbol

_WELL_FORMED = re.compile(r"[A-Z0-9]{1,20}(?:[-/_:.=][A-Z0-9]{1,20}){0,3}")
_SEPARATORS = re.compile(r"[-_/:.\s]")
_SWAP_SUFFIXES = ("SWAP", "PERP", "PERPETUAL", "P", "")


class Spellings:
    """The names under which the instruments of one desk may be called."""

    def __init__(self, symbols: Collection[Symbol] | None) -> None:
        """Know `symbols`; None: whatever is named and looks like an instrument is one."""
        self._symbols = None if symbols is None else tuple(symbols)
        meanings: defaultdict[str, set[Symbol]] = defaultdict(set)
        for symbol in self._symbols or ():
            for spelling in _spellings(symbol):
                meanings[spelling].add(symbol)
        self._meanings = {word: next(iter(means)) for word, means in meanings.items() if len(means) == 1}

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """The instruments known beforehand."""
        return self._symbols or ()

    @property
    def is_open(self) -> bool:
        """True when any well-formed name is an instrument."""
        return self._symbols is None

    def meant_by(self, name: str) -> Symbol | None:
        """Return the one instrument that `name` can mean; letters of another alphabet mean none."""
        plain = name[:80].translate(WIDE).strip().removeprefix("$").upper()
        if not plain.isascii():
            return None
        if self._symbols is None:
            return Symbol(plain) if _WELL_FORMED.fullmatch(plain) else None
        if plain in self._symbols:
            return Symbol(plain)
        return self._meanings.get(_letters(plain))


@lru_cache(maxsize=16)
def spellings_of(symbols: tuple[Symbol, ...] | None) -> Spellings:
    """Return the names of `symbols`; a desk asks about the same ones in every decision."""
    return Spellings(symbols)


def _letters(name: str) -> str:
    return _SEPARATORS.sub("", name).upper()


@lru_cache(maxsize=1_000)
def _spellings(symbol: Symbol) -> frozenset[str]:
    """Return what `symbol` may be called: BTC-USDT-SWAP is BTC, BTCUSDT, BTC/USDT:USDT and BTC-PERP too."""
    coin, *rest = symbol.upper().split("-")
    spellings = {_letters(symbol)}
    if rest:
        spellings.add(coin)
        spellings |= {coin + rest[0] + suffix for suffix in ("", rest[0])}
    if rest[1:] == ["SWAP"]:
        spellings |= {coin + rest[0] + suffix for suffix in _SWAP_SUFFIXES}
        spellings |= {coin + suffix for suffix in ("PERP", "SWAP", "PERPETUAL")}
    return frozenset(spellings)
