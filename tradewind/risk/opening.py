"""One opening under review, and the figures that several gates share."""

from dataclasses import dataclass
from decimal import Decimal

from tradewind.domain.account import OpenPosition
from tradewind.domain.decision import Action, GateVerdict, Proposal
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import Side
from tradewind.risk.limits import RiskLimits
from tradewind.risk.situation import Situation, is_usable
from tradewind.risk.sizing import whole_lots


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A proposal that wants to add risk; every figure is None where its inputs are unusable."""

    proposal: Proposal
    situation: Situation
    limits: RiskLimits

    @property
    def side(self) -> Side:
        """The side of the order."""
        return Side.BUY if self.proposal.action is Action.BUY else Side.SELL

    @property
    def entry_price(self) -> Decimal | None:
        """The quote that the order would trade at."""
        return _usable(self.situation.entry_quote(self.side))

    @property
    def exit_price(self) -> Decimal | None:
        """The quote that the position would be closed at."""
        return _usable(self.situation.exit_quote(self.side))

    @property
    def notional(self) -> Decimal | None:
        """The size that the model asks for, in quote currency."""
        return _usable(self.proposal.notional)

    @property
    def quantity(self) -> BaseQty | None:
        """Whole lots for the notional; None also when that is below the smallest order."""
        if self.notional is None or self.entry_price is None or self.situation.instrument is None:
            return None
        return whole_lots(self.notional, self.entry_price, self.situation.instrument)

    @property
    def held(self) -> OpenPosition | None:
        """What the account holds of this instrument, None when flat."""
        return self.situation.account.position(self.proposal.symbol)

    @property
    def equity(self) -> Decimal | None:
        """The account's equity, None when unknown or used up."""
        return _usable(self.situation.account.equity)

    @property
    def stop_price(self) -> Decimal | None:
        """The model's stop on the tick."""
        return self._on_tick(self.proposal.stop_price)

    @property
    def take_profit_price(self) -> Decimal | None:
        """The model's take profit on the tick."""
        return self._on_tick(self.proposal.take_profit_price)

    def _on_tick(self, price: Decimal | None) -> Decimal | None:
        if price is None or not is_usable(price) or self.situation.instrument is None:
            return None
        return _usable(self.situation.instrument.on_tick(price))


def allow(gate: str, reason: str) -> GateVerdict:
    """Return a pass of `gate`, with the figures that made it one."""
    return GateVerdict(gate=gate, passed=True, reason=reason)


def deny(gate: str, reason: str) -> GateVerdict:
    """Return a refusal of `gate`."""
    return GateVerdict(gate=gate, passed=False, reason=reason)


def _usable(value: Decimal | None) -> Decimal | None:
    return value if is_usable(value) else None
