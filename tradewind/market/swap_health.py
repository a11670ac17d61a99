"""The collector of swaps seen as a venue: per kind of datum the oldest success among its symbols."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.market.config import MarketConfig
from tradewind.market.failures import FailureKind
from tradewind.market.health import CollectorHealth, VenueHealth
from tradewind.market.refresh import RefreshHealth
from tradewind.market.schedule import CANDLE_DATUMS, OVERDUE, Datum
from tradewind.market.venues.okx_answers import VENUE

PUSHED = timedelta(minutes=1)
"""The stream tells a funding rate when it changes, and it is asked for once a minute to check it."""


def swap_health(
    health: CollectorHealth, config: MarketConfig, closed_until: Instant | None = None
) -> VenueHealth:
    """Return the venue of the swaps; it counts requests per endpoint, so its weight is unknown."""
    slower = {Datum.RULES: config.rules_every, Datum.FUNDING: PUSHED, **dict.fromkeys(CANDLE_DATUMS, OVERDUE)}
    seen = [Datum.TICKER, *_others(success.datum for success in health.successes)]
    feeds = []
    for datum in seen:
        at = {one.symbol: one.at for one in health.successes if one.datum is datum}
        failures: Counter[FailureKind] = Counter()
        for failure in health.failures:
            if failure.datum is datum:
                failures[failure.kind] += failure.count
        feeds.append(
            RefreshHealth(
                feed=datum.value,
                every=slower.get(datum, config.refresh_every),
                symbols=len(config.symbols),
                refreshed_at=min(at.values(), default=None),
                took=health.last_scan_took,
                missing=_without(config.symbols, at),
                failures=dict(failures),
                last_failure=None,
                skipped_beats=health.skipped_beats,
                write_failures=health.write_failures,
            )
        )
    return VenueHealth(
        venue=VENUE, weight_used=None, weight_limit=None, closed_until=closed_until, feeds=tuple(feeds)
    )


def _others(seen: Iterable[Datum]) -> list[Datum]:
    return [datum for datum in dict.fromkeys(seen) if datum is not Datum.TICKER]


def _without(symbols: Iterable[Symbol], known: Iterable[Symbol]) -> tuple[Symbol, ...]:
    found = set(known)
    return tuple(symbol for symbol in symbols if symbol not in found)
