"""The exchange's values as OKX prints them: every number a plain decimal string, unknown an empty one."""

from decimal import Decimal

from tradewind_lab.exchange.account import Account
from tradewind_lab.exchange.bills import Bill, BillType
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.exchange.margin import Standing
from tradewind_lab.exchange.orders import AlgoOrder, AlgoState, CancelSource, Fill, Order, Protection, Side
from tradewind_lab.okx.wire import Json, number

Shape = dict[str, Json]

CANCEL_REASONS = {
    CancelSource.VENUE: "Order canceled by system.",
    CancelSource.USER: "Order canceled by user.",
    CancelSource.FOK_UNFILLED: "FOK order canceled because it could not be filled completely.",
    CancelSource.IOC_REMAINDER: "The unfilled part of the order was canceled.",
    CancelSource.POSITION_CLOSED: "Order canceled because the position was closed.",
    CancelSource.CANCEL_ALL_AFTER: "Order canceled by cancel-all-after.",
    CancelSource.POST_ONLY_WOULD_TAKE: "The post-only order would have taken liquidity.",
}
MARKET_PRICE = "-1"
EMPTY_ORDER_FIELDS = (
    "algoClOrdId",
    "attachAlgoClOrdId",
    "ccy",
    "pxType",
    "pxUsd",
    "pxVol",
    "quickMgnType",
    "slOrdPx",
    "slTriggerPx",
    "slTriggerPxType",
    "stpId",
    "tgtCcy",
    "tpOrdPx",
    "tpTriggerPx",
    "tpTriggerPxType",
)
"""What OKX prints for every order and these swaps never use."""
EMPTY_BALANCE_FIELDS = (
    "accAvgPx",
    "borrowFroz",
    "clSpotInUseAmt",
    "crossLiab",
    "interest",
    "isoLiab",
    "liab",
    "maxLoan",
    "maxSpotInUseAmt",
    "openAvgPx",
    "smtSyncEq",
    "spotBal",
    "spotCopyTradingEq",
    "spotInUseAmt",
    "spotIsoBal",
    "spotUpl",
    "spotUplRatio",
    "totalPnl",
    "totalPnlRatio",
    "uplLiab",
)
EMPTY_ACCOUNT_FIELDS = (
    "adjEq",
    "borrowFroz",
    "notionalUsdForBorrow",
    "notionalUsdForFutures",
    "notionalUsdForOption",
    "notionalUsdForSwap",
)
"""What OKX prints of a balance and an account of USDT alone never uses."""


def moment(at_ms: int | None) -> str:
    """Print epoch milliseconds; None prints as nothing."""
    return "" if at_ms is None else str(at_ms)


def word(value: str | None) -> str:
    """Print a name; None prints as nothing."""
    return value or ""


def flag(*, value: bool) -> str:
    """Print a truth as OKX does."""
    return "true" if value else "false"


def uid(exchange: Exchange, account: Account) -> str:
    """Return the number that OKX calls a customer by."""
    return str(10_000_001 + list(exchange.accounts).index(account.name))


