"""Which candles a chart may show, and what they are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tradewind.bus.keys import CANDLES_1H, CANDLES_1M, CANDLES_15M, SPOT_CANDLES, SymbolKey
from tradewind.domain.candle import CandleRows, CandleWindow, Timeframe
from tradewind.domain.instrument import Symbol
from tradewind.web.desk import Desk
from tradewind.web.problems import ProblemType, Refusal

SPOT_VENUE, STOCK_VENUE = "binanceus", "alpaca"


class ChartFrame(StrEnum):
    """The length of a candle on a chart."""

    M1 = "1m"
    M5 = "5m"
    M15 = "15m"
    H1 = "1h"
    H4 = "4h"
    D1 = "1d"

    @property
    def length(self) -> timedelta:
        """The time between two candles."""
        return timedelta(days=1) if self is ChartFrame.D1 else Timeframe(self.value).length


class InstrumentKind(StrEnum):
    """What a symbol of the desk is."""

    SWAP = "swap"
    COIN = "coin"
    STOCK = "stock"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSeries:
    """One chart of one symbol; candles that the desk keeps no series of are combined of the shorter `parts`."""

    symbol: Symbol
    kind: InstrumentKind
    venue: str
    frame: ChartFrame
    parts: Timeframe

    @property
    def is_combined(self) -> bool:
        """Whether a candle is made of several parts."""
        return self.ratio > 1

    @property
    def ratio(self) -> int:
        """Parts of one candle."""
        return self.frame.length // self.parts.length

    @property
    def step(self) -> timedelta | None:
        """The time between two candles; None where the market closes over night."""
        return None if self.kind is InstrumentKind.STOCK else self.frame.length


SWAP_WINDOWS: Mapping[Timeframe, SymbolKey[CandleWindow]] = {
    Timeframe.M1: CANDLES_1M,
    Timeframe.M15: CANDLES_15M,
    Timeframe.H1: CANDLES_1H,
}
SPOT_WINDOWS: Mapping[Timeframe, SymbolKey[CandleRows]] = SPOT_CANDLES

FRAMES: Mapping[InstrumentKind, Mapping[ChartFrame, Timeframe]] = {
    InstrumentKind.SWAP: {
        ChartFrame.M1: Timeframe.M1,
        ChartFrame.M5: Timeframe.M1,
        ChartFrame.M15: Timeframe.M15,
        ChartFrame.H1: Timeframe.H1,
        ChartFrame.H4: Timeframe.H1,
        ChartFrame.D1: Timeframe.H1,
    },
    InstrumentKind.COIN: {
        ChartFrame.M5: Timeframe.M5,
        ChartFrame.M15: Timeframe.M5,
        ChartFrame.H1: Timeframe.H1,
        ChartFrame.H4: Timeframe.H4,
        ChartFrame.D1: Timeframe.H4,
    },
    InstrumentKind.STOCK: {ChartFrame.M5: Timeframe.M5},
}
"""The parts of every candle that is offered; a stock's session is no multiple of longer ones."""
_USUAL = {
    InstrumentKind.SWAP: ChartFrame.M15,
    InstrumentKind.COIN: ChartFrame.M5,
    InstrumentKind.STOCK: ChartFrame.M5,
}


def kind_of(desk: Desk, symbol: Symbol) -> InstrumentKind:
    """Return what `symbol` is; Refusal (404) when the desk does not follow it."""
    for kind, symbols in instruments(desk).items():
        if symbol in symbols:
            return kind
    raise Refusal(ProblemType.NOT_FOUND, 404, f"This desk has no symbol {symbol}.")


def instruments(desk: Desk) -> dict[InstrumentKind, tuple[Symbol, ...]]:
    """Return every symbol that the desk follows."""
    return {
        InstrumentKind.SWAP: desk.symbols,
        InstrumentKind.COIN: desk.coins,
        InstrumentKind.STOCK: desk.stocks,
    }


def series_of(desk: Desk, symbol: Symbol, frame: ChartFrame | None) -> ChartSeries:
    """Return a chart, of the usual candles for None; Refusal when there is no such symbol (404) or chart of it (422)."""
    kind = kind_of(desk, symbol)
    chosen = frame or _USUAL[kind]
    parts = FRAMES[kind].get(chosen)
    if parts is None:
        offered = ", ".join(FRAMES[kind])
        raise Refusal(
            ProblemType.INVALID_REQUEST, 422, f"There are no {chosen} candles of {symbol}; take {offered}."
        )
    venues = {InstrumentKind.COIN: SPOT_VENUE, InstrumentKind.STOCK: STOCK_VENUE}
    venue = venues.get(kind) or desk.about().venue
    return ChartSeries(symbol=symbol, kind=kind, venue=venue, frame=chosen, parts=parts)
