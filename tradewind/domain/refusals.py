"""What a server says when it has been asked too often."""

from collections.abc import Mapping
from datetime import timedelta

TOO_MANY_STATUSES = (418, 429)
"""429: slow down; 418: banned for having gone on all the same."""
LONGEST_PAUSE = timedelta(days=3)
"""The longest ban that a venue announces; a longer one is a mistake in the answer."""


def header(headers: Mapping[str, str], name: str) -> int | None:
    """Return the whole number in a header whose name is written in any case; None where there is none."""
    text = next((value for key, value in headers.items() if key.lower() == name), "")
    return int(text) if text.isdecimal() and len(text) < 15 else None


def requested_pause(headers: Mapping[str, str], default: timedelta) -> timedelta:
    """Return what Retry-After asks for; `default` where it says nothing."""
    seconds = header(headers, "retry-after")
    if seconds is None:
        return default
    return min(timedelta(seconds=min(seconds, int(LONGEST_PAUSE.total_seconds()))), LONGEST_PAUSE)
