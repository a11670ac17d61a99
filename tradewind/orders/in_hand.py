"""The orders that somebody here is busy with: the search for lost orders leaves them alone."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from tradewind.domain.ids import ClientOrderId


class InHand:
    """Counts who is busy with an order; two may be, and the first to end does not end it for the other."""

    def __init__(self) -> None:
        self._busy: Counter[ClientOrderId] = Counter()

    def __contains__(self, client_order_id: ClientOrderId) -> bool:
        """Return whether anybody is."""
        return client_order_id in self._busy

    def take(self, client_order_id: ClientOrderId) -> None:
        """Begin with an order; `release` ends it."""
        self._busy[client_order_id] += 1

    def release(self, client_order_id: ClientOrderId) -> None:
        """End what `take` began."""
        self._busy[client_order_id] -= 1
        if self._busy[client_order_id] <= 0:
            del self._busy[client_order_id]

    @contextmanager
    def holding(self, client_order_id: ClientOrderId) -> Iterator[None]:
        """Be busy with an order for the block."""
        self.take(client_order_id)
        try:
            yield
        finally:
            self.release(client_order_id)
