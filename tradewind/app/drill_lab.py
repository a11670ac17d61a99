"""Reads what the lab recorded of an account: its own truth, whatever its exchange is made to answer."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import httpx2
import msgspec

from tradewind.app.drill_comparison import FillRow, OrdersSeen, VenueRecord, WaitingStop, covered
from tradewind.app.lab_process import Lab

ANSWER_SECONDS = 20
ACCOUNT = "demo"
LIVE = "live"
OKX_NAMES = {
    "client_order_id": "clOrdId",
    "symbol": "instId",
    "trade_id": "tradeId",
    "price": "fillPx",
    "filled": "fillSz",
    "size": "sz",
    "quantity": "pos",
    "stop_trigger": "slTriggerPx",
    "position_side": "posSide",
    "contract_value": "ctVal",
}
"""The wire's name of each field that has another one here."""


class _LabOrder(msgspec.Struct, frozen=True, rename=OKX_NAMES):
    client_order_id: str


class _LabFill(msgspec.Struct, frozen=True, rename=OKX_NAMES):
    symbol: str
    trade_id: str
    side: str
    filled: Decimal
    price: Decimal
    fee: Decimal


class _LabStop(msgspec.Struct, frozen=True, rename=OKX_NAMES):
    symbol: str
    state: str
    size: str  # empty: the whole position
    stop_trigger: str  # empty: a target alone


class _LabPosition(msgspec.Struct, frozen=True, rename=OKX_NAMES):
    symbol: str
    quantity: Decimal  # unsigned unless the side is net
    position_side: str


class _LabAccount(msgspec.Struct, frozen=True, rename=OKX_NAMES):
    wallet: Decimal
    orders: tuple[_LabOrder, ...]
    algos: tuple[_LabStop, ...]
    fills: tuple[_LabFill, ...]
    positions: tuple[_LabPosition, ...]


class _LabExchange(msgspec.Struct, frozen=True, rename=OKX_NAMES):
    accounts: dict[str, _LabAccount]


class _LabReceived(msgspec.Struct, frozen=True, rename=OKX_NAMES):
    client_id: str | None


class _LabGap(msgspec.Struct, frozen=True, rename=OKX_NAMES):
    lasted_ms: int


class _LabShort(msgspec.Struct, frozen=True, rename=OKX_NAMES):
    unprotected: tuple[_LabGap, ...]


class _LabTruth(msgspec.Struct, frozen=True, rename=OKX_NAMES):
    received: tuple[_LabReceived, ...]
    accounts: dict[str, _LabShort]


class _LabInstrument(msgspec.Struct, frozen=True, rename=OKX_NAMES):
    symbol: str
    contract_value: Decimal


class _LabInstruments(msgspec.Struct, frozen=True, rename=OKX_NAMES):
    data: tuple[_LabInstrument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabRecord:
    """The lab's own truth about its demo account, whatever its exchange is made to answer."""

    lab: Lab
    http: httpx2.AsyncClient
    contract_values: Mapping[str, Decimal]

    @classmethod
    async def of(cls, lab: Lab, http: httpx2.AsyncClient) -> "LabRecord":
        """Return the reader of `lab`, which has to answer now; httpx2.HTTPError."""
        answer = await http.get(f"{lab.okx}/api/v5/public/instruments?instType=SWAP")
        listed = msgspec.json.decode(answer.raise_for_status().content, type=_LabInstruments).data
        return cls(lab=lab, http=http, contract_values={one.symbol: one.contract_value for one in listed})

    async def read(self) -> VenueRecord:
        """Return the account as it stands."""
        exchange = msgspec.json.decode(await self._get("/lab/exchange"), type=_LabExchange)
        truth = msgspec.json.decode(await self._get("/lab/truth"), type=_LabTruth)
        account = exchange.accounts[ACCOUNT]
        positions = {held.symbol: self._signed(held) for held in account.positions if held.quantity}
        stops = [self._waiting(algo) for algo in account.algos if algo.state == LIVE and algo.stop_trigger]
        return VenueRecord(
            order_ids=frozenset(order.client_order_id for order in account.orders if order.client_order_id),
            fills=frozenset(self._fill(fill) for fill in account.fills),
            cash=account.wallet,
            positions=positions,
            stops=covered(positions, stops),
            orders=_orders_seen(account, truth),
        )

    async def _get(self, path: str) -> bytes:
        answer = await self.http.get(f"{self.lab.url}{path}", timeout=ANSWER_SECONDS)
        return answer.raise_for_status().content

    def _signed(self, held: _LabPosition) -> Decimal:
        sign = -1 if held.position_side == "short" else 1
        return sign * held.quantity * self.contract_values[held.symbol]

    def _fill(self, fill: _LabFill) -> FillRow:
        return FillRow(
            symbol=fill.symbol,
            trade_id=fill.trade_id,
            side=fill.side,
            quantity=fill.filled * self.contract_values[fill.symbol],
            price=fill.price,
            fee=-fill.fee,
        )

    def _waiting(self, algo: _LabStop) -> WaitingStop:
        size = Decimal(algo.size) * self.contract_values[algo.symbol] if algo.size else None
        return WaitingStop(symbol=algo.symbol, trigger=Decimal(algo.stop_trigger), quantity=size)


def _orders_seen(account: _LabAccount, truth: _LabTruth) -> OrdersSeen:
    arrived = Counter(one.client_id for one in truth.received if one.client_id)
    taken = Counter(order.client_order_id for order in account.orders if order.client_order_id)
    return OrdersSeen(
        sent=len(arrived),
        duplicates=sum(count - 1 for count in arrived.values()) + sum(count - 1 for count in taken.values()),
        unprotected=tuple(
            timedelta(milliseconds=gap.lasted_ms) for gap in truth.accounts[ACCOUNT].unprotected
        ),
    )
