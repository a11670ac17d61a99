"""What a client may listen to: a channel of one instrument, or of one type of instruments."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tradewind_lab.okx.wire import Json, OkxError


class Endpoint(StrEnum):
    """The three addresses of OKX's WebSocket."""

    PUBLIC = "/ws/v5/public"
    BUSINESS = "/ws/v5/business"
    PRIVATE = "/ws/v5/private"


CANDLES: Final = {f"candle{bar}": bar for bar in ("1m", "5m", "15m", "1H")}
_PUBLIC: Final = frozenset(
    {
        "tickers",
        "books",
        "books5",
        "bbo-tbt",
        "trades",
        "funding-rate",
        "open-interest",
        "mark-price",
        "instruments",
    }
)
_SERVED: Final[Mapping[Endpoint, frozenset[str]]] = {
    Endpoint.PUBLIC: _PUBLIC,
    Endpoint.BUSINESS: frozenset(CANDLES),
    Endpoint.PRIVATE: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One channel and what it is about: a symbol, or `SWAP` for the instruments."""

    channel: str
    about: str

    @property
    def arg(self) -> dict[str, Json]:
        """Return the topic as every message about it names it."""
        name = "instType" if self.channel == "instruments" else "instId"
        return {"channel": self.channel, name: self.about}


def topic_of(arg: object, endpoint: Endpoint, symbols: tuple[str, ...]) -> Topic:
    """Read one argument of a subscription; OkxError 60012 for another shape, 60018 for what is not served."""
    if not isinstance(arg, dict) or not isinstance(arg.get("channel"), str):
        raise OkxError("60012", "Illegal request: an argument needs a channel")
    channel = arg["channel"]
    name, known = ("instType", ("SWAP",)) if channel == "instruments" else ("instId", symbols)
    about = arg.get(name)
    if channel not in _SERVED[endpoint] or about not in known:
        raise OkxError(
            "60018",
            f"Wrong URL or channel:{channel},{name}:{about} doesn't exist. "
            "Please use the correct URL, channel and parameters referring to API document.",
        )
    return Topic(channel=channel, about=about)
