"""The model `lab-rules`: trend following with entries on a calm pulse. A pure function of the prompt; no learning.

docs/lab.md tells the rules in words.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tradewind_lab.chat.prompt import MarketSeen, PositionSeen, Prompt

MOST_POSITIONS: Final = 3
_FULL_SHARE: Final = 0.12  # of equity, notional of an entry by the rules
_STARTER_SHARE: Final = 0.05
_LEVERAGE: Final = 2.0
_STOP: Final = 0.018
_TARGET: Final = 0.03
_CALM_RSI: Final = (40.0, 70.0)  # for a long; mirrored around 50 for a short
_EXTREME_RSI: Final = 25.0
_STARTER_CONFIDENCE: Final = 0.62
_LEAST_NOTIONAL: Final = 50.0


class Action(StrEnum):
    """What the answer asks for."""

    BUY = "buy"
    SELL = "sell"
    HOLD = "hold"
    CLOSE = "close"
    NO_ENTRY = "no_entry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One item of the answer; notional in quote currency."""

    symbol: str
    action: Action
    confidence: float
    notional: float
    leverage: float
    stop_price: float | None
    take_profit_price: float | None
    rationale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the model says."""

    reasoning: str
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One market as the rules see it; `side` is 1 for a rise, -1 for a fall, 0 for neither or unknown."""

    market: MarketSeen
    side: int
    rsi: float | None
    histogram: float | None
    drift: float  # distance of EMA 12 from EMA 26, as a share of the price; 0 when unknown

    @property
    def figures(self) -> str:
        """Return the figures that the rules looked at."""
        trend = self.market.long_term.trend if self.market.long_term else None
        rsi = "unknown" if self.rsi is None else f"{self.rsi:.1f}"
        histogram = "unknown" if self.histogram is None else f"{self.histogram:+.6g}"
        return (
            f"price {self.market.last_price:.10g}, trend {trend or 'unknown'}, RSI {rsi}, "
            f"MACD histogram {histogram}, EMA 12 over 26 {self.drift * 100:+.3f} %"
        )


def decide(prompt: Prompt) -> Answer:
    """Judge every market of the prompt and say why."""
    readings = [_read(market) for market in prompt.markets]
    held = {position.symbol: position for position in prompt.account.positions}
    kept = [_keep_or_close(one, held[one.market.symbol]) for one in readings if one.market.symbol in held]
    staying = len(held) - sum(one.action is Action.CLOSE for one in kept)
    flat = [one for one in readings if one.market.symbol not in held]
    entries = _entries(prompt, flat, MOST_POSITIONS - staying)
    starter = None
    if not held and not entries:
        starter = _starter(prompt, flat)
    opened = {one.symbol: one for one in ([starter] if starter else entries)}
    judged = [*kept, *(opened.get(one.market.symbol) or _stay_out(one) for one in flat)]
    order = {market.symbol: place for place, market in enumerate(prompt.markets)}
    decisions = tuple(sorted(judged, key=lambda one: order[one.symbol]))
    return Answer(
        reasoning=_reasoning(prompt, decisions, is_starter=starter is not None), decisions=decisions
    )


def _read(market: MarketSeen) -> _Reading:
    trend = market.long_term.trend if market.long_term else None
    short = market.short_term
    drift = 0.0
    if short and short.ema_12 is not None and short.ema_26 is not None and market.last_price > 0:
        drift = (short.ema_12 - short.ema_26) / market.last_price
    return _Reading(
        market=market,
        side={"uptrend": 1, "downtrend": -1}.get(trend or "", 0),
        rsi=short.rsi_14 if short else None,
        histogram=short.macd.histogram if short and short.macd else None,
        drift=drift,
    )


def _keep_or_close(one: _Reading, position: PositionSeen) -> Decision:
    side = 1 if position.side == "long" else -1
    if one.side == -side:
        return _plain(one, Action.CLOSE, 0.8, f"The trend has turned against this {position.side}")
    if one.rsi is not None and _toward(one.rsi, side) < _EXTREME_RSI:
        return _plain(one, Action.CLOSE, 0.75, f"RSI is extreme against this {position.side}")
    return _plain(one, Action.HOLD, 0.65, f"Nothing speaks against this {position.side}")


def _toward(rsi: float, side: int) -> float:
    """Return RSI as a buyer reads it, mirrored around 50 for a seller."""
    return rsi if side > 0 else 100 - rsi


