"""Headlines with defaults."""

from datetime import timedelta

from tests.clocks import START
from tradewind.domain.clock import Instant
from tradewind.domain.hygiene import clean
from tradewind.domain.instrument import Symbol
from tradewind.sentiment.headline import Headline

AAPL, TSLA = Symbol("AAPL"), Symbol("TSLA")
NAMES = {AAPL: ("Apple",), TSLA: ("Tesla",)}


def a_headline(text: str = "Apple beats estimates", *, hours_old: float = 1) -> Headline:
    return Headline(
        text=clean(text),
        source="news.example",
        published_at=Instant.of(START - timedelta(hours=hours_old)),
        url="https://news.example/1",
    )
