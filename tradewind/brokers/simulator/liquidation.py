"""Taking positions over whose margin is used up: https://www.okx.com/help/iii-margin-liquidation.

A position goes whole, at the mark price, with a taker's fee; then its maintenance margin is the penalty, as far as there
is any left, and a loss beyond what stood for it is made up for by the venue. Liquidation in parts, tier by tier, and
auto-deleveraging are not simulated.
"""

from decimal import Decimal

from tradewind.brokers.simulator.account import ZERO, Marks, SimulatedAccount, settled
from tradewind.brokers.simulator.config import SimulatorConfig
from tradewind.brokers.simulator.matching import Trade
from tradewind.brokers.simulator.records import Records
from tradewind.brokers.simulator.ticket import HoldingKey, Ticket
from tradewind.brokers.simulator.trading import Trading
from tradewind.domain.cash_flow import CashFlow, CashFlowKind
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Liquidity
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderPurpose, OrderState, TimeInForce

NO_MARGIN = "the margin of the account is used up"
REASON = "the margin of the position was used up"


class Liquidation:
    """Watches what stands for the positions of one account."""

    def __init__(
        self, config: SimulatorConfig, account: SimulatedAccount, records: Records, trading: Trading
    ) -> None:
        self._config = config
        self._account = account
        self._records = records
        self._trading = trading

    def check(self, marks: Marks, at: Instant) -> None:
        """Take over what is exhausted: isolated positions each alone, cross ones in the order of their loss."""
        if not self._account.is_cross:
            for key in self._exhausted(marks):
                self._take_over(key, marks, at)
            return
        if not self._is_cross_exhausted(marks):
            return
        for ticket in self._records.resting():
            self._trading.cancel(ticket, NO_MARGIN, at)
        while self._is_cross_exhausted(marks):
            holdings = self._account.holdings
            worst = min(holdings, key=lambda key: holdings[key].position.unrealized_pnl(marks[key[0]]))
            self._take_over(worst, marks, at)

    def takes_over_at(self, marks: Marks) -> bool:
        """Return whether anything would be taken over at `marks`."""
        if self._account.is_cross:
            return self._is_cross_exhausted(marks)
        return bool(self._exhausted(marks))

    def price(self, key: HoldingKey, marks: Marks) -> Decimal | None:
        """Estimate where a position would be taken over as if all else stood still; None where no price does that."""
        holding = self._account.holdings[key]
        mark = marks[key[0]]
        direction = 1 if holding.position.quantity > 0 else -1
        rate = self._config.tier(key[0], holding.quantity, mark).maintenance_rate
        rate += self._account.fee(Decimal(1))
        entry = abs(holding.position.cost) / holding.quantity
        room = self._room(key, marks) / holding.quantity
        price = (entry - direction * room) / (1 - direction * rate)
        return price if price > 0 else None

    def _room(self, key: HoldingKey, marks: Marks) -> Decimal:
        """Return what a position may lose before its own maintenance is touched."""
        if not self._account.is_cross:
            return self._account.holdings[key].entry_margin
        others = [other for other in self._account.holdings if other != key]
        room = self._account.cash
        for other in others:
            position = self._account.holdings[other].position
            room += position.unrealized_pnl(marks[other[0]])
            room -= self._account.must_stay(other, marks[other[0]])
        return room

    def _exhausted(self, marks: Marks) -> list[HoldingKey]:
        return [
            key
            for key, holding in self._account.holdings.items()
            if holding.entry_margin + holding.position.unrealized_pnl(marks[key[0]])
            <= self._account.must_stay(key, marks[key[0]])
        ]

    def _is_cross_exhausted(self, marks: Marks) -> bool:
        if not self._account.holdings:
            return False
        worth = self._account.cash + self._account.unrealized(marks)
        needed = (self._account.must_stay(key, marks[key[0]]) for key in self._account.holdings)
        return worth <= sum(needed, ZERO)

    def _take_over(self, key: HoldingKey, marks: Marks, at: Instant) -> None:
        holding, mark, cash_before = self._account.holdings[key], marks[key[0]], self._account.cash
        maintenance = self._account.maintenance(key, mark)
        ticket = self._records.keep(_order(key, holding.quantity, at, self._account), is_told=False)
        trade = Trade(price=mark, quantity=holding.quantity)
        self._records.keep(self._trading.execute(ticket, trade, Liquidity.TAKER, at))
        left = (
            self._cross_left()
            if self._account.is_cross
            else holding.entry_margin + self._account.cash - cash_before
        )
        penalty = settled(-min(maintenance, left) if left > 0 else -left)
        self._account.cash += penalty
        if penalty:
            self._records.pay(
                CashFlow(
                    venue=self._config.venue,
                    flow_id=f"{ticket.venue_order_id}-fee",
                    kind=CashFlowKind.LIQUIDATION_FEE,
                    symbol=key[0],
                    amount=penalty,
                    currency=self._config.currency,
                    exchange_time=at,
                )
            )

    def _cross_left(self) -> Decimal:
        """Return the cash behind cross positions; the venue makes up for a lack when the last of them is gone."""
        cash = self._account.cash
        return cash if cash > 0 or not self._account.holdings else ZERO


def _order(key: HoldingKey, quantity: BaseQty, at: Instant, account: SimulatedAccount) -> Ticket:
    symbol, held_as = key
    return Ticket(
        venue_order_id=f"sim-liquidation-{symbol}-{held_as or 'net'}-{at.epoch_ms}",
        client_order_id=None,
        symbol=symbol,
        held_as=held_as,
        side=account.holdings[key].closing_side,
        purpose=OrderPurpose.LIQUIDATION,
        quantity=quantity,
        is_for_all=False,
        limit_price=None,
        trigger_price=None,
        time_in_force=TimeInForce.IOC,
        is_reduce_only=True,
        leverage=account.holdings[key].leverage,
        stop_price=None,
        take_profit_price=None,
        pair=None,
        state=OrderState.ACCEPTED,
        filled=BaseQty(ZERO),
        cost=ZERO,
        reason=REASON,
        updated_at=at,
    )
