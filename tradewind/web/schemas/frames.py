"""The frames of /ws/market-data; all share one rising seq per run of the server."""

from typing import Literal

from pydantic import ConfigDict, Field

from tradewind.bus.messages import SignalNotice
from tradewind.domain.signal import Stance
from tradewind.web.schemas.account import LiveAccount
from tradewind.web.schemas.decisions import DecisionSummary
from tradewind.web.schemas.market import LivePrice
from tradewind.web.schemas.models import Thinking
from tradewind.web.schemas.redis import LogEntryView
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


class DecisionStream(Shape):
    """The model is answering; outside of the sequence, and never sent again."""

    type: Literal["decision_stream"]
    data: Thinking
    timestamp: Time


class ScanNews(Shape):
    """The `data` of a scanner_update frame: which part is new."""

    part: str
    """A timeframe of coins and stocks, swaps, or watchlist."""


class ScannerUpdate(Shape):
    """Part of what the scanner shows is new; read it again."""

    type: Literal["scanner_update"]
    seq: int
    data: ScanNews
    timestamp: Time


class StanceChange(Shape):
    """The `data` of a signal_update frame: a symbol left one stance for another; null: too little is known."""

    model_config = ConfigDict(serialize_by_alias=True)

    symbol: str
    left: Stance | None = Field(alias="from")
    to: Stance | None
    score: float | None

    @classmethod
    def of(cls, notice: SignalNotice) -> "StanceChange":
        """Return the shape of `notice`."""
        told = {"symbol": notice.symbol, "from": notice.left, "to": notice.to, "score": notice.score}
        return cls.model_validate(told)


class SignalUpdate(Shape):
    """A symbol changed its stance."""

    type: Literal["signal_update"]
    seq: int
    data: StanceChange
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


class LogUpdate(Shape):
    """The `data` of a log_entry frame: entries oldest first."""

    entries: tuple[LogEntryView, ...]
    dropped: int
    """Older entries that are not sent, because too many waited."""
    loss: str | None
    """Why entries that were sent before may be gone from the log."""


class LogEntries(Shape):
    """What was added to the message log; only for a client that asked, outside of the sequence."""

    type: Literal["log_entry"]
    data: LogUpdate
    timestamp: Time


class Subscription(Shape):
    """The answer to a client that asked for a topic; `detail` says why not."""

    type: Literal["subscription"]
    topic: Literal["log"]
    active: bool
    detail: str | None


class Ping(Shape):
    """Every 10 s; an answer is welcome, not required."""

    type: Literal["ping"]


class Pong(Shape):
    """The answer to a client's ping."""

    type: Literal["pong"]


FRAMES = (
    MarketSnapshot,
    MarketUpdate,
    PortfolioUpdate,
    DecisionUpdate,
    DecisionStream,
    ScannerUpdate,
    SignalUpdate,
    SystemUpdate,
    LogEntries,
    Subscription,
    Ping,
    Pong,
)