def _entries(prompt: Prompt, flat: list[_Reading], room: int) -> list[Decision]:
    """Return entries by the rules, the strongest drift first."""
    fitting = sorted((one for one in flat if _objection(one) is None), key=lambda one: -abs(one.drift))
    entries: list[Decision] = []
    for one in fitting[: max(0, room)]:
        confidence = round(0.65 + min(0.2, abs(one.drift) * 40), 2)
        why = "Trend, RSI and momentum agree"
        decision = _opening(prompt, one, side=one.side, share=_FULL_SHARE, confidence=confidence, why=why)
        if decision is not None:
            entries.append(decision)
    return entries


def _objection(one: _Reading) -> str | None:
    """Return what forbids an entry by the rules, None when nothing does."""
    if one.side == 0:
        return "no long-term trend"
    if one.rsi is None or one.histogram is None:
        return "too few candles for RSI or MACD"
    low, high = _CALM_RSI
    if not low <= _toward(one.rsi, one.side) <= high:
        return (
            f"RSI outside {low:.0f} to {high:.0f}"
            if one.side > 0
            else f"RSI outside {100 - high:.0f} to {100 - low:.0f}"
        )
    if one.histogram * one.side < 0 and not _is_turning(one):
        return "momentum points against the trend"
    return None


def _is_turning(one: _Reading) -> bool:
    """Tell whether the last three closes go with the trend, the end of a pullback."""
    closes = one.market.closes_15m
    return len(closes) >= 4 and (closes[-1] - closes[-4]) * one.side > 0


def _starter(prompt: Prompt, flat: list[_Reading]) -> Decision | None:
    """Return a small first position in the strongest trend when nothing meets the rules."""
    ranked = sorted(flat, key=lambda one: (one.side == 0, -one.drift * _leaning(one)))
    for one in ranked:
        side = _leaning(one)
        is_spent = one.rsi is None or _toward(one.rsi, side) > 100 - _EXTREME_RSI
        if one.drift == 0 or is_spent:
            continue
        why = "Starter, small because no market meets every rule; this one leans most clearly"
        return _opening(prompt, one, side=side, share=_STARTER_SHARE, confidence=_STARTER_CONFIDENCE, why=why)
    return None


def _leaning(one: _Reading) -> int:
    """Return the side of the trend, without a trend that of the drift."""
    return one.side or (1 if one.drift > 0 else -1)


def _opening(
    prompt: Prompt, one: _Reading, *, side: int, share: float, confidence: float, why: str
) -> Decision | None:
    """Return an entry, None when the desk's limits leave no room for it."""
    account, limits = prompt.account, prompt.limits
    leverage = min(_LEVERAGE, limits.max_leverage)
    available = account.equity if account.available is None else account.available
    notional = min(account.equity * min(share, limits.max_notional_share), available * leverage * 0.9)
    if confidence < limits.min_confidence or notional < _LEAST_NOTIONAL:
        return None
    price = one.market.last_price
    return Decision(
        symbol=one.market.symbol,
        action=Action.BUY if side > 0 else Action.SELL,
        confidence=confidence,
        notional=round(notional, 2),
        leverage=leverage,
        stop_price=_near(price * (1 - side * _STOP)),
        take_profit_price=_near(price * (1 + side * _TARGET)),
        rationale=f"{why}: {one.figures}. Stop {_STOP * 100:.1f} % away, target {_TARGET * 100:.0f} %.",
    )


def _near(price: float) -> float:
    """Round to six significant digits; the desk puts it on the venue's tick."""
    return float(f"{price:.6g}")


def _stay_out(one: _Reading) -> Decision:
    why = _objection(one) or "every place is taken or the limits leave no room"
    return _plain(one, Action.NO_ENTRY, 0.5, f"No entry, {why}")


def _plain(one: _Reading, action: Action, confidence: float, why: str) -> Decision:
    return Decision(
        symbol=one.market.symbol,
        action=action,
        confidence=confidence,
        notional=0.0,
        leverage=1.0,
        stop_price=None,
        take_profit_price=None,
        rationale=f"{why}: {one.figures}.",
    )


def _reasoning(prompt: Prompt, decisions: tuple[Decision, ...], *, is_starter: bool) -> str:
    acting = [one for one in decisions if one.action in {Action.BUY, Action.SELL, Action.CLOSE}]
    done = " ".join(f"{one.action.value} {one.symbol}: {one.rationale}" for one in acting)
    seen = (
        f"Fixed rules, not a language model. Equity {prompt.account.equity:.2f}, "
        f"{len(prompt.account.positions)} of at most {MOST_POSITIONS} positions open, "
        f"{len(prompt.markets)} markets judged."
    )
    parts = [
        seen,
        "No market meets every rule, so one small starter position is proposed." if is_starter else "",
        done or "Nothing to open or close.",
    ]
    return " ".join(part for part in parts if part)
