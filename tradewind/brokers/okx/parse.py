"""OKX's rows of orders, stops, fills, positions, balances and bills → domain values. Pure; sizes in base units."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from tradewind.brokers.okx import fields
from tradewind.brokers.okx.fields import Row, Unreadable
from tradewind.brokers.port import (
    MarginMode,
    MarketPrice,
    PositionMode,
    VenueAccount,
    VenueBalance,
    VenueOrder,
    VenuePosition,
)
from tradewind.domain.cash_flow import CashFlow, CashFlowKind
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill, Liquidity
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty, Contracts, Instrument, InstrumentRules, Symbol
from tradewind.domain.order import OrderPurpose, OrderState, Side

ZERO: Final = Decimal(0)
CURRENCY: Final = "USDT"
STATES: Final[Mapping[str, OrderState]] = {
    "live": OrderState.ACCEPTED,
    "partially_filled": OrderState.PARTIAL,
    "filled": OrderState.FILLED,
    "canceled": OrderState.CANCELED,
    "mmp_canceled": OrderState.CANCELED,
}
ALGO_STATES: Final[Mapping[str, OrderState]] = {
    "live": OrderState.ACCEPTED,
    "pause": OrderState.ACCEPTED,
    "partially_effective": OrderState.PARTIAL,
    "effective": OrderState.FILLED,
    "order_placed": OrderState.ACCEPTED,
    "filled": OrderState.FILLED,
    "canceled": OrderState.CANCELED,
    "order_failed": OrderState.REJECTED,
    "partially_failed": OrderState.REJECTED,
}
FORCED: Final = frozenset({"full_liquidation", "partial_liquidation", "adl"})
"""Categories of orders that the venue sends against a position: https://www.okx.com/docs-v5/en/#order-book-trading-trade-get-order-details"""
FORCED_SUBTYPES: Final = frozenset(map(str, (*range(100, 108), *range(125, 129))))
"""The same of a fill: https://www.okx.com/docs-v5/en/#order-book-trading-trade-get-transaction-details-last-3-days, subType."""
FIRED_BY: Final[Mapping[str, OrderPurpose]] = {"sl": OrderPurpose.STOP, "tp": OrderPurpose.TAKE_PROFIT}


def order(row: Row, instrument: Instrument) -> VenueOrder:
    """Read a row of trade/order, orders-pending, orders-history or the orders channel."""
    filled = _size(row, "accFillSz", instrument) or BaseQty(ZERO)
    client_id = fields.text(row, "clOrdId") or fields.text(row, "algoClOrdId")
    category = fields.text(row, "category")
    return VenueOrder(
        client_order_id=ClientOrderId(client_id) if client_id else None,
        venue_order_id=fields.required_text(row, "ordId"),
        symbol=symbol(row),
        state=_state(row, STATES),
        filled=filled,
        average_price=fields.positive(row, "avgPx") if filled else None,
        reason=_reason(row, category),
        updated_at=fields.moment(row, "uTime", "cTime"),
        purpose=OrderPurpose.LIQUIDATION if category in FORCED else None,
        side=fields.choice(row, "side", Side),
        quantity=_size(row, "sz", instrument),
        limit_price=fields.positive(row, "px"),
    )


def algo(row: Row, instrument: Instrument) -> tuple[VenueOrder, ...]:
    """Read a row of order-algo, orders-algo-pending or the orders-algo channel: one order per trigger that it has.

    A stop and its target that end each other are one order of the venue: both carry the same ids. What could open
    the other side has no purpose: it protects nothing.
    """
    is_closing = protects(row)
    legs = (
        (OrderPurpose.STOP if is_closing else None, fields.positive(row, "slTriggerPx")),
        (OrderPurpose.TAKE_PROFIT if is_closing else None, fields.positive(row, "tpTriggerPx")),
        (None, fields.positive(row, "triggerPx")),
    )
    client_id = fields.text(row, "algoClOrdId")
    filled = _size(row, "actualSz", instrument) or BaseQty(ZERO)
    return tuple(
        VenueOrder(
            client_order_id=ClientOrderId(client_id) if client_id else None,
            venue_order_id=fields.required_text(row, "algoId"),
            symbol=symbol(row),
            state=_state(row, ALGO_STATES),
            filled=filled,
            average_price=fields.positive(row, "actualPx") if filled else None,
            reason=fields.text(row, "failCode"),
            updated_at=fields.moment(row, "uTime", "cTime"),
            purpose=purpose,
            side=fields.choice(row, "side", Side),
            quantity=None if fields.text(row, "closeFraction") else _size(row, "sz", instrument),
            limit_price=None,
            trigger_price=trigger,
        )
        for purpose, trigger in legs
        if trigger is not None
    )


