"""Keeping accounts over a restart: every change is a line of DIR/exchange.jsonl, written before anybody is told of it.

Lines say what became of things, so a later one wins; the file is rewritten in short when it is opened.
"""

import logging
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

import msgspec

from tradewind_lab.exchange.account import Account, LeverageKey
from tradewind_lab.exchange.bills import Bill
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.exchange.news import AlgoNews, News, OrderNews, PositionNews
from tradewind_lab.exchange.orders import AlgoOrder, Fill, Order, PositionMode
from tradewind_lab.exchange.positions import Position
from tradewind_lab.exchange.record import Entry
from tradewind_lab.exchange.watch import Gap, Watch
from tradewind_lab.okx.inbox import Inbox, Received
from tradewind_lab.tape.port import TapeRefused

FILE_NAME: Final = "exchange.jsonl"
_LOG = logging.getLogger(__name__)


class _Setting(msgspec.Struct, frozen=True, kw_only=True):
    deposit: Decimal
    opened_ms: int
    wallet: Decimal
    position_mode: PositionMode
    leverages: list[tuple[LeverageKey, Decimal]]
    cancel_all_at_ms: int | None
    settled_ms: int


class _Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What changed in one account, or one order that arrived; `closed_from` is the place of the first of `closed`."""

    account: str | None = None
    setting: _Setting | None = None
    orders: list[Order] = []
    algos: list[AlgoOrder] = []
    positions: list[Position] = []
    closed: list[Position] = []
    closed_from: int = 0
    fills: list[Fill] = []
    bills: list[Bill] = []
    entries: list[Entry] = []
    gaps: list[Gap] = []
    ids: int = 0
    received: Received | None = None


class _Written:
    """How much of what only grows stands in the file."""

    def __init__(self) -> None:
        self.fills = 0
        self.bills = 0
        self.closed = 0


class Journal:
    """The file of one exchange, its watch and its inbox."""

    def __init__(self, exchange: Exchange, watch: Watch, inbox: Inbox, folder: Path) -> None:
        """Read what stands there into the exchange; TapeRefused names a line that cannot be read."""
        self._exchange = exchange
        self._watch = watch
        self._path = folder / FILE_NAME
        self._written = {name: _Written() for name in exchange.accounts}
        self._entries = 0
        self._gaps = 0
        folder.mkdir(parents=True, exist_ok=True)
        for line in self._lines():
            self._apply(line, inbox)
        for account in exchange.accounts.values():
            account.news.clear()
            watch.read(account, [AlgoNews(algo=algo) for algo in account.algos.values()])
            held = account.positions.values()
            watch.read(account, [PositionNews(position=one, cause="snapshot") for one in held])
        self._shorten(inbox)
        exchange.tell(self._read)
        inbox.tell(self._receive)

    def _lines(self) -> Iterable[_Line]:
        if not self._path.exists():
            return
        decoder = msgspec.json.Decoder(_Line)
        *whole, torn = self._path.read_bytes().split(b"\n")
        if torn:
            _LOG.warning("the last line of %s was cut off and is left out", self._path)
        for number, text in enumerate(whole, start=1):
            try:
                yield decoder.decode(text)
            except msgspec.DecodeError as e:
                raise TapeRefused(
                    f"{self._path}, line {number}: {e}; without this file the accounts begin anew"
                ) from None

    def _apply(self, line: _Line, inbox: Inbox) -> None:
        if line.received is not None:
            inbox.received.append(line.received)
        self._exchange.desk.ids.skip(line.ids)
        self._exchange.record.restore(line.entries)
        self._watch.restore(line.gaps)
        account = self._exchange.accounts.get(line.account or "")
        if account is None or line.setting is None:
            return
        setting = line.setting
        account.deposit, account.opened_ms = setting.deposit, setting.opened_ms
        account.wallet, account.position_mode = setting.wallet, setting.position_mode
        account.leverages = dict(setting.leverages)
        account.cancel_all_at_ms, account.settled_ms = setting.cancel_all_at_ms, setting.settled_ms
        for order in line.orders:
            account.keep_order(order)
        for algo in line.algos:
            account.keep_algo(algo)
        account.positions = {(p.symbol, p.margin_mode, p.position_side): p for p in line.positions}
        account.closed_positions[line.closed_from :] = line.closed
        account.fills += line.fills
        account.bills += line.bills

    def _shorten(self, inbox: Inbox) -> None:
        accounts = self._exchange.accounts.values()
        lines = [
            *(_Line(received=one) for one in inbox.received),
            *(self._line(one, one.orders.values(), one.algos.values()) for one in accounts),
        ]
        short = self._path.with_suffix(".short")
        short.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
        short.replace(self._path)

    def _read(self, account: Account, news: Sequence[News]) -> None:
        orders = {n.order.id: n.order for n in news if isinstance(n, OrderNews)}
        algos = {n.algo.id: n.algo for n in news if isinstance(n, AlgoNews)}
        self._write(self._line(account, orders.values(), algos.values()))

    def _receive(self, received: Received) -> None:
        self._write(_Line(received=received))

    def _write(self, line: _Line) -> None:
        with self._path.open("ab") as file:
            file.write(msgspec.json.encode(line) + b"\n")

    def _line(self, account: Account, orders: Iterable[Order], algos: Iterable[AlgoOrder]) -> _Line:
        """Return what stands in the account and not yet in the file, and count it as written."""
        written = self._written[account.name]
        closed_from = max(written.closed - 1, 0)  # the last may have been taken by a liquidation since
        entries, gaps = self._exchange.record.entries()[self._entries :], self._watch.over()[self._gaps :]
        line = _Line(
            account=account.name,
            setting=_Setting(
                deposit=account.deposit,
                opened_ms=account.opened_ms,
                wallet=account.wallet,
                position_mode=account.position_mode,
                leverages=list(account.leverages.items()),
                cancel_all_at_ms=account.cancel_all_at_ms,
                settled_ms=account.settled_ms,
            ),
            orders=list(orders),
            algos=list(algos),
            positions=list(account.positions.values()),
            closed=account.closed_positions[closed_from:],
            closed_from=closed_from,
            fills=account.fills[written.fills :],
            bills=account.bills[written.bills :],
            entries=list(entries),
            gaps=list(gaps),
            ids=self._exchange.desk.ids.given,
        )
        written.fills, written.bills = len(account.fills), len(account.bills)
        written.closed = len(account.closed_positions)
        self._entries += len(entries)
        self._gaps += len(gaps)
        return line
