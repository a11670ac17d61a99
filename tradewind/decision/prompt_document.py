"""The figures of a prompt as one JSON document; text of others stands in it cleaned, or not at all. Pure."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Union

from tradewind.decision.bundle import Bundle, Market
from tradewind.decision.context import DeskContext, Lesson, OpenOrder, RecentOutcome, RiskSnapshot, SymbolRisk
from tradewind.decision.prompt_texts import Section
from tradewind.domain.account import AccountSnapshot, OpenPosition
from tradewind.domain.clock import Instant
from tradewind.domain.hygiene import clean
from tradewind.domain.sentiment import Sentiment
from tradewind.domain.signal import MonitoredSymbol
from tradewind.risk.limits import RiskLimits

CLOSES = 20
LESSONS_SHOWN = 8
RATIONALE_SHOWN = 160
"""Characters of the reasons for an earlier trade."""
SIGNIFICANT = ".8g"
"""Digits of computed figures; a model gains nothing from more, and each digit costs tokens."""
SHARE = ".4g"
"""The same of shares, scores and amounts that only their size matters of."""
NO_DATA = "no data"
"""Nobody wrote or computed anything: neither a neutral score nor zero."""
_CENT = Decimal("0.01")
_PRICE_STEP = Decimal("1e-10")

Value = Union["Json", list["Json"], list[float], list[str], str, float, int, None]
Json = Mapping[str, "Value"]


def document_of(
    sections: frozenset[Section], bundle: Bundle, account: AccountSnapshot, limits: RiskLimits
) -> Json:
    """Return what the model is told: account, limits and markets, and the `sections` beyond them."""
    context = bundle.context or DeskContext()
    risks = {each.symbol: each for each in context.risk.symbols} if context.risk else {}
    return {
        "as_of": str(bundle.as_of),
        "account": _account(account),
        "limits": {
            "min_confidence": limits.min_confidence,
            "max_notional_share": _number(limits.max_notional_share),
            "max_leverage": _number(limits.max_leverage),
        },
        "markets": [
            _shown(market, sections, risks.get(market.symbol), bundle.as_of) for market in bundle.markets
        ],
        **{section.value: part for section, part in _parts(context).items() if section in sections},
    }


def _shown(market: Market, sections: frozenset[Section], risk: SymbolRisk | None, as_of: Instant) -> Json:
    shown = _market(market)
    if Section.RISK in sections:
        shown["risk"] = _symbol_risk(risk)
    if Section.OPINIONS in sections:
        shown |= {"signal": _signal(market.signal), "sentiment": _sentiment(market.sentiment, as_of)}
    return shown


def _parts(context: DeskContext) -> dict[Section, Value]:
    return {
        Section.RISK: _risk(context.risk),
        Section.OPEN_ORDERS: [_open_order(order) for order in context.open_orders],
        Section.OUTCOMES: [_outcome(outcome) for outcome in context.outcomes],
        Section.LESSONS: _lessons(context.lessons),
    }


def _account(account: AccountSnapshot) -> Json:
    return {
        "equity": _money(account.equity),
        "cash": _money(account.cash),
        "available": _money(account.available),
        "positions": [_position(position) for position in account.positions],
    }


def _position(position: OpenPosition) -> Json:
    return {
        "symbol": position.symbol,
        "side": position.side.value,
        "quantity": f"{position.quantity:f}",
        "entry_price": _price(position.entry_price),
        "mark_price": _price(position.mark_price),
        "notional": _money(position.notional),
        "unrealized_pnl": _money(position.unrealized_pnl),
        "stop_price": _price(position.stop_price),
        "take_profit_price": _price(position.take_profit_price),
    }


def _market(market: Market) -> dict[str, Value]:
    ticker, short, long = market.ticker, market.indicators.short_term, market.indicators.long_term
    return {
        "symbol": market.symbol,
        "last_price": ticker.last_price,
        "bid": ticker.bid,
        "ask": ticker.ask,
        "change_pct_24h": _rounded(ticker.change_pct_24h),
        "funding_rate": market.funding.funding_rate if market.funding else None,
        "open_interest_usd": _rounded(market.open_interest.open_interest_usd)
        if market.open_interest
        else None,
        "short_term": {
            "rsi_14": _rounded(short.rsi_14),
            "sma_20": _rounded(short.sma_20),
            "ema_12": _rounded(short.ema_12),
            "ema_26": _rounded(short.ema_26),
            "volume_avg_20": _rounded(short.volume_avg_20),
            "macd": {
                "macd": _rounded(short.macd.macd),
                "signal": _rounded(short.macd.signal),
                "histogram": _rounded(short.macd.histogram),
            },
        },
        "long_term": {
            "sma_50": _rounded(long.sma_50),
            "sma_100": _rounded(long.sma_100),
            "trend": long.trend.value if long.trend else None,
        },
        "closes_15m": [candle[4] for candle in market.candles_15m.confirmed[-CLOSES:]],
        "high_24h": ticker.high_24h,
        "low_24h": ticker.low_24h,
    }


def _risk(risk: RiskSnapshot | None) -> Json | None:
    if risk is None:
        return None
    return {
        "exposure": _money(risk.exposure),
        "exposure_share": _share(risk.exposure_share),
        "margin_used": _money(risk.margin_used),
        "margin_ratio": _share(risk.margin_ratio),
        "daily_pnl": _money(risk.daily_pnl),
        "drawdown_share": _share(risk.drawdown_share),
        "rolling_drawdown_share_24h": _share(risk.rolling_drawdown_share),
    }


def _symbol_risk(risk: SymbolRisk | None) -> Json | None:
    if risk is None:
        return None
    return {
        "exposure_share": _share(risk.exposure_share),
        "atr_share": _share(risk.atr_share),
        "realized_volatility": _share(risk.realized_volatility),
        "spread_bps": _share(risk.spread_bps),
        "bid_depth": _share(risk.bid_depth),
        "ask_depth": _share(risk.ask_depth),
    }


def _signal(signal: MonitoredSymbol | None) -> Json | str:
    if signal is None or signal.score is None:
        return NO_DATA
    return {
        "stance": signal.stance.value if signal.stance else None,
        "score": _share(signal.score),
        "confidence": _share(signal.confidence),
        "coverage": _share(signal.coverage),
    }


def _sentiment(sentiment: Sentiment | None, as_of: Instant) -> Json | str:
    """Return scores alone: a headline, and that one was set aside, is nothing that a model could act on."""
    if sentiment is None or sentiment.sentiment_score is None or not sentiment.news_count:
        return NO_DATA
    newest = sentiment.exchange_time
    return {
        "score": _share(sentiment.sentiment_score),
        "dispersion": _share(sentiment.dispersion),
        "count": sentiment.news_count,
        "newest_minutes_ago": None if newest is None else (as_of.epoch_ms - newest.epoch_ms) // 60_000,
    }


def _open_order(order: OpenOrder) -> Json:
    return {
        "symbol": order.symbol,
        "side": order.side.value,
        "purpose": order.purpose.value,
        "state": order.state.value,
        "quantity": f"{order.quantity:f}",
        "filled": f"{order.filled:f}",
        "limit_price": _price(order.limit_price),
        "trigger_price": _price(order.trigger_price),
        "stop_price": _price(order.stop_price),
    }


def _outcome(outcome: RecentOutcome) -> Json:
    return {
        "symbol": outcome.symbol,
        "side": outcome.side.value,
        "entry_price": _price(outcome.entry_price),
        "exit_price": _price(outcome.exit_price),
        "net_pnl": _money(outcome.net_pnl),
        "minutes_held": (outcome.closed_at.epoch_ms - outcome.opened_at.epoch_ms) // 60_000,
        "closed_by": outcome.close_purpose.value if outcome.close_purpose else None,
        **{name: value for name, value in _reasons(outcome).items() if value is not None},
    }


def _reasons(outcome: RecentOutcome) -> Json:
    said = clean(outcome.rationale[:RATIONALE_SHOWN]) if outcome.rationale else None
    return {
        "confidence": _share(outcome.confidence),
        "why": said.text.replace("`", "'") if said and said.is_scorable and said.text else None,
        "forecast_loss": _money(outcome.forecast_loss),
        "worst_loss": _money(outcome.worst_loss),
    }


def _lessons(lessons: tuple[Lesson, ...]) -> list[str]:
    """Return the lessons that can be quoted; one that hides something or speaks to a model is left out."""
    cleaned = (clean(lesson.text) for lesson in lessons[:LESSONS_SHOWN])
    return [each.text.replace("`", "'") for each in cleaned if each.is_scorable and each.text]


def _rounded(value: float | None, digits: str = SIGNIFICANT) -> float | None:
    return None if value is None else float(format(value, digits))


def _share(value: float | Decimal | None) -> float | None:
    return None if value is None else _rounded(float(value), SHARE)


def _number(value: Decimal) -> float | int:
    return int(value) if value == value.to_integral_value() else float(value)


def _money(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.quantize(_CENT, ROUND_HALF_EVEN):f}"


def _price(value: Decimal | None) -> str | None:
    if value is None:
        return None
    return f"{value.quantize(_PRICE_STEP, ROUND_HALF_EVEN).normalize():f}"
