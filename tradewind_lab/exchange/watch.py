"""Whether what is held is guarded by stops, and since when it was not: followed change by change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tradewind_lab.exchange.account import Account, PositionKey
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.exchange.news import AlgoNews, News, PositionNews
from tradewind_lab.exchange.orders import AlgoOrder, AlgoState, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time in which a position stood without a stop for all of it; `until_ms` is None while it lasts."""

    account: str
    symbol: str
    position_side: str
    since_ms: int
    until_ms: int | None


class Watch:
    """Reads the exchange's news; gaps that begin and end in one millisecond are none."""

    def __init__(self, exchange: Exchange) -> None:
        self._held: dict[tuple[str, PositionKey], Decimal] = {}
        self._stops: dict[tuple[str, PositionKey], dict[str, AlgoOrder]] = {}
        self._open: dict[tuple[str, PositionKey], int] = {}
        self._closed: list[Gap] = []
        exchange.tell(self.read)

    def read(self, account: Account, news: Sequence[News]) -> None:
        """Follow the changes of one account."""
        for each in news:
            match each:
                case PositionNews(position=held):
                    key = (account.name, (held.symbol, held.margin_mode, held.position_side))
                    self._held[key] = held.quantity
                    self._judge(key, held.updated_ms)
                case AlgoNews(algo=algo):
                    key = (account.name, (algo.symbol, algo.margin_mode, algo.position_side))
                    self._stops.setdefault(key, {})[algo.id] = algo
                    self._judge(key, algo.updated_ms)
                case _:
                    pass

    def gaps(self) -> list[Gap]:
        """Return every gap so far, those that last behind those that are over."""
        lasting = [_gap(key, since_ms, None) for key, since_ms in self._open.items()]
        return [*self._closed, *lasting]

    def over(self) -> Sequence[Gap]:
        """Return the gaps that are over, in the order in which they ended."""
        return self._closed

    def restore(self, gaps: Iterable[Gap]) -> None:
        """Put back gaps that ended in an earlier run."""
        self._closed.extend(gaps)

    def _judge(self, key: tuple[str, PositionKey], at_ms: int) -> None:
        is_guarded = self._covered(key) >= abs(self._held.get(key, Decimal(0)))
        if not is_guarded:
            self._open.setdefault(key, at_ms)
            return
        since_ms = self._open.pop(key, at_ms)
        if at_ms > since_ms:
            self._closed.append(_gap(key, since_ms, at_ms))

    def _covered(self, key: tuple[str, PositionKey]) -> Decimal:
        """Return the contracts that live stops would close."""
        held = self._held.get(key, Decimal(0))
        closing = Side.SELL if held > 0 else Side.BUY
        waiting = [
            algo
            for algo in self._stops.get(key, {}).values()
            if algo.state is AlgoState.LIVE
            and algo.side is closing
            and algo.protection.stop_trigger is not None
        ]
        return sum((abs(held) if algo.size is None else algo.size for algo in waiting), Decimal(0))


def _gap(key: tuple[str, PositionKey], since_ms: int, until_ms: int | None) -> Gap:
    account, (symbol, _mode, side) = key
    return Gap(account=account, symbol=symbol, position_side=side.value, since_ms=since_ms, until_ms=until_ms)