def protects(row: Row) -> bool:
    """Tell whether an algo can only close: by its flag in net mode, else by side and position together."""
    match fields.text(row, "posSide"), fields.text(row, "side"):
        case ("long", "sell") | ("short", "buy"):
            return True
        case ("long" | "short", _):
            return False
        case _:
            return fields.text(row, "reduceOnly") == "true" or fields.text(row, "closeFraction") is not None


def fired_by(row: Row) -> OrderPurpose | None:
    """Return which trigger of an algo went off; None where none did, or where it was no protection."""
    return FIRED_BY.get(fields.text(row, "actualSide") or "") if protects(row) else None


def fill(row: Row, venue: str, instrument: Instrument) -> Fill:
    """Read a row of trade/fills or fills-history, or an order's row of the orders channel that tells of an execution.

    OKX writes a fee that was paid as a negative number; a row without any was charged none.
    """
    client_id = fields.text(row, "clOrdId")
    is_pushed = "fillFee" in row
    fee = fields.number(row, "fillFee" if is_pushed else "fee") or ZERO
    return Fill(
        venue=venue,
        symbol=symbol(row),
        trade_id=fields.required_text(row, "tradeId"),
        client_order_id=ClientOrderId(client_id) if client_id else None,
        venue_order_id=fields.text(row, "ordId"),
        side=fields.choice(row, "side", Side),
        quantity=instrument.quantity(Contracts(fields.required(row, "fillSz"))),
        price=fields.required(row, "fillPx"),
        fee=-fee,
        fee_currency=fields.text(row, "fillFeeCcy" if is_pushed else "feeCcy") or CURRENCY,
        liquidity=Liquidity.MAKER if fields.text(row, "execType") == "M" else Liquidity.TAKER,
        exchange_time=fields.moment(row, "fillTime", "ts"),
        purpose=OrderPurpose.LIQUIDATION if _is_forced(row) else None,
    )


def position(row: Row, instrument: Instrument) -> VenuePosition | None:
    """Read a row of account/positions; None when nothing is held any more."""
    contracts = fields.number(row, "pos") or ZERO
    if not contracts:
        return None
    if fields.text(row, "posSide") == "short":
        contracts = -abs(contracts)
    return VenuePosition(
        symbol=symbol(row),
        quantity=instrument.quantity(Contracts(contracts)),
        entry_price=fields.positive(row, "avgPx"),
        leverage=fields.required(row, "lever"),
        margin_mode=fields.choice(row, "mgnMode", MarginMode),
        liquidation_price=fields.positive(row, "liqPx"),
    )


def balance(answer: Iterable[Row]) -> VenueBalance:
    """Read account/balance: the cash is the equity without what open positions gained or lost.

    The venue's own cashBal leaves out the margin of isolated positions. Unreadable where no account is told of.
    """
    told = tuple(answer)
    if not told:
        raise Unreadable("the balance is missing in an answer of OKX")
    for account_row in told:
        for detail in fields.rows(account_row.get("details") or []):
            if fields.text(detail, "ccy") == CURRENCY:
                equity, unrealized = fields.number(detail, "eq"), fields.number(detail, "upl")
                cash = fields.required(detail, "cashBal") if equity is None else equity - (unrealized or ZERO)
                return VenueBalance(currency=CURRENCY, cash=cash)
    return VenueBalance(currency=CURRENCY, cash=ZERO)


