"""OKX behind the broker port: one account, demo or live, swaps margined in USDT; sizes in base units."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from decimal import Decimal

from tradewind.brokers.okx import parse
from tradewind.brokers.okx.arming import LiveToken
from tradewind.brokers.okx.cancels import Cancels
from tradewind.brokers.okx.config import ApiKey, DemoKey, Environment, LiveKey, OkxConfig
from tradewind.brokers.okx.connection import Connection, Refused
from tradewind.brokers.okx.history import History
from tradewind.brokers.okx.lookup import Lookup
from tradewind.brokers.okx.markets import Markets
from tradewind.brokers.okx.news import News
from tradewind.brokers.okx.placing import Placing
from tradewind.brokers.okx.private_stream import PrivateStream
from tradewind.brokers.okx.setup import AccountSetup
from tradewind.brokers.port import (
    BrokerEvent,
    BrokerUnavailable,
    MarketPrice,
    NotSent,
    RateLimited,
    VenueAccount,
    VenueBalance,
    VenueOrder,
    VenuePosition,
)
from tradewind.domain.cash_flow import CashFlow
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.fill import Fill
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty, InstrumentRules, Symbol
from tradewind.domain.order import Order

DEAD_MAN_SECONDS = (10, 120)
"""What the venue's timer can be set to: https://www.okx.com/docs-v5/en/#order-book-trading-trade-post-cancel-all-after"""


def demo_client(key: DemoKey, config: OkxConfig, clock: Clock) -> "OkxClient":
    """Return a client of demo trading."""
    return OkxClient(Environment.DEMO, key, config, clock)


def live_client(key: LiveKey, token: LiveToken, config: OkxConfig, clock: Clock) -> "OkxClient":
    """Return a client that trades money; only arming makes the token."""
    if type(token) is not LiveToken:
        raise TypeError(f"a live client needs a live token, was {type(token).__name__}")
    return OkxClient(Environment.LIVE, key, config, clock)


class OkxClient:
    """Implements `Broker`; made by `demo_client` and `live_client` alone. `aclose` at the end."""

    def __init__(self, environment: Environment, key: ApiKey, config: OkxConfig, clock: Clock) -> None:
        self._clock = clock
        self._connection = Connection(environment, key, config, clock)
        self._setup = AccountSetup(self._connection, config)
        self._markets = Markets(self._connection, clock, config)
        self._lookup = Lookup(self._connection, self._markets)
        self._history = History(self._connection, self._markets, self._lookup, clock)
        self._news = News(self._lookup, self._history, config, clock)
        self._stream = PrivateStream(self._connection, key, self._news, config, clock)
        self._placing = Placing(
            connection=self._connection,
            setup=self._setup,
            markets=self._markets,
            lookup=self._lookup,
            config=config,
            clock=clock,
        )
        self._cancels = Cancels(self._connection, self._lookup)

    @property
    def venue(self) -> str:
        """The venue id that its fills carry: another for demo than for live."""
        return self._connection.environment.venue

    @property
    def key_reason(self) -> str | None:
        """What is wrong with the key, in a sentence; None while the venue takes it."""
        return self._connection.key_reason

    @property
    def is_streaming(self) -> bool:
        """True while the private stream tells of orders; else they are polled."""
        return self._news.is_streaming

    async def check(self) -> VenueAccount:
        """Return the account once its key may be traded with; KeyUnfit, KeyRefused, BrokerUnavailable."""
        return await self._setup.account()

    async def run(self) -> None:
        """Listen to the private stream until cancelled; without it `events` polls."""
        await self._stream.run()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._connection.aclose()

    async def place(self, order: Order) -> VenueOrder:
        """Send `order`, once; an id that the venue has taken before gives that order."""
        report = await self._placing.place(order)
        self._news.follow(report)
        return report

    async def cancel(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder:
        """Take the rest of an order, stop or target out."""
        return await self._cancels.cancel(symbol, client_order_id)

    async def cancel_many(self, orders: Sequence[VenueOrder]) -> None:
        """Take `orders` out, twenty a request, stops and targets ten."""
        await self._cancels.cancel_many(orders)

    async def amend(
        self,
        symbol: Symbol,
        client_order_id: ClientOrderId,
        *,
        quantity: BaseQty | None = None,
        price: Decimal | None = None,
    ) -> VenueOrder:
        """Change the whole size or the price of what rests; of a stop with a target, the stop."""
        return await self._placing.amend(symbol, client_order_id, quantity=quantity, price=price)

    async def close_position(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder | None:
        """Close all that is held of `symbol`; a second position of it closes under an id that follows from this one."""
        try:
            held = [each for each in await self.positions() if each.symbol == symbol]
        except BrokerUnavailable as e:
            raise NotSent(f"nothing was sent, the position is not known: {e}") from e
        report = await self._placing.close(symbol, client_order_id, held)
        if report is not None:
            self._news.follow(report)
        return report

    async def query(self, symbol: Symbol, client_order_id: ClientOrderId) -> VenueOrder | None:
        """Return the order from among those that rest, wait or ended."""
        return await self._lookup.by_client_id(symbol, client_order_id)

    async def open_orders(self) -> Sequence[VenueOrder]:
        """Return what rests and what waits; a stop and its target that end each other share their ids."""
        return await self._lookup.open_orders()

    async def positions(self) -> Sequence[VenuePosition]:
        """Return every position in a linear swap."""
        found: list[VenuePosition] = []
        for row in await self._connection.read("account/positions", {"instType": "SWAP"}):
            instrument = await self._markets.convertible(parse.symbol(row))
            held = parse.position(row, instrument) if instrument else None
            if held is not None:
                found.append(held)
        self._setup.held(found)
        return found

    async def balance(self) -> VenueBalance:
        """Return the cash, what stands as margin included."""
        return parse.balance(await self._connection.read("account/balance", {"ccy": parse.CURRENCY}))

    async def fills(self, since: Instant) -> Sequence[Fill]:
        """Return fills from `since` on, oldest first."""
        return await self._history.fills(since)

    async def cash_flows(self, since: Instant) -> Sequence[CashFlow]:
        """Return funding, liquidation fees and transfers from `since` on, oldest first."""
        return await self._history.cash_flows(since)

    async def account(self) -> VenueAccount:
        """Return the account's set-up as the venue has it now."""
        return await self._setup.read()

    async def instrument(self, symbol: Symbol) -> InstrumentRules | None:
        """Return the venue's rules, at most a minute old."""
        return await self._markets.rules(symbol)

    async def market_price(self, symbol: Symbol) -> MarketPrice:
        """Return the venue's own quote."""
        rows = await self._connection.read("market/ticker", {"instId": symbol}, is_private=False)
        if not rows:
            raise BrokerUnavailable(f"OKX quotes no {symbol}")
        return parse.market_price(rows[0])

    async def hold_dead_man(self, patience: timedelta) -> None:
        """Set the venue's timer, within what it allows; stops and targets stay."""
        shortest, longest = DEAD_MAN_SECONDS
        seconds = min(max(round(patience.total_seconds()), shortest), longest) if patience else 0
        try:
            await self._connection.act("trade/cancel-all-after", {"timeOut": str(seconds)})
        except Refused as e:
            raise BrokerUnavailable(f"the dead man's switch was not set: {e}") from e
        except (NotSent, RateLimited) as e:
            raise BrokerUnavailable(f"the dead man's switch was not set: {e}") from e

    async def events(self) -> AsyncIterator[BrokerEvent]:
        """Yield fills, order updates and cash flows, until cancelled; for one reader."""
        async for event in self._news.events():
            yield event
