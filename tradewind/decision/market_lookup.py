"""What a model may ask to see before it answers: cached market values by a closed list, and nothing else."""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final, Protocol

import msgspec

from tradewind.bus import keys
from tradewind.bus.cache import BusUnavailable, ReadsCache
from tradewind.bus.codec import decode, encode
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.condition import condition
from tradewind.domain.decision import BundleInput, ModelCall
from tradewind.domain.freshness import AgeLimits, Freshness
from tradewind.domain.instrument import Symbol
from tradewind.domain.stamp import Stamped

READ_MARKET: Final = "read_market"
"""What the function is called."""
LOOKED_UP: Final = "looked up "
"""How the key of an input begins that a model asked for."""
KINDS: Final[dict[str, keys.SymbolKey[Stamped]]] = {
    "ticker": keys.TICKER,
    "order_book": keys.ORDER_BOOK,
    "funding": keys.FUNDING,
    "open_interest": keys.OPEN_INTEREST,
    "candles_1m": keys.CANDLES_1M,
    "candles_15m": keys.CANDLES_15M,
    "candles_1h": keys.CANDLES_1H,
    "indicators": keys.INDICATORS,
    "trading_rules": keys.INSTRUMENT,
}
"""What may be read of a symbol."""
LOOKUP_TOOL: Final[dict[str, object]] = {
    "type": "function",
    "function": {
        "name": READ_MARKET,
        "description": "Read one more cached value of a market you were given.",
        "parameters": {
            "type": "object",
            "properties": {
                "symbol": {"type": "string"},
                "what": {"type": "string", "enum": list(KINDS)},
            },
            "required": ["symbol", "what"],
            "additionalProperties": False,
        },
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """One request of a model and what it got; None: there was nothing."""

    arguments: str  # as the model wrote them
    key: str | None
    content: str | None  # the value's bytes, which are JSON
    stamped: Instant | None
    age_ms: int | None
    freshness: Freshness | None
    error: str | None

    @property
    def told(self) -> str:
        """What the model is told."""
        if self.content is None:
            return encode({"error": self.error}).decode()
        return f'{{"age_ms":{"null" if self.age_ms is None else self.age_ms},"value":{self.content}}}'


class LooksUp(Protocol):
    """Answers a model's requests."""

    async def look_up(self, arguments: str) -> LookedUp:
        """Return what was asked for, or why not; never raises for anything that a model asks."""
        ...


class _Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    symbol: str
    what: str


class MarketLookup:
    """Reads the cache for a model."""

    def __init__(self, cache: ReadsCache, clock: Clock, symbols: Callable[[], Collection[Symbol]]) -> None:
        self._cache = cache
        self._clock = clock
        self._symbols = symbols

    async def look_up(self, arguments: str) -> LookedUp:
        """Read one value of one of the symbols that the model may trade."""
        try:
            request = msgspec.json.decode(arguments, type=_Request)
        except msgspec.MsgspecError as e:
            return _nothing(arguments, None, f"arguments must be symbol and what: {e}")
        symbol = next((each for each in self._symbols() if each == request.symbol), None)
        if symbol is None:
            return _nothing(arguments, None, f"no market {request.symbol[:40]!r}")
        if request.what not in KINDS:
            return _nothing(arguments, None, f"what must be one of {', '.join(KINDS)}")
        return await self._read(arguments, KINDS[request.what].at(symbol))

    async def _read(self, arguments: str, key: keys.KeyAt[Stamped]) -> LookedUp:
        try:
            (reading,) = await self._cache.read([key])
        except BusUnavailable:
            return _nothing(arguments, key.name, "the cache does not answer")
        if reading.value is None or reading.content is None:
            return _nothing(arguments, key.name, "nothing is known of it at this moment")
        found = condition(reading.value, self._clock.now(), AgeLimits())
        return LookedUp(
            arguments=arguments,
            key=key.name,
            content=reading.content.decode(),
            stamped=found.stamped,
            age_ms=None if found.age is None else round(found.age.total_seconds() * 1000),
            freshness=found.freshness,
            error=None,
        )


def payload_of(looked_up: Collection[LookedUp]) -> str | None:
    """Return requests and results as they are recorded with a call; None: there were none."""
    return encode(tuple(looked_up)).decode() if looked_up else None


def looked_up_inputs(calls: Collection[ModelCall]) -> tuple[BundleInput, ...]:
    """Return what the models asked to see during `calls` as inputs of the decision, in their order."""
    found = [
        each
        for call in calls
        if call.tool_payload_json is not None
        for each in decode(call.tool_payload_json.encode(), tuple[LookedUp, ...])
    ]
    return tuple(_input(number, each) for number, each in enumerate(found, start=1) if each.key)


def _input(number: int, looked_up: LookedUp) -> BundleInput:
    content = None if looked_up.content is None else looked_up.content.encode()
    return BundleInput(
        key=f"{LOOKED_UP}{number}: {looked_up.key}",
        content=content,
        stamped=looked_up.stamped,
        age_ms=looked_up.age_ms,
        freshness=looked_up.freshness or Freshness.BLOCKED,
        sha256=None if content is None else hashlib.sha256(content).hexdigest(),
    )


def _nothing(arguments: str, key: str | None, error: str) -> LookedUp:
    return LookedUp(
        arguments=arguments, key=key, content=None, stamped=None, age_ms=None, freshness=None, error=error
    )
