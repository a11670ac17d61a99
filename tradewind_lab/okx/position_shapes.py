"""Open and closed positions as OKX prints them."""

from decimal import Decimal

from tradewind_lab.exchange.account import Account, PositionKey
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.exchange.margin import liquidation_estimate, maintenance, position_margin_ratio
from tradewind_lab.exchange.orders import MarginMode, PositionSide, Side
from tradewind_lab.exchange.positions import Position
from tradewind_lab.okx.shapes import Shape, moment
from tradewind_lab.okx.wire import number

EMPTY_POSITION_FIELDS = (
    "baseBal",
    "interest",
    "liab",
    "liabCcy",
    "optVal",
    "pendingCloseOrdLiabVal",
    "posCcy",
    "quoteBal",
    "quoteBorrowed",
    "quoteInterest",
    "spotInUseAmt",
    "spotInUseCcy",
)
"""What OKX prints for every position and linear swaps never use."""


def position_shape(exchange: Exchange, account: Account, position: Position, now_ms: int) -> Shape:
    """Print one row of account/positions by the prices of this moment."""
    market, symbol = exchange.market, position.symbol
    at = exchange.standing(account, now_ms)
    mark, last = market.mark(symbol, now_ms), market.last(symbol, now_ms)
    margin, upl, upl_last = position.margin(mark), position.unrealized(mark), position.unrealized(last)
    entry_margin = position.notional(position.average_price) / position.leverage
    is_cross = position.margin_mode is MarginMode.CROSS
    instrument = exchange.desk.instrument(symbol)
    liquidation = liquidation_estimate(position, instrument, at, mark)
    is_net = position.position_side is PositionSide.NET
    return {
        **dict.fromkeys(EMPTY_POSITION_FIELDS, ""),
        "adl": "1",
        "availPos": number(_available(account, position)),
        "avgPx": number(position.average_price),
        "bePx": number(position.break_even()),
        "cTime": moment(position.opened_ms),
        "ccy": "USDT",
        "closeOrderAlgo": [],
        "fee": number(position.fee),
        "fundingFee": number(position.funding),
        "idxPx": number(market.index(symbol, now_ms)),
        "imr": number(margin) if is_cross else "",
        "instId": symbol,
        "instType": "SWAP",
        "last": number(last),
        "lever": number(position.leverage),
        "liqPenalty": "0",
        "liqPx": number(liquidation),
        "margin": "" if is_cross else number(margin),
        "markPx": number(mark),
        "mgnMode": position.margin_mode.value,
        "mgnRatio": number(position_margin_ratio(position, instrument, at, mark)),
        "mmr": number(maintenance(position, instrument, mark)),
        "notionalUsd": number(position.notional(mark)),
        "pnl": number(position.pnl),
        "pos": number(position.quantity if is_net else abs(position.quantity)),
        "posId": position.id,
        "posSide": position.position_side.value,
        "realizedPnl": number(position.realized),
        "tradeId": position.last_trade_id,
        "uTime": moment(position.updated_ms),
        "upl": number(upl),
        "uplLastPx": number(upl_last),
        "uplRatio": number(upl / entry_margin),
        "uplRatioLastPx": number(upl_last / entry_margin),
        "usdPx": "1",
    }


def closed_position_shape(position: Position) -> Shape:
    """Print one row of account/positions-history."""
    worth = position.largest * position.contract_value * position.average_price
    return {
        "cTime": moment(position.opened_ms),
        "ccy": "USDT",
        "closeAvgPx": number(position.close_quote / position.closed),
        "closeTotalPos": number(position.closed),
        "direction": "long" if position.is_long else "short",
        "fee": number(position.fee),
        "fundingFee": number(position.funding),
        "instId": position.symbol,
        "instType": "SWAP",
        "lever": number(position.leverage),
        "liqPenalty": number(position.penalty),
        "mgnMode": position.margin_mode.value,
        "openAvgPx": number(position.average_price),
        "openMaxPos": number(position.largest),
        "pnl": number(position.pnl),
        "pnlRatio": number(position.realized / (worth / position.leverage)),
        "posId": position.id,
        "posSide": position.position_side.value,
        "realizedPnl": number(position.realized),
        "triggerPx": "",
        "type": "3" if position.is_liquidated else "2",
        "uTime": moment(position.updated_ms),
        "uly": position.symbol.removesuffix("-SWAP"),
    }


def _available(account: Account, position: Position) -> Decimal:
    key: PositionKey = (position.symbol, position.margin_mode, position.position_side)
    return account.closable(key, Side.SELL if position.is_long else Side.BUY)
