"""The subscriptions of one connection: what was asked, confirmed, refused, and what must be asked again; pure.

Every feed stands for itself. A confirmation that is missing or refused is asked for again after a pause that doubles,
so that one feed that never comes stays far below the 480 requests that the venue allows a connection in an hour:
https://www.okx.com/docs-v5/en/#overview-websocket-connect, read 2026-11-21. Moments are monotonic seconds.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from tradewind.market.venues.okx_frames import Acknowledged, Declined, Feed, request

LONGEST_PAUSE_SECONDS = 60.0
CALM_SECONDS = 60.0
"""After so long without trouble the pause before the next renewal is the shortest again."""


@dataclass(slots=True)
class _Standing:
    asked_at: float | None = None
    due_at: float | None = 0.0  # None: nothing is to be asked
    pause: float = 0.0
    is_up: bool = False
    reason: str = "not asked yet"
    renewed_at: float | None = None
    request_ids: deque[str] = field(default_factory=lambda: deque(maxlen=2))


class Subscriptions:
    """What a connection is subscribed to."""

    def __init__(self, feeds: Iterable[Feed], ack_within: timedelta, first_pause: timedelta) -> None:
        self._feeds = {feed: _Standing() for feed in feeds}
        self._ack_seconds = ack_within.total_seconds()
        self._first_pause = first_pause.total_seconds()
        self._requests = 0
        self.renewals = 0
        """Subscriptions in force that were ended and begun again, for a snapshot."""

    @property
    def down(self) -> Mapping[Feed, str]:
        """The feeds that are not confirmed, each with the reason."""
        return {feed: one.reason for feed, one in self._feeds.items() if not one.is_up}

    def due(self, now: float) -> list[str]:
        """Return the requests to send at this moment; they count as sent."""
        requests: list[str] = []
        for feed, one in self._feeds.items():
            if one.asked_at is not None and now - one.asked_at >= self._ack_seconds:
                self._put_off(one, f"no confirmation within {self._ack_seconds:.0f} s", now)
            if one.due_at is not None and now >= one.due_at:
                requests += self._ask(feed, one, now)
        return requests

    def acknowledged(self, frame: Acknowledged) -> None:
        """Take a confirmation; the end of a subscription is only half of its renewal."""
        one = self._feeds.get(frame.feed)
        if one is not None and frame.is_subscribed:
            one.is_up, one.asked_at, one.due_at, one.reason = True, None, None, ""
            if one.renewed_at is None:
                one.pause = 0.0

    def declined(self, frame: Declined, now: float) -> Feed | None:
        """Take a refusal; return the feed that it concerns, None where the venue does not say."""
        for feed, one in self._feeds.items():
            if frame.request_id in one.request_ids:
                self._put_off(one, frame.reason, now)
                return feed
        return None

    def renew(self, feed: Feed, now: float) -> None:
        """End the subscription and begin it again for a snapshot: at once, or when its last renewal is long enough ago."""
        one = self._feeds.get(feed)
        if one is None or not one.is_up or one.due_at is not None:
            return
        if one.renewed_at is not None and now - one.renewed_at > CALM_SECONDS:
            one.renewed_at, one.pause = None, 0.0
        one.due_at = now if one.renewed_at is None else one.renewed_at + one.pause

    def _ask(self, feed: Feed, one: _Standing, now: float) -> list[str]:
        requests = []
        if one.is_up:
            self.renewals += 1
            one.renewed_at = now
            one.pause = min(max(one.pause * 2, self._first_pause), LONGEST_PAUSE_SECONDS)
            requests.append(request(feed, self._next_id(one), is_subscribing=False))
        one.is_up, one.asked_at, one.due_at = False, now, None
        one.reason = "asked, not confirmed yet"
        requests.append(request(feed, self._next_id(one), is_subscribing=True))
        return requests

    def _put_off(self, one: _Standing, reason: str, now: float) -> None:
        one.pause = min(max(one.pause * 2, self._first_pause), LONGEST_PAUSE_SECONDS)
        one.is_up, one.asked_at, one.due_at, one.reason = False, None, now + one.pause, reason

    def _next_id(self, one: _Standing) -> str:
        self._requests += 1
        name = str(self._requests)
        one.request_ids.append(name)
        return name
