"""A whole desk around one cycle: real cache, ledger, risk and orders, a scripted model, a willing venue."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from tests.clocks import FakeClock
from tests.cycle.venue import TakingVenue
from tests.decision.accounts import DESK
from tests.decision.markets import a_market
from tests.fakes.chat_server import HANGS, ChatServer, Reply, running_chat
from tests.instruments import BTC, ETH
from tests.ledgers import ledger_in
from tests.orders.desks import no_fences
from tests.valkey import running_valkey
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect
from tradewind.cycle.config import Pacing
from tradewind.cycle.journaled import Journaled
from tradewind.cycle.ports import Mandate, Ports, Recalls
from tradewind.cycle.recollection import Recollection
from tradewind.cycle.trade import TradeCycle
from tradewind.decision.config import DecisionConfig, ModelConfig
from tradewind.decision.decide import Decider
from tradewind.decision.model_client import ModelClient
from tradewind.decision.prompt import load_texts
from tradewind.domain.account import Portfolio, RuntimeMode
from tradewind.domain.decision import DecisionRecord, Outcome, Trigger
from tradewind.domain.fill import Fill, Liquidity
from tradewind.domain.ids import ClientOrderId, DecisionId
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import Side
from tradewind.ledger import Ledger, open_ledger
from tradewind.orders import Execution, OrdersConfig
from tradewind.portfolio import AccountReader
from tradewind.risk.limits import RiskLimits
from tradewind.telemetry.metrics import Metrics

SYMBOLS = (BTC, ETH, Symbol("SOL-USDT-SWAP"))


class CountedIds:
    """Decision ids that a test can foresee."""

    def __init__(self) -> None:
        self._count = 0

    def decision_id(self) -> DecisionId:
        self._count += 1
        return DecisionId(f"d{self._count:04d}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleDesk:
    clock: FakeClock
    redis: Redis
    cache: Cache
    ledger: Ledger
    venue: TakingVenue
    execution: Execution
    chat: ChatServer
    metrics: Metrics
    cycle: TradeCycle
    ports: Ports
    mandate: Mandate

    async def run(self, trigger: Trigger = Trigger.SCHEDULE) -> Outcome:
        return await self.cycle.run(trigger)

    def remember(self, memory: Recalls) -> TradeCycle:
        """The same cycle with another memory of the desk."""
        return TradeCycle(replace(self.ports, recollection=memory), self.mandate)

    async def record(self) -> DecisionRecord:
        """The newest decision, whole."""
        newest = (await self.ledger.decisions.page(DESK, 1, None)).items[0]
        whole = await self.ledger.decisions.get(newest.decision_id)
        assert whole is not None
        return whole

    async def hold(
        self,
        symbol: Symbol = BTC,
        quantity: str = "0.1",
        price: str = "60000",
        order_id: ClientOrderId | None = None,
    ) -> None:
        """Post the fill of a long, of an order of ours or (None) of one that somebody else sent earlier."""
        fill = Fill(
            venue="taking",
            symbol=symbol,
            trade_id=f"t-{symbol}",
            client_order_id=order_id,
            venue_order_id=None,
            side=Side.BUY,
            quantity=BaseQty(Decimal(quantity)),
            price=Decimal(price),
            fee=Decimal(0),
            fee_currency="USDT",
            liquidity=Liquidity.TAKER,
            exchange_time=self.clock.now(),
        )
        assert await self.ledger.fills.post(DESK, fill, None)


@asynccontextmanager
async def a_desk(
    folder: Path,
    *script: Reply,
    symbols: tuple[Symbol, ...] = SYMBOLS,
    limits: RiskLimits | None = None,
    prompt: str = "v1",
    pacing: Pacing | None = None,
) -> AsyncIterator[CycleDesk]:
    """Yield a desk with 100,000 USDT and a fresh market, whose model answers along `script`."""
    clock, metrics = FakeClock(), Metrics()
    async with (
        running_valkey(folder) as url,
        open_ledger(ledger_in(folder), clock) as ledger,
        running_chat(*script) as chat,
        AsyncExitStack() as exits,
    ):
        redis = connect(url)
        exits.push_async_callback(redis.aclose)
        cache = Cache(redis, clock)
        await cache.write(a_market(clock.now(), symbols))
        desk = Portfolio(portfolio_id=DESK, name="desk", mode=RuntimeMode.SIMULATOR, currency="USDT")
        await ledger.portfolios.open(desk, Decimal(100_000), clock.now())
        patience = timedelta(seconds=1 if HANGS in script else 20)
        config = ModelConfig(base_url=chat.url, max_retries=0, timeout=patience)
        client = ModelClient(config, clock)
        exits.push_async_callback(client.aclose)
        venue = TakingVenue(ledger, clock)
        execution = Execution(
            broker=venue,
            ledger=ledger,
            cache=cache,
            clock=clock,
            portfolio_id=DESK,
            config=OrdersConfig(),
            metrics=metrics,
            safeguards=no_fences(ledger, clock),
        )
        ports = Ports(
            cache=cache,
            clock=clock,
            ids=CountedIds(),
            accounts=AccountReader(ledger, cache, clock),
            decider=Decider(client, load_texts(prompt)),
            decisions=Journaled(ledger.decisions),
            orders=ledger.orders,
            execution=execution,
            metrics=metrics,
            recollection=Recollection(
                DESK,
                orders=ledger.orders,
                outcomes=ledger.outcomes,
                equity=ledger.equity,
                lessons=ledger.lessons,
            ),
        )
        mandate = Mandate(
            portfolio_id=DESK,
            decision=DecisionConfig(symbols=symbols),
            limits=limits or RiskLimits(),
            pacing=pacing or Pacing(),
        )
        yield CycleDesk(
            clock=clock,
            redis=redis,
            cache=cache,
            ledger=ledger,
            venue=venue,
            execution=execution,
            chat=chat,
            metrics=metrics,
            cycle=TradeCycle(ports, mandate),
            ports=ports,
            mandate=mandate,
        )


def an_opening(symbol: Symbol = BTC, **changes: Any) -> dict[str, Any]:
    opening = {
        "symbol": symbol,
        "action": "buy",
        "confidence": 0.8,
        "notional": 6000,
        "leverage": 2,
        "stop_price": 58_000,
        "take_profit_price": None,
        "rationale": "RSI 55, uptrend",
    }
    return opening | changes


def a_close(symbol: Symbol = BTC) -> dict[str, Any]:
    return {"symbol": symbol, "action": "close", "confidence": 0.9, "rationale": "done"}
