"""The whole account page in one answer."""

from enum import StrEnum

from tradewind.web.schemas.account import AccountView, ClosedTrade, FillView, PortfolioView, PositionView
from tradewind.web.schemas.decisions import DecisionSummary
from tradewind.web.schemas.exposure import ExposureView
from tradewind.web.schemas.shape import Shape, Time


class EventKind(StrEnum):
    """What happened that a person should notice."""

    ORDER_REJECTED = "order_rejected"
    ORDER_UNKNOWN = "order_unknown"
    ORDER_CANCELED = "order_canceled"
    ORDER_EXPIRED = "order_expired"
    STOP_HIT = "stop_hit"
    TAKE_PROFIT_HIT = "take_profit_hit"
    CYCLE_BLOCKED = "cycle_blocked"
    CYCLE_ABSTAINED = "cycle_abstained"
    PROPOSAL_REFUSED = "proposal_refused"


class DeskEvent(Shape):
    """One line for people."""

    time: Time
    kind: EventKind
    text: str


class PortfolioPage(Shape):
    """The account, what it holds, what it did and why."""

    as_of: Time
    portfolio: PortfolioView
    account: AccountView
    positions: tuple[PositionView, ...]
    exposure: ExposureView
    closed_trades: tuple[ClosedTrade, ...]
    fills: tuple[FillView, ...]
    recent_decisions: tuple[DecisionSummary, ...]
    events: tuple[DeskEvent, ...]
