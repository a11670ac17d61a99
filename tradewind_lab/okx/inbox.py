"""What arrived at the order routes, also where a fault kept it from being carried out or answered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import orjson

from tradewind_lab.clock import Clock
from tradewind_lab.faults import FaultKind

_ORDER_PATHS: Final = {
    "/api/v5/trade/order": "clOrdId",
    "/api/v5/trade/batch-orders": "clOrdId",
    "/api/v5/trade/order-algo": "algoClOrdId",
    "/api/v5/trade/close-position": "clOrdId",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One order of one POST; `fault` is what befell the request, None where nothing did."""

    at_ms: int
    path: str
    client_id: str | None
    symbol: str | None
    fault: FaultKind | None


class Inbox:
    """Keeps every order that was ever posted, in the order of arrival."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.received: list[Received] = []
        self._readers: list[Callable[[Received], None]] = []

    def tell(self, reader: Callable[[Received], None]) -> None:
        """Have `reader` called with every order that arrives, before it is carried out."""
        self._readers.append(reader)

    def receive(self, method: str, path: str, body: bytes, fault: FaultKind | None) -> None:
        """Note the orders of a request; what is no order, or not JSON, is passed over."""
        name = _ORDER_PATHS.get(path)
        if method != "POST" or name is None:
            return
        try:
            asked = orjson.loads(body)
        except orjson.JSONDecodeError:
            return
        for one in asked if isinstance(asked, list) else [asked]:
            if isinstance(one, dict):
                received = Received(
                    at_ms=self._clock.now_ms(),
                    path=path,
                    client_id=_text(one.get(name) or one.get("clOrdId")),
                    symbol=_text(one.get("instId")),
                    fault=fault,
                )
                self.received.append(received)
                for read in self._readers:
                    read(received)


def _text(value: object) -> str | None:
    return str(value) if value else None
