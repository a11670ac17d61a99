"""Fills, order reports and cash flows as they happen: pushed where the stream runs, read again and again either way.

Fills come before the report that they lead to. A fill is told once; a report that changed nothing is not told.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from tradewind.brokers.okx import fields
from tradewind.brokers.okx.config import OkxConfig
from tradewind.brokers.okx.fields import Row
from tradewind.brokers.okx.history import History
from tradewind.brokers.okx.lookup import Lookup
from tradewind.brokers.port import BrokerEvent, BrokerUnavailable, VenueOrder
from tradewind.domain.cash_flow import CashFlow
from tradewind.domain.clock import EPOCH, Clock, Instant
from tradewind.domain.fill import Fill
from tradewind.domain.order import OrderState

_log = structlog.get_logger(__name__)

REMEMBERED: Final = 10_000
LONGEST_PAUSE: Final = 30.0
OrderKey = tuple[str, str | None]
"""The venue's id and the purpose: a stop and its target may share the id."""


class News:
    """`events` is for one reader; `follow`, `pushed` and `listening` may be called at any time."""

    def __init__(self, lookup: Lookup, history: History, config: OkxConfig, clock: Clock) -> None:
        self._lookup = lookup
        self._history = history
        self._config = config
        self._clock = clock
        self._rows: asyncio.Queue[Row | None] = asyncio.Queue()
        self._ready: deque[BrokerEvent] = deque()
        self.is_streaming = False
        self._open: dict[OrderKey, VenueOrder] = {}
        self._ended: OrderedDict[str, None] = OrderedDict()
        self._told: OrderedDict[str, None] = OrderedDict()
        self._fills_since = Instant.of(clock.now() - config.fills_overlap)
        self._flows_since = self._fills_since
        self._flows_at = 0.0

    def follow(self, report: VenueOrder) -> None:
        """Look soon for what becomes of an order that the venue has just taken."""
        if not report.state.is_final:
            # Known from its receipt alone: whatever the venue says of it is news.
            self._open.setdefault(_key(report), replace(report, state=OrderState.SENDING))
        self._rows.put_nowait(None)

    def pushed(self, row: Row) -> None:
        """Take a row of the orders channel."""
        self._rows.put_nowait(row)

    def listening(self, *, is_streaming: bool) -> None:
        """Note that the stream began or ended; what it may have missed is read at once."""
        self.is_streaming = is_streaming
        self._rows.put_nowait(None)

    async def events(self) -> AsyncIterator[BrokerEvent]:
        """Yield until cancelled; while the venue cannot be asked, the pauses between attempts grow."""
        failures = 0
        while True:
            try:
                self._ready.extend(await self._round())
                failures = 0
            except BrokerUnavailable as e:
                failures += 1
                _log.warning("venue_news_unread", error=str(e), failures=failures)
            end = self._clock.monotonic() + self._pause_seconds(failures)
            while True:
                while self._ready:
                    yield self._ready.popleft()
                if not await self._heard_before(end, is_patient=failures > 0):
                    break

    async def _heard_before(self, end: float, *, is_patient: bool) -> bool:
        """Take one push; False when it is time to read again: the pause is over, or somebody wishes it."""
        try:
            async with asyncio.timeout(max(end - self._clock.monotonic(), 0)):
                row = await self._rows.get()
        except TimeoutError:
            return False
        if row is None:
            if is_patient:  # the venue is not answering: the pause is kept
                return True
            self._drop_wishes()
            return False
        try:
            self._ready.extend(await self._of_push(row))
        except BrokerUnavailable as e:
            _log.warning("push_unread", error=str(e))  # the next round reads what it told of
            return False
        return True

    def _pause_seconds(self, failures: int) -> float:
        if failures:
            return min(self._config.poll_every.total_seconds() * 2.0 ** min(failures, 10), LONGEST_PAUSE)
        pause = self._config.recheck_every if self.is_streaming else self._config.poll_every
        return pause.total_seconds()

    def _drop_wishes(self) -> None:
        rows: list[Row] = []
        while not self._rows.empty():
            row = self._rows.get_nowait()
            if row is not None:
                rows.append(row)
        for row in rows:
            self._rows.put_nowait(row)

    async def _round(self) -> list[BrokerEvent]:
        began = self._clock.now()
        # Reports are read before fills: so every report's fills are among those read after it.
        reports = await self._changed()
        fills = await self._new_fills(self._fills_since)
        foreign = await self._foreign(fills)
        flows = await self._new_flows()
        # Earlier than before where the clock was set back: what is read twice is told once.
        self._fills_since = _before(began, self._config.fills_overlap)
        return [*self._telling(fills), *reports, *foreign, *flows]

    async def _changed(self) -> list[VenueOrder]:
        known = dict(self._open)
        now_open = {_key(order): order for order in await self._lookup.open_orders()}
        changed = [order for key, order in now_open.items() if _is_news(known.get(key), order)]
        self._open.update(now_open)
        for key, order in known.items():
            if key not in now_open:
                changed.extend(await self._ending(key, order))
        return changed

    async def _ending(self, key: OrderKey, known: VenueOrder) -> Sequence[VenueOrder]:
        if known.trigger_price is None:
            after = await self._lookup.by_venue_id(known.symbol, known.venue_order_id)
        else:
            after = await self._lookup.algo_by_venue_id(known.venue_order_id)
        if after is None:
            _log.warning("order_not_kept", symbol=known.symbol, venue_order_id=known.venue_order_id)
            self._open.pop(key, None)
            return ()
        if after.state.is_final:
            self._open.pop(key, None)
            _remember(self._ended, after.venue_order_id)
        return (after,) if _is_news(known, after) else ()

    async def _new_fills(self, since: Instant) -> list[Fill]:
        return [fill for fill in await self._history.fills(since) if _name(fill) not in self._told]

    async def _foreign(self, fills: Iterable[Fill]) -> list[VenueOrder]:
        """Return the orders behind fills of which nobody told: by hand, or the venue's own liquidations."""
        followed = {order_id for order_id, _ in self._open} | set(self._ended)
        found: list[VenueOrder] = []
        for order_id, symbol in {f.venue_order_id: f.symbol for f in fills if f.venue_order_id}.items():
            if order_id in followed:
                continue
            report = await self._lookup.by_venue_id(symbol, order_id)
            if report is not None:
                found.append(report)
                _remember(self._ended, order_id)
        return found

    async def _new_flows(self) -> list[CashFlow]:
        now = self._clock.monotonic()
        if now < self._flows_at:
            return []
        began = self._clock.now()
        flows = await self._history.cash_flows(self._flows_since)
        self._flows_at = now + self._config.flows_every.total_seconds()
        self._flows_since = _before(began, self._config.fills_overlap)
        fresh = [flow for flow in flows if flow.flow_id not in self._told]
        for flow in fresh:
            _remember(self._told, flow.flow_id)
        return fresh

    async def _of_push(self, row: Row) -> list[BrokerEvent]:
        if not await self._lookup.is_convertible(row):
            return []
        fill = None
        if fields.positive(row, "fillSz") is not None and fields.text(row, "tradeId") is not None:
            fill = await self._history.fill_of(row)
        report = await self._lookup.report(row)
        events: list[BrokerEvent] = list(self._telling([fill] if fill else []))
        if report.state.is_final:
            self._open.pop(_key(report), None)
            _remember(self._ended, report.venue_order_id)
        else:
            self._open[_key(report)] = report
        return [*events, report]

    def _telling(self, fills: Iterable[Fill]) -> list[Fill]:
        fresh = [fill for fill in fills if _name(fill) not in self._told]
        for fill in fresh:
            _remember(self._told, _name(fill))
        return fresh


def _key(order: VenueOrder) -> OrderKey:
    return order.venue_order_id, order.purpose if order.trigger_price is not None else None


def _name(fill: Fill) -> str:
    return f"{fill.symbol}|{fill.trade_id}"


def _is_news(known: VenueOrder | None, order: VenueOrder) -> bool:
    return known is None or replace(known, updated_at=order.updated_at) != order


def _before(moment: datetime, span: timedelta) -> Instant:
    return Instant.of(max(moment - span, EPOCH))


def _remember(book: OrderedDict[str, None], key: str) -> None:
    book[key] = None
    if len(book) > REMEMBERED:
        book.popitem(last=False)
