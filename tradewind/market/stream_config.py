"""How the venue's stream is kept alive, judged and written."""

from dataclasses import dataclass
from datetime import timedelta

OKX_STREAM_URL = "wss://ws.okx.com:8443/ws/v5"


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamConfig:
    """Settings of the stream."""

    url: str = OKX_STREAM_URL
    """Where the venue's WebSocket is, without /public and /business."""
    ping_after: timedelta = timedelta(seconds=10)
    """A connection that was silent for so long is asked for a sign of life."""
    dead_after: timedelta = timedelta(seconds=20)
    """A connection that was silent for so long is dead; the venue closes one after 30 s."""
    connect_timeout: timedelta = timedelta(seconds=5)
    """For opening a connection and for everything that is sent."""
    ack_within: timedelta = timedelta(seconds=5)
    first_pause: timedelta = timedelta(seconds=1)
    """Before the second attempt at a connection or a subscription; doubled with each, up to the longest."""
    longest_pause: timedelta = timedelta(seconds=30)
    replace_within: timedelta = timedelta(seconds=20)
    """How long an announced replacement may take before the old connection is let go."""
    look_every: timedelta = timedelta(milliseconds=250)
    """How often what is not written at once is looked at; also the pause after a write that failed."""
    renew_every: timedelta = timedelta(seconds=5)
    """How often what did not change is written again."""
    check_every: timedelta = timedelta(minutes=1)
    """How often a streamed datum is also asked for, to check it."""
    outlier_band: float = 0.1
    """Share of the reference by which a price may differ from it."""
    outlier_patience: timedelta = timedelta(seconds=10)
    """How long prices outside the band must agree with each other before they are believed, without a mark price."""
    mark_lives: timedelta = timedelta(seconds=10)

    def __post_init__(self) -> None:
        if not self.url.startswith(("ws://", "wss://")):
            raise ValueError(f"the stream's url must begin with ws:// or wss://, was {self.url!r}")
        if not timedelta(0) < self.ping_after < self.dead_after < timedelta(seconds=30):
            raise ValueError(
                "it must hold that 0 < ping_after < dead_after < 30 s, were "
                f"{self.ping_after} and {self.dead_after}"
            )
        if not timedelta(0) < self.first_pause <= self.longest_pause:
            raise ValueError(
                f"it must hold that 0 < first_pause <= longest_pause, were {self.first_pause} and {self.longest_pause}"
            )
        if not timedelta(0) < self.look_every <= self.renew_every:
            raise ValueError(
                f"it must hold that 0 < look_every <= renew_every, were {self.look_every} and {self.renew_every}"
            )
        if not 0 < self.outlier_band < 1:
            raise ValueError(f"outlier_band must be in (0, 1), was {self.outlier_band}")
