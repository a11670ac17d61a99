"""Cash and positions at the simulated venue, and what they are worth; never any input or output."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal

from tradewind.brokers.port import MarginMode, PositionMode
from tradewind.brokers.simulator.config import SimulatorConfig
from tradewind.brokers.simulator.ticket import HoldingKey, Ticket
from tradewind.domain.account import HeldPosition
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import Side
from tradewind.domain.position import FillEffect, Position, apply_fill, flat

ZERO = Decimal(0)
BPS = Decimal(10_000)
CENT = Decimal("1e-12")
"""The smallest step of a balance."""

Marks = Mapping[Symbol, Decimal]


def settled(amount: Decimal) -> Decimal:
    """Return `amount` as a balance can hold it."""
    return amount.quantize(CENT, rounding=ROUND_HALF_EVEN) + ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """An open position at the venue."""

    position: Position
    leverage: Decimal
    opened_at: Instant

    @property
    def quantity(self) -> BaseQty:
        """The size, unsigned."""
        return BaseQty(abs(self.position.quantity))

    @property
    def closing_side(self) -> Side:
        """The order side that reduces it."""
        return Side.SELL if self.position.quantity > 0 else Side.BUY

    @property
    def entry_margin(self) -> Decimal:
        """What it ties up, at its entry."""
        return abs(self.position.cost) / self.leverage

    def notional(self, mark: Decimal) -> Decimal:
        """What it is worth at `mark`, unsigned."""
        return self.quantity * mark


class SimulatedAccount:
    """One account: one position per instrument in net mode, a long and a short one otherwise."""

    def __init__(self, config: SimulatorConfig) -> None:
        self._config = config
        self.cash = ZERO
        self.holdings: dict[HoldingKey, Holding] = {}
        self._leverages: dict[HoldingKey, Decimal] = {}

    @property
    def is_cross(self) -> bool:
        """True when the whole account stands for every position."""
        return self._config.margin_mode is MarginMode.CROSS

    def restore(self, positions: Iterable[HeldPosition], cash: Decimal) -> None:
        """Begin from what the ledger holds."""
        self.cash = cash
        self.holdings = {}
        for held in positions:
            is_net = self._config.position_mode is PositionMode.NET
            key = (held.position.symbol, None if is_net else held.position.side)
            self.holdings[key] = Holding(
                position=held.position, leverage=held.leverage, opened_at=held.opened_at
            )
            self._leverages[self._leverage_key(key)] = held.leverage

    def leverages(self) -> tuple[tuple[HoldingKey, Decimal], ...]:
        """Return every leverage that was set."""
        return tuple(self._leverages.items())

    def resume(
        self,
        cash: Decimal,
        holdings: Iterable[tuple[HoldingKey, Holding]],
        leverages: Iterable[tuple[HoldingKey, Decimal]],
    ) -> None:
        """Stand where another account stood."""
        self.cash, self.holdings, self._leverages = cash, dict(holdings), dict(leverages)

    def leverage(self, key: HoldingKey) -> Decimal:
        """Return the leverage in force; a cross position has one for both of its sides."""
        return self._leverages.get(self._leverage_key(key), self._config.default_leverage)

    def set_leverage(self, key: HoldingKey, leverage: Decimal) -> None:
        """Set the leverage of what is held and of what will be opened."""
        self._leverages[self._leverage_key(key)] = leverage
        for held, holding in self.holdings.items():
            if self._leverage_key(held) == self._leverage_key(key):
                self.holdings[held] = replace(holding, leverage=leverage)

    def held(self, key: HoldingKey) -> Decimal:
        """Return the signed size of a position, 0 when there is none."""
        holding = self.holdings.get(key)
        return holding.position.quantity if holding else ZERO

    def reducible(self, key: HoldingKey, side: Side) -> BaseQty:
        """Return how much an order of `side` could reduce; zero when nothing is held the other way."""
        held = self.held(key)
        return BaseQty(abs(held)) if held * side.sign < 0 else BaseQty(ZERO)

    def book(self, fill: Fill, key: HoldingKey) -> FillEffect:
        """Take `fill` into cash and position."""
        before = self.holdings.get(key)
        effect = apply_fill(before.position if before else flat(fill.symbol), fill)
        self.cash += effect.realized_pnl - fill.fee
        if not effect.position.quantity:
            del self.holdings[key]
        elif before is None or effect.position.side is not before.position.side:
            self.holdings[key] = Holding(
                position=effect.position, leverage=self.leverage(key), opened_at=fill.exchange_time
            )
        else:
            self.holdings[key] = replace(before, position=effect.position)
        return effect

    def available(self, marks: Marks, resting: Iterable[Ticket]) -> Decimal:
        """Return what a new opening may claim; an unrealized profit counts only where margin is shared."""
        free = self.cash - sum((self.margin(key, marks) for key in self.holdings), ZERO)
        if self.is_cross:
            free += self.unrealized(marks)
        return max(free - self._ordered(resting), ZERO)

    def spendable(self, marks: Marks, resting: Iterable[Ticket]) -> Decimal:
        """Return what is left with every margin paid; below zero where it is no longer covered."""
        free = self.cash - sum((self.margin(key, marks) for key in self.holdings), ZERO)
        return free + (self.unrealized(marks) if self.is_cross else ZERO) - self._ordered(resting)

    def margin(self, key: HoldingKey, marks: Marks) -> Decimal:
        """Return the initial margin of a position: by the mark when cross, by its entry when isolated."""
        holding = self.holdings[key]
        if not self.is_cross:
            return holding.entry_margin
        return holding.notional(marks[key[0]]) / holding.leverage

    def unrealized(self, marks: Marks) -> Decimal:
        """Return the open profit of everything held."""
        return sum((h.position.unrealized_pnl(marks[s]) for (s, _), h in self.holdings.items()), ZERO)

    def maintenance(self, key: HoldingKey, mark: Decimal) -> Decimal:
        """Return the margin that must stay of a position by its tier."""
        holding = self.holdings[key]
        tier = self._config.tier(key[0], holding.quantity, mark)
        return holding.notional(mark) * tier.maintenance_rate

    def must_stay(self, key: HoldingKey, mark: Decimal) -> Decimal:
        """Return the worth at which a position is liquidated: maintenance and the fee of closing."""
        return self.maintenance(key, mark) + self.fee(self.holdings[key].notional(mark))

    def fee(self, notional: Decimal) -> Decimal:
        """Return what taking `notional` from the book costs."""
        return notional * self._config.taker_fee_bps / BPS

    def required(self, ticket: Ticket, quantity: Decimal, price: Decimal) -> Decimal:
        """Return what `quantity` at `price` claims: margin and fee of the part that opens; closing claims nothing."""
        notional = self._opening_part(ticket, quantity) * price
        return notional / self.leverage(ticket.key) + self.fee(notional)

    def _opening_part(self, ticket: Ticket, quantity: Decimal) -> Decimal:
        if ticket.is_reduce_only:
            return ZERO
        return max(quantity - self.reducible(ticket.key, ticket.side), ZERO)

    def _ordered(self, resting: Iterable[Ticket]) -> Decimal:
        claims = (self.required(t, t.remaining, t.limit_price or ZERO) for t in resting)
        return sum(claims, ZERO)

    def _leverage_key(self, key: HoldingKey) -> HoldingKey:
        return (key[0], None) if self.is_cross else key
