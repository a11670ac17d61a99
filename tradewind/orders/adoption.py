"""A position that stood at the venue before the desk opened its books there. Pure."""

from collections.abc import Sequence
from decimal import Decimal

from tradewind.brokers.port import VenuePosition
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill, Liquidity
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import Side


def founding_fill(
    symbol: Symbol, positions: Sequence[VenuePosition], venue: str, opened_at: Instant, currency: str
) -> Fill | None:
    """Return the fill that stands for what was held of `symbol` when the books were opened.

    At the venue's own average entry, without a fee: it moves no cash and makes no result. Its id follows from
    instrument and opening, so that it is posted once. None where the venue names no entry or holds both sides.
    """
    held = [one for one in positions if one.symbol == symbol]
    if len(held) != 1 or held[0].entry_price is None:
        return None
    quantity = held[0].quantity
    return Fill(
        venue=venue,
        symbol=symbol,
        trade_id=f"founding-{opened_at.epoch_ms}",
        client_order_id=None,
        venue_order_id=None,
        side=Side.BUY if quantity > 0 else Side.SELL,
        quantity=BaseQty(abs(quantity)),
        price=held[0].entry_price,
        fee=Decimal(0),
        fee_currency=currency,
        liquidity=Liquidity.TAKER,
        exchange_time=opened_at,
    )
