"""The frames of /ws/market-data; all share one rising seq per run of the server."""

from typing import Literal

from tradewind.web.schemas.account import LiveAccount
from tradewind.web.schemas.decisions import DecisionSummary
from tradewind.web.schemas.market import LivePrice
from tradewind.web.schemas.shape import Shape, Time


class MarketSnapshot(Shape):
    """First frame of a connection that does not resume: every known price, and the run's epoch."""

    type: Literal["market_update"]
    snapshot: Literal[True]
    epoch: str
    seq: int
    data: dict[str, LivePrice]
    timestamp: Time


class MarketUpdate(Shape):
    """The prices that changed."""

    type: Literal["market_update"]
    seq: int
    data: dict[str, LivePrice]
    timestamp: Time


class PortfolioUpdate(Shape):
    """The account changed."""

    type: Literal["portfolio_update"]
    seq: int
    data: LiveAccount
    timestamp: Time


class DecisionUpdate(Shape):
    """A decision was recorded."""

    type: Literal["decision_update"]
    seq: int
    data: DecisionSummary
    timestamp: Time


class SystemState(Shape):
    """The `data` of a system_update frame."""

    ready: bool
    reasons: tuple[str, ...]
    message: str


class SystemUpdate(Shape):
    """The desk changed its state."""

    type: Literal["system_update"]
    seq: int
    data: SystemState
    timestamp: Time


class Ping(Shape):
    """Every 10 s; an answer is welcome, not required."""

    type: Literal["ping"]


class Pong(Shape):
    """The answer to a client's ping."""

    type: Literal["pong"]


FRAMES = (MarketSnapshot, MarketUpdate, PortfolioUpdate, DecisionUpdate, SystemUpdate, Ping, Pong)
