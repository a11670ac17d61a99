"""What a person asks for, and what it means to the gates. Pure."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal, localcontext

from tradewind.bus.codec import encode
from tradewind.cycle.live import LiveMarket
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.clock import Instant
from tradewind.domain.decision import Action, BundleInput, GateVerdict, Proposal
from tradewind.domain.freshness import Freshness
from tradewind.domain.ids import DecisionId, PortfolioId
from tradewind.domain.instrument import BaseQty, InstrumentRules, Symbol
from tradewind.domain.order import OrderKind, TimeInForce
from tradewind.orders.intent import Terms
from tradewind.risk.situation import Situation

CERTAIN = 1.0
"""Confidence is a model's doubt of itself; a person who orders states none."""
REQUEST_KEY = "by_hand:request"
"""The name under which a record keeps what the person asked for, word by word."""
EXACT_DIGITS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOrder:
    """An order by hand; an opening names either a notional or a quantity, a close at most a quantity."""

    symbol: Symbol
    action: Action  # BUY, SELL or CLOSE
    notional: Decimal | None  # quote currency
    quantity: BaseQty | None  # of a close None: everything that is held
    leverage: Decimal | None
    stop_price: Decimal | None
    take_profit_price: Decimal | None
    kind: OrderKind  # MARKET or LIMIT
    limit_price: Decimal | None  # None unless LIMIT
    time_in_force: TimeInForce
    by: str
    reason: str | None

    def __post_init__(self) -> None:
        if not (self.action.is_opening or self.action is Action.CLOSE):
            raise ValueError(f"an order by hand buys, sells or closes, {self.action} is none of it")
        if self.action.is_opening and (self.notional is None) is (self.quantity is None):
            raise ValueError(
                f"an opening names a notional or a quantity, had {self.notional} and {self.quantity}"
            )
        if (self.kind is OrderKind.LIMIT) is (self.limit_price is None):
            raise ValueError(f"a {self.kind} order with limit price {self.limit_price}")

    @property
    def terms(self) -> Terms:
        """How the order is carried out once it is approved."""
        return Terms(
            kind=self.kind,
            limit_price=self.limit_price,
            time_in_force=self.time_in_force,
            most=self.quantity,
            is_by_hand=True,
        )

    def proposal(self, market: LiveMarket | None) -> Proposal:
        """Return what the gates judge; a notional of None where the price to reckon it with is unknown."""
        return Proposal(
            symbol=self.symbol,
            action=self.action,
            confidence=CERTAIN,
            notional=self._notional(market),
            leverage=self.leverage,
            stop_price=self.stop_price,
            take_profit_price=self.take_profit_price,
            rationale=self.reason or "",
        )

    def request(self, at: Instant) -> BundleInput:
        """Return the order as an input of its own record."""
        content = encode(self)
        return BundleInput(
            key=REQUEST_KEY,
            content=content,
            stamped=at,
            age_ms=0,
            freshness=Freshness.FRESH,
            sha256=hashlib.sha256(content).hexdigest(),
        )

    def _notional(self, market: LiveMarket | None) -> Decimal | None:
        if self.notional is not None or self.quantity is None:
            return self.notional
        price = self.limit_price or _entry_price(self.action, market)
        if price is None:
            return None
        with localcontext() as context:  # so that dividing by the price gives the quantity back
            context.prec = EXACT_DIGITS
            return self.quantity * price


def keyed_id(portfolio_id: PortfolioId, idempotency_key: str) -> DecisionId:
    """Return the id that the same key always gives, so that a repeat finds what was done."""
    digest = hashlib.sha256(f"{portfolio_id}|{idempotency_key}".encode()).hexdigest()
    return DecisionId(f"hand{digest}"[:32])


def closing_situation(symbol: Symbol, account: AccountSnapshot) -> Situation:
    """Return all that a close looks at: what is held. It needs no market, and no cache."""
    held = account.position(symbol)
    return Situation(
        account=account,
        instrument=None,
        bid=None,
        ask=None,
        last_price=None,
        snapshot_price=held.entry_price if held else Decimal(0),
        orders_last_minute=0,
        opening_block=None,
    )


def part_verdict(quantity: BaseQty, rules: InstrumentRules | None) -> GateVerdict | None:
    """Return what is against closing just `quantity`, None when nothing is; the venue takes whole lots."""
    if rules is None:
        reason = "the instrument's rules are unknown: only the whole position can be closed"
    elif (instrument := rules.instrument).on_lot(quantity) != quantity or quantity < instrument.min_quantity:
        lot = instrument.quantity(instrument.lot_size)
        reason = f"{quantity:f} is not in whole lots of {lot:f}, at least {instrument.min_quantity:f}"
    else:
        return None
    return GateVerdict(gate="size", passed=False, reason=reason)


def _entry_price(action: Action, market: LiveMarket | None) -> Decimal | None:
    if market is None or market.ticker is None:
        return None
    quote = market.ticker.ask if action is Action.BUY else market.ticker.bid
    return None if quote is None else Decimal(str(quote))
