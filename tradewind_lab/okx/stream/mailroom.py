"""The private half of the stream: who logged in, what they listen to, and each change told the moment it happens."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import orjson

from tradewind_lab.clock import Clock
from tradewind_lab.exchange.account import Account
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.exchange.news import AlgoNews, MoneyNews, News, OrderNews, PositionNews, SettingNews
from tradewind_lab.exchange.orders import Rejected
from tradewind_lab.faults import FaultKind, Faults
from tradewind_lab.okx.auth import ApiKey, KeyRing
from tradewind_lab.okx.fields import Fields
from tradewind_lab.okx.shapes import Shape, algo_shape, balance_shape, uid
from tradewind_lab.okx.stream.config import StreamConfig
from tradewind_lab.okx.stream.mail_shapes import balance_and_positions, pushed_order, pushed_position
from tradewind_lab.okx.stream.mail_topic import MailTopic
from tradewind_lab.okx.wire import Json, OkxError

_REGULAR_MS: Final = 5_000  # between two unasked tellings of balance and positions
_REPLAYED: Final = 20  # executions


class Recipient(Protocol):
    """A client as the mailroom sees it."""

    def offer(self, text: str) -> None:
        """Take one message without waiting."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subscription:
    account: str
    topic: MailTopic
    recipient: Recipient


