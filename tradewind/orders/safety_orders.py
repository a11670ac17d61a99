"""Orders of the desk's own that make positions safer: protection alone and forced closes, each attempt with its id."""

from collections.abc import Callable
from decimal import Decimal

from tradewind.domain.clock import Clock
from tradewind.domain.ids import ClientOrderId, DecisionId, PortfolioId, client_order_id
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import Order, OrderKind, OrderPurpose, OrderRecord, OrderState, Side
from tradewind.orders.config import OrdersConfig
from tradewind.orders.coverage import Wanted
from tradewind.orders.execution import Execution
from tradewind.orders.intent import Issue

UNLEVERAGED = Decimal(1)


class SafetyOrders:
    """Makes and sends them; an attempt that may still be on its way is looked up before the next."""

    def __init__(
        self, execution: Execution, clock: Clock, portfolio_id: PortfolioId, config: OrdersConfig
    ) -> None:
        self._execution = execution
        self._clock = clock
        self._portfolio_id = portfolio_id
        self._config = config
        self._attempts: dict[tuple[DecisionId, str], int] = {}

    async def protect(
        self, wanted: Wanted, quantity: BaseQty, decision: DecisionId, leverage: Decimal
    ) -> OrderRecord | None:
        """Place one stop or target by itself; None while nothing can be said of the attempt before.

        BrokerUnavailable, LedgerUnavailable.
        """

        def make(identity: ClientOrderId) -> Order:
            return self._order(
                identity,
                wanted.symbol,
                wanted.side,
                quantity,
                decision_id=decision,
                kind=OrderKind.TRIGGER,
                purpose=wanted.purpose,
                leverage=leverage,
                trigger_price=wanted.trigger_price,
            )

        return await self._send(decision, f"{wanted.symbol}|{wanted.purpose}", make)

    async def close(
        self, symbol: Symbol, quantity: Decimal, decision: DecisionId, leg: str
    ) -> OrderRecord | None:
        """Close `quantity` (signed, as held) at the market; None while an earlier attempt is on its way.

        BrokerUnavailable, LedgerUnavailable.
        """

        def make(identity: ClientOrderId) -> Order:
            return self._order(
                identity,
                symbol,
                Side.SELL if quantity > 0 else Side.BUY,
                BaseQty(abs(quantity)),
                decision_id=None,
                kind=OrderKind.MARKET,
                purpose=OrderPurpose.CLOSE,
                leverage=UNLEVERAGED,
                trigger_price=None,
            )

        return await self._send(decision, f"{symbol}|{leg}", make)

    async def _send(
        self, decision: DecisionId, leg: str, make: Callable[[ClientOrderId], Order]
    ) -> OrderRecord | None:
        while True:
            attempt = self._attempts.setdefault((decision, leg), 1)
            identity = client_order_id(decision, leg, attempt)
            known = await self._execution.look_up(identity)
            if known is None:
                return await self._execution.reduce(make(identity))
            if known.state is OrderState.INTENT:
                return await self._execution.reduce(known.order)
            if not known.state.is_final and known.order.kind is OrderKind.MARKET:
                return None
            # A second stop can only reduce, and is surplus once both stand: waiting for certainty costs more.
            self._attempts[decision, leg] = attempt + 1

    def _order(
        self,
        identity: ClientOrderId,
        symbol: Symbol,
        side: Side,
        quantity: BaseQty,
        *,
        decision_id: DecisionId | None,
        kind: OrderKind,
        purpose: OrderPurpose,
        leverage: Decimal,
        trigger_price: Decimal | None,
    ) -> Order:
        issue = Issue(
            portfolio_id=self._portfolio_id, at=self._clock.now(), lifetime=self._config.intent_lifetime
        )
        return Order(
            client_order_id=identity,
            portfolio_id=self._portfolio_id,
            decision_id=decision_id,
            symbol=symbol,
            side=side,
            kind=kind,
            purpose=purpose,
            quantity=quantity,
            limit_price=None,
            is_reduce_only=True,
            leverage=leverage,
            stop_price=None,
            take_profit_price=None,
            snapshot_price=None,
            created_at=issue.at,
            expires_at=issue.expires_at,
            trigger_price=trigger_price,
        )
