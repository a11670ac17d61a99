"""From the venue's frame to the browser's socket.

Usage: python -m bench.frame_to_browser [--rate 1000] [--seconds 10] [--rounds 3]

Processes of their own over real sockets: the venue (`bench.stream_source`), the collector, Valkey, the web server; this one
is the browser. A frame carries the moment at which it left. A tick that a later one of its symbol overtook has arrived
when that one has, so every tick counts and none may be missing. The yardstick of the way is the venue's frame straight to
a socket; that of the throughput is what ccxt.pro parses, alone in a process.
"""

import argparse
import asyncio
import signal
from bisect import bisect_right
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

import msgspec
import uvloop

from bench.decoders import ccxt_pro, rate_of
from bench.figures import Figure, keep, percentile
from bench.frames import FrameReceiver
from bench.processes import Part, running
from bench.stream_source import Frames, Sent
from tests.lab_process import running_lab
from tests.waiting import eventually

SYMBOLS = [f"{coin}-USDT-SWAP" for coin in ("BTC", "ETH", "SOL", "BNB", "DOGE", "XRP")]
FLOOD_FRAMES = 64_000
PARSED_FRAMES = 5_000


class Standing(msgspec.Struct):
    """What the collector says of itself."""

    cpu_seconds: float
    trades: int
    unreadable: int


class _Price(msgspec.Struct):
    volume_24h: float | None = None


class _HubFrame(msgspec.Struct):
    type: str
    content: dict[str, _Price] = msgspec.field(default_factory=dict, name="data")


class _Argument(msgspec.Struct):
    symbol: str = msgspec.field(name="instId")


class _Row(msgspec.Struct):
    moment: str | None = msgspec.field(default=None, name="volCcy24h")  # None: a trade


class _VenueFrame(msgspec.Struct):
    arg: _Argument
    rows: list[_Row] = msgspec.field(name="data")


class _Kind(msgspec.Struct):
    type: str


_kinds = msgspec.json.Decoder(_Kind)
_hub_frames = msgspec.json.Decoder(_HubFrame)
_venue_frames = msgspec.json.Decoder(_VenueFrame)

Seen = dict[str, float]


def of_hub(frame: memoryview) -> Seen:
    """Return the moments in a frame of ours, by symbol."""
    if _kinds.decode(frame).type != "market_update":
        return {}
    return {name: price.volume_24h or 0.0 for name, price in _hub_frames.decode(frame).content.items()}


def of_venue(frame: memoryview) -> Seen:
    """Return the moment in a frame of the venue."""
    push = _venue_frames.decode(frame)
    moment = push.rows[0].moment
    return {} if moment is None else {push.arg.symbol: float(moment)}


