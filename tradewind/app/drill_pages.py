"""What a drill reads of a desk's pages: those fields alone."""

import msgspec


class BlockSeen(msgspec.Struct, frozen=True, kw_only=True):
    """One reason against openings, as the status page has it."""

    cause: str
    symbol: str | None
    reason: str


class StatusSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What a drill reads of GET /api/status."""

    ready: bool
    mode: str
    desk_state: str
    opening_blocks: tuple[BlockSeen, ...]


class AccountNamed(msgspec.Struct, frozen=True, kw_only=True):
    """Which account the desk trades."""

    id: str


class PositionNamed(msgspec.Struct, frozen=True, kw_only=True):
    """One open position."""

    symbol: str


class TradeNamed(msgspec.Struct, frozen=True, kw_only=True):
    """One round trip."""

    symbol: str


class PortfolioSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What a drill reads of the portfolio page."""

    portfolio: AccountNamed
    positions: tuple[PositionNamed, ...]
    closed_trades: tuple[TradeNamed, ...]

    @property
    def held(self) -> frozenset[str]:
        """The symbols of the open positions."""
        return frozenset(position.symbol for position in self.positions)


class ItemSeen(msgspec.Struct, frozen=True, kw_only=True):
    """One proposal and what became of it."""

    symbol: str
    is_approved: bool
    reason: str | None


class DecisionSeen(msgspec.Struct, frozen=True, kw_only=True):
    """One decision."""

    id: str
    why: str | None
    items: tuple[ItemSeen, ...]


class DecisionsSeen(msgspec.Struct, frozen=True, kw_only=True):
    """The newest decisions."""

    items: tuple[DecisionSeen, ...]


class StageSeen(msgspec.Struct, frozen=True, kw_only=True):
    """How long one stage of orders took, in milliseconds; None before the first."""

    stage: str
    count: int
    p50_ms: float | None
    p95_ms: float | None


class LatencySeen(msgspec.Struct, frozen=True, kw_only=True):
    """How long orders took."""

    stages: tuple[StageSeen, ...]


class ProofSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What the venue listed after a halt; None: not known yet."""

    open_orders: int | None
    protections: int | None
    positions: int | None

    @property
    def is_clear(self) -> bool:
        """True when nothing is left there."""
        return (self.open_orders, self.protections, self.positions) == (0, 0, 0)


class SwitchSeen(msgspec.Struct, frozen=True, kw_only=True):
    """The kill switch."""

    state: str
    proof: ProofSeen | None
