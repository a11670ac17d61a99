"""The tape as it plays now: shifted in time, wound back to its start when it has run out, with caches."""

import logging
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Final

from tradewind_lab.bars import BLOCK_MS, BLOCK_S, Whole, aggregate
from tradewind_lab.path import Path, trace
from tradewind_lab.tape.port import Tape

logger = logging.getLogger(__name__)

_LEAST_PATHS: Final = 48  # half a megabyte each


class OutsideTape(LookupError):
    """Asked for a time before the tape's history begins."""


class Reel:
    """Blocks by the lab's own time; `shift_ms` is added to the tape's time and is a multiple of 8 h.

    Symbols of one salt walk alike inside their candles; where none are given, every symbol has its own.
    """

    def __init__(self, tape: Tape, shift_ms: int, *, salts: Mapping[str, int] | None = None) -> None:
        if shift_ms % BLOCK_MS:
            raise ValueError(f"the shift must be a multiple of 8 h, was {shift_ms} ms")
        self.tape = tape
        self.shift_ms = shift_ms
        places = {one.symbol: place for place, one in enumerate(tape.instruments)}
        self._salts = places if salts is None else salts
        self._lap = 0
        self._paths = lru_cache(maxsize=max(_LEAST_PATHS, len(places) + 8))(self._traced)
        self._candles = lru_cache(maxsize=400 * len(places))(self._aggregated)

    @property
    def first_block(self) -> int:
        """Return the earliest block, counted in the lab's time."""
        return self.tape.first_block + self.shift_ms // BLOCK_MS

    def path(self, symbol: str, block: int) -> Path:
        """Return the seconds of one block; OutsideTape before history begins."""
        return self._paths(symbol, self._on_tape(block))

    def candles(self, symbol: str, block: int, step_s: int) -> Whole:
        """Return one block as candles of `step_s` seconds (a divisor of 8 h), int64[5, n]."""
        return self._candles(symbol, self._on_tape(block), step_s)

    def funding_rate(self, symbol: str, block: int) -> Decimal:
        """Return the rate settled where `block` begins."""
        return self.tape.funding_rate(symbol, self._on_tape(block))

    def _on_tape(self, block: int) -> int:
        played = block - self.first_block
        if played < 0:
            raise OutsideTape(f"history begins at {self.first_block * BLOCK_MS} ms")
        if self.tape.block_count is None:
            return self.tape.first_block + played
        lap, rest = divmod(played, self.tape.block_count)
        if lap > self._lap:
            self._lap = lap
            logger.warning("the tape has run out and begins again at its start: lap %d", lap + 1)
        return self.tape.first_block + rest

    def _traced(self, symbol: str, number: int) -> Path:
        return trace(self.tape.block(symbol, number), (self.tape.seed, self._salts[symbol], number))

    def _aggregated(self, symbol: str, number: int, step_s: int) -> Whole:
        block = self.tape.block(symbol, number)
        if step_s % block.step_s or BLOCK_S % step_s:
            return self._paths(symbol, number).candles(step_s)
        return aggregate(block.candles, step_s // block.step_s)
