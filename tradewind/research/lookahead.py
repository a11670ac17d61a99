"""The guard against the future: nothing in a bundle may be dated later than the bundle itself."""

from tradewind.cycle.ports import Decides
from tradewind.decision.bundle import Bundle, Market
from tradewind.decision.decide import Decision
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.clock import Instant
from tradewind.research.tape_view import made_at
from tradewind.risk.limits import RiskLimits


class LookAhead(AssertionError):
    """A bundle holds something that could not be known yet: no result of this run means anything."""


class Guarded:
    """A decider that is asked only about what was known."""

    def __init__(self, decider: Decides) -> None:
        self._decider = decider

    @property
    def model(self) -> str:
        """The name that the decision is recorded under."""
        return self._decider.model

    async def decide(self, bundle: Bundle, account: AccountSnapshot, limits: RiskLimits) -> Decision:
        """Ask the decider; LookAhead, and nothing was asked, when the bundle is dated ahead of itself."""
        check_stamps(bundle)
        return await self._decider.decide(bundle, account, limits)


def check_stamps(bundle: Bundle) -> None:
    """Raise LookAhead when anything usable in `bundle` is of later than its own moment."""
    now, now_ms = bundle.as_of, bundle.as_of.epoch_ms
    for market in bundle.markets:
        if made_at(market) == now:  # every part of it is made for this very moment
            continue
        quarters, hours = market.candles_15m.candles, market.candles_1h.candles
        if (
            market.ticker.timestamp > now
            or quarters[-1][0] > now_ms
            or hours[-1][0] > now_ms
            or market.order_book.timestamp > now
            or market.indicators.timestamp > now
        ):
            raise LookAhead(_sentence(market, now))


def _sentence(market: Market, now: Instant) -> str:
    stamps = {
        "ticker": market.ticker.timestamp,
        "order book": market.order_book.timestamp,
        "indicators": market.indicators.timestamp,
        "15m candle": Instant.from_ms(market.candles_15m.candles[-1][0]),
        "1h candle": Instant.from_ms(market.candles_1h.candles[-1][0]),
    }
    name, stamp = max(stamps.items(), key=lambda entry: entry[1])
    return f"the {name} of {market.symbol} is of {stamp}, and the decision of {now}: it could not be known"
