"""A backtest: the desk's own cycle, once for every closed candle of a tape, on the tape's own time.

A decision sees candles that have closed. Its orders fill at the open of the candle after; what they leave behind lives
through that candle at the venue, and the next decision finds the result in the books.
"""

import hashlib
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Self

from tradewind.bus.codec import decode, encode
from tradewind.cycle.ports import Mandate, Ports
from tradewind.cycle.trade import TradeCycle
from tradewind.decision.config import DecisionConfig, InputLimits
from tradewind.domain.account import Portfolio, RuntimeMode
from tradewind.domain.clock import Instant
from tradewind.domain.decision import Trigger
from tradewind.domain.ids import PortfolioId
from tradewind.research.backtest_config import BacktestConfig, Keep
from tradewind.research.books import Books, BooksState
from tradewind.research.lookahead import Guarded
from tradewind.research.policies import Policy
from tradewind.research.tally import Tally, TallyState
from tradewind.research.tape import FUNDING_EVERY_MS, Tape
from tradewind.research.tape_ground import TapeGround
from tradewind.research.tape_orders import OrdersState, TapeOrders
from tradewind.research.tape_sight import TapeIds
from tradewind.research.venue import TapeVenue
from tradewind.telemetry.metrics import Metrics

PORTFOLIO = Portfolio(
    portfolio_id=PortfolioId("backtest"), name="backtest", mode=RuntimeMode.SIMULATOR, currency="USDT"
)

ROUNDING = Decimal("1e-9")
"""The books reckon with more digits than the venue."""


class BooksDiffer(AssertionError):
    """The books and the venue do not agree on the cash: no result of this run means anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A backtest between two steps."""

    identity: str
    place: int  # the next step
    venue: bytes
    books: BooksState
    orders: OrdersState
    tally: TallyState
    memory: tuple[str, ...]
    kept_bytes: int
    """Length of the file of kept decisions."""
    costs: tuple[tuple[int, Decimal], ...] = ()


class Backtest:
    """One run: `step` until `is_done`, then read `books`, `orders` and `tally`."""

    def __init__(
        self,
        tape: Tape,
        config: BacktestConfig,
        policy: Policy,
        venue: TapeVenue,
        ground: TapeGround | None = None,
    ) -> None:
        """`ground`: of runs that share tape, symbols, window and spread; None: one of its own, TapeRefused."""
        self.tape = tape
        self.config = config
        self._policy = policy
        self._venue = venue
        self._limits = InputLimits()
        shared = ground or TapeGround.of(tape, config)
        self.clock, self.sight = shared.clock, shared.sight
        self.first, self.last = shared.first, shared.last
        self.place = self.first
        self.books = Books(PORTFOLIO, self.sight, self.clock)
        self.orders = TapeOrders(
            venue, self.books, self.clock, PORTFOLIO.portfolio_id, met=self.sight.next_counter
        )
        self.tally = Tally(config.keep, lambda: self.sight.written(config.symbols, self._limits))
        self.costs: list[tuple[int, Decimal]] = []
        """After which steps how much the models had cost in all, USD; empty: nothing so far."""
        self._cycle = TradeCycle(self._ports(), self._mandate())
        opened_at = Instant.from_ms(tape.open_ms(self.first))
        self.books.open_with(config.cash, opened_at)
        venue.begin(config.cash, opened_at)

    @property
    def is_done(self) -> bool:
        """True when the last candle has closed."""
        return self.place > self.last

    @property
    def candles(self) -> int:
        """How many candles, of all instruments together, the window has."""
        return (self.last - self.first + 1) * len(self.config.symbols)

    @property
    def identity(self) -> str:
        """Name the run: over everything that its result follows from."""
        settings = encode(replace(self.config, keep=Keep.NONE))
        return hashlib.sha256(settings + self.tape.sha256.encode()).hexdigest()

    async def step(self) -> None:
        """Let one candle pass and decide at its close; after the last candle there is nothing to decide."""
        place = self.place
        self.sight.move_to(place)
        self._live_through()
        self.orders.begin_step()
        self.books.begin_step()
        if place < self.last:
            await self._cycle.run(Trigger.SCHEDULE)
            self._count_cost(place)
        else:
            self._compare()
        self.place = place + 1

    def checkpoint(self, kept_bytes: int) -> Checkpoint:
        """Return everything that the rest of the run follows from."""
        return Checkpoint(
            identity=self.identity,
            place=self.place,
            venue=self._venue.state(),
            books=self.books.state(),
            orders=self.orders.state(),
            tally=self.tally.state(),
            memory=tuple(self._policy.memory),
            kept_bytes=kept_bytes,
            costs=tuple(self.costs),
        )

    def resume(self, checkpoint: Checkpoint) -> Self:
        """Stand where `checkpoint` was taken; ValueError when it is of another run."""
        if checkpoint.identity != self.identity:
            raise ValueError("the checkpoint is of other candles or settings; begin anew in another folder")
        self._venue.resume(checkpoint.venue)
        self.books.resume(checkpoint.books)
        self.orders.resume(checkpoint.orders)
        self.tally.resume(checkpoint.tally)
        self._policy.remember(checkpoint.memory)
        self.costs = list(checkpoint.costs)
        self.place = checkpoint.place
        return self

    def _live_through(self) -> None:
        for symbol in sorted(self._venue.watched()):
            prices = self.sight.prices(symbol)
            if prices is None or self._venue.passes_by(symbol, prices, self.clock.now()):
                continue
            stretch = self.sight.stretch(symbol)
            if stretch is not None:
                self._venue.live_through(stretch)
        if self.clock.now_ms % FUNDING_EVERY_MS == 0:
            self._venue.pay_funding(self.sight.funding_due(), self.clock.now())
        self.orders.take_in()

    def _count_cost(self, place: int) -> None:
        cost = self.tally.cost_usd
        if cost != (self.costs[-1][1] if self.costs else 0):
            self.costs.append((place, cost))

    def _compare(self) -> None:
        if abs(self.books.cash - self._venue.cash) > ROUNDING:
            raise BooksDiffer(f"the books hold {self.books.cash} and the venue {self._venue.cash}")

    def _ports(self) -> Ports:
        return Ports(
            cache=self.sight,
            clock=self.clock,
            ids=TapeIds(self.clock),
            accounts=self.books,
            decisions=self.tally,
            orders=self.orders,
            execution=self.orders,
            metrics=Metrics(),
            decider=Guarded(self._policy),
            sight=self.sight,
        )

    def _mandate(self) -> Mandate:
        return Mandate(
            portfolio_id=PORTFOLIO.portfolio_id,
            decision=DecisionConfig(symbols=self.config.symbols, limits=self._limits),
            limits=self.config.limits,
            is_traced=self.config.keep is Keep.ALL,
        )


def checkpoint_bytes(checkpoint: Checkpoint) -> bytes:
    """Return a checkpoint as it is kept."""
    return encode(checkpoint)


def checkpoint_of(content: bytes) -> Checkpoint:
    """Return a checkpoint that was kept; Undecodable."""
    return decode(content, Checkpoint)
