"""Finds figures in a model's reasons that nobody showed it. Pure.

Grounded is what was shown, within the rounding in which the model wrote it; what its own proposal names; and what
follows from two such figures: their difference, and one as a percentage of the other. Small whole numbers, dates,
periods and ratios are not looked at. What stands elsewhere in the answer is no evidence: a model may cite itself.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from tradewind.decision.lenient_json import WIDE
from tradewind.domain.decision import GroundingFlag, Proposal
from tradewind.domain.instrument import Symbol

MOST_FLAGS = 5
"""Of one item; more say nothing new."""
LARGEST_UNCHECKED = 100
"""Whole numbers up to it are counts, periods and thresholds as often as figures."""
MOST_RELATED = 60
"""Figures of one market that are related to each other."""
AROUND = 30
_FIGURE = re.compile(
    r"(?<![A-Za-z0-9_.:/^-])(?P<sign>[+-])?\$?"
    r"(?P<number>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,12})?)"
    r"(?P<scale>\s?[kKM万亿](?![A-Za-z]))?(?P<percent>\s?%)?",
)
_NOT_A_FIGURE_AFTER = re.compile(
    r"\s?(?:[x×倍]|[:/][0-9]|-[0-9]{1,2}(?![0-9.])|[年月日天周时分秒个根次条小]"  # noqa: RUF001
    r"|-?(?:m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?|s|sec|seconds?|bars?|candles?)(?![A-Za-z]))|[A-Za-z_]"
)
_NOT_A_FIGURE_BEFORE = re.compile(
    r"(?<![A-Za-z])(?:(?:EMA|SMA|MA|WMA|ATR|RSI|ADX|CCI|MACD|BB|BOLL|KDJ|VOL)[\s_(]*(?:[0-9]{1,3},\s?){0,2}"
    r"|(?:R:?R|risk.?reward|ratio|sharpe|confidence|盈亏比|风险比|风险回报比|夏普比率?|置信度|信心)[^0-9]{0,8})$",
    re.IGNORECASE,
)
_OSCILLATOR = re.compile(
    r"(?<![A-Za-z])(?:RSI|ADX|MFI)(?:[\s_]?\([0-9]{1,2}\)|[\s_][0-9]{1,2}(?=[\s:=：]))?"  # noqa: RUF001
    r"\s*(?:is|at|of|around|=|:|：|为|在|值)?\s*(?P<number>[0-9]{1,2}(?:\.[0-9]+)?)(?![0-9.%]|\s*\))",  # noqa: RUF001
    re.IGNORECASE,
)
_PERIODS = frozenset({6, 7, 9, 12, 14, 20, 21, 24, 25, 30, 50, 70, 75, 80})
"""Numbers behind the name of an oscillator that are its period or a threshold."""
_SCALES = {"k": 1_000, "K": 1_000, "M": 10**6, "万": 10**4, "亿": 10**8}
_ROUND_SHARE = 0.005
"""How far a number that ends in zeros may lie from what it rounds, of its value."""
_NUMBER = re.compile(r"(?<![\w.])-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The figures that a model was shown, unsigned and in order."""

    everything: Sequence[float]
    markets: Mapping[str, "Around"]
    """By symbol, what is told of one market and of what is held of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The figures about one instrument, unsigned."""

    price: float | None
    single: Sequence[float]
    series: Sequence[float]
    """Closes and other lists: they are only related to the price."""


def shown_in(prompt: str) -> Shown:
    """Return the figures of a prompt; its JSON object tells which of them belong to one market."""
    everything = sorted({abs(float(number)) for number in _NUMBER.findall(prompt)})
    parts: dict[str, list[Mapping[str, object]]] = {}
    for part in _parts(_document(prompt)):
        parts.setdefault(str(part["symbol"]), []).append(part)
    return Shown(everything=everything, markets={symbol: _around(told) for symbol, told in parts.items()})


def ungrounded(proposals: Iterable[Proposal], shown: Shown) -> dict[Symbol, tuple[GroundingFlag, ...]]:
    """Return, by symbol, the figures in the reasons of `proposals` that stand nowhere in what was `shown`."""
    flags = {proposal.symbol: tuple(_flags(proposal, shown))[:MOST_FLAGS] for proposal in proposals}
    return {symbol: found for symbol, found in flags.items() if found}


NOTHING = Around(price=None, single=(), series=())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    value: float
    tolerance: float
    is_percent: bool
    written: str
    start: int


def _flags(proposal: Proposal, shown: Shown) -> Iterator[GroundingFlag]:
    text = proposal.rationale.translate(WIDE)
    own = _own(proposal)
    related: tuple[list[float], list[float]] | None = None
    told: set[str] = set()
    for claim in _claims(text):
        if claim.written in told or _is_known(claim, shown.everything, own):
            continue
        if related is None:  # costs the square of the market's figures, so only where a figure needs it
            related = _related(own, shown.markets.get(proposal.symbol, NOTHING))
        differences, percentages = related
        if _is_among(claim, percentages if claim.is_percent else differences):
            continue
        told.add(claim.written)
        excerpt = text[max(0, claim.start - AROUND) : claim.start + len(claim.written) + AROUND]
        yield GroundingFlag(figure=claim.written, excerpt=excerpt)