def order_shape(order: Order) -> Shape:
    """Print one order of trade/order, orders-pending and orders-history."""
    ticket, last = order.ticket, order.last_fill
    return {
        **dict.fromkeys(EMPTY_ORDER_FIELDS, ""),
        "accFillSz": number(order.filled),
        "algoId": word(order.algo_id),
        "attachAlgoOrds": [attached_shape(p) for p in ticket.protections],
        "avgPx": number(order.average_price),
        "cTime": moment(order.placed_ms),
        "cancelSource": order.cancel_source.value if order.cancel_source else "",
        "cancelSourceReason": CANCEL_REASONS[order.cancel_source] if order.cancel_source else "",
        "category": order.category.value,
        "clOrdId": word(ticket.client_id),
        "fee": number(order.fee),
        "feeCcy": "USDT",
        "fillPx": number(last.price if last else None),
        "fillSz": number(last.size if last else Decimal(0)),
        "fillTime": moment(last.at_ms if last else None),
        "instId": ticket.symbol,
        "instType": "SWAP",
        "isTpLimit": "false",
        "lever": number(order.leverage),
        "linkedAlgoOrd": {"algoId": ""},
        "ordId": order.id,
        "ordType": ticket.type.value,
        "pnl": number(order.pnl),
        "posSide": ticket.position_side.value,
        "px": number(ticket.price),
        "rebate": "0",
        "rebateCcy": "USDT",
        "reduceOnly": flag(value=ticket.reduce_only),
        "side": ticket.side.value,
        "source": "7" if order.algo_id else "",
        "state": order.state.value,
        "stpMode": "cancel_maker",
        "sz": number(ticket.size),
        "tag": ticket.tag,
        "tdMode": ticket.margin_mode.value,
        "tradeId": last.trade_id if last else "",
        "uTime": moment(order.updated_ms),
    }


def trigger_shape(protection: Protection) -> Shape:
    """Print the two triggers of a stop or target; what is not set is empty."""
    return {
        **_one_trigger("sl", protection.stop_trigger, protection.stop_price),
        **_one_trigger("tp", protection.target_trigger, protection.target_price),
    }


def _one_trigger(which: str, trigger: Decimal | None, price: Decimal | None) -> Shape:
    is_set = trigger is not None
    order_price = "" if not is_set else MARKET_PRICE if price is None else number(price)
    return {
        f"{which}TriggerPx": number(trigger),
        f"{which}OrdPx": order_price,
        f"{which}TriggerPxType": "last" if is_set else "",
    }


def attached_shape(protection: Protection) -> Shape:
    """Print a protection where it hangs on its entry order."""
    return {
        "attachAlgoId": protection.id,
        "attachAlgoClOrdId": word(protection.client_id),
        "sz": "",
        "failCode": "",
        "failReason": "",
        **trigger_shape(protection),
    }


def algo_shape(algo: AlgoOrder, order: Order | None) -> Shape:
    """Print a stop or target of orders-algo-pending; `order` is the one it sent, None while it waits."""
    both = algo.protection.stop_trigger is not None and algo.protection.target_trigger is not None
    fired = algo.state is AlgoState.EFFECTIVE
    return {
        "algoId": algo.id,
        "algoClOrdId": word(algo.protection.client_id),
        "clOrdId": "",
        "instId": algo.symbol,
        "instType": "SWAP",
        "ordId": word(algo.order_id),
        "ordIdList": [algo.order_id] if algo.order_id else [],
        "ordType": "oco" if both else "conditional",
        "state": algo.state.value,
        "side": algo.side.value,
        "posSide": algo.position_side.value,
        "tdMode": algo.margin_mode.value,
        "sz": number(algo.size),
        "closeFraction": "1" if algo.size is None else "",
        "lever": number(algo.leverage),
        "reduceOnly": flag(value=algo.reduce_only),
        "actualPx": number(order.average_price if order else None),
        "actualSz": number(order.filled if order else Decimal(0)),
        "actualSide": word(algo.fired_by),
        "triggerPx": "",
        "triggerPxType": "",
        "triggerTime": moment(algo.updated_ms) if fired else "",
        "ordPx": "",
        "tag": "",
        "cTime": moment(algo.placed_ms),
        "uTime": moment(algo.updated_ms),
        **trigger_shape(algo.protection),
    }


def fill_shape(fill: Fill) -> Shape:
    """Print one execution of trade/fills; its fee is negative when paid."""
    return {
        "billId": fill.bill_id,
        "clOrdId": word(fill.client_id),
        "execType": "M" if fill.is_maker else "T",
        "fee": number(fill.fee),
        "feeCcy": "USDT",
        "feeRate": "",
        "fillIdxPx": number(fill.index),
        "fillMarkPx": number(fill.mark),
        "fillMarkVol": "",
        "fillPnl": number(fill.pnl),
        "fillPx": number(fill.price),
        "fillPxUsd": "",
        "fillPxVol": "",
        "fillSz": number(fill.size),
        "fillTime": moment(fill.at_ms),
        "instId": fill.symbol,
        "instType": "SWAP",
        "ordId": fill.order_id,
        "posSide": fill.position_side.value,
        "side": fill.side.value,
        "subType": _subtype_of(fill),
        "tag": "",
        "tradeId": fill.trade_id,
        "ts": moment(fill.at_ms),
    }


