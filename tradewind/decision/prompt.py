"""The prompt as a pure function of its inputs: the same inputs give the same bytes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from string import Template

from tradewind.decision.bundle import Bundle, Market
from tradewind.domain.account import AccountSnapshot, OpenPosition
from tradewind.risk.limits import RiskLimits

PROMPTS = Path(__file__).parent / "prompts"
CLOSES = 20
SIGNIFICANT_DIGITS = 8
"""Of computed figures; a model gains nothing from more, and each digit costs tokens."""
_CENT = Decimal("0.01")
_PRICE_STEP = Decimal("1e-10")

Json = Mapping[str, "Json | list[Json] | list[float] | str | float | int | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptTexts:
    """The versioned words around the figures."""

    version: str
    system: str
    user: str  # with $document and $left_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What a model is asked."""

    system: str
    user: str


def load_texts(version: str = "v1", folder: Path = PROMPTS) -> PromptTexts:
    """Read the prompt files of `version`; FileNotFoundError names the one that is missing."""
    return PromptTexts(
        version=version,
        system=(folder / f"system.{version}.md").read_text(encoding="utf-8"),
        user=(folder / f"user.{version}.md").read_text(encoding="utf-8"),
    )


def write_prompt(texts: PromptTexts, bundle: Bundle, account: AccountSnapshot, limits: RiskLimits) -> Prompt:
    """Return the question to the model; its user part holds exactly one fenced JSON object."""
    document: Json = {
        "as_of": str(bundle.as_of),
        "account": _account(account),
        "limits": {
            "min_confidence": limits.min_confidence,
            "max_notional_share": _number(limits.max_notional_share),
            "max_leverage": _number(limits.max_leverage),
        },
        "markets": [_market(market) for market in bundle.markets],
    }
    left_out = ", ".join(out.symbol for out in bundle.left_out) or "none"
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Prompt(system=texts.system, user=Template(texts.user).substitute(document=text, left_out=left_out))


def with_complaint(prompt: Prompt, reason: str) -> Prompt:
    """Return the same question with what was wrong with the answer to it."""
    complaint = (
        f"Your previous answer could not be used: {reason}\n"
        "Answer again, with one complete JSON object of the form described and nothing else."
    )
    return Prompt(system=prompt.system, user=f"{prompt.user}\n{complaint}\n")


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


def _market(market: Market) -> Json:
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


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{SIGNIFICANT_DIGITS}g}")


def _number(value: Decimal) -> float | int:
    return int(value) if value == value.to_integral_value() else float(value)


def _money(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.quantize(_CENT, ROUND_HALF_EVEN):f}"


def _price(value: Decimal | None) -> str | None:
    if value is None:
        return None
    return f"{value.quantize(_PRICE_STEP, ROUND_HALF_EVEN).normalize():f}"
