"""What every decider of a tape stands on and none changes: its time, its markets with their indicators, its window."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from tradewind.domain.clock import Instant
from tradewind.research.backtest_config import BacktestConfig, Keep
from tradewind.research.listing import listed
from tradewind.research.tape import Tape, TapeRefused
from tradewind.research.tape_series import Series
from tradewind.research.tape_sight import TapeClock, TapeSight


@dataclass(frozen=True, slots=True, kw_only=True)
class TapeGround:
    """Computed once for a tape; several runs may stand on it, one step after the other."""

    clock: TapeClock
    sight: TapeSight
    first: int
    last: int
    """The places of the first and the last step."""

    @classmethod
    def of(cls, tape: Tape, config: BacktestConfig) -> Self:
        """Compute everything that does not hang on a decision; TapeRefused when the window is empty."""
        clock = TapeClock()
        series = [
            Series.of(tape, symbol, listed(symbol, tape.columns[symbol]), config.half_spread_bps)
            for symbol in config.symbols
        ]
        first, last = _window(tape, config, series)
        sight = TapeSight(tape, series, clock, writes_inputs=config.keep is Keep.ALL)
        return cls(clock=clock, sight=sight, first=first, last=last)


def _window(tape: Tape, config: BacktestConfig, series: Sequence[Series]) -> tuple[int, int]:
    begin, end = config.begin, config.end
    first = min((one.first for one in series), default=tape.length)
    if begin is not None:
        first = max(first, tape.place(begin) - 1)
    last = (tape.length if end is None else tape.place(end)) - 1
    if first >= last:
        raise TapeRefused(
            f"no candle to decide on between {begin or 'the start'} and {end or 'the end'}: the tape goes from "
            f"{Instant.from_ms(tape.start_ms)} to {Instant.from_ms(tape.close_ms(tape.length - 1))}, "
            "and the first hours are needed for its longer candles"
        )
    return first, last
