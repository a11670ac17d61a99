"""Reads one RSS or Atom feed over HTTP: conditional, bounded, uncompressed, never redirected."""

import asyncio
from datetime import timedelta
from urllib.parse import urlsplit

import httpx2

from tradewind.domain.clock import Clock, Instant
from tradewind.domain.hygiene import clean
from tradewind.domain.refusals import requested_pause
from tradewind.sentiment.config import FeedLimits
from tradewind.sentiment.encoding import decode_feed
from tradewind.sentiment.entries import Entry, Unreadable, parse_feed
from tradewind.sentiment.failures import FeedFailed
from tradewind.sentiment.headline import Headline, moment

UNCHANGED = 304
BUSY = frozenset({429, 503})
ASKED_FOR = {
    "Accept": "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8",
    "Accept-Encoding": "identity",  # a compressed answer may be a thousand times longer than its bytes
    "User-Agent": "tradewind",
}
CLOCK_TOLERANCE = timedelta(minutes=5)
"""Clock difference to a news room that does not count as a headline from the future."""
LINK_SCHEMES = frozenset({"http", "https"})


class RssFeed:
    """One feed, and the marks by which its server knows what was read last."""

    def __init__(self, url: str, client: httpx2.AsyncClient, limits: FeedLimits, clock: Clock) -> None:
        self.url = url
        self.host = urlsplit(url).hostname or url
        self._client = client
        self._limits = limits
        self._clock = clock
        self._marks: dict[str, str] = {}

    async def read(self) -> tuple[Headline, ...] | None:
        """Return its dated headlines, None when nothing has changed since the last time; FeedFailed."""
        try:
            async with asyncio.timeout(self._limits.timeout.total_seconds()):
                return await self._read()
        except (httpx2.TimeoutException, TimeoutError) as e:
            raise FeedFailed(f"{self.host} gave no whole answer in {self._limits.timeout}") from e
        except (httpx2.HTTPError, httpx2.InvalidURL) as e:
            raise FeedFailed(f"{self.host}: {type(e).__name__}: {e}"[:200]) from e

    async def _read(self) -> tuple[Headline, ...] | None:
        headers = {**ASKED_FOR, **self._marks}
        async with self._client.stream("GET", self.url, headers=headers) as answer:
            if answer.status_code == UNCHANGED:
                return None
            self._refuse(answer)
            content = await self._content(answer)
            charset, marks = answer.charset_encoding, _marks(answer)
        # a feed of some megabytes is half a second of work, which must not hold up the desk
        headlines = await asyncio.to_thread(self._headlines, content, charset, self._clock.now())
        self._marks = marks
        return headlines

    def _refuse(self, answer: httpx2.Response) -> None:
        status = answer.status_code
        if status in BUSY:
            pause = requested_pause(answer.headers, self._limits.timeout)
            raise FeedFailed(f"{self.host} is busy: {status}", pause)
        if answer.is_redirect:
            target = answer.headers.get("location", "an unnamed address")[:200]
            raise FeedFailed(f"{self.host} has moved to {target}; if that is right, set it as the feed")
        if not answer.is_success:
            raise FeedFailed(f"{self.host} refused with {status}")
        encoding = answer.headers.get("content-encoding", "identity")
        if encoding != "identity":
            raise FeedFailed(f"{self.host} compressed its answer ({encoding[:40]}) though asked not to")

    async def _content(self, answer: httpx2.Response) -> bytes:
        content = bytearray()
        async for piece in answer.aiter_raw():
            content += piece
            if len(content) > self._limits.max_bytes:
                raise FeedFailed(f"{self.host} answered with more than {self._limits.max_bytes} bytes")
        return bytes(content)

    def _headlines(self, content: bytes, charset: str | None, now: Instant) -> tuple[Headline, ...]:
        text = decode_feed(content, charset)
        found = text if isinstance(text, Unreadable) else parse_feed(text, self._limits.max_entries)
        if isinstance(found, Unreadable):
            raise FeedFailed(f"{self.host}: {found.reason}")
        read = (_headline(entry, self.host, now) for entry in found)
        return tuple(headline for headline in read if headline is not None)


def _headline(entry: Entry, host: str, now: Instant) -> Headline | None:
    """Return the entry cleaned; None when it tells no time that can be, or nothing is left of its title."""
    published = moment(entry.date) if entry.date is not None else None
    text = clean(entry.title)
    if published is None or published > now + CLOCK_TOLERANCE or not text.text:
        return None
    return Headline(text=text, source=host, published_at=min(published, now), url=_link(entry.link))


def _link(text: str | None) -> str | None:
    """Return a link that a page may show; None for anything but a plain web address."""
    if text is None or not text.isascii() or not text.isprintable() or " " in text:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in LINK_SCHEMES and parts.hostname else None


def _marks(answer: httpx2.Response) -> dict[str, str]:
    known = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
    return {asked: answer.headers[told] for asked, told in known if told in answer.headers}
