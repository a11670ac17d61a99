"""Orders: how they stand, and what a person may ask for. Sizes in base units."""

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, PlainSerializer, StringConstraints, WithJsonSchema

from tradewind.cycle.by_hand import Placed
from tradewind.domain.decision import ReviewedProposal
from tradewind.domain.order import OrderKind, OrderPurpose, OrderRecord, OrderState, Side, TimeInForce
from tradewind.risk.verdict import Approved, Refused
from tradewind.web.schemas.controls import Person, Reason
from tradewind.web.schemas.decisions import VerdictView
from tradewind.web.schemas.shape import Money, Shape, Time

SYMBOL = r"^[A-Z0-9]{1,20}(-[A-Z0-9]{1,20}){0,3}$"
ORDER_ID = r"^[0-9A-Za-z]{1,64}$"
MAX_LEVERAGE = 125
SOMEBODY = "the operator"
"""Who places an order where nobody says a name: there is no login."""

_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?")


def _amount(given: object) -> Decimal:
    if isinstance(given, str) and _AMOUNT.fullmatch(given) and (number := Decimal(given)) > 0:
        return number
    raise ValueError("must be a string with a number above 0 and at most 12 digits on each side of the point")


def _leverage(given: object) -> Decimal:
    number = _amount(given)
    if not 1 <= number <= MAX_LEVERAGE:
        raise ValueError(f"must be from 1 to {MAX_LEVERAGE}")
    return number


_AS_TEXT = PlainSerializer(lambda number: format(number, "f"), return_type=str)
_AMOUNT_SCHEMA = WithJsonSchema(
    {"type": "string", "format": "decimal", "pattern": r"^\d{1,12}(\.\d{1,12})?$"}
)
Amount = Annotated[Decimal, BeforeValidator(_amount), _AS_TEXT, _AMOUNT_SCHEMA]
"""A size, a price or money that somebody asks for: a positive decimal string."""
Leverage = Annotated[Decimal, BeforeValidator(_leverage), _AS_TEXT, _AMOUNT_SCHEMA]
SymbolName = Annotated[str, StringConstraints(pattern=SYMBOL, max_length=60)]


class OrderBody(Shape):
    """An order by hand. An opening names `notional` or `quantity`; a close without `quantity` is of everything."""

    symbol: SymbolName
    side: Literal["buy", "sell", "close"]
    kind: Literal["market", "limit"] = "market"
    notional: Amount | None = None  # quote currency
    quantity: Amount | None = None
    leverage: Leverage = Decimal(1)
    limit_price: Amount | None = None
    time_in_force: Literal["gtc", "ioc", "fok", "post_only"] = "gtc"
    stop_price: Amount | None = None
    take_profit_price: Amount | None = None
    by: Person = SOMEBODY
    reason: Reason | None = None


class CloseBody(Shape):
    """A close at the market."""

    quantity: Amount | None = None  # null: everything that is held
    by: Person = SOMEBODY
    reason: Reason | None = None


class AmendBody(Shape):
    """What becomes of a resting order; what is absent stays."""

    quantity: Amount | None = None  # the whole size, what is filled included
    limit_price: Amount | None = None
    by: Person = SOMEBODY
    reason: Reason | None = None


class OrderView(Shape):
    """An order and how far it has come."""

    id: str
    decision_id: str | None
    symbol: str
    side: Side
    kind: OrderKind
    purpose: OrderPurpose
    time_in_force: TimeInForce
    quantity: Money
    filled: Money
    limit_price: Money | None
    trigger_price: Money | None
    average_price: Money | None
    leverage: Money
    stop_price: Money | None
    take_profit_price: Money | None
    is_reduce_only: bool
    state: OrderState
    reason: str | None
    venue_order_id: str | None
    created_at: Time
    updated_at: Time

    @classmethod
    def of(cls, record: OrderRecord) -> "OrderView":
        """Return the shape of `record`."""
        order = record.order
        return cls(
            id=order.client_order_id,
            decision_id=order.decision_id,
            symbol=order.symbol,
            side=order.side,
            kind=order.kind,
            purpose=order.purpose,
            time_in_force=order.time_in_force,
            quantity=order.quantity,
            filled=record.filled,
            limit_price=order.limit_price,
            trigger_price=order.trigger_price,
            average_price=record.average_price,
            leverage=order.leverage,
            stop_price=order.stop_price,
            take_profit_price=order.take_profit_price,
            is_reduce_only=order.is_reduce_only,
            state=record.state,
            reason=record.reason,
            venue_order_id=record.venue_order_id,
            created_at=order.created_at,
            updated_at=record.updated_at,
        )


class OrderPage(Shape):
    """Orders, newest first."""

    items: tuple[OrderView, ...]
    next_cursor: str | None


class PlacedView(Shape):
    """An order that was sent, and what the gates had said."""

    order: OrderView
    record_id: str
    """The decision record that holds who asked, what was seen and every verdict."""
    is_repeat: bool
    """The idempotency key was known: this order was placed before."""
    verdicts: tuple[VerdictView, ...]

    @classmethod
    def of(cls, placed: Placed, order: OrderRecord) -> "PlacedView":
        """Return the shape of `placed`."""
        return cls(
            order=OrderView.of(order),
            record_id=placed.decision_id,
            is_repeat=placed.is_repeat,
            verdicts=tuple(VerdictView.of(verdict) for verdict in placed.item.verdicts),
        )


class PreviewView(Shape):
    """What would become of an order now; nothing was recorded or sent."""

    is_approved: bool
    reason: str | None  # of the refusal
    side: Side | None  # null: refused
    quantity: Money | None  # in whole lots; null: refused
    notional: Money | None  # asked for, in quote currency; null: of a close, or not known
    stop_price: Money | None  # on the tick
    take_profit_price: Money | None
    verdicts: tuple[VerdictView, ...]

    @classmethod
    def of(cls, verdict: Approved | Refused) -> "PreviewView":
        """Return the shape of `verdict`."""
        approved = verdict if isinstance(verdict, Approved) else None
        return cls(
            is_approved=approved is not None,
            reason=verdict.reason if isinstance(verdict, Refused) else None,
            side=approved.side if approved else None,
            quantity=approved.quantity if approved else None,
            notional=verdict.proposal.notional,
            stop_price=approved.stop_price if approved else None,
            take_profit_price=approved.take_profit_price if approved else None,
            verdicts=tuple(VerdictView.of(each) for each in verdict.verdicts),
        )


def objections(item: ReviewedProposal) -> list[str]:
    """Return what every gate had against an order, each with its name."""
    return [f"{verdict.gate}: {verdict.reason}" for verdict in item.verdicts if not verdict.passed]