class Mailroom:
    """Delivers news of accounts; while anybody listens it keeps the accounts settled."""

    def __init__(
        self, exchange: Exchange, keys: KeyRing, clock: Clock, config: StreamConfig, faults: Faults
    ) -> None:
        self._exchange = exchange
        self._keys = keys
        self._clock = clock
        self._config = config
        self._faults = faults
        self._subscriptions: dict[_Subscription, None] = {}  # in the order of joining
        self._regular_ms = 0
        exchange.tell(self._deliver)

    def login(self, asked: object, *, is_demo: bool) -> ApiKey:
        """Return the key that a login was signed with; OkxError with OKX's code where it is refused."""
        try:
            return self._keys.member(Fields(asked), self._clock.now_ms(), is_demo=is_demo)
        except Rejected as e:
            raise OkxError(e.code, e.message) from None

    def join(self, account: str, topic: MailTopic, recipient: Recipient) -> None:
        """Let a client hear of an account; where the channel has a state, it hears that first."""
        self._exchange.settle(self._clock.now_ms())
        subscription = _Subscription(account=account, topic=topic, recipient=recipient)
        self._subscriptions[subscription] = None
        rows = self._state(self._exchange.accounts[account], topic)
        if rows is not None:
            self._post(subscription, rows, event="snapshot")
        if topic.channel == "orders" and self._takes(FaultKind.REPLAY, topic.channel, []):
            for rows in self._replayed(self._exchange.accounts[account]):
                self._post(subscription, rows, event="event_update")

    def leave(self, account: str, topic: MailTopic, recipient: Recipient) -> None:
        """Let a client hear a topic no more."""
        self._subscriptions.pop(_Subscription(account=account, topic=topic, recipient=recipient), None)

    def forget(self, recipient: Recipient) -> None:
        """Take a client off every topic."""
        for one in [one for one in self._subscriptions if one.recipient is recipient]:
            del self._subscriptions[one]

    async def run(self) -> None:
        """Settle the accounts at every beat while somebody listens, else every five seconds, until cancelled."""
        while True:
            await asyncio.sleep(self._config.pulse_ms / 1000)
            now_ms = self._clock.now_ms()
            if self._subscriptions or now_ms >= self._regular_ms + _REGULAR_MS:
                self.pulse(now_ms)

    def pulse(self, now_ms: int) -> None:
        """Let happen what fell due; every five seconds tell balances and positions unasked."""
        self._exchange.settle(now_ms)
        if now_ms < self._regular_ms + _REGULAR_MS:
            return
        self._regular_ms = now_ms
        for one in self._subscriptions:
            account = self._exchange.accounts[one.account]
            if one.topic.channel in {"account", "positions"} and account.positions:
                self._post(one, self._state(account, one.topic) or [], event="snapshot")

    def _deliver(self, account: Account, news: Sequence[News]) -> None:
        if all(isinstance(each, SettingNews) for each in news):
            return
        for one in list(self._subscriptions):
            if one.account == account.name:
                for rows in self._mistold(one.topic.channel, list(self._told(account, one.topic, news))):
                    self._post(one, rows, event="event_update")

    def _mistold(self, channel: str, messages: list[list[Shape]]) -> list[list[Shape]]:
        """Return the messages as the rules in force let them out: lost, twice, or backwards."""
        heard: list[list[Shape]] = []
        for rows in messages:
            lost = self._takes(FaultKind.GAP, channel, rows)
            times = 0 if lost else 2 if self._takes(FaultKind.DUPLICATE, channel, rows) else 1
            heard += [rows] * times
        if len(heard) > 1 and self._takes(FaultKind.DISORDERED, channel, heard[0]):
            heard.reverse()
        return heard

    def _takes(self, kind: FaultKind, channel: str, rows: list[Shape]) -> bool:
        symbol = str(rows[0].get("instId", "")) if rows else None
        return self._faults.take_stream({kind}, channel=channel, symbol=symbol) is not None

    def _replayed(self, account: Account) -> list[list[Shape]]:
        fills = account.fills[-_REPLAYED:]
        return [[pushed_order(OrderNews(order=account.orders[fill.order_id], fill=fill))] for fill in fills]

    def _told(self, account: Account, topic: MailTopic, news: Sequence[News]) -> Iterator[list[Shape]]:
        """Yield the messages of a topic about some news."""
        now_ms = self._clock.now_ms()
        match topic.channel:
            case "orders":
                for each in news:
                    if isinstance(each, OrderNews) and topic.covers(each.order.ticket.symbol):
                        yield [pushed_order(each)]
            case "orders-algo":
                for each in news:
                    if isinstance(each, AlgoNews) and topic.covers(each.algo.symbol):
                        yield [algo_shape(each.algo, account.orders.get(each.algo.order_id or ""))]
            case "positions":
                moved = {n.position.id: n.position for n in news if isinstance(n, PositionNews)}
                covered = [p for p in moved.values() if topic.covers(p.symbol)]
                if covered:
                    yield [pushed_position(self._exchange, account, p, now_ms) for p in covered]
            case "account":
                yield [self._balance(account, now_ms)]
            case _:
                yield from self._together(account, news, now_ms)

    def _together(self, account: Account, news: Sequence[News], now_ms: int) -> Iterator[list[Shape]]:
        moved = {n.position.id: n for n in news if isinstance(n, PositionNews)}
        if not moved and not any(isinstance(n, MoneyNews) for n in news):
            return
        yield [
            balance_and_positions(
                self._exchange.standing(account, now_ms).cash,
                [each.position for each in moved.values()],
                cause=[each.cause for each in moved.values()][-1] if moved else "transferred",
                trades=[n.fill for n in news if isinstance(n, OrderNews) and n.fill is not None],
                now_ms=now_ms,
            )
        ]

    def _state(self, account: Account, topic: MailTopic) -> list[Shape] | None:
        now_ms = self._clock.now_ms()
        held = list(account.positions.values())
        match topic.channel:
            case "account":
                return [self._balance(account, now_ms)]
            case "positions":
                covered = [p for p in held if topic.covers(p.symbol)]
                return [pushed_position(self._exchange, account, p, now_ms) for p in covered]
            case "balance_and_position":
                cash = self._exchange.standing(account, now_ms).cash
                return [balance_and_positions(cash, held, cause="snapshot", trades=[], now_ms=now_ms)]
            case _:
                return None

    def _balance(self, account: Account, now_ms: int) -> Shape:
        return balance_shape(account, self._exchange.standing(account, now_ms), now_ms)

    def _post(self, to: _Subscription, rows: list[Shape], *, event: str) -> None:
        account = self._exchange.accounts[to.account]
        message: dict[str, Json] = {"arg": {**to.topic.arg, "uid": uid(self._exchange, account)}}
        if to.topic.channel in {"account", "positions"}:
            message |= {"eventType": event, "curPage": 1, "lastPage": True}
        to.recipient.offer(orjson.dumps({**message, "data": rows}).decode())
