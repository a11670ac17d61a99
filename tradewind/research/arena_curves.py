"""Equity of every contender of an arena at the same moments, thinned for a chart: net of fees, funding and the model's cost."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from tradewind.domain.clock import Instant
from tradewind.research.backtest import Backtest

MOST_MOMENTS = 500
ZERO = Decimal(0)
_STEP = Decimal("0.0001")


@dataclass(frozen=True, slots=True, kw_only=True)
class EquityLine:
    """One contender; None where something that it held had no price."""

    contender: str
    equities: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArenaCurves:
    """Every contender at the same closes, oldest first, the first and the last close among them."""

    moments: tuple[Instant, ...]
    lines: tuple[EquityLine, ...]


def curves_of(runs: Mapping[str, Backtest], most: int = MOST_MOMENTS) -> ArenaCurves:
    """Return the equity of runs that are done and share their window, at `most` moments or fewer (2 at least)."""
    one = next(iter(runs.values()))
    places = spread(one.first, one.last, most)
    return ArenaCurves(
        moments=tuple(Instant.from_ms(one.tape.close_ms(place)) for place in places),
        lines=tuple(
            EquityLine(contender=name, equities=tuple(_net_equity(run, place) for place in places))
            for name, run in runs.items()
        ),
    )


def spread(first: int, last: int, most: int) -> list[int]:
    """Return `most` whole numbers or fewer from `first` to `last`, both among them, at even distances."""
    steps = min(most - 1, last - first)
    return [first + (last - first) * step // steps for step in range(steps + 1)] if steps else [first]


def _net_equity(run: Backtest, place: int) -> Decimal | None:
    equity = run.books.curve[place - run.first]
    # What a decision costs is spent after the close that it is made on.
    paid = bisect_left(run.costs, place, key=lambda cost: cost[0])
    spent = run.costs[paid - 1][1] if paid else ZERO
    return None if equity is None else (equity - spent).quantize(_STEP, ROUND_HALF_EVEN) + ZERO
