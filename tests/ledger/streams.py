"""Sequences of fills that could have happened."""

from decimal import Decimal

from hypothesis import strategies as st

from tests.ledger.records import BTC, ETH, a_fill
from tradewind.domain.fill import Fill
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import Side
from tradewind.domain.position import Position, replay

SYMBOLS = (BTC, ETH)
_QUANTITIES = st.integers(1, 5_000).map(lambda lots: str(Decimal(lots) * Decimal("0.001")))
_PRICES = st.integers(1, 1_000_000).map(lambda ticks: str(Decimal(ticks) * Decimal("0.1")))
_FEES = st.decimals("-1", "5", places=6)


@st.composite
def fill_streams(draw: st.DrawFn, max_size: int = 12) -> list[Fill]:
    """Fills of two symbols with sizes on the lot, prices on the tick and fees of either sign."""
    size = draw(st.integers(1, max_size))
    return [
        a_fill(
            str(number),
            draw(st.sampled_from(Side)),
            draw(_QUANTITIES),
            draw(_PRICES),
            symbol=draw(st.sampled_from(SYMBOLS)),
            fee=draw(_FEES),
        )
        for number in range(size)
    ]


def replayed(fills: list[Fill]) -> dict[Symbol, Position]:
    """The open positions that `fills` add up to."""
    positions = (replay(symbol, [f for f in fills if f.symbol == symbol]) for symbol in SYMBOLS)
    return {position.symbol: position for position in positions if position.side}
