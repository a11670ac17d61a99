"""The books of a backtest, in memory: the ledger's own postings and round trips, without its database."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from tradewind.domain.account import AccountSnapshot, Balances, ClosedPosition, EquityPoint, Portfolio
from tradewind.domain.cash_flow import CashFlow, CashFlowKind
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill
from tradewind.domain.ids import PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import Order
from tradewind.domain.position import flat
from tradewind.ledger import Standing
from tradewind.ledger.journal import (
    EXACT_DIGITS,
    Account,
    JournalEntry,
    cash_flow_entry,
    fill_entry,
    opening_entry,
)
from tradewind.ledger.round_trip import RoundTrip, after_fill
from tradewind.portfolio.config import PortfolioConfig
from tradewind.portfolio.snapshot import mark_price, value_account
from tradewind.research.tape_sight import TapeClock, TapeSight

ZERO = Decimal(0)
DAY_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksState:
    """The books between two steps, to go on from."""

    amounts: Mapping[Account, Decimal]
    trips: tuple[RoundTrip, ...]
    closed: tuple[ClosedPosition, ...]
    curve: tuple[Decimal | None, ...]
    highest: Decimal | None
    day_start: EquityPoint | None
    last_point: EquityPoint | None
    day: int
    fees: Mapping[Symbol, Decimal]
    funding: Mapping[Symbol, Decimal]
    fills: Mapping[Symbol, int]


class Books:
    """One account; satisfies what the cycle asks of `Accounts`."""

    def __init__(self, portfolio: Portfolio, sight: TapeSight, clock: TapeClock) -> None:
        self._portfolio = portfolio
        self._sight = sight
        self._clock = clock
        self._max_age = PortfolioConfig().price_ages.block_after
        self._amounts: dict[Account, Decimal] = defaultdict(Decimal)
        self._trips: dict[Symbol, RoundTrip] = {}
        self._highest: Decimal | None = None
        self._day = -1
        self._day_start: EquityPoint | None = None
        self._last_point: EquityPoint | None = None
        self._snapshot: AccountSnapshot | None = None
        self._is_current = False
        self.closed: list[ClosedPosition] = []
        self.curve: list[Decimal | None] = []
        """Equity at every step; None where a held position had no price."""
        self.fees: dict[Symbol, Decimal] = defaultdict(Decimal)
        self.funding: dict[Symbol, Decimal] = defaultdict(Decimal)  # positive: the account paid
        self.fills: dict[Symbol, int] = defaultdict(int)

    @property
    def cash(self) -> Decimal:
        """The cash that the postings add up to."""
        return self._amounts[Account.CASH]

    @property
    def trips(self) -> Mapping[Symbol, RoundTrip]:
        """What is held, and its story since it was flat."""
        return self._trips

    def open_with(self, cash: Decimal, at: Instant) -> None:
        """Bring the opening cash in."""
        self._write(opening_entry(self._portfolio.portfolio_id, self._portfolio.currency, cash, at))

    def post_fill(self, fill: Fill, order: Order | None, *, is_first_of_order: bool) -> None:
        """Post one execution."""
        trip = self._trips.get(fill.symbol)
        step = after_fill(trip, fill, fill.fee, order, is_first_of_order=is_first_of_order)
        before = trip.position if trip else flat(fill.symbol)
        self._write(
            fill_entry(self._portfolio.portfolio_id, self._portfolio.currency, fill, before, step.effect)
        )
        if step.trip is None:
            self._trips.pop(fill.symbol, None)
        else:
            self._trips[fill.symbol] = step.trip
        if step.closed is not None:
            self.closed.append(step.closed)
        self.fees[fill.symbol] += fill.fee
        self.fills[fill.symbol] += 1

    def protect(self, symbol: Symbol, stop_price: Decimal | None, take_profit_price: Decimal | None) -> None:
        """Keep where the stop and the target of a position stand; nothing happens when flat."""
        trip = self._trips.get(symbol)
        if trip is not None:
            self._trips[symbol] = replace(trip, stop_price=stop_price, take_profit_price=take_profit_price)
            self._snapshot, self._is_current = None, False

    def post_cash_flow(self, flow: CashFlow) -> None:
        """Post what moved cash without a fill."""
        self._write(cash_flow_entry(self._portfolio.portfolio_id, flow))
        if flow.symbol is not None:
            column = self.funding if flow.kind is CashFlowKind.FUNDING else self.fees
            column[flow.symbol] -= flow.amount

    def begin_step(self) -> None:
        """Take the market of a new step for the value of the account, and put it on the curve."""
        self._is_current = False
        now = self._clock.now()
        day = self._clock.now_ms // DAY_MS
        if day != self._day:
            self._day, self._day_start = day, self._last_point
            self._snapshot = None
        equity = self._value(now).equity
        self.curve.append(equity)
        if equity is not None:
            self._last_point = EquityPoint(time=now, equity=equity)
            if self._highest is None or equity > self._highest:
                self._highest = equity
                self._snapshot = None if self._trips else self._snapshot

    async def snapshot(self, portfolio_id: PortfolioId) -> AccountSnapshot:  # noqa: ARG002 - there is one account
        """Return what the account is worth now."""
        return self._value(self._clock.now())

    def state(self) -> BooksState:
        """Return the books as they stand."""
        return BooksState(
            amounts=dict(self._amounts),
            trips=tuple(self._trips.values()),
            closed=tuple(self.closed),
            curve=tuple(self.curve),
            highest=self._highest,
            day_start=self._day_start,
            last_point=self._last_point,
            day=self._day,
            fees=dict(self.fees),
            funding=dict(self.funding),
            fills=dict(self.fills),
        )

    def resume(self, state: BooksState) -> None:
        """Stand where `state` was taken."""
        self._amounts = defaultdict(Decimal, state.amounts)
        self._trips = {trip.position.symbol: trip for trip in state.trips}
        self._highest, self._day = state.highest, state.day
        self._day_start, self._last_point = state.day_start, state.last_point
        self.closed, self.curve = list(state.closed), list(state.curve)
        self.fees = defaultdict(Decimal, state.fees)
        self.funding = defaultdict(Decimal, state.funding)
        self.fills = defaultdict(int, state.fills)
        self._snapshot, self._is_current = None, False

    def _value(self, now: Instant) -> AccountSnapshot:
        if self._snapshot is not None and self._is_current:
            return self._snapshot
        if self._snapshot is not None and not self._trips:
            self._snapshot = replace(self._snapshot, as_of=now)
        else:
            self._snapshot = value_account(self._standing(), self._marks(), now)
        self._is_current = True
        return self._snapshot

    def _standing(self) -> Standing:
        amounts = self._amounts
        return Standing(
            portfolio=self._portfolio,
            balances=Balances(
                opening_cash=-amounts[Account.CAPITAL],
                cash=amounts[Account.CASH],
                realized_pnl=-amounts[Account.REALIZED_PNL] + ZERO,
                fees_paid=amounts[Account.FEES],
                funding_paid=amounts[Account.FUNDING],
            ),
            held=tuple(trip.held() for trip in self._trips.values()),
            highest_equity=self._highest,
            start_point=self._day_start,
        )

    def _marks(self) -> dict[Symbol, Decimal]:
        tickers = (self._sight.ticker(symbol, self._max_age) for symbol in self._trips)
        return {ticker.symbol: mark_price(ticker) for ticker in tickers if ticker is not None}

    def _write(self, entry: JournalEntry) -> None:
        with localcontext() as context:
            context.prec = EXACT_DIGITS
            for posting in entry.postings:
                if posting.unit == self._portfolio.currency:
                    self._amounts[posting.account] += posting.amount
        self._snapshot = None
