"""A tape in the place of the cache: what had closed by now, and nothing else."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import TypeVar

from tradewind.bus import keys
from tradewind.bus.cache import Batch, Reading
from tradewind.bus.codec import encode
from tradewind.bus.keys import KeyAt
from tradewind.decision.bundle import Bundle, LeftOut, Market, gather
from tradewind.decision.config import InputLimits
from tradewind.domain.clock import Instant
from tradewind.domain.decision import hash_of
from tradewind.domain.ids import DecisionId
from tradewind.domain.instrument import Symbol
from tradewind.domain.ticker import Ticker
from tradewind.research.driving import run_through
from tradewind.research.tape import Tape
from tradewind.research.tape_series import Series
from tradewind.research.tape_view import TapeView
from tradewind.research.venue import Counter, Prices, Stretch

V = TypeVar("V")
_FIELDS = {
    keys.TICKER: "ticker",
    keys.ORDER_BOOK: "order_book",
    keys.FUNDING: "funding",
    keys.OPEN_INTEREST: "open_interest",
    keys.CANDLES_15M: "candles_15m",
    keys.CANDLES_1H: "candles_1h",
    keys.INDICATORS: "indicators",
    keys.INSTRUMENT: "rules",
}


class TapeClock:
    """The time of the tape: the moment at which the candle of the step has closed."""

    def __init__(self) -> None:
        self.now_ms = 0
        self._now = Instant.from_ms(0)

    def move_to(self, now_ms: int) -> None:
        """Let it be `now_ms`."""
        self.now_ms = now_ms
        self._now = Instant.from_ms(now_ms)

    def now(self) -> Instant:
        """Return the time of the tape."""
        return self._now

    def monotonic(self) -> float:
        """Return the time of the tape in seconds."""
        return self.now_ms / 1000


class TapeIds:
    """Decision ids that follow from the time of the tape: the same in every run."""

    def __init__(self, clock: TapeClock) -> None:
        self._clock = clock

    def decision_id(self) -> DecisionId:
        """Return the id of the decision of now."""
        return DecisionId(f"bt{self._clock.now_ms:013d}")


class TapeSight:
    """Shows the market of one step: as a bundle at once, or key by key as the cache would."""

    def __init__(
        self, tape: Tape, series: Sequence[Series], clock: TapeClock, *, writes_inputs: bool
    ) -> None:
        self._tape = tape
        self._clock = clock
        self._writes_inputs = writes_inputs
        self._views = {of_one.symbol: TapeView(of_one) for of_one in series}
        self._place = -1
        self._is_writing = False
        self._markets: dict[Symbol, Market] = {}
        self._slots = {
            key.at(symbol).name: (symbol, field) for key, field in _FIELDS.items() for symbol in self._views
        }
        self._no_inputs = hash_of(())

    def move_to(self, place: int) -> None:
        """Show the market as it stands when the candle at `place` has closed."""
        if place == self._place:
            return
        self._place = place
        self._clock.move_to(self._tape.close_ms(place))
        self._markets = {}

    def bundle(self, symbols: Sequence[Symbol], limits: InputLimits) -> Bundle:
        """Return what the desk's own `gather` would return; what is stamped now is fresh without being asked.

        Everything else, a gap or a stamp from the future, is judged by `gather` itself.
        """
        if self._writes_inputs:
            return self.written(symbols, limits)
        markets: list[Market] = []
        odd: list[Symbol] = []
        for symbol in symbols:
            view = self._views.get(symbol)
            if view is not None and view.stamp_ms(self._place) == self._clock.now_ms:
                markets.append(self._market(symbol, view))
            else:
                odd.append(symbol)
        left_out: tuple[LeftOut, ...] = ()
        tickers = tuple([market.ticker for market in markets])
        if odd:
            judged = self.written(odd, limits)
            left_out, tickers = judged.left_out, (*tickers, *judged.tickers)
        return Bundle(
            as_of=self._clock.now(),
            inputs=(),
            sha256=self._no_inputs,
            markets=tuple(markets),
            left_out=left_out,
            tickers=tickers,
        )

    def written(self, symbols: Sequence[Symbol], limits: InputLimits) -> Bundle:
        """Return the bundle with every input in its exact bytes."""
        self._is_writing = True
        try:
            return run_through(gather(self, symbols, self._clock, limits))
        finally:
            self._is_writing = False

    async def read(self, keys: Sequence[KeyAt[V]]) -> list[Reading[V]]:
        """Answer for the cache; the bytes of a value are there only while a bundle is being written."""
        return [self._reading(key) for key in keys]

    async def write(self, batch: Batch) -> None:
        """Take nothing: nobody listens to a backtest."""

    def ticker(self, symbol: Symbol, max_age: timedelta) -> Ticker | None:
        """Return the ticker of now; None where there is none, or it is older or from the future."""
        view = self._views.get(symbol)
        stamp = None if view is None else view.stamp_ms(self._place)
        if view is None or stamp is None or not 0 <= self._clock.now_ms - stamp <= max_age / _MS:
            return None
        return self._market(symbol, view).ticker

    def prices(self, symbol: Symbol) -> Prices | None:
        """Return how far the candle that has just closed went; None where it is missing or nothing was traded in it."""
        view = self._views.get(symbol)
        if view is None or view.stamp_ms(self._place) != self._clock.now_ms:
            return None
        return view.prices(self._place)

    def stretch(self, symbol: Symbol) -> Stretch | None:
        """Return the candle that has just closed; None where it is missing or nothing was traded in it."""
        view = self._views.get(symbol)
        if view is None or view.stamp_ms(self._place) != self._clock.now_ms:
            return None
        return view.stretch(self._place, self._market(symbol, view))

    def next_counter(self, symbol: Symbol) -> Counter | None:
        """Return what an order of now arrives at; None where nobody trades next."""
        view = self._views.get(symbol)
        return None if view is None else view.next_counter(self._place, self._clock.now())

    def funding_due(self) -> list[tuple[Symbol, Decimal]]:
        """Return the rates that are paid at this moment."""
        rates = ((symbol, view.rate_paid_at(self._clock.now_ms)) for symbol, view in self._views.items())
        return [(symbol, Decimal(repr(rate))) for symbol, rate in rates if rate is not None]

    def _reading(self, key: KeyAt[V]) -> Reading[V]:
        symbol, field = self._slots.get(key.name, (None, ""))
        view = None if symbol is None else self._views[symbol]
        if symbol is None or view is None or view.stamp_ms(self._place) is None:
            return Reading(key=key.name, content=None, value=None, fault=None)
        value: V | None = getattr(self._market(symbol, view), field)
        content = encode(value) if self._is_writing and value is not None else None
        return Reading(key=key.name, content=content, value=value, fault=None)

    def _market(self, symbol: Symbol, view: TapeView) -> Market:
        market = self._markets.get(symbol)
        if market is None:
            stamp = view.stamp_ms(self._place) or 0
            at = self._clock.now() if stamp == self._clock.now_ms else Instant.from_ms(stamp)
            market = self._markets[symbol] = view.market(self._place, at, self._clock.now_ms)
        return market


_MS = timedelta(milliseconds=1)
