"""The vocabulary of an order book account: tickets, orders, protections, fills and refusals."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Side(StrEnum):
    """Which way an order trades."""

    BUY = "buy"
    SELL = "sell"

    @property
    def sign(self) -> int:
        """Return 1 for a buy and -1 for a sell."""
        return 1 if self is Side.BUY else -1

    @property
    def opposite(self) -> "Side":
        """Return the other side."""
        return Side.SELL if self is Side.BUY else Side.BUY


class PositionSide(StrEnum):
    """Which position of an instrument an order belongs to."""

    NET = "net"
    LONG = "long"
    SHORT = "short"

    @property
    def opening_side(self) -> Side:
        """Return the side that enlarges a long or a short position; a net position has none."""
        return Side.BUY if self is PositionSide.LONG else Side.SELL


class PositionMode(StrEnum):
    """One position per instrument, or a long and a short one beside each other."""

    NET = "net_mode"
    LONG_SHORT = "long_short_mode"


class MarginMode(StrEnum):
    """Whether a position stands on the whole account or on its own margin."""

    CROSS = "cross"
    ISOLATED = "isolated"


class OrderType(StrEnum):
    """How an order takes or makes liquidity."""

    MARKET = "market"
    LIMIT = "limit"
    POST_ONLY = "post_only"
    FOK = "fok"
    IOC = "ioc"
    OPTIMAL_LIMIT_IOC = "optimal_limit_ioc"

    @property
    def has_price(self) -> bool:
        """Tell whether the client must name a price."""
        return self not in {OrderType.MARKET, OrderType.OPTIMAL_LIMIT_IOC}

    @property
    def may_rest(self) -> bool:
        """Tell whether an unfilled remainder stays in the book."""
        return self in {OrderType.LIMIT, OrderType.POST_ONLY}


class OrderState(StrEnum):
    """Where an order stands; the last two are final."""

    LIVE = "live"
    PARTIALLY_FILLED = "partially_filled"
    FILLED = "filled"
    CANCELED = "canceled"

    @property
    def is_open(self) -> bool:
        """Tell whether the order may still fill."""
        return self in {OrderState.LIVE, OrderState.PARTIALLY_FILLED}


class AlgoState(StrEnum):
    """Where a stop or target stands."""

    LIVE = "live"
    EFFECTIVE = "effective"
    CANCELED = "canceled"
    FAILED = "order_failed"  # could not be set up when its entry filled


class OrderCategory(StrEnum):
    """Who sent an order: the customer or a stop, or the venue for want of margin."""

    NORMAL = "normal"
    FULL_LIQUIDATION = "full_liquidation"

    @property
    def cause(self) -> str:
        """Return OKX's word for what its fills do to a position."""
        return "filled" if self is OrderCategory.NORMAL else "liquidation"


class CancelSource(StrEnum):
    """Why an order ended unfilled, in OKX's numbers."""

    VENUE = "0"
    USER = "1"
    FOK_UNFILLED = "13"
    IOC_REMAINDER = "14"
    POSITION_CLOSED = "17"
    CANCEL_ALL_AFTER = "20"
    POST_ONLY_WOULD_TAKE = "31"


class Rejected(Exception):
    """The venue refuses a request; nothing changed there. `code` is OKX's number."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """A stop, a target, or both; a price of None closes at market. One of the two triggers is set."""

    id: str
    client_id: str | None
    stop_trigger: Decimal | None
    stop_price: Decimal | None
    target_trigger: Decimal | None
    target_price: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What a client asks for, parsed but not judged; sizes in contracts."""

    symbol: str
    side: Side
    type: OrderType
    size: Decimal
    price: Decimal | None
    margin_mode: MarginMode
    position_side: PositionSide
    reduce_only: bool
    client_id: str | None
    tag: str
    protections: tuple[Protection, ...]

    def closes(self) -> bool:
        """Tell whether the ticket may only make a position smaller."""
        if self.position_side is PositionSide.NET:
            return self.reduce_only
        return self.side is not self.position_side.opening_side


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """One execution; `fee` and `pnl` are changes of the balance in USDT, so a paid fee is negative."""

    trade_id: str
    bill_id: str
    order_id: str
    client_id: str | None
    symbol: str
    side: Side
    position_side: PositionSide
    margin_mode: MarginMode
    price: Decimal
    size: Decimal
    fee: Decimal
    pnl: Decimal
    is_maker: bool
    mark: Decimal
    index: Decimal
    at_ms: int
    is_forced: bool = False  # the venue took the position over


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An accepted ticket and what became of it."""

    id: str
    ticket: Ticket
    state: OrderState
    leverage: Decimal
    filled: Decimal
    quote_filled: Decimal  # sum of price times contracts over its fills
    fee: Decimal
    pnl: Decimal
    last_fill: Fill | None
    cancel_source: CancelSource | None
    algo_id: str | None  # the stop or target that sent it
    category: OrderCategory
    placed_ms: int
    updated_ms: int

    @property
    def remaining(self) -> Decimal:
        """Return the contracts not yet filled."""
        return self.ticket.size - self.filled

    @property
    def average_price(self) -> Decimal | None:
        """Return the mean price of its fills, None before the first."""
        return self.quote_filled / self.filled if self.filled else None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlgoOrder:
    """A stop or target that waits for the last price; a size of None means the whole position."""

    protection: Protection
    symbol: str
    side: Side
    position_side: PositionSide
    margin_mode: MarginMode
    size: Decimal | None
    reduce_only: bool
    state: AlgoState
    leverage: Decimal
    order_id: str | None  # the order it sent
    fired_by: str | None  # "sl" or "tp" once effective
    placed_ms: int
    updated_ms: int

    @property
    def id(self) -> str:
        """Return the venue's id, the same that the attached form had on its entry order."""
        return self.protection.id
