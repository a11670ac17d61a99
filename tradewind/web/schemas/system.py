"""Health and description of the desk."""

from typing import Literal

from tradewind.domain.account import RuntimeMode
from tradewind.domain.desk_state import DeskState
from tradewind.domain.freshness import Freshness
from tradewind.domain.settings_state import SettingsState
from tradewind.orders.blocks import BlockCause, OpeningBlock
from tradewind.telemetry.health import RoleHealth, RoleState
from tradewind.web.desk import MarketSource
from tradewind.web.schemas.shape import Shape, Time
from tradewind.web.schemas.venue import VenueStatus


class Alive(Shape):
    """The process answers."""

    status: Literal["ok"]


class Readiness(Shape):
    """The desk can trade."""

    ready: Literal[True]
    reasons: tuple[str, ...]


class MarketView(Shape):
    """Where prices come from."""

    venue: str
    source: MarketSource
    is_simulated: bool
    tape: str | None


class ModelView(Shape):
    """Who decides."""

    name: str
    base_url_host: str
    is_rule_policy: bool


class RoleView(Shape):
    """One role of the process."""

    name: str
    state: RoleState
    since: Time
    restarts: int
    last_error: str | None

    @classmethod
    def of(cls, role: RoleHealth) -> "RoleView":
        """Return the shape of `role`."""
        return cls(
            name=role.name,
            state=role.state,
            since=role.since,
            restarts=role.restarts,
            last_error=role.last_error,
        )


class FeedView(Shape):
    """The age of one cached datum; null: it is not there."""

    symbol: str
    datum: str
    exchange_time: Time | None
    received_at: Time | None
    age_ms: int | None
    has_gap: bool | None
    """A candle is missing in it; then it is blocked."""
    freshness: Freshness


class OpeningBlockView(Shape):
    """One reason why nothing opens; closes and protection always leave."""

    cause: BlockCause
    symbol: str | None  # null: on every instrument
    reason: str
    since: Time

    @classmethod
    def of(cls, block: OpeningBlock) -> "OpeningBlockView":
        """Return the shape of `block`."""
        return cls(cause=block.cause, symbol=block.symbol, reason=block.reason, since=block.since)


class SettingsView(Shape):
    """The settings in force, and what of the files is not."""

    version: str
    """Decisions name it."""
    in_force_since: Time
    error: str | None
    """Why changed files are not read: file, line and key; null: they are."""
    waiting: tuple[str, ...]
    """Loosened limits that wait for `tradewind config accept`."""
    waiting_sha256: str | None
    """Of the file that loosens them; an acceptance names it."""
    needs_restart: tuple[str, ...]

    @classmethod
    def of(cls, state: SettingsState) -> "SettingsView":
        """Return the shape of `state`."""
        return cls(
            version=state.version,
            in_force_since=state.in_force_since,
            error=state.error,
            waiting=state.waiting,
            waiting_sha256=state.waiting_sha256,
            needs_restart=state.needs_restart,
        )


class Status(Shape):
    """Everything the status page shows."""

    version: str
    ready: bool
    reasons: tuple[str, ...]
    started_at: Time
    mode: RuntimeMode
    desk_state: DeskState
    opening_blocks: tuple[OpeningBlockView, ...]
    """What keeps the desk from opening besides its state."""
    market: MarketView
    model: ModelView
    settings: SettingsView
    roles: tuple[RoleView, ...]
    symbols: tuple[str, ...]
    feeds: tuple[FeedView, ...]
    venues: tuple[VenueStatus, ...]
