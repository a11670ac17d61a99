"""Feeds of every age become entries; documents that attack are refused, and nothing raises."""

import tarfile
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recorded import recorded_root
from tradewind.sentiment.encoding import decode_feed
from tradewind.sentiment.entries import Entry, Unreadable, parse_feed

RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title>{}</channel></rss>'  # of one channel
)
ITEM = "<item><title>A rises</title><link>https://a.example/1</link><pubDate>Fri, 20 Nov 2026 12:00:00 GMT</pubDate></item>"


def entries(content: bytes, charset: str | None = None) -> tuple[Entry, ...] | Unreadable:
    text = decode_feed(content, charset)
    return text if isinstance(text, Unreadable) else parse_feed(text, 500)


def refusal(content: str) -> str:
    found = parse_feed(content, 500)
    assert isinstance(found, Unreadable)
    return found.reason


def test_an_item_has_title_link_and_date() -> None:
    assert parse_feed(RSS.format(ITEM), 500) == (
        Entry(title="A rises", link="https://a.example/1", date="Fri, 20 Nov 2026 12:00:00 GMT"),
    )


def test_the_title_of_a_picture_is_not_the_title_of_its_item() -> None:
    item = (
        '<item xmlns:media="http://search.yahoo.com/mrss/"><media:title>A picture</media:title>'
        "<image><title>Logo</title></image><title>A rises</title></item>"
    )

    found = parse_feed(RSS.format(item), 500)

    assert not isinstance(found, Unreadable)
    assert [entry.title for entry in found] == ["A rises"]


def test_atom_gives_its_alternate_link_and_its_day_of_publication() -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">A &lt;b&gt;rises&lt;/b&gt;</title>'
        '<link rel="self" href="https://a.example/self"/><link href="https://a.example/1"/>'
        "<updated>2026-11-20T13:00:00Z</updated><published>2026-11-20T12:00:00Z</published></entry></feed>"
    )

    assert parse_feed(feed, 500) == (
        Entry(title="A <b>rises</b>", link="https://a.example/1", date="2026-11-20T12:00:00Z"),
    )


def test_rss_1_has_its_items_beside_the_channel() -> None:
    feed = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Desk</title></channel>'
        "<item><title>A rises</title><dc:date>2026-11-20</dc:date></item></rdf:RDF>"
    )

    assert parse_feed(feed, 500) == (Entry(title="A rises", link=None, date="2026-11-20"),)


def test_characters_that_only_html_names_are_read() -> None:
    found = parse_feed(RSS.format("<item><title>Caf&eacute;&nbsp;A &mdash; up</title></item>"), 500)

    assert found == (Entry(title="Café\xa0A — up", link=None, date=None),)


def test_declared_entities_are_refused_before_they_unfold() -> None:
    laughs = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'

    assert refusal(laughs + RSS.format("<item><title>&b;</title></item>").partition("?>")[2]).startswith(
        "it declares the entity"
    )


def test_files_and_addresses_are_not_read() -> None:
    outside = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss><channel/></rss>'

    assert "declares the entity 'x'" in refusal(outside)


def test_depth_is_bounded() -> None:
    assert "nested deeper" in refusal("<rss>" + "<a>" * 200 + "</a>" * 200 + "</rss>")


def test_numbers_and_lengths_are_bounded() -> None:
    item = f"<item><title>{'x' * 10_000}</title></item>"

    found = parse_feed(RSS.format(item * 50), 7)

    assert not isinstance(found, Unreadable)
    assert len(found) == 7
    assert max(len(entry.title) for entry in found) == 2_000


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "not well-formed"),
        ("<rss><channel>", "not well-formed"),
        ("<html><body/></html>", "its root is <html>"),
        ('{"items": []}', "not well-formed"),
    ],
)
def test_what_is_no_feed_is_refused_by_reason(content: str, reason: str) -> None:
    assert reason in refusal(content)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "iso-8859-1", "euc-kr"])
def test_a_mark_or_a_declaration_names_the_encoding(encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?>' + RSS.partition("?>")[2].format(ITEM)

    found = entries(content.encode(encoding))

    assert not isinstance(found, Unreadable)
    assert found[0].title == "A rises"


@pytest.mark.parametrize("charset", ["no-such-charset", "base64", "idna", "rot13", "unicode_escape"])
def test_what_is_no_encoding_of_documents_is_refused(charset: str) -> None:
    assert isinstance(entries(RSS.format(ITEM).encode(), charset), Unreadable)


@given(st.binary(max_size=300))
def test_no_bytes_raise(content: bytes) -> None:
    found = entries(content)

    assert isinstance(found, (tuple, Unreadable))


@pytest.mark.recorded
def test_every_recorded_feed_is_read_or_refused_by_reason() -> None:
    outcomes: Counter[str] = Counter()
    with tarfile.open(recorded_root() / "feeds" / "corpus.tar.xz") as corpus:
        for member in corpus:
            file = corpus.extractfile(member) if member.isfile() else None
            if file is None:
                continue
            found = entries(file.read())
            if isinstance(found, Unreadable):
                assert found.reason
                outcomes["refused"] += 1
            else:
                outcomes["read"] += 1
                outcomes["entries"] += len(found)

    print(f"recorded feeds: {dict(outcomes)}")  # noqa: T201 -- the figure is what the run is for
    assert outcomes["read"] + outcomes["refused"] > 1_000
    assert outcomes["read"] > 1_000