def _claims(text: str) -> Iterator[_Claim]:
    for match in _FIGURE.finditer(text):
        claim = _claim(match)
        is_small = (
            claim.value <= LARGEST_UNCHECKED and claim.value == int(claim.value) and "." not in match[0]
        )
        if is_small or _NOT_A_FIGURE_AFTER.match(text, match.end()):
            continue
        before = text[max(0, match.start() - 24) : match.start()]
        if not _NOT_A_FIGURE_BEFORE.search(before):
            yield claim
    for match in _OSCILLATOR.finditer(text):
        value = float(match["number"])
        if value not in _PERIODS:
            digits = len(match["number"].partition(".")[2])
            yield _Claim(
                value=value,
                tolerance=_unit(digits),
                is_percent=False,
                written=match["number"],
                start=match.start("number"),
            )


def _claim(match: re.Match[str]) -> _Claim:
    digits = match["number"].replace(",", "")
    whole, _, decimals = digits.partition(".")
    scale = _SCALES[match["scale"].strip()] if match["scale"] else 1
    value = float(digits) * scale
    tolerance = _unit(len(decimals)) * scale
    if not decimals:
        zeros = len(whole) - len(whole.rstrip("0"))
        tolerance = max(tolerance, min(10.0**zeros * scale, value * _ROUND_SHARE))
    return _Claim(
        value=value,
        tolerance=tolerance,
        is_percent=match["percent"] is not None,
        written=match[0].strip(),
        start=match.start(),
    )


def _unit(decimals: int) -> float:
    """Return one unit of the last digit: models cut off as often as they round."""
    return 10.0**-decimals


def _is_known(claim: _Claim, everything: Sequence[float], own: Sequence[float]) -> bool:
    if _is_near(claim.value, claim.tolerance, everything) or _is_among(claim, own):
        return True
    if not claim.is_percent:
        return False
    share, tolerance = claim.value / 100, claim.tolerance / 100
    return _is_near(share, tolerance, everything) or any(abs(share - each) <= tolerance for each in own)


def _is_near(value: float, tolerance: float, ordered: Sequence[float]) -> bool:
    margin = tolerance * (1 + 1e-9) + 1e-12
    place = bisect_left(ordered, value - margin)
    return place < len(ordered) and ordered[place] <= value + margin


def _is_among(claim: _Claim, figures: Iterable[float]) -> bool:
    margin = claim.tolerance * (1 + 1e-9) + 1e-12
    return any(abs(claim.value - each) <= margin for each in figures)


def _own(proposal: Proposal) -> list[float]:
    """Return the figures that the proposal itself names, and the margin that they make."""
    named = [
        proposal.notional,
        proposal.leverage,
        proposal.stop_price,
        proposal.take_profit_price,
        proposal.close_fraction,
    ]
    figures = [abs(float(figure)) for figure in named if figure is not None and figure.is_finite()]
    if proposal.notional is not None and proposal.leverage:
        figures.append(abs(float(proposal.notional / proposal.leverage)))
    return figures if proposal.confidence is None else [*figures, proposal.confidence]


def _related(own: Sequence[float], around: Around) -> tuple[list[float], list[float]]:
    """Return the differences of any two figures, and what they are of one another or of the price in percent."""
    pairs = [(one, other) for one, other in permutations([*own, *around.single], 2) if one and other]
    differences = [one - other for one, other in pairs if one > other]
    percentages = [abs(one / other - 1) * 100 for one, other in pairs]
    if around.price:
        price = around.price
        percentages += [difference / price * 100 for difference in (*differences, *around.single)]
        moves = [abs(each - price) for each in around.series]
        differences += moves
        percentages += [move / each * 100 for move, each in zip(moves, around.series, strict=True) if each]
        percentages += [move / price * 100 for move in moves]
    return differences, percentages


def _around(parts: Sequence[Mapping[str, object]]) -> Around:
    lists = [each for part in parts for each in part.values() if isinstance(each, list)]
    single = [
        figure
        for part in parts
        for figure in _figures({name: each for name, each in part.items() if not isinstance(each, list)})
    ]
    prices = [float(each) for part in parts if isinstance(each := part.get("last_price"), int | float)]
    return Around(
        price=prices[0] if prices else None,
        single=list(dict.fromkeys(single))[:MOST_RELATED],
        series=[figure for each in lists for figure in _figures(each)][:MOST_RELATED],
    )


def _document(prompt: str) -> object:
    start = prompt.find("{")
    while start >= 0:
        try:
            value, _ = json.JSONDecoder().raw_decode(prompt, start)
        except (ValueError, RecursionError):
            start = prompt.find("{", start + 1)
            continue
        if isinstance(value, dict) and "markets" in value:
            return value
        start = prompt.find("{", start + 1)
    return None


def _parts(document: object) -> Iterator[Mapping[str, object]]:
    """Yield every object of the document that is about one instrument."""
    if isinstance(document, dict):
        if isinstance(document.get("symbol"), str):
            yield document
            return
        for inner in document.values():
            yield from _parts(inner)
    elif isinstance(document, list):
        for inner in document:
            yield from _parts(inner)


def _figures(value: object) -> list[float]:
    match value:
        case bool() | None:
            return []
        case int() | float():
            return [abs(float(value))]
        case str(text):
            return [abs(float(Decimal(text)))] if _NUMBER.fullmatch(text) else []
        case dict(fields):
            return [figure for inner in fields.values() for figure in _figures(inner)]
        case list(entries):
            return [figure for inner in entries for figure in _figures(inner)]
        case _:
            return []
