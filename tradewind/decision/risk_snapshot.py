"""The risk of the account and of each instrument, computed of the inputs of one decision. Pure.

- ATR: mean true range of the last 14 confirmed 1 hour candles, smoothed as Wilder does, as a share of the last close.
- Realized volatility: standard deviation of the log returns of confirmed 15 minute closes, times the square root of the
  35,040 quarter hours of 365 days.
- Depth: price x size of everything that rests within 10 basis points of the middle; a book that ends sooner is deeper.
- Exposure: notional at mark prices. Margin ratio: margin used / equity. Drawdowns: how far below the highest equity.
"""

from decimal import Decimal
from itertools import pairwise
from math import fsum, log, sqrt

from tradewind.decision.bundle import Bundle, Market
from tradewind.decision.context import RiskSnapshot, SymbolRisk
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.candle import CandleRows
from tradewind.domain.instrument import Symbol
from tradewind.domain.order_book import Level, OrderBook

ATR_PERIOD = 14
DEPTH_WITHIN_BPS = 10.0
QUARTER_HOURS_A_YEAR = 365 * 24 * 4
ZERO = Decimal(0)


def risk_snapshot(bundle: Bundle, account: AccountSnapshot, rolling_high: Decimal | None) -> RiskSnapshot:
    """Return the risk of `account` on the markets of `bundle`; `rolling_high`: highest equity of the last 24 hours."""
    exposure = account.gross_exposure
    return RiskSnapshot(
        as_of=bundle.as_of,
        equity=account.equity,
        exposure=exposure,
        exposure_share=_share(exposure, account.equity),
        margin_used=account.margin_used,
        margin_ratio=_share(account.margin_used, account.equity),
        daily_pnl=account.daily_pnl,
        drawdown_share=account.drawdown_share,
        rolling_drawdown_share=_drawdown(account.equity, rolling_high),
        symbols=tuple(_symbol_risk(market, account) for market in bundle.markets),
    )


def atr_share(candles: CandleRows) -> float | None:
    """Return Wilder's average true range over 14 as a share of the last close; None for fewer than 15 candles."""
    ranges = [
        max(high, closed) - min(low, closed)
        for (_, _, _, _, closed, _), (_, _, high, low, _, _) in pairwise(candles)
    ]
    if len(ranges) < ATR_PERIOD:
        return None
    average = sum(ranges[:ATR_PERIOD]) / ATR_PERIOD
    for true_range in ranges[ATR_PERIOD:]:
        average += (true_range - average) / ATR_PERIOD
    return average / candles[-1][4]


def realized_volatility(candles: CandleRows) -> float | None:
    """Return the annualised volatility of 15 minute closes as a share; None for fewer than two returns."""
    returns = [log(later[4] / earlier[4]) for earlier, later in pairwise(candles)]
    if len(returns) < 2:
        return None
    mean = fsum(returns) / len(returns)
    variance = fsum((each - mean) ** 2 for each in returns) / (len(returns) - 1)
    return sqrt(variance * QUARTER_HOURS_A_YEAR)


def depth(levels: tuple[Level, ...], middle: float) -> float:
    """Return what rests within 10 basis points of `middle` on one side, in quote currency."""
    reach = middle * DEPTH_WITHIN_BPS / 10_000
    return sum(price * size for price, size in levels if abs(price - middle) <= reach)


def _symbol_risk(market: Market, account: AccountSnapshot) -> SymbolRisk:
    exposure = _held(account, market.symbol)
    middle = _middle(market.order_book)
    return SymbolRisk(
        symbol=market.symbol,
        exposure=exposure,
        exposure_share=_share(exposure, account.equity),
        funding_rate=market.funding.funding_rate if market.funding else None,
        atr_share=atr_share(market.candles_1h.confirmed),
        realized_volatility=realized_volatility(market.candles_15m.confirmed),
        spread_bps=_spread_bps(market.order_book, middle),
        bid_depth=None if middle is None else depth(market.order_book.bids, middle),
        ask_depth=None if middle is None else depth(market.order_book.asks, middle),
    )


def _held(account: AccountSnapshot, symbol: Symbol) -> Decimal | None:
    position = account.position(symbol)
    return position.notional if position else ZERO


def _share(part: Decimal | None, equity: Decimal | None) -> float | None:
    return None if part is None or equity is None or equity <= 0 else float(part / equity)


def _drawdown(equity: Decimal | None, high: Decimal | None) -> Decimal | None:
    if equity is None or high is None or max(high, equity) <= 0:
        return None
    return 1 - equity / max(high, equity)


def _middle(book: OrderBook) -> float | None:
    return (book.bids[0][0] + book.asks[0][0]) / 2 if book.bids and book.asks else None


def _spread_bps(book: OrderBook, middle: float | None) -> float | None:
    return None if middle is None else (book.asks[0][0] - book.bids[0][0]) / middle * 10_000
