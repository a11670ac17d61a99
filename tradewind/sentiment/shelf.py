"""The headlines of the last day, scored once, each under every symbol that it names; pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.sentiment.attribution import Attribution
from tradewind.sentiment.headline import Headline

MOST_PER_SYMBOL = 500
"""Headlines kept of one symbol, the newest ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A headline and what it says; None: its text is not to be judged."""

    headline: Headline
    score: float | None


class Shelf:
    """What was written about each symbol within the window."""

    def __init__(self, attribution: Attribution, score: Callable[[str], float], window: timedelta) -> None:
        self._attribution = attribution
        self._score = score
        self._window = window
        self._kept: dict[Symbol, dict[str, Scored]] = {}

    def add(self, headlines: Iterable[Headline], now: Instant) -> int:
        """Keep what is new of `headlines` and return how many; one wording counts once, whoever prints it."""
        oldest = now - self._window
        added = 0
        for headline in headlines:
            if headline.published_at < oldest:
                continue
            wording = " ".join(headline.text.text.casefold().split())
            for symbol in self._attribution.symbols(headline.text.text):
                kept = self._kept.setdefault(symbol, {})
                if wording not in kept or (kept[wording].score is None and headline.text.is_scorable):
                    # A flagged copy must not keep the honest one out.
                    kept[wording] = Scored(headline=headline, score=self._judged(headline))
                    added += 1
        return added

    def news(self, symbol: Symbol, now: Instant) -> tuple[Scored, ...]:
        """Return what was written about `symbol`, newest first; what is older than the window is forgotten."""
        oldest = now - self._window
        kept = self._kept.get(symbol, {})
        current = sorted(
            ((wording, each) for wording, each in kept.items() if each.headline.published_at >= oldest),
            key=lambda item: item[1].headline.published_at,
            reverse=True,
        )[:MOST_PER_SYMBOL]
        self._kept[symbol] = dict(current)
        return tuple(each for _, each in current)

    def _judged(self, headline: Headline) -> float | None:
        return self._score(headline.text.text) if headline.text.is_scorable else None
