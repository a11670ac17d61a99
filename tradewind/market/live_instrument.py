"""One instrument as the stream shows it: its latest values, judged before they count; no I/O.

Moments are monotonic seconds; what is returned False or dropped is counted by the caller.
"""

from decimal import Decimal

from tradewind.domain.candle import CandleRow, CandleWindow, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.funding import Funding
from tradewind.domain.instrument import InstrumentRules, Symbol
from tradewind.domain.order_book import Level, OrderBook
from tradewind.domain.ticker import Ticker
from tradewind.market.book import BookChange, BookOutcome, LocalBook
from tradewind.market.candle_series import CandleSeries
from tradewind.market.compactor import TickCompactor, Trade
from tradewind.market.failures import Unusable
from tradewind.market.price_band import PriceBand
from tradewind.market.schedule import CANDLE_DATUMS, Datum

BOOK_LEVELS = 20
TIMEFRAMES = {timeframe: datum for datum, (timeframe, _) in CANDLE_DATUMS.items()}

LiveValue = Ticker | OrderBook | Funding | CandleWindow


class LiveInstrument:
    """The state of one symbol."""

    def __init__(self, symbol: Symbol, venue: str, band: PriceBand) -> None:
        self.symbol = symbol
        self.band = band
        self.book = LocalBook()
        self.compactor = TickCompactor()
        self.series = {
            datum: CandleSeries(timeframe, limit) for datum, (timeframe, limit) in CANDLE_DATUMS.items()
        }
        self.contract_value: Decimal | None = None
        self.received: dict[Datum, Instant] = {}
        """When each datum was last brought by the stream."""
        self._venue = venue
        self._ticker: Ticker | None = None
        self._funding: Funding | None = None

    def take_rules(self, rules: InstrumentRules) -> None:
        """Learn what a contract is worth."""
        self.contract_value = rules.instrument.contract_value

    def take_ticker(self, ticker: Ticker, at: float) -> bool:
        """Take a ticker; False when a later one is known. Unusable outside the price band."""
        known = self._ticker
        if (
            known
            and known.exchange_time
            and ticker.exchange_time
            and ticker.exchange_time < known.exchange_time
        ):
            return False
        outlier = self.band.outlier((ticker.bid, ticker.ask), ticker.last_price, at)
        if outlier is not None:
            raise self._outlier(outlier, at)
        self._ticker = ticker
        self.received[Datum.TICKER] = ticker.timestamp
        return True

    def take_funding(self, funding: Funding) -> bool:
        """Take a funding rate."""
        self._funding = funding
        self.received[Datum.FUNDING] = funding.timestamp
        return True

    def take_mark(self, price: float, at: float) -> bool:
        """Take the mark price, around which prices are believed."""
        self.band.marked(price, at)
        return True

    def take_book(self, change: BookChange, received: Instant, at: float) -> BookOutcome:
        """Take a snapshot or a change; a book whose best prices are outside the band is broken."""
        outcome = self.book.apply(change)
        if outcome is not BookOutcome.APPLIED:
            return outcome
        for best in (self.book.best_bid, self.book.best_ask):
            if best is not None and not self.band.believes(best, at):
                return self.book.invalidate(str(self._outlier(best, at)))
        self.received[Datum.ORDER_BOOK] = received
        return outcome

    def take_trades(self, trades: list[Trade], received: Instant, at: float) -> None:
        """Compact trades into the minutes of the tape; Unusable when one is outside the band."""
        for trade in trades:
            if not self.band.believes(trade.price, at):
                raise self._outlier(trade.price, at)
            closed = self.compactor.take(trade)
            series = self.series[Datum.CANDLES_1M]
            if closed is not None:
                series.upsert(closed, is_closed=True)
        minute = self.compactor.open_minute
        if minute is not None:
            self.series[Datum.CANDLES_1M].upsert(minute, is_closed=False)
            self.received[Datum.CANDLES_1M] = received

    def take_candle(
        self, timeframe: Timeframe, row: CandleRow, received: Instant, *, is_closed: bool, at: float
    ) -> None:
        """Take a candle of the venue's own; Unusable when an open one stands outside the band."""
        datum = TIMEFRAMES[timeframe]
        if not is_closed and not self.band.believes(row[4], at):
            raise self._outlier(row[4], at)
        self.received[datum] = received
        if timeframe is Timeframe.M1 and is_closed:
            self.compactor.check(row)
        elif timeframe is Timeframe.M1 and self._knows_more_than(row):
            return
        self.series[datum].upsert(row, is_closed=is_closed)

    def seed(self, window: CandleWindow) -> None:
        """Fill what an outage tore out with a window that was asked for."""
        self.series[TIMEFRAMES[window.timeframe]].seed(window)

    def value(self, datum: Datum) -> LiveValue | None:
        """Return the latest value as it is cached; None while there is none that may be used."""
        received = self.received.get(datum)
        if received is None:
            return None
        match datum:
            case Datum.TICKER:
                return self._ticker
            case Datum.FUNDING:
                return self._funding
            case Datum.ORDER_BOOK:
                return self._order_book(received)
            case _:
                return self._window(datum, received)

    def _order_book(self, received: Instant) -> OrderBook | None:
        sides = self.book.best(BOOK_LEVELS)
        if sides is None or self.contract_value is None or not any(sides):
            return None
        bids, asks = (_in_coins(side, self.contract_value) for side in sides)
        return OrderBook(
            source=self._venue,
            exchange_time=self.book.exchange_time,
            timestamp=received,
            symbol=self.symbol,
            bids=bids,
            asks=asks,
        )

    def _window(self, datum: Datum, received: Instant) -> CandleWindow | None:
        rows = self.series[datum].whole()
        if rows is None:
            return None
        timeframe, limit = CANDLE_DATUMS[datum]
        return CandleWindow(
            source=self._venue,
            exchange_time=None,
            timestamp=received,
            symbol=self.symbol,
            timeframe=timeframe,
            limit=limit,
            candles=rows[-limit:],
            preceding=rows[-limit - 1] if len(rows) > limit else None,
        )

    def _knows_more_than(self, row: CandleRow) -> bool:
        ours = self.compactor.open_minute
        return ours is not None and ours[0] == row[0] and ours[5] >= row[5]

    def _outlier(self, price: float, at: float) -> Unusable:
        return Unusable(f"{price} is outside the band around {self.band.reference(at)}")


def _in_coins(side: tuple[Level, ...], contract_value: Decimal) -> tuple[Level, ...]:
    return tuple((price, float(Decimal(repr(size)) * contract_value)) for price, size in side)
