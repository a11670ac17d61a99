"""Deciders that are no models: what a model has to beat. Each proposes; the desk's review and limits bind them too."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from tradewind.cycle.ports import Decides
from tradewind.decision.bundle import Bundle, Market
from tradewind.decision.decide import Decision
from tradewind.decision.freshness_gate import block_reason
from tradewind.domain.account import AccountSnapshot, OpenPosition
from tradewind.domain.decision import Action, Outcome, Proposal
from tradewind.domain.indicators import Trend
from tradewind.domain.instrument import Symbol
from tradewind.domain.position import PositionSide
from tradewind.risk.limits import RiskLimits

ONE = Decimal(1)


class Policy(Decides, Protocol):
    """A decider that can be written down and go on."""

    @property
    def memory(self) -> tuple[str, ...]:
        """What it remembers between decisions."""
        ...

    def remember(self, memory: Sequence[str]) -> None:
        """Go on with `memory`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """What the rule and chance open, and how."""

    notional_share: Decimal = Decimal("0.1")  # of equity
    leverage: Decimal = Decimal(2)
    stop_distance: Decimal = Decimal("0.02")  # share of the last price
    target_distance: Decimal = Decimal("0.03")
    most_positions: int = 3
    confidence: float = 0.7


class Rule:
    """Trend and pullback.

    Opens with the trend of the hours once a pullback of the quarters is turning: in an uptrend when RSI 14 lies
    between 35 and 50 with the MACD histogram above 0, in a downtrend when it lies between 50 and 65 with the histogram
    below 0. The most extreme RSI comes first. Closes when the trend has turned against a position or its RSI is spent:
    above 75 for a long, below 25 for a short. An unknown figure is a reason to stay out.
    """

    memory: tuple[str, ...] = ()

    def __init__(self, trade: Trade | None = None) -> None:
        self._trade = trade or Trade()

    @property
    def model(self) -> str:
        """The name that the decision is recorded under."""
        return "policy:rule"

    def remember(self, memory: Sequence[str]) -> None:
        """Keep nothing: the bundle says it all."""

    async def decide(self, bundle: Bundle, account: AccountSnapshot, limits: RiskLimits) -> Decision:  # noqa: ARG002
        """Propose what the rule says."""
        if (block := _block(bundle, account)) is not None:
            return block
        held = {position.symbol: position for position in account.positions}
        closes: list[Proposal] = []
        entries: list[tuple[float, Market, Action]] = []
        for market in bundle.markets:
            position = held.get(market.symbol)
            if position is not None:
                closes += _close_if(_turned(market, position), market.symbol)
            elif (entry := _pullback(market)) is not None:
                entries.append((entry[0], market, entry[1]))
        room = self._trade.most_positions - len(held) + len(closes)
        entries.sort(key=lambda entry: entry[0])
        opens = [
            _opening(market, action, account, self._trade, "pullback in a trend turns")
            for _, market, action in entries[: max(room, 0)]
        ]
        return _decision([*closes, *opens])


class BuyAndHold:
    """Buys every instrument once, for equal shares of the equity, and never sells; its stop is as far as allowed."""

    def __init__(self) -> None:
        self._bought: dict[Symbol, None] = {}

    @property
    def model(self) -> str:
        """The name that the decision is recorded under."""
        return "policy:buy-and-hold"

    @property
    def memory(self) -> tuple[str, ...]:
        """What was bought."""
        return tuple(self._bought)

    def remember(self, memory: Sequence[str]) -> None:
        """Go on with what was bought."""
        self._bought = {Symbol(symbol): None for symbol in memory}

    async def decide(self, bundle: Bundle, account: AccountSnapshot, limits: RiskLimits) -> Decision:
        """Propose the purchases that are still to be made."""
        if (block := _block(bundle, account)) is not None:
            return block
        missing = [market for market in bundle.markets if market.symbol not in self._bought]
        if not missing:
            return _decision(())
        share = min(Decimal("0.95") / len(bundle.symbols), limits.max_notional_share)
        trade = Trade(
            notional_share=share,
            leverage=ONE,
            stop_distance=limits.max_stop_distance_share * Decimal("0.99"),
            target_distance=Decimal(0),
            confidence=1.0,
        )
        self._bought.update((market.symbol, None) for market in missing)
        return _decision(
            [_opening(market, Action.BUY, account, trade, "bought to hold") for market in missing]
        )


