"""From the bus to every client: one consumer, one rising seq, the latest of everything for those who come back."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterable, Iterable

import structlog

from tradewind.bus.channels import Rebuilt
from tradewind.bus.messages import (
    DecisionNotice,
    PortfolioNotice,
    ScannerNotice,
    SignalNotice,
    SystemNotice,
    ThinkingNotice,
    TickNotice,
)
from tradewind.domain.instrument import Symbol
from tradewind.domain.ticker import Ticker
from tradewind.web.config import HubConfig
from tradewind.web.desk import Desk
from tradewind.web.live.client import Client
from tradewind.web.live.frames import PING, Frame, framed, market_frame, thinking_frame
from tradewind.web.live.log_tail import LogTail
from tradewind.web.live.outbox import Outbox
from tradewind.web.live.pace import Pace
from tradewind.web.live.projections import Projections
from tradewind.web.live.recall import Recall
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.rate_limit import Bucket, Rate
from tradewind.web.schemas.frames import ScanNews, StanceChange, SystemState
from tradewind.web.schemas.market import LivePrice
from tradewind.web.schemas.models import Thinking
from tradewind.web.socket_protocol import Wire, text_frame

Notice = (
    TickNotice
    | PortfolioNotice
    | DecisionNotice
    | ThinkingNotice
    | ScannerNotice
    | SignalNotice
    | SystemNotice
)
WATCH_EVERY_SECONDS = 1.0

_log = structlog.get_logger(__name__)


class Hub:
    """Owns the live sockets; `run` is the only place that reads `notices`."""

    def __init__(self, desk: Desk, notices: AsyncIterable[Notice | Rebuilt], config: HubConfig) -> None:
        self._desk = desk
        self._notices = notices
        self._config = config
        self._projections = Projections(desk, self, config.rebuild_after)
        self._log_tail = LogTail(desk.message_log, desk.clock, desk.metrics)
        self._seq = 0
        self._recall = Recall(config.max_decisions_waiting)
        self._pace = Pace(self._send_prices, config.fan_out_share, desk.clock)
        self._tickers: dict[Symbol, Ticker] = {}
        self._moved: dict[Symbol, Ticker] = {}
        self._prices: dict[str, str] = {}
        self._clients: set[Client] = set()
        self._addresses: Counter[str] = Counter()
        self._last_state = SystemState(ready=True, reasons=(), message="")

    async def run(self) -> None:
        """Serve until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._consume(), name="live notices")
            tasks.create_task(self._pace.run(), name="live prices")
            tasks.create_task(self._projections.run(), name="live projections")
            tasks.create_task(self._log_tail.run(), name="live log")
            tasks.create_task(self._ping(), name="live pings")
            tasks.create_task(self._watch(), name="live watch")
            tasks.create_task(self._revalue(), name="live valuation")

    def join(self, address: str, since: int | None, epoch: str | None, wire: Wire) -> Client:
        """Take a client on: it resumes after `since` when that is still known, else it starts with a snapshot.

        Refusal when there is no room.
        """
        self._refuse_when_full(address)
        outbox = Outbox(self._config.max_decisions_waiting, self._desk.metrics)
        missed = self._missed(since, epoch)
        for frame in missed or ():
            outbox.put(frame)
        first = self._snapshot().encoded() if missed is None else None
        rate = Rate(
            name="messages", per_second=self._config.messages_per_second, burst=self._config.messages_burst
        )
        clock = self._desk.clock
        client = Client(
            address=address,
            outbox=outbox,
            first=first,
            messages=Bucket(rate, clock.monotonic()),
            clock=clock,
            wire=wire,
            log_tail=self._log_tail,
        )
        self._clients.add(client)
        self._addresses[address] += 1
        self._desk.metrics.ws_clients.set(len(self._clients))
        return client

    def leave(self, client: Client) -> None:
        """Forget `client`."""
        self._clients.discard(client)
        self._log_tail.leave(client.outbox)
        self._addresses[client.address] -= 1
        if not self._addresses[client.address]:
            del self._addresses[client.address]
        self._desk.metrics.ws_clients.set(len(self._clients))

    def publish(self, kind: str, slot: str, content: str) -> None:
        """Send a frame with `content` (JSON) as its data to every client."""
        self._seq += 1
        text = framed(kind, self._seq, content, self._desk.clock.now())
        self._fan_out(kind, Frame(seq=self._seq, slot=slot, text=text))

    def publish_prices(self, tickers: Iterable[Ticker]) -> None:
        """Send what changed, when its turn comes; a ticker older than the known one is not news."""
        for ticker in filter(self._is_news, tickers):
            self._tickers[ticker.symbol] = ticker
            self._moved[ticker.symbol] = ticker
        if self._moved:
            self._pace.due()

    def publish_snapshot(self, tickers: Iterable[Ticker]) -> None:
        """Start every client over with the prices of `tickers` and those known before."""
        for ticker in filter(self._is_news, tickers):
            self._tickers[ticker.symbol] = ticker
            self._moved[ticker.symbol] = ticker
        self._take_moves()
        self._seq += 1
        self._fan_out("market_update", self._snapshot())

    def publish_state(self, message: str) -> None:
        """Say how the desk is, with one line for people."""
        health = self._desk.health.snapshot()
        self._last_state = SystemState(ready=health.is_ready, reasons=health.reasons, message=message)
        self.publish("system_update", "system", self._last_state.model_dump_json())

    async def _consume(self) -> None:
        async for notice in self._notices:
            match notice:
                case Rebuilt():
                    self._projections.rebuild()
                case TickNotice():
                    self.publish_prices(notice.tickers)
                    self._projections.prices_moved(ticker.symbol for ticker in notice.tickers)
                case PortfolioNotice():
                    self._projections.portfolio_changed(notice.portfolio_id)
                case DecisionNotice():
                    self._projections.decision_made(notice.decision_id)
                case ThinkingNotice():
                    self._pass_on(notice)
                case ScannerNotice():
                    news = ScanNews(part=notice.part)
                    self.publish("scanner_update", f"scanner/{notice.part}", news.model_dump_json())
                case SignalNotice():
                    change = StanceChange.of(notice)
                    self.publish("signal_update", f"signal/{notice.symbol}", change.model_dump_json())
                case SystemNotice():
                    self.publish_state(notice.summary)

    async def _ping(self) -> None:
        while True:
            await asyncio.sleep(self._config.ping_every.total_seconds())
            for client in self._clients:
                client.outbox.put(PING)

    async def _revalue(self) -> None:
        """Value the account at every beat on which a price has moved, while somebody looks."""
        while True:
            await asyncio.sleep(self._config.revalue_every.total_seconds())
            if self._clients:
                self._projections.revalue()

    async def _watch(self) -> None:
        """Cut off who takes nothing; tell everybody when readiness changes."""
        limit_seconds = self._config.stall_limit.total_seconds()
        while True:
            await asyncio.sleep(min(WATCH_EVERY_SECONDS, limit_seconds / 4))
            now = self._desk.clock.monotonic()
            for client in self._clients:
                if client.has_stalled(now, limit_seconds):
                    self._desk.metrics.ws_clients_closed.labels("stalled").inc()
                    _log.info(
                        "live_client_cut", address=client.address, took_nothing_for_seconds=limit_seconds
                    )
                    client.cut()
            health = self._desk.health.snapshot()
            if health.reasons != self._last_state.reasons:
                self.publish_state("The desk is ready." if health.is_ready else "The desk is not ready.")

    def _pass_on(self, notice: ThinkingNotice) -> None:
        thinking = Thinking(
            model=notice.model,
            started_at=notice.started_at,
            reasoning=notice.reasoning,
            answer=notice.answer,
            is_over=notice.is_over,
        )
        self._send("decision_stream", thinking_frame(thinking.model_dump_json(), notice.timestamp))

    def _send_prices(self) -> None:
        prices = self._take_moves()
        if prices:
            self._seq += 1
            self._fan_out("market_update", market_frame(self._seq, prices, self._desk.clock.now()))

    def _take_moves(self) -> dict[str, str]:
        prices: dict[str, str] = {
            symbol: LivePrice.of(ticker).model_dump_json() for symbol, ticker in self._moved.items()
        }
        self._moved.clear()
        self._prices.update(prices)
        return prices

    def _fan_out(self, kind: str, frame: Frame) -> None:
        self._recall.remember(frame)
        self._send(kind, frame)

    def _send(self, kind: str, frame: Frame) -> None:
        self._desk.metrics.ws_frames.labels(kind).inc()
        encoded = text_frame(frame.encoded())
        for client in self._clients:
            client.offer(frame, encoded)

    def _snapshot(self) -> Frame:
        return market_frame(self._seq, dict(self._prices), self._desk.clock.now(), epoch=self._desk.run_id)

    def _is_news(self, ticker: Ticker) -> bool:
        known = self._tickers.get(ticker.symbol)
        if known is None or known.timestamp > self._desk.clock.now():  # the wall clock was set back
            return True
        return ticker != known and ticker.timestamp >= known.timestamp

    def _missed(self, since: int | None, epoch: str | None) -> list[Frame] | None:
        if since is None or since > self._seq or epoch != self._desk.run_id:
            return None
        return self._recall.since(since)

    def _refuse_when_full(self, address: str) -> None:
        is_full = len(self._clients) >= self._config.max_clients
        if is_full or self._addresses[address] >= self._config.max_clients_per_address:
            self._desk.metrics.ws_clients_closed.labels("no room").inc()
            raise Refusal(
                ProblemType.TOO_MANY_CLIENTS,
                503,
                "Too many live sockets are open. Close a page, or raise max_clients in the settings.",
                headers={"Retry-After": "10"},
            )
