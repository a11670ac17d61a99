"""Finds figures in a model's reasons that nobody showed it. Pure.

Grounded is what was shown, within the rounding in which the model wrote it; what its own proposal names; and what
follows from two such figures: their difference, and one as a percentage of the other. Small whole numbers, dates,
periods and ratios are not looked at. What stands elsewhere in the answer is no evidence: a model may cite itself.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tradewind.decision.lenient_json import WIDE
from tradewind.decision.relations import Relations
from tradewind.decision.shown import Shown
from tradewind.domain.decision import GroundingFlag, Proposal
from tradewind.domain.instrument import Symbol

MOST_FLAGS = 5
"""Of one item; more say nothing new."""
LARGEST_UNCHECKED = 100
"""Whole numbers up to it are counts, periods and thresholds as often as figures."""
AROUND = 30
LABEL_LENGTH = 24
"""Characters before a figure that tell what it is."""
_DIGIT = re.compile("[0-9]")
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


def ungrounded(proposals: Iterable[Proposal], shown: Shown) -> dict[Symbol, tuple[GroundingFlag, ...]]:
    """Return, by symbol, the figures in the reasons of `proposals` that stand nowhere in what was `shown`."""
    flags = {proposal.symbol: tuple(_flags(proposal, shown))[:MOST_FLAGS] for proposal in proposals}
    return {symbol: found for symbol, found in flags.items() if found}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    value: float
    tolerance: float
    is_percent: bool
    written: str
    start: int
    before: str
    """Words that may make it something else, a period or a ratio; empty where they make it a figure."""


def _flags(proposal: Proposal, shown: Shown) -> Iterator[GroundingFlag]:
    text = proposal.rationale if proposal.rationale.isascii() else proposal.rationale.translate(WIDE)
    if not _DIGIT.search(text):
        return
    own, around = _own(proposal), shown.around(proposal.symbol)
    relations: Relations | None = None
    told: set[str] = set()
    for claim in _claims(text):
        # In the order of what it costs: most figures are those of the market that the reasons are about.
        if claim.written in told or _is_named(claim, own) or _is_told(claim, around.ordered):
            continue
        if _NOT_A_FIGURE_BEFORE.search(claim.before):
            continue
        if relations is None:
            relations = Relations(own, around)
        related = relations.has_percentage if claim.is_percent else relations.has_difference
        if related(claim.value, _margin(claim.tolerance)):
            continue
        if _is_told(claim, shown.everything):
            continue
        told.add(claim.written)
        excerpt = text[max(0, claim.start - AROUND) : claim.start + len(claim.written) + AROUND]
        yield GroundingFlag(figure=claim.written, excerpt=excerpt)


def _claims(text: str) -> Iterator[_Claim]:
    for match in _FIGURE.finditer(text):
        value = float(match["number"].replace(",", "")) * _scale(match)
        is_small = value <= LARGEST_UNCHECKED and value == int(value) and "." not in match[0]
        if is_small or _NOT_A_FIGURE_AFTER.match(text, match.end()):
            continue
        yield _claim(match, value)
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
                before="",
            )


def _claim(match: re.Match[str], value: float) -> _Claim:
    whole, _, decimals = match["number"].replace(",", "").partition(".")
    scale = _scale(match)
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
        before=match.string[max(0, match.start() - LABEL_LENGTH) : match.start()],
    )


def _scale(match: re.Match[str]) -> int:
    return _SCALES[match["scale"].strip()] if match["scale"] else 1


def _unit(decimals: int) -> float:
    """Return one unit of the last digit: models cut off as often as they round."""
    return 10.0**-decimals


def _margin(tolerance: float) -> float:
    """Return a tolerance with room for what floats lose."""
    return tolerance * (1 + 1e-9) + 1e-12


def _is_told(claim: _Claim, ordered: Sequence[float]) -> bool:
    return _is_near(claim.value, claim.tolerance, ordered) or (
        claim.is_percent and _is_near(claim.value / 100, claim.tolerance / 100, ordered)
    )


def _is_named(claim: _Claim, own: Sequence[float]) -> bool:
    margin = _margin(claim.tolerance)
    if any(abs(claim.value - each) <= margin for each in own):
        return True
    share, tolerance = claim.value / 100, claim.tolerance / 100
    return claim.is_percent and any(abs(share - each) <= tolerance for each in own)


def _is_near(value: float, tolerance: float, ordered: Sequence[float]) -> bool:
    margin = _margin(tolerance)
    place = bisect_left(ordered, value - margin)
    return place < len(ordered) and ordered[place] <= value + margin


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
