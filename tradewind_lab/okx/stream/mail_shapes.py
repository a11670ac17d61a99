"""News of an account as OKX pushes it: the rows of the REST routes with what only a push tells."""

from collections.abc import Sequence
from decimal import Decimal

from tradewind_lab.exchange.account import Account
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.exchange.news import OrderNews
from tradewind_lab.exchange.orders import Fill
from tradewind_lab.exchange.positions import Position
from tradewind_lab.okx.position_shapes import position_shape
from tradewind_lab.okx.shapes import Shape, moment, order_shape
from tradewind_lab.okx.wire import number


def pushed_order(news: OrderNews) -> Shape:
    """Print an order with the one execution that changed it; without one those fields are empty."""
    return {
        **order_shape(news.order),
        "code": "0",
        "msg": "",
        "amendResult": "",
        "reqId": "",
        **_filled(news.fill),
    }


def _filled(fill: Fill | None) -> Shape:
    return {
        "execType": "" if fill is None else "M" if fill.is_maker else "T",
        "fillFee": number(fill.fee if fill else Decimal(0)),
        "fillFeeCcy": "USDT" if fill else "",
        "fillIdxPx": number(fill.index if fill else None),
        "fillMarkPx": number(fill.mark if fill else None),
        "fillMarkVol": "",
        "fillNotionalUsd": "",
        "fillPnl": number(fill.pnl if fill else Decimal(0)),
        "fillPx": number(fill.price if fill else None),
        "fillSz": number(fill.size if fill else Decimal(0)),
        "fillTime": moment(fill.at_ms if fill else None),
        "notionalUsd": "",
        "tradeId": fill.trade_id if fill else "",
    }


def pushed_position(exchange: Exchange, account: Account, position: Position, now_ms: int) -> Shape:
    """Print a position; one that was closed has a size of 0 and no prices of its own."""
    row = {"pTime": moment(now_ms)}
    if position.quantity:
        return {**position_shape(exchange, account, position, now_ms), **row}
    return {**_emptied(position), **row}


def _emptied(position: Position) -> Shape:
    empty = (
        "avgPx",
        "imr",
        "liqPx",
        "margin",
        "mgnRatio",
        "mmr",
        "notionalUsd",
        "upl",
        "uplRatio",
        "markPx",
        "last",
    )
    return {
        **dict.fromkeys(empty, ""),
        "availPos": "0",
        "cTime": moment(position.opened_ms),
        "ccy": "USDT",
        "closeOrderAlgo": [],
        "fee": number(position.fee),
        "fundingFee": number(position.funding),
        "instId": position.symbol,
        "instType": "SWAP",
        "lever": number(position.leverage),
        "mgnMode": position.margin_mode.value,
        "pnl": number(position.pnl),
        "pos": "0",
        "posCcy": "",
        "posId": position.id,
        "posSide": position.position_side.value,
        "realizedPnl": number(position.realized),
        "tradeId": position.last_trade_id,
        "uTime": moment(position.updated_ms),
    }


def balance_and_positions(
    cash: Decimal, positions: Sequence[Position], *, cause: str, trades: Sequence[Fill], now_ms: int
) -> Shape:
    """Print one row of the channel balance_and_position."""
    return {
        "pTime": moment(now_ms),
        "eventType": cause,
        "balData": [{"ccy": "USDT", "cashBal": number(cash), "uTime": moment(now_ms)}],
        "posData": [_held(position) for position in positions],
        "trades": [{"instId": fill.symbol, "tradeId": fill.trade_id} for fill in trades],
    }


def _held(position: Position) -> Shape:
    return {
        "avgPx": number(position.average_price if position.quantity else None),
        "baseBal": "",
        "ccy": "USDT",
        "instId": position.symbol,
        "instType": "SWAP",
        "mgnMode": position.margin_mode.value,
        "nonSettleAvgPx": "",
        "pos": number(position.quantity if position.position_side.value == "net" else abs(position.quantity)),
        "posCcy": "",
        "posId": position.id,
        "posSide": position.position_side.value,
        "quoteBal": "",
        "settledPnl": "",
        "tradeId": position.last_trade_id,
        "uTime": moment(position.updated_ms),
    }
