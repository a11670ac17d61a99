"""A served desk that trades on the simulator: an order by hand goes all the way and fills."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
from redis.asyncio import Redis

from tests.decision.markets import a_market
from tests.values import BTC, ETH
from tests.web.stage import OPENING_CASH, Stage, a_desk, an_order_desk, by_hand, running_stage
from tradewind.app.clock import SystemClock
from tradewind.brokers.simulator import Simulator, SimulatorConfig
from tradewind.bus.cache import Cache
from tradewind.bus.channels import subscribe
from tradewind.bus.keys import MARKET_TICK
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.order import OrderRecord, OrderState
from tradewind.ledger import Ledger
from tradewind.web.desk import Desk

ORDERS = "/api/orders"
POSITIONS = "/api/positions"


@dataclass(frozen=True, slots=True, kw_only=True)
class TradingStage:
    """A stage whose orders are carried out."""

    stage: Stage
    simulator: Simulator

    @property
    def http(self) -> httpx2.AsyncClient:
        return self.stage.http

    @property
    def ledger(self) -> Ledger:
        return self.stage.ledger

    async def renew_market(self) -> None:
        """Write a whole market of this moment."""
        await self.stage.cache.write(a_market(self.stage.desk.clock.now(), (BTC, ETH)))

    async def post(self, path: str, body: Any = None, key: str | None = None) -> httpx2.Response:
        """Ask for something on a market of this moment."""
        await self.renew_market()
        headers = {} if key is None else {"Idempotency-Key": key}
        return await self.http.post(path, json=body, headers=headers)

    async def clicks(
        self, path: str, body: Any = None, key: str | None = None, count: int = 3
    ) -> list[httpx2.Response]:
        """Ask for the same `count` times at once."""
        async with asyncio.TaskGroup() as tasks:
            asked = [tasks.create_task(self.post(path, body, key)) for _ in range(count)]
        return [task.result() for task in asked]

    async def until(self, order_id: str, state: OrderState) -> OrderRecord:
        """Wait until the order has come to `state`."""
        async with asyncio.timeout(20):
            while True:
                record = await self.ledger.orders.get(ClientOrderId(order_id))
                if record is not None and record.state is state:
                    return record
                await asyncio.sleep(0.01)

    async def open_position(self) -> str:
        """Buy, wait for the fill, and return the order's id."""
        answer = await self.post(ORDERS, an_opening())
        assert answer.status_code == 201, answer.text
        order_id: str = answer.json()["order"]["id"]
        await self.until(order_id, OrderState.FILLED)
        return order_id

    async def rest_order(self, **changes: Any) -> str:
        """Place a buy far below the market and return its id."""
        resting = an_opening(kind="limit", limit_price="55000", stop_price="54000", **changes)
        answer = await self.post(ORDERS, resting)
        assert answer.status_code == 201, answer.text
        order_id: str = answer.json()["order"]["id"]
        return order_id


@asynccontextmanager
async def trading_stage(folder: Path) -> AsyncIterator[TradingStage]:
    """Serve a desk with 100,000 USDT at the simulator until the block ends."""
    venues: list[Simulator] = []

    def build(ledger: Ledger, redis: Redis, history: Path, clock: SystemClock) -> Desk:
        desk = a_desk(ledger, redis, history, clock)
        cache = Cache(redis, clock)
        venues.append(Simulator(cache, subscribe(redis, (MARKET_TICK,)), clock, SimulatorConfig()))
        orders = an_order_desk(ledger, cache, clock, desk.metrics, folder, broker=venues[0])
        return replace(desk, orders=orders, by_hand=by_hand(ledger, cache, clock, desk.metrics, orders))

    async with running_stage(folder, build=build) as stage:
        venues[0].restore([], [], OPENING_CASH)
        running = TradingStage(stage=stage, simulator=venues[0])
        await running.renew_market()
        async with asyncio.TaskGroup() as tasks:
            started = [tasks.create_task(venues[0].run()), tasks.create_task(stage.desk.orders.run())]
            async with asyncio.timeout(20):
                await stage.desk.orders.is_settled.wait()
            yield running
            for task in started:
                task.cancel()


def an_opening(**changes: Any) -> dict[str, Any]:
    """A buy of 0.1 BTC around 60,000 with its stop."""
    opening = {
        "symbol": BTC,
        "side": "buy",
        "quantity": "0.1",
        "leverage": "2",
        "stop_price": "58000",
        "by": "ann",
        "reason": "the trend is up",
    }
    return {name: value for name, value in (opening | changes).items() if value is not None}


def held(page: dict[str, Any]) -> dict[str, Decimal]:
    """What `GET /api/positions` shows as held."""
    return {position["symbol"]: Decimal(position["quantity"]) for position in page["open"]}
