"""What a customer may listen to about the own account, and which changes belong to it."""

from dataclasses import dataclass
from typing import Final

from tradewind_lab.okx.stream.topic import Endpoint
from tradewind_lab.okx.wire import Json, OkxError

_PRIVATE: Final = frozenset({"orders", "positions", "account", "balance_and_position"})
_SERVED: Final = {
    Endpoint.PUBLIC: frozenset[str](),
    Endpoint.PRIVATE: _PRIVATE,
    Endpoint.BUSINESS: frozenset({"orders-algo"}),
}
_OF_INSTRUMENTS: Final = frozenset({"orders", "positions", "orders-algo"})
_TYPES: Final = frozenset({"SWAP", "ANY"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTopic:
    """One private channel; the fields that its subscription left out are None."""

    channel: str
    instrument_type: str | None
    family: str | None
    symbol: str | None
    currency: str | None

    @property
    def arg(self) -> dict[str, Json]:
        """Return the topic as every message about it names it."""
        named = {
            "instType": self.instrument_type,
            "instFamily": self.family,
            "instId": self.symbol,
            "ccy": self.currency,
        }
        return {"channel": self.channel, **{name: value for name, value in named.items() if value}}

    def covers(self, symbol: str) -> bool:
        """Tell whether the topic is about an instrument."""
        return self.symbol in {None, symbol} and self.family in {None, symbol.removesuffix("-SWAP")}


def is_private(arg: object, endpoint: Endpoint) -> bool:
    """Tell whether an argument of a subscription names a channel that needs a login."""
    if endpoint is Endpoint.PRIVATE:
        return True
    return isinstance(arg, dict) and arg.get("channel") in _SERVED[endpoint]


def mail_topic_of(arg: object, endpoint: Endpoint, symbols: tuple[str, ...]) -> MailTopic:
    """Read one argument of a subscription; OkxError 60012 for another shape, 60018 for what is not served."""
    if not isinstance(arg, dict) or not all(isinstance(value, str) for value in arg.values()):
        raise OkxError("60012", "Illegal request: an argument needs a channel")
    channel, symbol, kind = arg.get("channel", ""), arg.get("instId"), arg.get("instType")
    needs_type = channel in _OF_INSTRUMENTS
    if (
        channel not in _SERVED[endpoint]
        or (needs_type and kind not in _TYPES)
        or (symbol is not None and symbol not in symbols)
    ):
        raise OkxError(
            "60018", f"Wrong URL or channel:{channel},instId:{symbol},instType:{kind} doesn't exist."
        )
    return MailTopic(
        channel=channel,
        instrument_type=kind if needs_type else None,
        family=arg.get("instFamily") if needs_type else None,
        symbol=symbol if needs_type else None,
        currency=arg.get("ccy") if channel == "account" else None,
    )
