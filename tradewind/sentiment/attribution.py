"""Which symbols a headline is about; pure.

A symbol is named in capitals or by one of its names, as whole words in exactly that spelling. A name in letters that
only look alike names nobody.
"""

import re
from collections.abc import Mapping

from tradewind.domain.instrument import Symbol


class Attribution:
    """The names of every symbol, ready to be looked for."""

    def __init__(self, names: Mapping[Symbol, tuple[str, ...]]) -> None:
        self._patterns = {symbol: _pattern((symbol, *known)) for symbol, known in names.items()}

    def symbols(self, text: str) -> tuple[Symbol, ...]:
        """Return every symbol that `text` names."""
        return tuple(symbol for symbol, pattern in self._patterns.items() if pattern.search(text))


def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in names)})(?!\w)")
