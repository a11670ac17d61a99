"""Which OKX account is traded, with which key, and how patiently it is asked."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from tradewind.brokers.port import MarginMode

ACT_PATIENCE = 1.6
"""Of the timeout of a question; 8 s, and so within the 10 s of the order path."""


class Environment(StrEnum):
    """Demo trading and live trading: other keys, other accounts, other stream addresses."""

    DEMO = "demo"
    LIVE = "live"

    @property
    def venue(self) -> str:
        """The venue id that fills carry: trade ids of the two never meet."""
        return "okx" if self is Environment.LIVE else "okx-demo"

    @property
    def key_setting(self) -> str:
        """The setting that names this environment's key."""
        return "CCXT_API_KEY" if self is Environment.LIVE else "OKX_DEMO_API_KEY"

    @property
    def other(self) -> "Environment":
        """The environment that this one is not."""
        return Environment.DEMO if self is Environment.LIVE else Environment.LIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key of one environment; made as `DemoKey` or `LiveKey`, never shown."""

    key: str = field(repr=False)
    secret: str = field(repr=False)
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoKey(ApiKey):
    """A key made under demo trading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveKey(ApiKey):
    """A key of the account that holds money."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OkxConfig:
    """How the venue is asked."""

    rest_url: str | None = None  # None: OKX itself
    stream_url: str | None = None  # None: the environment's own address
    is_streaming: bool = True
    """False: orders and fills are polled alone."""
    margin_mode: MarginMode = MarginMode.CROSS
    """What new positions are margined by."""
    request_timeout: timedelta = timedelta(seconds=5)
    """For a question."""
    poll_every: timedelta = timedelta(seconds=1)
    """How often orders and fills are read while no stream tells of them."""
    recheck_every: timedelta = timedelta(seconds=10)
    """The same while a stream does."""
    flows_every: timedelta = timedelta(seconds=15)
    rules_last: timedelta = timedelta(seconds=60)
    """How long instrument rules are believed."""
    fills_overlap: timedelta = timedelta(seconds=30)
    """How far back each read of fills reaches again: the venue lists them late at times."""
    max_clock_offset: timedelta = timedelta(seconds=5)
    """Live trading refuses to begin when the clocks differ by more; smaller differences are corrected."""
    key_pause: timedelta = timedelta(seconds=60)
    """After a refused key nothing is asked for so long."""
    failures_to_pause: int = 5
    """So many unanswered requests in a row stop all but cancels and single probes."""
    longest_pause: timedelta = timedelta(seconds=30)

    @property
    def act_timeout(self) -> timedelta:
        """For what changes something: an answer given up costs a search of 15 s and blocks openings meanwhile."""
        return self.request_timeout * ACT_PATIENCE

    def __post_init__(self) -> None:
        for name in ("request_timeout", "poll_every", "recheck_every", "flows_every", "rules_last"):
            length: timedelta = getattr(self, name)
            if length <= timedelta(0):
                raise ValueError(f"{name} must be above 0, was {length}")
        if self.failures_to_pause < 1:
            raise ValueError(f"failures_to_pause must be at least 1, was {self.failures_to_pause}")