def account(row: Row) -> VenueAccount:
    """Read account/config."""
    permissions = (fields.text(row, "perm") or "").split(",")
    mode = fields.required_text(row, "posMode")
    return VenueAccount(
        position_mode=PositionMode.NET if mode == "net_mode" else PositionMode.LONG_SHORT,
        may_trade="trade" in permissions,
        may_withdraw="withdraw" in permissions,
    )


def cash_flow(row: Row, venue: str) -> CashFlow | None:
    """Read a row of account/bills; None for what fills tell already and for other currencies."""
    change = fields.required(row, "balChg")
    kind = _flow_kind(row, change)
    if kind is None or fields.text(row, "ccy") != CURRENCY:
        return None
    instrument_id = fields.text(row, "instId")
    # The funding of an isolated position moves its margin, not the balance: then it stands in pnl alone.
    amount = change or fields.number(row, "pnl") or ZERO
    return CashFlow(
        venue=venue,
        flow_id=fields.required_text(row, "billId"),
        kind=kind,
        symbol=Symbol(instrument_id) if instrument_id else None,
        amount=amount,
        currency=CURRENCY,
        exchange_time=fields.moment(row, "ts"),
    )


def market_price(row: Row) -> MarketPrice:
    """Read a row of market/ticker."""
    return MarketPrice(
        symbol=symbol(row),
        bid=fields.positive(row, "bidPx"),
        ask=fields.positive(row, "askPx"),
        last=fields.required(row, "last"),
        exchange_time=fields.moment(row, "ts"),
    )


def instrument_rules(row: Row, venue: str, received: Instant) -> InstrumentRules | None:
    """Read a row of public/instruments; None for what is no linear swap."""
    if fields.text(row, "instType") != "SWAP" or fields.text(row, "ctType") != "linear":
        return None
    name = symbol(row)
    multiplier = fields.positive(row, "ctMult") or Decimal(1)
    listed = Instrument(
        symbol=name,
        base=fields.required_text(row, "ctValCcy"),
        quote=fields.required_text(row, "settleCcy"),
        contract_value=fields.required(row, "ctVal") * multiplier,
        lot_size=Contracts(fields.required(row, "lotSz")),
        min_size=Contracts(fields.required(row, "minSz")),
        tick_size=fields.required(row, "tickSz"),
        max_leverage=fields.positive(row, "lever") or Decimal(1),
    )
    return InstrumentRules(
        source=venue,
        exchange_time=None,
        timestamp=received,
        symbol=name,
        instrument=listed,
        is_live=fields.text(row, "state") == "live",
    )


def symbol(row: Row) -> Symbol:
    """Return the instrument that a row is about."""
    return Symbol(fields.required_text(row, "instId"))


def _size(row: Row, name: str, instrument: Instrument) -> BaseQty | None:
    contracts = fields.number(row, name)
    return None if contracts is None else instrument.quantity(Contracts(contracts))


def _is_forced(row: Row) -> bool:
    return fields.text(row, "category") in FORCED or fields.text(row, "subType") in FORCED_SUBTYPES


def _state(row: Row, states: Mapping[str, OrderState]) -> OrderState:
    name = fields.required_text(row, "state")
    if name not in states:
        raise Unreadable(f"state {name!r} of an order is not known")
    return states[name]


def _reason(row: Row, category: str | None) -> str | None:
    if category in FORCED:
        return category
    source = fields.text(row, "cancelSource")
    return fields.text(row, "cancelSourceReason") or (f"canceled, source {source}" if source else None)


def _flow_kind(row: Row, change: Decimal) -> CashFlowKind | None:
    match fields.text(row, "type"):
        case "8":
            return CashFlowKind.FUNDING
        case "1":
            return CashFlowKind.DEPOSIT if change > 0 else CashFlowKind.WITHDRAWAL
        case "5" if not fields.positive(row, "sz"):
            return CashFlowKind.LIQUIDATION_FEE
        case _:
            return None
