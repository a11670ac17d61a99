"""The figures that a model was shown, found once and only where somebody asks. Pure."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

MOST_RELATED = 60
"""Figures of one market that are related to each other."""
TEXTS_REMEMBERED = 8
"""A system prompt is the same in every decision."""
# Begins with its digit, so that the search leaps from digit to digit; the sign plays no role.
_UNSIGNED = re.compile(r"[0-9](?<![\w.].)[0-9]*(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?", re.DOTALL)
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_decoder = json.JSONDecoder()

Part = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The figures about one instrument, unsigned."""

    price: float | None
    single: Sequence[float]
    series: Sequence[float]
    """Closes and other lists: they are only related to the price."""
    ordered: Sequence[float]
    """Both, in order."""


NOTHING = Around(price=None, single=(), series=(), ordered=())


class Shown:
    """What a model was shown, as figures."""

    def __init__(self, texts: Sequence[str], document: Part | None) -> None:
        self._texts = texts
        self._document = document  # None: it is looked for in the texts
        self._around: dict[str, Around] = {}

    @cached_property
    def everything(self) -> Sequence[float]:
        """Every figure, unsigned and in order."""
        return sorted(frozenset().union(*map(_figures_in, self._texts)))

    def around(self, symbol: str) -> Around:
        """Return what is told of one market and of what is held of it; NOTHING where nothing is."""
        if symbol not in self._around:
            parts = self._parts.get(symbol)
            self._around[symbol] = _around(parts) if parts else NOTHING
        return self._around[symbol]

    @cached_property
    def _parts(self) -> Mapping[str, Sequence[Part]]:
        document = self._document or next(filter(None, map(_document, self._texts)), None)
        by_symbol: dict[str, list[Part]] = {}
        for part in _about_one(document):
            by_symbol.setdefault(str(part["symbol"]), []).append(part)
        return by_symbol


def shown_in(*texts: str, document: Part | None = None) -> Shown:
    """Return the figures of a prompt; its JSON object tells which of them belong to one market.

    `document`: that object, where it is known.
    """
    return Shown(texts, document)


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _figures_in(text: str) -> frozenset[float]:
    return frozenset(map(float, set(_UNSIGNED.findall(text))))


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _document(text: str) -> Part | None:
    start = text.find("{")
    while start >= 0:
        try:
            value, _ = _decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            start = text.find("{", start + 1)
            continue
        if isinstance(value, dict) and "markets" in value:
            return value
        start = text.find("{", start + 1)
    return None


def _about_one(document: object) -> Iterator[Part]:
    """Yield every object of the document that is about one instrument."""
    if isinstance(document, dict):
        if isinstance(document.get("symbol"), str):
            yield document
            return
        for inner in document.values():
            yield from _about_one(inner)
    elif isinstance(document, list):
        for inner in document:
            yield from _about_one(inner)


def _around(parts: Sequence[Part]) -> Around:
    single: list[float] = []
    series: list[float] = []
    for part in parts:
        for value in part.values():
            if isinstance(value, float):
                single.append(abs(value))
            else:
                _add_figures(value, series if isinstance(value, list) else single)
    prices = [float(each) for part in parts if isinstance(each := part.get("last_price"), int | float)]
    single = list(dict.fromkeys(single))[:MOST_RELATED]
    series = series[:MOST_RELATED]
    return Around(
        price=prices[0] if prices else None, single=single, series=series, ordered=sorted(single + series)
    )


def _add_figures(value: object, figures: list[float]) -> None:
    if isinstance(value, float):
        figures.append(abs(value))
    elif isinstance(value, str):
        if _NUMBER.fullmatch(value):
            figures.append(abs(float(value)))
    elif isinstance(value, int) and not isinstance(value, bool):
        figures.append(abs(float(value)))
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            if isinstance(inner, float):  # by far the most
                figures.append(abs(inner))
            elif inner is not None:
                _add_figures(inner, figures)
