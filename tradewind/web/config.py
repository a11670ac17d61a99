"""Who may speak to the web server, how fast, and how much it keeps for each of them."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

DASHBOARD_FOLDER = Path(__file__).parent / "dashboard"
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HubConfig:
    """How live frames reach clients."""

    max_clients: int = 2000
    max_clients_per_address: int = 1500
    max_decisions_waiting: int = 32
    """Decision frames kept for a client that lags, and for those who come back with ?since=; the record keeps all."""
    fan_out_share: float = 0.2
    """Share of the server's time that sending prices may take; with many clients prices are merged until it is kept."""
    ping_every: timedelta = timedelta(seconds=10)
    stall_limit: timedelta = timedelta(seconds=10)
    """A client that takes nothing for this long is cut off."""
    rebuild_after: timedelta = timedelta(seconds=1)
    """Pause before the next try when Redis or the ledger does not answer."""
    revalue_every: timedelta = timedelta(seconds=1)
    """How often the account is shown at new prices while nothing else happens to it."""
    messages_per_second: float = 5
    messages_burst: int = 20
    """What a client may send; more closes its socket with 1008."""

    def __post_init__(self) -> None:
        if not 0 < self.max_clients_per_address <= self.max_clients:
            raise ValueError(
                "max_clients_per_address must be in 1..max_clients, "
                f"was {self.max_clients_per_address} of {self.max_clients}"
            )
        if not 0 < self.fan_out_share <= 1:
            raise ValueError(f"fan_out_share must be in (0, 1], was {self.fan_out_share}")
        for name in ("max_decisions_waiting", "messages_burst"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, was {getattr(self, name)}")
        for name in ("ping_every", "stall_limit", "rebuild_after", "revalue_every"):
            if getattr(self, name) <= timedelta(0):
                raise ValueError(f"{name} must be longer than zero, was {getattr(self, name)}")
        if self.messages_per_second <= 0:
            raise ValueError(f"messages_per_second must be above 0, was {self.messages_per_second}")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebConfig:
    """Where the server answers and to whom."""

    allowed_hosts: frozenset[str] = LOOPBACK_HOSTS
    """Names, without port, that a Host header may carry; guards a loopback server against DNS rebinding."""
    allowed_origins: frozenset[str] = frozenset()
    """Origins besides the own host, e.g. http://localhost:5173 for a development server."""
    dashboard_folder: Path = DASHBOARD_FOLDER
    answer_within: timedelta = timedelta(seconds=10)
    max_body_bytes: int = 65_536
    max_message_bytes: int = 65_536
    """Longest WebSocket message taken from a client."""
    hub: HubConfig = HubConfig()

    def __post_init__(self) -> None:
        if not self.allowed_hosts:
            raise ValueError("allowed_hosts must name at least one host, was empty")
        if self.answer_within <= timedelta(0):
            raise ValueError(f"answer_within must be longer than zero, was {self.answer_within}")
