"""docs/redis.md says by which keys and streams processes agree on who works."""

from dataclasses import fields
from pathlib import Path

from tradewind.bus.asking import FAILURE_COUNTS_FOR, MARK_LIVES
from tradewind.bus.coordination import (
    REFRESH_PATIENCE,
    REFRESH_REQUESTS,
    STREAMS,
    Claim,
    RefreshRequest,
    analysis_report_key,
    lease_key,
    refresh_mark,
    venue_report_key,
)
from tradewind.bus.streams import GroupConfig
from tradewind.domain.analysis_report import AnalysisReport
from tradewind.domain.venue import FeedReport, VenueReport

PAGE = (Path(__file__).parents[2] / "docs" / "redis.md").read_text()
SECTION = PAGE.split("\n## Between processes")[1].split("\n## ")[0]


def row(name: str) -> tuple[str, ...]:
    (line,) = (line for line in SECTION.splitlines() if line.startswith(f"| `{name}` |"))
    return tuple(cell.strip() for cell in line.strip("|").split("|"))


def names(kind: type) -> str:
    return ", ".join(field.name for field in fields(kind))


def test_leases_and_reports_are_documented_with_their_expiry_and_fields() -> None:
    lease, report = lease_key("{name}"), venue_report_key("{venue}")

    assert row(lease.name)[1:] == (f"{lease.ttl.total_seconds():g}", names(Claim))
    assert row(report.name)[1:] == (f"{report.ttl.total_seconds():g}", names(VenueReport))
    analysis = analysis_report_key("{half}")
    assert row(analysis.name)[1:] == (f"{analysis.ttl.total_seconds():g}", names(AnalysisReport))
    assert f"Each feed of a venue: {names(FeedReport)}" in " ".join(SECTION.split())


def test_the_marks_of_a_refresh_are_documented_with_their_expiry() -> None:
    _, seconds, meaning = row(refresh_mark("{key}"))

    asked, failed = (f"{ttl.total_seconds():g}" for ttl in (MARK_LIVES, FAILURE_COUNTS_FOR))
    assert seconds == f"{asked}, {failed}"
    assert meaning.startswith("`asked`, `failed`")


def test_every_stream_of_events_is_documented_with_its_length_and_fields() -> None:
    for stream in STREAMS:
        assert f"`{stream.name}`" in SECTION
        assert f"about {stream.length} entries" in SECTION
        assert f"schema (now {stream.schema})" in SECTION
        assert f"`{stream.parked}`" in SECTION
        assert f"`{stream.dead}`" in SECTION
    assert names(RefreshRequest) in SECTION
    assert REFRESH_REQUESTS in STREAMS


def test_the_limits_that_the_page_names_are_those_in_force() -> None:
    config = GroupConfig()

    assert f"waits at most {REFRESH_PATIENCE.total_seconds():g} s" in SECTION
    assert f"after {config.claim_after.total_seconds():g} s" in SECTION
    assert f"{config.max_deliveries} deliveries" in SECTION