def bill_shape(bill: Bill) -> Shape:
    """Print one change of the balance; funding has subtype 173 when paid and 174 when received.

    A liquidation has one bill for its execution (104 of a long, 105 of a short) and one without an order for the
    penalty (111) or for what the venue made up for (110).
    """
    return {
        "bal": number(bill.balance),
        "balChg": number(bill.change),
        "billId": bill.id,
        "ccy": "USDT",
        "clOrdId": "",
        "execType": "",
        "fee": number(bill.fee),
        "from": "",
        "instId": word(bill.symbol),
        "instType": "SWAP" if bill.symbol else "",
        "interest": "0",
        "mgnMode": bill.margin_mode.value if bill.margin_mode else "",
        "notes": "",
        "ordId": word(bill.order_id),
        "pnl": number(bill.pnl),
        "posBal": "0",
        "posBalChg": "0",
        "px": number(bill.price),
        "subType": _subtype(bill),
        "sz": number(bill.size),
        "tag": "",
        "to": "",
        "ts": moment(bill.at_ms),
        "type": bill.type.value,
    }


def _subtype_of(fill: Fill) -> str:
    if fill.is_forced:
        return "104" if fill.side is Side.SELL else "105"
    return "1" if fill.side is Side.BUY else "2"


def _subtype(bill: Bill) -> str:
    if bill.type is BillType.LIQUIDATION:
        if bill.order_id is None:
            return "111" if bill.change < 0 else "110"
        return "104" if bill.side is Side.SELL else "105"
    if bill.type is BillType.TRANSFER:
        return "11" if bill.change > 0 else "12"
    if bill.type is BillType.FUNDING:
        return "173" if bill.change < 0 else "174"
    return "1" if bill.side is Side.BUY else "2"


def balance_shape(account: Account, at: Standing, now_ms: int) -> Shape:
    """Print account/balance of an account that holds USDT alone."""
    detail: Shape = {
        **dict.fromkeys(EMPTY_BALANCE_FIELDS, ""),
        "availBal": number(at.available),
        "availEq": number(at.available),
        "cashBal": number(at.cash),
        "ccy": "USDT",
        "collateralEnabled": False,
        "disEq": number(at.equity),
        "eq": number(at.equity),
        "eqUsd": number(at.equity),
        "fixedBal": "0",
        "frozenBal": number(at.frozen),
        "imr": number(at.cross_initial),
        "isoEq": number(at.isolated_equity),
        "isoUpl": number(at.isolated_unrealized),
        "mgnRatio": number(at.margin_ratio),
        "mmr": number(at.cross_maintenance),
        "notionalLever": "0",
        "ordFrozen": number(at.order_margin),
        "rewardBal": "0",
        "stgyEq": "0",
        "twap": "0",
        "uTime": moment(_last_change(account)),
        "upl": number(at.unrealized),
    }
    return {
        **dict.fromkeys(EMPTY_ACCOUNT_FIELDS, ""),
        "details": [detail],
        "imr": number(at.cross_initial),
        "isoEq": number(at.isolated_equity),
        "mgnRatio": number(at.margin_ratio),
        "mmr": number(at.cross_maintenance),
        "notionalUsd": number(at.cross_notional),
        "ordFroz": number(at.order_margin),
        "totalEq": number(at.equity),
        "uTime": moment(now_ms),
        "upl": number(at.unrealized),
    }


def _last_change(account: Account) -> int:
    return account.bills[-1].at_ms if account.bills else account.opened_ms
