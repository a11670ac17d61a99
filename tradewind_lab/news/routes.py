"""The lab's RSS 2.0 feeds, with ETag and If-None-Match: /rss/stocks.xml and /rss/coins.xml.

https://www.rssboard.org/rss-specification
"""

import html
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import blake2b
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tradewind_lab.clock import Clock
from tradewind_lab.news.headlines import Headline, headlines

_DAY_MS: Final = 86_400_000
_MOST: Final = 200
_NAMES: Final = {
    "SPY": "S&P 500", "AAPL": "Apple", "TSLA": "Tesla", "MSFT": "Microsoft", "GOOGL": "Alphabet",
    "BTC": "Bitcoin", "ETH": "Ether", "SOL": "Solana", "BNB": "BNB", "DOGE": "Dogecoin", "XRP": "XRP",
}  # fmt: skip


def routes(stocks: Iterable[str], coins: Iterable[str], seed: int, clock: Clock) -> list[Route]:
    """Return the feeds of the listed stocks and coins, by their tickers."""
    return [
        Route("/rss/stocks.xml", _feed("Lab stock news", _called(stocks), seed, clock)),
        Route("/rss/coins.xml", _feed("Lab coin news", _called(coins), seed, clock)),
    ]


def _called(tickers: Iterable[str]) -> list[str]:
    return [_NAMES.get(ticker, ticker) for ticker in dict.fromkeys(tickers)]


def _feed(title: str, names: list[str], seed: int, clock: Clock) -> Callable[[Request], Awaitable[Response]]:
    async def feed(request: Request) -> Response:
        now_ms = clock.now_ms()
        told = [
            headline
            for name in names
            for headline in headlines(name, seed, since_ms=now_ms - _DAY_MS, until_ms=now_ms)
        ]
        newest = sorted(told, key=lambda each: (-each.published_ms, each.title))[:_MOST]
        content = _document(title, newest, f"{request.base_url}rss").encode()
        mark = f'"{blake2b(content, digest_size=8).hexdigest()}"'
        if request.headers.get("if-none-match") == mark:
            return Response(status_code=304, headers={"ETag": mark})
        return Response(content, media_type="application/rss+xml", headers={"ETag": mark})

    return feed


def _document(title: str, newest: list[Headline], page: str) -> str:
    items = "".join(
        f"<item><title>{html.escape(each.title, quote=False)}</title>"
        f"<link>{page}/{each.published_ms}</link><guid isPermaLink='false'>{html.escape(each.name)}-{each.published_ms}</guid>"
        f"<pubDate>{_rfc822(each.published_ms)}</pubDate></item>"
        for each in newest
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{title}</title><link>{page}</link><description>Invented headlines.</description>"
        f"{items}</channel></rss>"
    )


def _rfc822(at_ms: int) -> str:
    return format_datetime(datetime.fromtimestamp(at_ms // 1000, UTC), usegmt=True)
