"""OKX's private WebSocket: logs in, subscribes to orders, and hands each row on; lost connections come back.

Nothing depends on it: every row that it brings is also read by REST, after a loss at once. What a stop sends is an
order like any other; the stops themselves are another address's channel and are read by REST alone.
"""

import asyncio
import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, Final

import msgspec
import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tradewind.brokers.okx.config import ApiKey, Environment, OkxConfig
from tradewind.brokers.okx.connection import Connection
from tradewind.brokers.okx.errors import key_sentence
from tradewind.brokers.okx.news import News
from tradewind.domain.clock import Clock

_log = structlog.get_logger(__name__)

ADDRESSES: Final[Mapping[Environment, str]] = {
    Environment.DEMO: "wss://wspap.okx.com:8443/ws/v5/private?brokerId=9999",
    Environment.LIVE: "wss://ws.okx.com:8443/ws/v5/private",
}
"""https://www.okx.com/docs-v5/en/#overview-production-trading-services and #overview-demo-trading-services"""
DEMO: Final = {"x-simulated-trading": "1"}
SIGNED: Final = "GET/users/self/verify"
ORDERS: Final = {"channel": "orders", "instType": "SWAP"}
DEAD_AFTER: Final = 25.0
"""OKX ends a connection that is silent for 30 s; a ping is answered at once."""
PING_AFTER: Final = 15.0
FIRST_PAUSE: Final = 1.0
LARGEST_FRAME: Final = 2**21


class StreamLost(ConnectionError):
    """The connection is gone, or never was; the message says why."""


class PrivateStream:
    """Keeps one connection; `run` is the whole of it."""

    def __init__(
        self, connection: Connection, key: ApiKey, news: News, config: OkxConfig, clock: Clock
    ) -> None:
        environment = connection.environment
        self._environment = environment
        self._url = config.stream_url or ADDRESSES[environment]
        self._key = key
        self._config = config
        self._clock = clock
        self._connection = connection
        self._news = news
        self._is_welcome = False

    async def run(self) -> None:
        """Stay connected until cancelled; the pauses between attempts double."""
        if not self._config.is_streaming:
            await asyncio.Event().wait()
        failures = 0
        while True:
            self._is_welcome = False
            try:
                await self._live()
            except StreamLost as e:
                failures = 0 if self._is_welcome else failures + 1
                log = _log.warning if failures <= 1 else _log.debug
                log("private_stream_lost", venue=self._environment.venue, reason=str(e))
            self._news.listening(is_streaming=False)
            pause = FIRST_PAUSE * 2.0 ** min(failures, 6)
            await asyncio.sleep(min(pause, self._config.longest_pause.total_seconds()))

    async def _live(self) -> None:
        timeout = self._config.request_timeout.total_seconds()
        try:
            async with asyncio.timeout(timeout):
                socket = await connect(
                    self._url,
                    additional_headers=DEMO if self._environment is Environment.DEMO else None,
                    compression=None,
                    open_timeout=None,
                    ping_interval=None,
                    max_size=LARGEST_FRAME,
                )
        except (WebSocketException, OSError, TimeoutError) as e:
            raise StreamLost(f"no connection to {self._url}: {type(e).__name__}: {e}") from e
        try:
            async with asyncio.timeout(timeout):
                await self._log_in(socket)
            await self._listen(socket)
        except (WebSocketException, OSError, TimeoutError, msgspec.DecodeError) as e:
            raise StreamLost(f"{type(e).__name__}: {e}") from e
        finally:
            socket.transport.abort()

    async def _log_in(self, socket: ClientConnection) -> None:
        stamp = str(int((self._clock.now() + self._connection.offset).timestamp()))
        digest = hmac.new(self._key.secret.encode(), (stamp + SIGNED).encode(), hashlib.sha256).digest()
        credentials = {
            "apiKey": self._key.key,
            "passphrase": self._key.passphrase,
            "timestamp": stamp,
            "sign": base64.b64encode(digest).decode(),
        }
        await _send(socket, {"op": "login", "args": [credentials]})
        answered = _read(await socket.recv())
        if answered.get("event") != "login" or str(answered.get("code")) != "0":
            code, message = str(answered.get("code") or ""), str(answered.get("msg") or "")
            raise StreamLost(f"login refused: {key_sentence(code, message, self._environment)}")
        await _send(socket, {"op": "subscribe", "args": [ORDERS]})

    async def _listen(self, socket: ClientConnection) -> None:
        is_pinged = False
        while True:
            try:
                async with asyncio.timeout(DEAD_AFTER - PING_AFTER if is_pinged else PING_AFTER):
                    text = await socket.recv()
            except TimeoutError:
                if is_pinged:
                    raise StreamLost(f"nothing was heard for {DEAD_AFTER:g} s") from None
                is_pinged = True
                async with asyncio.timeout(DEAD_AFTER - PING_AFTER):
                    await socket.send("ping")
                continue
            is_pinged = False
            if text != "pong":
                self._take(_read(text))

    def _take(self, told: Mapping[str, Any]) -> None:
        if told.get("event") == "error":
            raise StreamLost(f"subscription refused: {told.get('code')} {told.get('msg')}")
        if told.get("event") == "subscribe":
            self._is_welcome = True
            self._news.listening(is_streaming=True)
        for row in told.get("data") or ():
            self._news.pushed(row)


async def _send(socket: ClientConnection, message: Mapping[str, object]) -> None:
    await socket.send(msgspec.json.encode(message).decode())


def _read(text: str | bytes) -> Mapping[str, Any]:
    return msgspec.json.decode(text, type=dict[str, Any])
