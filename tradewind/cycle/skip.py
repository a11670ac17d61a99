"""Whether there is anything to ask the model about: the last decision's inputs beside these. Pure but for the count.

What is skipped is recorded; a cycle that somebody triggered by hand, and one after a block, an abstention or a trade
that was asked for, never is.
"""

from dataclasses import dataclass

from tradewind.cycle.config import SkipLimits
from tradewind.decision.bundle import Bundle, Market
from tradewind.decision.context import DeskContext
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.instrument import Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a decision was made on."""

    bundle: Bundle
    account: AccountSnapshot
    terms: tuple[str | None, ...]
    """Settings, model, prompt: under others the same market may be decided differently."""


def reason_to_skip(last: Seen, now: Seen, limits: SkipLimits) -> str | None:
    """Return the sentence that says why `now` needs no answer of its own, None where something has changed."""
    if now.bundle.context is None or _standing(last) != _standing(now):
        return None
    moved = [
        _moved_bps(one, other) for one, other in zip(last.bundle.markets, now.bundle.markets, strict=True)
    ]
    furthest = max(moved, default=None)
    if furthest is None or furthest >= limits.max_move_bps:
        return None
    return (
        f"nothing has changed since {last.bundle.as_of}: no price moved {limits.max_move_bps:g} bps, "
        "no candle closed, and positions, orders, results, signals and news are the same"
    )


class SkipGate:
    """Remembers the last decision and how many cycles in a row were skipped since."""

    def __init__(self) -> None:
        self._last: Seen | None = None
        self._in_a_row = 0

    def reason(self, now: Seen, limits: SkipLimits) -> str | None:
        """Return why this cycle need not ask, None where it has to; a skip is counted."""
        if not limits.is_enabled or self._last is None or self._in_a_row >= limits.max_in_a_row:
            return None
        why = reason_to_skip(self._last, now, limits)
        if why is not None:
            self._in_a_row += 1
        return why

    def decided(self, seen: Seen | None) -> None:
        """Remember what was decided on; None: the model gave no answer, so that the next cycle asks again."""
        self._last, self._in_a_row = seen, 0


def _standing(seen: Seen) -> object:
    """Return everything that has to be equal but for the prices."""
    bundle, context = seen.bundle, seen.bundle.context
    return (
        seen.terms,
        [(market.symbol, _closed(market), _stance(market), _news(market)) for market in bundle.markets],
        [out.symbol for out in bundle.left_out],
        _positions(seen.account),
        None if context is None else _memory(context),
    )


def _memory(context: DeskContext) -> object:
    """Return what the desk knows of itself but for its worth, which moves with every price."""
    return (
        [
            (order.client_order_id, order.state, order.filled, order.limit_price)
            for order in context.open_orders
        ],
        [(outcome.symbol, outcome.closed_at) for outcome in context.outcomes],
        [lesson.lesson_id for lesson in context.lessons],
    )


def _closed(market: Market) -> tuple[int | None, ...]:
    windows = (market.candles_15m, market.candles_1h)
    return tuple(window.confirmed[-1][0] if window.confirmed else None for window in windows)


def _news(market: Market) -> object:
    """Return the mood of the news and when the newest was published."""
    return (market.sentiment.sentiment_label, market.sentiment.exchange_time) if market.sentiment else None


def _stance(market: Market) -> object:
    return market.signal.stance if market.signal else None


def _positions(account: AccountSnapshot) -> list[tuple[Symbol, object, object, object, object]]:
    return [
        (held.symbol, held.side, held.quantity, held.stop_price, held.take_profit_price)
        for held in account.positions
    ]


def _moved_bps(last: Market, now: Market) -> float:
    before, after = last.ticker.last_price, now.ticker.last_price
    return abs(after - before) / before * 10_000