@dataclass(slots=True)
class Browser:
    """Notes when which moment of which symbol arrived."""

    read: Callable[[memoryview], Seen]
    arrived: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    frames: int = 0

    def take(self, frame: memoryview) -> None:
        now = monotonic()
        seen = self.read(frame)
        self.frames += bool(seen)
        for symbol, moment in seen.items():
            if moment <= now:  # the volume of an answer to a request is none
                self.arrived.setdefault(symbol, []).append((moment, now))

    def has_last_of(self, sent: Sent) -> bool:
        return all(
            symbol in self.arrived and self.arrived[symbol][-1][0] >= moments[-1]
            for symbol, moments in sent.moments.items()
        )

    def seconds_until_last(self, sent: Sent) -> float:
        """Return how long it took from the first tick's leaving to the last one's arrival."""
        began = min(moments[0] for moments in sent.moments.values())
        return max(arrivals[-1][1] for arrivals in self.arrived.values()) - began

    def waits_ms(self, sent: Sent) -> list[float]:
        """Return for every tick that was sent how long it took until it, or a later one of its symbol, was here."""
        waits: list[float] = []
        for symbol, moments in sent.moments.items():
            reached = 0
            for moment, now in self.arrived[symbol]:
                newly = bisect_right(moments, moment)
                waits += [(now - each) * 1000 for each in moments[reached:newly]]
                reached = max(reached, newly)
            assert reached == len(moments), f"{len(moments) - reached} ticks of {symbol} never arrived"
        return waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything between a frame and a browser."""

    source: Part
    collector: Part
    source_port: int
    web: str

    async def sent(self, order: str) -> Sent:
        self.source.tell(order)
        return msgspec.json.decode(await self.source.line(), type=Sent)

    async def standing(self) -> Standing:
        self.collector.signal(signal.SIGUSR1)
        return msgspec.json.decode(await self.collector.line(), type=Standing)


@asynccontextmanager
async def running_desk() -> AsyncIterator[Desk]:
    async with running_lab() as lab, running("bench.stage_server") as web:
        stage = msgspec.json.decode(await web.line(), type=dict[str, object])
        async with running("bench.stream_source", lab.okx, *SYMBOLS) as source:
            port = int(await source.line())
            url = f"ws://127.0.0.1:{port}/ws/v5"
            async with running(
                "bench.stage_collector", url, lab.okx, str(stage["redis"]), *SYMBOLS
            ) as collector:
                await collector.line()
                yield Desk(source=source, collector=collector, source_port=port, web=str(stage["base"]))


@asynccontextmanager
async def browsing(host: str, path: str, browser: Browser) -> AsyncIterator[None]:
    name, port = host.split(":")
    _, receiver = await asyncio.get_running_loop().create_connection(
        lambda: FrameReceiver(host, path, browser.take), name, int(port)
    )
    await receiver.opened
    yield
    receiver.transport.abort()


async def way(desk: Desk, order: str) -> tuple[Sent, list[float], Browser]:
    """Measure the way through the desk."""
    browser = Browser(of_hub)
    async with browsing(desk.web, "/ws/market-data", browser):
        sent = await desk.sent(order)
        await eventually(lambda: browser.has_last_of(sent))
    return sent, browser.waits_ms(sent), browser


async def straight(order: str) -> list[float]:
    """Measure the venue's frames to a socket, with nothing between."""
    async with running_lab() as lab, running("bench.stream_source", lab.okx, *SYMBOLS) as source:
        host = f"127.0.0.1:{int(await source.line())}"
        browser = Browser(of_venue)
        async with browsing(host, "/ws/v5/public", browser):
            source.tell(order)
            sent = msgspec.json.decode(await source.line(), type=Sent)
            await eventually(lambda: browser.has_last_of(sent))
    return browser.waits_ms(sent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flood:
    """What a flood came to."""

    per_second: float
    per_core_second: float
    lost_trades: int
    frames: int
    browser_frames: int


async def flood(desk: Desk) -> Flood:
    before = await desk.standing()
    sent, _, browser = await way(desk, f"flood {FLOOD_FRAMES}")
    after = await desk.standing()
    cpu_seconds = after.cpu_seconds - before.cpu_seconds
    return Flood(
        per_second=FLOOD_FRAMES / browser.seconds_until_last(sent),
        per_core_second=FLOOD_FRAMES / cpu_seconds,
        lost_trades=sent.trades - (after.trades - before.trades),
        frames=FLOOD_FRAMES,
        browser_frames=browser.frames,
    )


async def parsed_by_ccxt(symbols: list[str]) -> float:
    """Return how many of such frames ccxt.pro parses in a second, and nothing else."""
    row = {"instId": "", "last": "100", "bidPx": "99", "askPx": "101", "open24h": "99", "high24h": "102"}
    row |= {"low24h": "98", "vol24h": "1", "bidSz": "1", "askSz": "1", "lastSz": "1", "instType": "SWAP"}
    frames = Frames({symbol: row | {"instId": symbol} for symbol in symbols})
    texts = [frames.following(Sent())[4:].decode() for _ in range(PARSED_FRAMES)]
    async with ccxt_pro(symbols) as take:
        return rate_of(take, texts)


async def main(rate: float, seconds: float, rounds: int) -> None:
    order = f"pace {rate:g} {seconds:g}"
    plain = await straight(order)
    async with running_desk() as desk:
        await way(desk, f"pace {rate:g} 2")  # warms up
        ways = [await way(desk, order) for _ in range(rounds)]
        floods = [await flood(desk) for _ in range(rounds)]
    for sent, waits, browser in ways:
        ticks = sum(map(len, sent.moments.values()))
        print(
            f"{ticks} ticks in {sent.took_seconds:.1f} s, {browser.frames} frames at the browser: "
            f"p50 {percentile(waits, 0.5):.2f}, p99 {percentile(waits, 0.99):.2f}, max {max(waits):.2f} ms"
        )
    for one in floods:
        print(
            f"{one.frames} frames: {one.per_second:,.0f}/s by the clock, {one.per_core_second:,.0f} per second of the "
            f"collector's core, trades lost {one.lost_trades}, {one.browser_frames} frames at the browser"
        )
    assert not any(one.lost_trades for one in floods), "trades were lost"
    best = min((waits for _, waits, _ in ways), key=lambda waits: percentile(waits, 0.99))
    parsed = await parsed_by_ccxt(SYMBOLS)
    keep("frame_to_browser", [*way_figures(rate, best, plain), *flood_figures(floods, parsed)])


def way_figures(rate: float, waits: list[float], plain: list[float]) -> list[Figure]:
    return [
        Figure(
            name=f"frame → browser at {rate:g} ticks/s, {label}",
            value=percentile(waits, share),
            unit="ms",
            yardstick="the same frames straight to a socket",
            yardstick_value=percentile(plain, share),
            goal=goal,
        )
        for label, share, goal in (("p50", 0.5, None), ("p99", 0.99, "< 5"))
    ]


def flood_figures(floods: list[Flood], parsed: float) -> list[Figure]:
    named = (
        ("sustained, per core of the collector", max(one.per_core_second for one in floods), ">= 8000"),
        ("sustained, by the clock, all parts on this machine", max(one.per_second for one in floods), None),
    )
    return [
        Figure(
            name=f"frames {name}",
            value=value,
            unit="/s",
            yardstick="ccxt.pro, parsing alone",
            yardstick_value=parsed,
            goal=goal,
        )
        for name, value, goal in named
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=1000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    uvloop.run(main(arguments.rate, arguments.seconds, arguments.rounds))
