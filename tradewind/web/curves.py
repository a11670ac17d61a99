"""Every account's curve and the one of buying and holding, encoded once a while for everybody."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from tradewind.bus.cache import BusUnavailable
from tradewind.domain.account import EquityPoint, Portfolio
from tradewind.domain.candle import CandleRow, Timeframe
from tradewind.domain.cash_flow import CapitalFlow
from tradewind.domain.clock import EPOCH, Instant
from tradewind.domain.instrument import Symbol
from tradewind.market.history import CandleHistory, HistoryDamaged, Series
from tradewind.portfolio.curves import Closes, Prices, Worth, curve, figures, held_worths
from tradewind.web.chart_frames import SWAP_WINDOWS
from tradewind.web.desk import Desk
from tradewind.web.schemas.account import PortfolioView
from tradewind.web.schemas.curves import (
    AccountCurve,
    Curves,
    FlowView,
    HeldCurve,
    Period,
    figures_of,
    points_of,
)

_log = structlog.get_logger(__name__)

KEPT_FOR = timedelta(seconds=10)
MOST_POINTS = 360
BPS = 10_000
SPANS = {Period.DAY: timedelta(days=1), Period.WEEK: timedelta(days=7), Period.MONTH: timedelta(days=30)}
FRAMES = ((timedelta(days=2), Timeframe.M1), (timedelta(days=20), Timeframe.M15))
"""Up to how long a span is priced with which candles; a longer one with those of an hour."""
AROUND = 4
"""Candles that are read before a moment of which the price is wanted."""


class CurvesShelf:
    """Hands out the newest curves of each period; a hundred askers cost one read."""

    def __init__(self) -> None:
        self._contents: dict[Period, tuple[float, bytes]] = {}
        self._turn = asyncio.Lock()

    async def content(self, desk: Desk, period: Period) -> bytes:
        """Return the curves as JSON, at most 10 s old; LedgerUnavailable."""
        if (kept := self._kept(desk, period)) is not None:
            return kept
        async with self._turn:
            if (kept := self._kept(desk, period)) is not None:
                return kept
            content = (await read_curves(desk, period)).model_dump_json().encode()
            self._contents[period] = (desk.clock.monotonic() + KEPT_FOR.total_seconds(), content)
            return content

    def _kept(self, desk: Desk, period: Period) -> bytes | None:
        good_until, content = self._contents.get(period, (0.0, b""))
        return content if desk.clock.monotonic() < good_until else None


async def read_curves(desk: Desk, period: Period) -> Curves:
    """Return every account's curve of `period`; LedgerUnavailable. Without Redis the newest candles are missing."""
    now = desk.clock.now()
    span = SPANS.get(period)
    since = Instant.of(EPOCH) if span is None else Instant.of(now - span)
    accounts: list[AccountCurve] = []
    own: Sequence[EquityPoint] = ()
    for portfolio in await desk.ledger.portfolios.every():
        recorded = await desk.ledger.equity.curve(portfolio.portfolio_id, since, MOST_POINTS)
        is_current = portfolio.portfolio_id == desk.portfolio_id
        own = recorded if is_current else own
        flows = await desk.ledger.postings.capital(portfolio.portfolio_id)
        accounts.append(_account(portfolio, recorded, flows, is_current=is_current))
    return Curves(
        as_of=now,
        period=period,
        accounts=tuple(accounts),
        held=await _held(desk, [point.time for point in own]),
    )


def _account(
    portfolio: Portfolio, recorded: Sequence[EquityPoint], flows: Sequence[CapitalFlow], *, is_current: bool
) -> AccountCurve:
    points = curve([Worth(time=point.time, value=point.equity) for point in recorded], flows)
    later = [flow for flow in flows[1:] if recorded and flow.time >= recorded[0].time]
    return AccountCurve(
        portfolio=PortfolioView.of(portfolio),
        is_current=is_current,
        last_at=recorded[-1].time if recorded else None,
        points=points_of(points),
        flows=tuple(FlowView(time=flow.time, amount=flow.amount) for flow in later),
        figures=figures_of(figures(points)),
    )


