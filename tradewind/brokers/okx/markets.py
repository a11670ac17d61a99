"""The venue's instruments, read in one request and believed for a while; they convert contracts and base units."""

from tradewind.brokers.okx import parse
from tradewind.brokers.okx.config import OkxConfig
from tradewind.brokers.okx.connection import Connection
from tradewind.brokers.port import BrokerUnavailable
from tradewind.domain.clock import Clock
from tradewind.domain.instrument import Instrument, InstrumentRules, Symbol


class Markets:
    """Every linear swap that the venue lists; all methods may raise BrokerUnavailable."""

    def __init__(self, connection: Connection, clock: Clock, config: OkxConfig) -> None:
        self._connection = connection
        self._clock = clock
        self._lifetime = config.rules_last.total_seconds()
        self._rules: dict[Symbol, InstrumentRules] = {}
        self._read_at: float | None = None

    async def rules(self, symbol: Symbol) -> InstrumentRules | None:
        """Return the rules of `symbol` in force, None where the venue lists no such swap."""
        if self._read_at is None or self._clock.monotonic() - self._read_at > self._lifetime:
            await self._refresh()
        return self._rules.get(symbol)

    async def instrument(self, symbol: Symbol) -> Instrument:
        """Return what converts the sizes of `symbol`, however long ago it was read."""
        known = self._rules.get(symbol)
        if known is None:
            await self._refresh()
            known = self._rules.get(symbol)
        if known is None:
            raise BrokerUnavailable(f"OKX lists no linear swap {symbol}: its sizes cannot be converted")
        return known.instrument

    async def convertible(self, symbol: Symbol) -> Instrument | None:
        """Return what converts the sizes of `symbol`, None where that is no linear swap."""
        if symbol not in self._rules:
            await self.rules(symbol)
        known = self._rules.get(symbol)
        return known.instrument if known else None

    async def _refresh(self) -> None:
        answer = await self._connection.read("public/instruments", {"instType": "SWAP"}, is_private=False)
        received = self._clock.now()
        found = (parse.instrument_rules(row, self._connection.environment.venue, received) for row in answer)
        # What is not listed any more keeps its units: what is held of it must still convert.
        self._rules.update({rules.symbol: rules for rules in found if rules is not None})
        self._read_at = self._clock.monotonic()
