"""Real headlines go through reader, hygiene and attribution as they came."""

import csv
import gzip
import io
from collections.abc import Iterator

import pytest

from tests.recorded import recorded_root
from tests.sentiment.news import AAPL
from tradewind.domain.hygiene import Flag, clean
from tradewind.domain.instrument import Symbol
from tradewind.sentiment.attribution import Attribution
from tradewind.sentiment.encoding import decode_feed
from tradewind.sentiment.entries import Unreadable, parse_feed
from tradewind.sentiment.headline import moment

pytestmark = pytest.mark.recorded


def rows(name: str) -> Iterator[dict[str, str]]:
    content = gzip.decompress((recorded_root() / "sentiment" / f"{name}.csv.gz").read_bytes())
    yield from csv.DictReader(io.StringIO(content.decode("utf-8")))


def titles() -> list[str]:
    return [row["title"] for name in ("crypto_headlines", "stock_headlines_AAPL_MSFT") for row in rows(name)]


def test_a_news_sites_feed_is_read_whole() -> None:
    content = (recorded_root() / "feeds" / "coindesk.xml").read_bytes()
    text = decode_feed(content, None)
    assert not isinstance(text, Unreadable)

    found = parse_feed(text, 500)

    assert not isinstance(found, Unreadable)
    assert len(found) == content.count(b"<item>")
    assert all(entry.date is not None and moment(entry.date) is not None for entry in found)
    assert all(
        entry.link is not None and entry.link.startswith("https://www.coindesk.com/") for entry in found
    )


def test_what_a_news_room_writes_is_hardly_ever_flagged() -> None:
    cleaned = [clean(title) for title in titles()]
    flagged = [text for text in cleaned if not text.is_scorable]

    print(f"{len(cleaned)} headlines, {len(flagged)} flagged: {[text.text for text in flagged]}")  # noqa: T201
    assert len(cleaned) > 8_000
    assert len(flagged) <= 4
    assert not any(Flag.INSTRUCTION in text.flags for text in flagged)


def test_a_headline_is_seldom_taken_for_one_about_somebody_else() -> None:
    microsoft = Symbol("MSFT")
    attribution = Attribution({AAPL: ("Apple",), microsoft: ("Microsoft",)})

    found = [
        (row["symbol"], attribution.symbols(clean(row["title"]).text))
        for row in rows("stock_headlines_AAPL_MSFT")
    ]
    named = [(symbol, symbols) for symbol, symbols in found if symbols]
    wrong = [symbols for symbol, symbols in named if symbol not in symbols]

    print(f"{len(found)} headlines, {len(named)} attributed, {len(wrong)} to somebody else")  # noqa: T201
    assert len(named) > 250
    assert len(wrong) / len(named) < 0.05