async def _held(desk: Desk, times: Sequence[Instant]) -> HeldCurve:
    first = await desk.ledger.equity.first(desk.portfolio_id)
    flows = await desk.ledger.postings.capital(desk.portfolio_id)
    if first is None:
        return HeldCurve(
            symbols=desk.symbols, since=None, fee_bps=desk.taker_fee_bps, points=(), figures=None
        )
    later = [flow for flow in flows[1:] if flow.time > first.time]
    purchases = [CapitalFlow(time=first.time, amount=first.equity), *later]
    prices = await _prices(desk, times, [purchase.time for purchase in purchases])
    worths = held_worths(times, prices, purchases, desk.taker_fee_bps / BPS)
    points = curve(worths, flows)
    return HeldCurve(
        symbols=desk.symbols,
        since=first.time,
        fee_bps=desk.taker_fee_bps,
        points=points_of(points),
        figures=figures_of(figures(points)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelves:
    """Where candles are, and which of them are needed."""

    history: CandleHistory
    venue: str
    cached: Mapping[tuple[Symbol, Timeframe], Sequence[CandleRow]]
    times: Sequence[Instant]
    """Of the curve, oldest first."""
    moments: Sequence[Instant]
    """Single ones, which may lie long before."""

    def prices(self, symbols: Sequence[Symbol]) -> Prices:
        """Return closes that know the prices of those times; file I/O."""
        return {
            symbol: [
                Closes.of(self._rows(symbol, timeframe), timeframe)
                for timeframe in (Timeframe.M1, Timeframe.M15, Timeframe.H1)
            ]
            for symbol in symbols
        }

    def _rows(self, symbol: Symbol, timeframe: Timeframe) -> list[CandleRow]:
        series = Series(venue=self.venue, symbol=symbol, timeframe=timeframe)
        rows = [*self.cached.get((symbol, timeframe), ())]
        for begin, end in self._spans(timeframe):
            early = Instant.of(begin - AROUND * timeframe.length)
            rows += self.history.read(series, since_ms=early.epoch_ms, before_ms=end.epoch_ms)
        by_time = {row[0]: row for row in rows}
        return [by_time[opened] for opened in sorted(by_time)]

    def _spans(self, timeframe: Timeframe) -> list[tuple[Instant, Instant]]:
        spans = [(moment, moment) for moment in self.moments]
        if self.times and timeframe is _frame_for(self.times[-1] - self.times[0]):
            spans.append((self.times[0], self.times[-1]))
        return spans


def _frame_for(span: timedelta) -> Timeframe:
    return next((frame for longest, frame in FRAMES if span <= longest), Timeframe.H1)


async def _prices(desk: Desk, times: Sequence[Instant], moments: Sequence[Instant]) -> Prices:
    shelves = _Shelves(
        history=desk.history,
        venue=desk.about().venue,
        cached=await _cached(desk),
        times=times,
        moments=moments,
    )
    try:
        return await asyncio.to_thread(shelves.prices, desk.symbols)
    except HistoryDamaged as e:  # the accounts are shown all the same
        _log.warning("holding_not_priced", reason=str(e))
        return dict.fromkeys(desk.symbols, ())


async def _cached(desk: Desk) -> dict[tuple[Symbol, Timeframe], Sequence[CandleRow]]:
    places = [(symbol, timeframe) for timeframe in SWAP_WINDOWS for symbol in desk.symbols]
    try:
        readings = await desk.cache.read([SWAP_WINDOWS[frame].at(symbol) for symbol, frame in places])
    except BusUnavailable:
        return {}
    return {
        place: reading.value.confirmed
        for place, reading in zip(places, readings, strict=True)
        if reading.value is not None
    }
