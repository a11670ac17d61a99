"""Reading the desk's prompt: one fenced JSON object in a user message, as typed values."""

import re
from collections.abc import Sequence
from typing import Final, Literal

import msgspec

_FENCE: Final = re.compile(r"```json\s*(\{.*?\})\s*```", re.DOTALL)


class Unreadable(Exception):
    """No user message holds the JSON that the policy needs; the message says why."""


class Macd(msgspec.Struct, frozen=True, kw_only=True):
    """Moving average convergence, 12-26-9, in quote currency."""

    histogram: float | None = None


class ShortTerm(msgspec.Struct, frozen=True, kw_only=True):
    """Indicators on 15-minute candles; None where there are too few."""

    rsi_14: float | None = None
    sma_20: float | None = None
    ema_12: float | None = None
    ema_26: float | None = None
    macd: Macd | None = None


class LongTerm(msgspec.Struct, frozen=True, kw_only=True):
    """The trend on the longer timeframe."""

    trend: Literal["uptrend", "downtrend", "sideways"] | None = None


class MarketSeen(msgspec.Struct, frozen=True, kw_only=True):
    """One market of the prompt."""

    symbol: str
    last_price: float
    short_term: ShortTerm | None = None
    long_term: LongTerm | None = None
    closes_15m: tuple[float, ...] = ()  # oldest first


class PositionSeen(msgspec.Struct, frozen=True, kw_only=True):
    """One open position of the prompt."""

    symbol: str
    side: Literal["long", "short"]
    unrealized_pnl: float | None = None


class AccountSeen(msgspec.Struct, frozen=True, kw_only=True):
    """The account in quote currency."""

    equity: float
    available: float | None = None
    positions: tuple[PositionSeen, ...] = ()


class LimitsSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What the desk will let through."""

    min_confidence: float = 0.6
    max_notional_share: float = 0.5
    max_leverage: float = 10


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """All that the policy knows."""

    account: AccountSeen
    markets: tuple[MarketSeen, ...]
    limits: LimitsSeen = LimitsSeen()


def read_prompt(user_messages: Sequence[str]) -> Prompt:
    """Return the newest prompt among the messages, oldest first; numbers may be written as strings."""
    fenced = [match for text in user_messages for match in _FENCE.findall(text)]
    if not fenced:
        raise Unreadable("no user message holds a ```json block")
    try:
        return msgspec.convert(msgspec.json.decode(fenced[-1]), Prompt, strict=False)
    except msgspec.DecodeError as e:
        raise Unreadable(f"the ```json block cannot be read: {e}") from e
