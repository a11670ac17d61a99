"""What may be set about the embedded server, the message log and the channels."""

import re
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerConfig:
    """How the embedded server is run."""

    port: int | None = None
    """Loopback port; None takes a free one."""
    max_memory: str = "2gb"
    start_within: timedelta = timedelta(seconds=60)
    """Longest silence while starting; loading a long append-only file is not silence, and one that ends is known at once."""
    stop_within: timedelta = timedelta(seconds=3)
    """After this a server that was asked to stop is killed; its append-only file survives that."""
    restart_pause: timedelta = timedelta(milliseconds=200)
    """Before the second attempt to restart; doubled up to `restart_pause_limit`."""
    restart_pause_limit: timedelta = timedelta(seconds=5)

    def __post_init__(self) -> None:
        if self.port is not None and not 0 < self.port < 65536:
            raise ValueError(f"port must be in 1..65535, was {self.port}")
        if not re.fullmatch(r"\d+(b|kb|mb|gb)?", self.max_memory):
            raise ValueError(f"max_memory must read like 512mb or 2gb, was {self.max_memory!r}")
        if not timedelta(0) < self.restart_pause <= self.restart_pause_limit:
            raise ValueError(
                "restart_pause must be in (0, restart_pause_limit], "
                f"was {self.restart_pause} with a limit of {self.restart_pause_limit}"
            )
        if min(self.start_within, self.stop_within) <= timedelta(0):
            raise ValueError(
                f"start_within and stop_within must be positive, were {self.start_within}, {self.stop_within}"
            )