class Chance:
    """Draws entries and exits; the draw follows from seed, instrument and time alone.

    It is sized and protected like the rule. The odds are those that opened as often as the rule, 92 times to its 89,
    in January 2025 on six swaps.
    """

    memory: tuple[str, ...] = ()
    ENTRY_ODDS = 0.0021
    EXIT_ODDS = 0.004

    def __init__(self, seed: int, trade: Trade | None = None) -> None:
        self._seed = seed
        self._trade = trade or Trade()

    @property
    def model(self) -> str:
        """The name that the decision is recorded under."""
        return "policy:random"

    def remember(self, memory: Sequence[str]) -> None:
        """Keep nothing: the draw follows from the time."""

    async def decide(self, bundle: Bundle, account: AccountSnapshot, limits: RiskLimits) -> Decision:  # noqa: ARG002
        """Propose what is drawn."""
        if (block := _block(bundle, account)) is not None:
            return block
        held = {position.symbol for position in account.positions}
        proposals: list[Proposal] = []
        room = self._trade.most_positions - len(held)
        for market in bundle.markets:
            chance, side = self._draw(market.symbol, bundle.as_of.epoch_ms)
            if market.symbol in held:
                proposals += _close_if("drawn" if chance < self.EXIT_ODDS else None, market.symbol)
            elif chance < self.ENTRY_ODDS and room > 0:
                room -= 1
                action = Action.BUY if side else Action.SELL
                proposals.append(_opening(market, action, account, self._trade, "drawn"))
        return _decision(proposals)

    def _draw(self, symbol: Symbol, at_ms: int) -> tuple[float, bool]:
        digest = hashlib.blake2b(f"{self._seed}|{symbol}|{at_ms}".encode(), digest_size=8).digest()
        drawn = int.from_bytes(digest)
        return (drawn >> 1) / 2**63, bool(drawn & 1)


NAMES = ("rule", "buy-and-hold", "random")


def policy_named(name: str, seed: int) -> Policy:
    """Return a policy; ValueError when there is none of that name."""
    match name:
        case "rule":
            return Rule()
        case "buy-and-hold":
            return BuyAndHold()
        case "random":
            return Chance(seed)
        case _:
            raise ValueError(f"there is no policy {name!r}; there are {', '.join(NAMES)}")


def _block(bundle: Bundle, account: AccountSnapshot) -> Decision | None:
    if len(bundle.markets) == len(bundle.tickers) and bundle.markets and not bundle.left_out:
        return None
    reason = block_reason(bundle, [position.symbol for position in account.positions])
    if reason is None:
        return None
    return Decision(
        outcome=Outcome.BLOCKED, why=reason, calls=(), reasoning=None, proposals=(), unreadable=()
    )


def _decision(proposals: Sequence[Proposal]) -> Decision:
    return Decision(
        outcome=Outcome.DECIDED,
        why=None,
        calls=(),
        reasoning=None,
        proposals=tuple(proposals),
        unreadable=(),
    )


def _turned(market: Market, position: OpenPosition) -> str | None:
    """Return why the rule leaves a position, None when it stays."""
    trend, strength = market.indicators.long_term.trend, market.indicators.short_term.rsi_14
    is_long = position.side is PositionSide.LONG
    if trend is (Trend.DOWN if is_long else Trend.UP):
        return "the trend has turned"
    if strength is None:
        return None
    return "the move is spent" if (strength > 75 if is_long else strength < 25) else None


def _pullback(market: Market) -> tuple[float, Action] | None:
    """Return how far a pullback has gone (less is further) and what to do about it; None: nothing."""
    trend = market.indicators.long_term.trend
    if trend is None or trend is Trend.SIDEWAYS:
        return None
    strength = market.indicators.short_term.rsi_14
    histogram = market.indicators.short_term.macd.histogram
    if strength is None or histogram is None:
        return None
    if trend is Trend.UP and 35 <= strength <= 50 and histogram > 0:
        return strength, Action.BUY
    if trend is Trend.DOWN and 50 <= strength <= 65 and histogram < 0:
        return 100 - strength, Action.SELL
    return None


def _close_if(reason: str | None, symbol: Symbol) -> list[Proposal]:
    if reason is None:
        return []
    return [
        Proposal(
            symbol=symbol,
            action=Action.CLOSE,
            confidence=1.0,
            notional=None,
            leverage=None,
            stop_price=None,
            take_profit_price=None,
            rationale=reason,
        )
    ]


def _opening(
    market: Market, action: Action, account: AccountSnapshot, trade: Trade, rationale: str
) -> Proposal:
    last = Decimal(repr(market.ticker.last_price))
    away = 1 if action is Action.BUY else -1
    target = last * (1 + away * trade.target_distance) if trade.target_distance else None
    return Proposal(
        symbol=market.symbol,
        action=action,
        confidence=trade.confidence,
        notional=(account.equity or Decimal(0)) * trade.notional_share,
        leverage=trade.leverage,
        stop_price=last * (1 - away * trade.stop_distance),
        take_profit_price=target,
        rationale=rationale,
    )
