"""A person's word that loosened limits are meant, given from outside a running desk."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx2
import msgspec

from tradewind.app.clock import SystemClock
from tradewind.app.status_file import read_status
from tradewind.settings.acceptance import accept

ANSWERS_WITHIN = timedelta(seconds=30)


class _Settings(msgspec.Struct, frozen=True):
    waiting: tuple[str, ...]
    waiting_sha256: str | None


class _Status(msgspec.Struct, frozen=True):
    settings: _Settings


class NothingToAccept(Exception):
    """No limit waits for a word; the message says why and what to do."""


def accept_limits(home: Path, by: str) -> Iterator[str]:
    """Accept the limits that wait at the desk of `home`; yield each, then what comes of it. NothingToAccept."""
    running = read_status(home)
    if running is None:
        raise NothingToAccept(f"no desk runs on {home}; the next start takes the files as they are")
    settings = _settings(running.url)
    if settings.waiting_sha256 is None:
        raise NothingToAccept(
            "no loosened limit waits; a file counts a second or two after it was written, ask again then"
        )
    try:
        accept(home, settings.waiting_sha256, by, SystemClock().now())
    except OSError as e:
        raise NothingToAccept(f"{e.filename}: {e.strerror}") from e
    yield from settings.waiting
    yield "Accepted; the desk takes it over within two seconds, unless the file has changed since."


def _settings(url: str) -> _Settings:
    try:
        answer = httpx2.get(f"{url}/api/status", timeout=ANSWERS_WITHIN.total_seconds())
        answer.raise_for_status()
    except httpx2.HTTPError as e:
        raise NothingToAccept(f"the desk at {url} does not answer: {e}") from e
    return msgspec.json.decode(answer.content, type=_Status).settings
