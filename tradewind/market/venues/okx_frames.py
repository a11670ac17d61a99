"""Reads the frames of OKX's public WebSocket: what each one is, typed; never what it means for the market.

The forms are described at https://www.okx.com/docs-v5/en/#overview-websocket, read 2026-11-21.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import msgspec

from tradewind.domain.instrument import Symbol
from tradewind.market.failures import Unusable

PONG = "pong"
PING = "ping"


class StreamChannel(StrEnum):
    """A channel of the venue, by its own name."""

    TICKERS = "tickers"
    BOOKS = "books"
    TRADES = "trades"
    FUNDING = "funding-rate"
    MARK = "mark-price"
    CANDLES_1M = "candle1m"
    CANDLES_15M = "candle15m"
    CANDLES_1H = "candle1H"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One channel of one instrument."""

    channel: StreamChannel
    symbol: Symbol

    def __str__(self) -> str:
        """Return what people call it."""
        return f"{self.channel} of {self.symbol}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """The venue confirms a subscription or its end."""

    feed: Feed
    is_subscribed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """The venue refuses a request; `request_id` is the one that we gave it, empty where the venue names none."""

    request_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The venue says something about the connection; 64008: it will be closed soon, connect anew."""

    code: str
    text: str


class Push(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of a feed, not read yet."""

    feed: Feed
    is_snapshot: bool
    content: msgspec.Raw


Frame = Acknowledged | Declined | Notice | Push


_NOTHING = msgspec.Raw(b"")


class _Argument(msgspec.Struct, frozen=True):
    channel: str = ""
    symbol: str = msgspec.field(default="", name="instId")


class _Envelope(msgspec.Struct, frozen=True):
    event: str = ""
    id: str = ""
    code: str = ""
    msg: str = ""
    arg: _Argument = _Argument()
    action: str = ""
    content: msgspec.Raw = msgspec.field(default=_NOTHING, name="data")


_envelopes = msgspec.json.Decoder(_Envelope)
_CHANNELS = {channel.value: channel for channel in StreamChannel}


def read_frame(text: str | bytes) -> Frame | None:
    """Return what `text` is, None for a pong and what concerns nobody; Unusable when it is no frame at all."""
    if text == PONG:
        return None
    try:
        envelope = _envelopes.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError) as e:
        raise Unusable(f"not a frame: {e}; got {text[:80]!r}") from e
    if envelope.event == "error":
        return Declined(request_id=envelope.id, reason=f"{envelope.code} {envelope.msg}"[:200])
    if envelope.event == "notice":
        return Notice(code=envelope.code, text=envelope.msg[:200])
    feed = _feed(envelope.arg.channel, envelope.arg.symbol)
    return None if feed is None else _of_feed(envelope, feed)


def request(feed: Feed, request_id: str, *, is_subscribing: bool) -> str:
    """Return the request that begins or ends a subscription; one feed each, so that a refusal names its feed."""
    asked = {
        "id": request_id,
        "op": "subscribe" if is_subscribing else "unsubscribe",
        "args": [{"channel": feed.channel.value, "instId": feed.symbol}],
    }
    return msgspec.json.encode(asked).decode()


@lru_cache(maxsize=4096)
def _feed(channel: str, symbol: str) -> Feed | None:
    known = _CHANNELS.get(channel)
    return None if known is None else Feed(channel=known, symbol=Symbol(symbol))


def _of_feed(envelope: _Envelope, feed: Feed) -> Acknowledged | Push | None:
    if envelope.event in {"subscribe", "unsubscribe"}:
        return Acknowledged(feed=feed, is_subscribed=envelope.event == "subscribe")
    if not bytes(envelope.content):
        return None
    return Push(feed=feed, is_snapshot=envelope.action == "snapshot", content=envelope.content)
