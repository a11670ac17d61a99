"""`python -m tradewind_lab`: read the flags, open the tape, serve until told to stop."""

import argparse
import asyncio
import logging
import socket
import sys
from pathlib import Path

import msgspec
import uvicorn

from tradewind_lab.clock import SystemClock
from tradewind_lab.faults import Faults
from tradewind_lab.okx.stream.config import StreamConfig
from tradewind_lab.opening import Asked, Markets, open_markets
from tradewind_lab.server import Lab, build_app
from tradewind_lab.tape.playback import Playback, parse_start
from tradewind_lab.tape.port import TapeRefused

_FAREWELL_S = 0.05  # for requests to notice that their client is gone


class _Announcing(uvicorn.Server):
    """A server that writes one line of JSON to standard output when it listens."""

    def __init__(self, config: uvicorn.Config, announcement: bytes) -> None:
        super().__init__(config)
        self._announcement = announcement

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        sys.stdout.write(self._announcement.decode() + "\n")
        sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop at once: requests under way, the hanging ones among them, are cut off."""
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(_FAREWELL_S)
        for task in self.server_state.tasks:
            task.cancel()
        await super().shutdown(sockets)


def main(arguments: list[str] | None = None) -> int:
    """Serve the lab; return 0 after a stop by signal, 2 when the tape or a flag is refused."""
    flags = _flags(arguments)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    clock = SystemClock()
    try:
        markets = open_markets(_asked(flags), clock.now_ms())
        listener = socket.create_server((flags.host, flags.port))
    except (TapeRefused, OSError) as e:
        sys.stderr.write(f"tradewind_lab: {e}\n")
        return 2
    market = markets.swaps
    for symbol in market.symbols:
        market.ticker(symbol, clock.now_ms())  # draws the past day, so that the first client need not wait
    try:
        app = build_app(_lab(flags, markets, clock))
    except (TapeRefused, OSError) as e:
        sys.stderr.write(f"tradewind_lab: {e}\n")
        return 2
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http="h11",
        ws="websockets-sansio",
        ws_ping_interval=None,
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    server = _Announcing(config, _announcement(listener, markets.playback))
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(server.serve(sockets=[listener]))
    return 0


def _lab(flags: argparse.Namespace, markets: Markets, clock: SystemClock) -> Lab:
    return Lab(
        market=markets.swaps,
        state=flags.state,
        spot=markets.spot,
        stocks=markets.stocks,
        clock=clock,
        faults=Faults(),
        delay_ms=flags.delay_ms,
        stream=StreamConfig(
            tick_ms=flags.tick_ms,
            heartbeat_ms=flags.book_heartbeat_ms,
            connections_per_second=flags.stream_connections,
            idle_ms=flags.stream_idle_ms,
        ),
    )


def _announcement(listener: socket.socket, playback: Playback) -> bytes:
    host, port = listener.getsockname()[:2]
    url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    return msgspec.json.encode(
        {
            "ready": True,
            "url": url,
            "okx": url,
            "okx_ws": f"ws{url.removeprefix('http')}",
            "chat": f"{url}/v1",
            "binanceus": url,
            "alpaca": url,
            "rss": f"{url}/rss",
            "tape": playback.identity,
            "shift_ms": playback.shift_ms,
        }
    )


def _asked(flags: argparse.Namespace) -> Asked:
    return Asked(
        swaps=flags.tape,
        spot=flags.spot_tape,
        stocks=flags.stocks_tape,
        seed=flags.seed,
        start_ms=flags.start,
        state=flags.state,
    )


def _flags(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tradewind_lab", description="An offline venue for Tradewind."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 picks a free one (default)")
    parser.add_argument(
        "--tape", type=Path, metavar="FOLDER", help="recorded candles; default: the generator"
    )
    parser.add_argument(
        "--spot-tape", type=Path, metavar="FOLDER", help="recorded candles of spot pairs like BTCUSDT"
    )
    parser.add_argument(
        "--stocks-tape", type=Path, metavar="FOLDER", help="recorded candles of stocks like SPY"
    )
    parser.add_argument(
        "--seed", type=int, default=7, help="of the generator and of paths (default: %(default)s)"
    )
    parser.add_argument(
        "--start", type=parse_start, metavar="T", help="tape time to begin at, ISO-8601 or ms"
    )
    parser.add_argument("--state", type=Path, metavar="DIR", help="remember where the tape plays")
    parser.add_argument("--delay-ms", type=int, default=0, metavar="N", help="delay of every answer")
    parser.add_argument(
        "--tick-ms",
        type=_positive,
        default=250,
        metavar="N",
        help="between stream updates (default: %(default)s)",
    )
    parser.add_argument(
        "--book-heartbeat-ms", type=_positive, default=60_000, metavar="N", help="of books that stand still"
    )
    parser.add_argument(
        "--stream-connections",
        type=_positive,
        default=3,
        metavar="N",
        help="that a client may open in a second",
    )
    parser.add_argument(
        "--stream-idle-ms",
        type=_positive,
        default=30_000,
        metavar="N",
        help="of silence that end a connection",
    )
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value


if __name__ == "__main__":
    sys.exit(main())
