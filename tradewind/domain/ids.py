"""Ids: where they come from and how an order's id follows from its decision."""

import hashlib
from typing import NewType, Protocol

DecisionId = NewType("DecisionId", str)
ClientOrderId = NewType("ClientOrderId", str)
PortfolioId = NewType("PortfolioId", str)

CLIENT_ORDER_ID_LENGTH = 32
"""OKX takes up to 32 letters and digits as clOrdId: https://www.okx.com/docs-v5/en/#order-book-trading-trade-post-place-order"""


class IdSource(Protocol):
    """The only source of fresh ids."""

    def decision_id(self) -> DecisionId:
        """Return an id that sorts by creation time."""
        ...


def client_order_id(decision: DecisionId, leg: str, attempt: int) -> ClientOrderId:
    """Return the order id that `decision`, `leg` (a name unique within it) and `attempt` always give.

    32 letters and digits, so a repeated send is recognized by the venue.
    """
    if attempt < 1:
        raise ValueError(f"attempt counts from 1, was {attempt}")
    digest = hashlib.sha256(f"{decision}|{leg}|{attempt}".encode()).hexdigest()
    return ClientOrderId(f"tw{digest}"[:CLIENT_ORDER_ID_LENGTH])
