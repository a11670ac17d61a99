"""From an approval to the order that is committed before it leaves. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from tradewind.brokers.port import VenueOrder
from tradewind.domain.account import HeldPosition
from tradewind.domain.clock import Instant
from tradewind.domain.ids import ClientOrderId, DecisionId, PortfolioId, client_order_id
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import Order, OrderKind, OrderPurpose, Side, TimeInForce
from tradewind.risk.verdict import Approved

FIRST_ATTEMPT = 1


def client_id_for(decision_id: DecisionId, approved: Approved) -> ClientOrderId:
    """Return the id of the order that `approved` leads to: a decision has one order per instrument and purpose."""
    return client_order_id(decision_id, f"{approved.proposal.symbol}|{approved.purpose}", FIRST_ATTEMPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """For whom and when an order is made."""

    portfolio_id: PortfolioId
    at: Instant
    lifetime: timedelta

    @property
    def expires_at(self) -> Instant:
        """When the order may no longer leave."""
        return self.expiry_from(self.at)

    def expiry_from(self, moment: Instant) -> Instant:
        """Return when an order that counts from `moment` may no longer leave."""
        return Instant.of(moment + self.lifetime)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How an approval is carried out, beyond what its gates looked at."""

    kind: OrderKind = OrderKind.MARKET
    limit_price: Decimal | None = None
    time_in_force: TimeInForce = TimeInForce.GTC
    most: BaseQty | None = None
    """Of a close; None: everything that is held."""
    is_by_hand: bool = False
    """A person asks: the close leaves even from a halted desk, which carries out no decision."""


AT_MARKET = Terms()


def order_for(approved: Approved, decision_id: DecisionId, issue: Issue, terms: Terms = AT_MARKET) -> Order:
    """Return the order that carries out `approved`.

    An opening's time runs from the moment of its gates, a close's from now: it is right however late.
    """
    is_opening = approved.purpose is OrderPurpose.OPEN
    starts_at = approved.judged_at if is_opening else issue.at
    return Order(
        client_order_id=client_id_for(decision_id, approved),
        portfolio_id=issue.portfolio_id,
        decision_id=decision_id if is_opening or not terms.is_by_hand else None,
        symbol=approved.proposal.symbol,
        side=approved.side,
        kind=terms.kind,
        purpose=approved.purpose,
        quantity=approved.quantity
        if is_opening or terms.most is None
        else min(approved.quantity, terms.most),
        limit_price=terms.limit_price,
        is_reduce_only=approved.is_reduce_only,
        leverage=approved.leverage,
        stop_price=approved.stop_price,
        take_profit_price=approved.take_profit_price,
        snapshot_price=approved.snapshot_price,
        created_at=issue.at,
        expires_at=issue.expiry_from(starts_at),
        time_in_force=terms.time_in_force,
    )


def protective_order(
    client_id: ClientOrderId, purpose: OrderPurpose, held: HeldPosition, report: VenueOrder, issue: Issue
) -> Order:
    """Return the order that the venue sent by itself when it set off a protection of `held`."""
    return Order(
        client_order_id=client_id,
        portfolio_id=issue.portfolio_id,
        decision_id=held.decision_id,
        symbol=report.symbol,
        side=Side.SELL if held.position.quantity > Decimal(0) else Side.BUY,
        kind=OrderKind.MARKET,
        purpose=purpose,
        quantity=report.quantity or BaseQty(abs(held.position.quantity)),
        limit_price=None,
        is_reduce_only=True,
        leverage=held.leverage,
        stop_price=None,
        take_profit_price=None,
        snapshot_price=None,
        created_at=issue.at,
        expires_at=issue.expires_at,
    )
