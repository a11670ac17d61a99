"""What changed in an account, in the order in which it did: for whoever tells the customer or keeps a journal."""

from dataclasses import dataclass

from tradewind_lab.exchange.orders import AlgoOrder, Fill, Order
from tradewind_lab.exchange.positions import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderNews:
    """An order as it stands after a change; `fill` is the execution that changed it, None for anything else."""

    order: Order
    fill: Fill | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlgoNews:
    """A stop or target as it stands after a change."""

    algo: AlgoOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionNews:
    """A position as it stands after a change; a quantity of 0 is one that was closed."""

    position: Position
    cause: str  # OKX's word, like `filled` or `funding_fee`


@dataclass(frozen=True, slots=True)
class SettingNews:
    """Position mode, a leverage or the dead man's timer is another."""


@dataclass(frozen=True, slots=True)
class MoneyNews:
    """Money came in or went out."""


News = OrderNews | AlgoNews | PositionNews | SettingNews | MoneyNews
