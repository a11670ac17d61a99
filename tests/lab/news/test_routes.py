"""The lab's headlines are the same whenever they are asked, dated, and told once to who has read them."""

from email.utils import parsedate_to_datetime
from itertools import pairwise
from xml.etree import ElementTree as ET

import httpx2

from tests.lab_process import RunningLab
from tradewind_lab.news.headlines import headlines

DAY_MS = 86_400_000
NOW_MS = 1_795_262_400_000


async def test_a_feed_holds_the_dated_headlines_of_a_day_newest_first(lab: RunningLab) -> None:
    async with httpx2.AsyncClient(timeout=30) as client:
        answer = await client.get(f"{lab.rss}/stocks.xml")

    assert answer.status_code == 200
    channel = ET.fromstring(answer.content)  # noqa: S314 -- the lab's own document
    titles = [item.findtext("title") or "" for item in channel.iter("item")]
    dates = [parsedate_to_datetime(item.findtext("pubDate") or "") for item in channel.iter("item")]
    assert len(titles) > 30
    assert all(later >= earlier for later, earlier in pairwise(dates))
    named = {
        name
        for name in ("S&P 500", "Apple", "Tesla", "Microsoft", "Alphabet")
        for title in titles
        if name in title
    }
    assert len(named) == 5


async def test_who_has_read_a_feed_is_told_that_nothing_has_changed(lab: RunningLab) -> None:
    async with httpx2.AsyncClient(timeout=30) as client:
        first = await client.get(f"{lab.rss}/coins.xml")
        again = await client.get(f"{lab.rss}/coins.xml", headers={"If-None-Match": first.headers["etag"]})
        other = await client.get(f"{lab.rss}/coins.xml", headers={"If-None-Match": '"another"'})

    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


def test_headlines_follow_from_seed_name_and_time_alone() -> None:
    asked_once = list(headlines("Apple", 7, since_ms=NOW_MS - DAY_MS, until_ms=NOW_MS))
    asked_early = list(headlines("Apple", 7, since_ms=NOW_MS - DAY_MS, until_ms=NOW_MS - DAY_MS // 2))

    assert asked_early == [each for each in asked_once if each.published_ms <= NOW_MS - DAY_MS // 2]
    assert asked_once != list(headlines("Apple", 8, since_ms=NOW_MS - DAY_MS, until_ms=NOW_MS))
    assert 5 < len(asked_once) < 30
