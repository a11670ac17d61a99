"""Funding at 00:00, 08:00 and 16:00 UTC: a position counts when opened <= T <= closed.

The rate is the one that the cache showed for T; where none was known by then the payment is owed until one is.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tradewind.brokers.simulator.account import Marks, SimulatedAccount, settled
from tradewind.brokers.simulator.config import SimulatorConfig
from tradewind.brokers.simulator.records import Records
from tradewind.brokers.simulator.ticket import HoldingKey
from tradewind.domain.cash_flow import CashFlow, CashFlowKind
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol

PERIOD_MS = 8 * 3600 * 1000
_KEPT_DEBTS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share of the notional that longs pay; a negative one is paid by shorts."""

    share: Decimal
    due_at: Instant | None  # None: the venue did not say; good for any moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """One payment that a position owes or is owed."""

    key: HoldingKey
    quantity: Decimal  # signed
    mark: Decimal | None  # None: no price was known then; the next one stands for it
    due_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingState:
    """What is known and what is owed, for another account to go on with."""

    rates: tuple[tuple[Symbol, Rate], ...]
    previous: tuple[tuple[Symbol, Rate], ...]
    debts: tuple[Debt, ...]
    last: Instant | None
    counted: tuple[HoldingKey, ...]


class Funding:
    """What the positions of one account pay each other."""

    def __init__(self, config: SimulatorConfig, account: SimulatedAccount, records: Records) -> None:
        self._config = config
        self._account = account
        self._records = records
        self._rates: dict[Symbol, Rate] = {}
        self._previous: dict[Symbol, Rate] = {}
        self._debts: deque[Debt] = deque(maxlen=_KEPT_DEBTS)
        self._last: Instant | None = None
        self._counted: set[HoldingKey] = set()

    def restore(self, settled_until: Instant) -> None:
        """Begin where everything up to and including `settled_until` has been paid."""
        self._debts.clear()
        self._last = settled_until
        self._counted = {
            key for key, holding in self._account.holdings.items() if holding.opened_at <= settled_until
        }

    def state(self) -> FundingState:
        """Return where the payments stand."""
        return FundingState(
            rates=tuple(self._rates.items()),
            previous=tuple(self._previous.items()),
            debts=tuple(self._debts),
            last=self._last,
            counted=tuple(sorted(self._counted)),
        )

    def resume(self, state: FundingState) -> None:
        """Stand where `state` was taken."""
        self._rates, self._previous = dict(state.rates), dict(state.previous)
        self._debts = deque(state.debts, maxlen=_KEPT_DEBTS)
        self._last, self._counted = state.last, set(state.counted)

    def learn(self, symbol: Symbol, rate: Rate) -> None:
        """Take note of the rate in force; it does not replace one that is due earlier and not paid yet."""
        earlier = self._rates.get(symbol)
        is_later = (
            earlier is not None
            and earlier.due_at is not None
            and rate.due_at is not None
            and rate.due_at > earlier.due_at
        )
        if is_later and earlier is not None:
            self._previous[symbol] = earlier
        self._rates[symbol] = rate

    def is_due(self, now: Instant) -> bool:
        """Return whether anything is owed, or may fall due up to and including `now`."""
        if self._debts or self._last is None:
            return True
        return now.epoch_ms // PERIOD_MS != self._last.epoch_ms // PERIOD_MS

    def settle(self, marks: Marks, now: Instant) -> None:
        """Pay what fell due up to and including `now`, on what was held then; a missing mark is waited for."""
        since = self._last if self._last is not None else now
        for boundary in boundaries(since, now):
            if boundary != self._last:
                self._counted = set()
            self._last = boundary
            self._count(boundary, marks)
        owed = [self._debts.popleft() for _ in range(len(self._debts))]
        for debt in owed:
            rate, mark = self._rate(debt), debt.mark or marks.get(debt.key[0])
            if rate is None or mark is None:
                self._debts.append(debt)
            else:
                self._pay(debt, rate, mark)

    def _count(self, boundary: Instant, marks: Marks) -> None:
        for key, holding in self._account.holdings.items():
            if key in self._counted or holding.opened_at > boundary:
                continue
            self._counted.add(key)
            self._debts.append(
                Debt(key=key, quantity=holding.position.quantity, mark=marks.get(key[0]), due_at=boundary)
            )

    def _rate(self, debt: Debt) -> Rate | None:
        for rate in (self._previous.get(debt.key[0]), self._rates.get(debt.key[0])):
            if rate is not None and (rate.due_at is None or rate.due_at >= debt.due_at):
                return rate
        return None

    def _pay(self, debt: Debt, rate: Rate, mark: Decimal) -> None:
        symbol, held_as = debt.key
        amount = settled(-debt.quantity * mark * rate.share)
        if not amount:
            return
        self._account.cash += amount
        self._records.pay(
            CashFlow(
                venue=self._config.venue,
                flow_id=f"funding-{symbol}-{held_as or 'net'}-{debt.due_at}",
                kind=CashFlowKind.FUNDING,
                symbol=symbol,
                amount=amount,
                currency=self._config.currency,
                exchange_time=debt.due_at,
            )
        )


def boundaries(since: Instant, until: Instant) -> Iterator[Instant]:
    """Yield the moments of funding within [since, until], oldest first."""
    first = -(-since.epoch_ms // PERIOD_MS) * PERIOD_MS
    for epoch_ms in range(first, until.epoch_ms + 1, PERIOD_MS):
        yield Instant.from_ms(epoch_ms)
