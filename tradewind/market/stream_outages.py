"""Which feeds of the stream stay away, told once when they do and once when they are back; pure."""

from collections.abc import Mapping
from datetime import timedelta

from tradewind.market.venues.okx_frames import Feed


class Outages:
    """Remembers what was told; moments are monotonic seconds."""

    def __init__(self, told_after: timedelta) -> None:
        self._told_after_seconds = told_after.total_seconds()
        self._since: dict[Feed, float] = {}
        self._told: set[Feed] = set()

    def news(self, down: Mapping[Feed, str], now: float) -> dict[Feed, str]:
        """Return a line for every feed that has been away for long enough, or has come back after that was told."""
        back = {feed: "comes again" for feed in self._told if feed not in down}
        self._told -= back.keys()
        self._since = {feed: self._since.get(feed, now) for feed in down}
        away = {
            feed: f"is down: {down[feed]}"
            for feed, since in self._since.items()
            if feed not in self._told and now - since >= self._told_after_seconds
        }
        self._told |= away.keys()
        return back | away
