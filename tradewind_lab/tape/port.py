"""What the market asks of a tape."""

from decimal import Decimal
from typing import Protocol

from tradewind_lab.bars import Block
from tradewind_lab.instruments import Instrument


class TapeRefused(Exception):
    """The tape cannot be played; the message names file, row and what is allowed."""


class Tape(Protocol):
    """Blocks of eight hours, counted from 1970 in the tape's own time."""

    @property
    def identity(self) -> str:
        """Return a text that differs whenever the prices differ."""
        ...

    @property
    def seed(self) -> int:
        """Return what the paths inside the candles are drawn from."""
        ...

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """Return what the tape has prices for."""
        ...

    @property
    def first_block(self) -> int:
        """Return the number of the earliest block."""
        ...

    @property
    def block_count(self) -> int | None:
        """Return how many blocks there are; None when the tape never ends."""
        ...

    def block(self, symbol: str, number: int) -> Block:
        """Return one block; `number` must be on the tape."""
        ...

    def funding_rate(self, symbol: str, number: int) -> Decimal:
        """Return the rate settled where block `number` begins."""
        ...
