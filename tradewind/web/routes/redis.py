"""The message log and the state of Redis."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import AwareDatetime

from tradewind.bus.keys import Source
from tradewind.bus.message_log import LogFilter, LogKind, LogPeriod
from tradewind.bus.server_state import problems
from tradewind.web.dependencies import DeskAtHand, Limit
from tradewind.web.policy import HEAVY_READ, READ
from tradewind.web.schemas.redis import LogPageView, MetricName, MetricSeries, PingView, RedisStatus

DEFAULT_ENTRIES = 100

router = APIRouter(prefix="/api/redis", tags=["redis"])

Kind = Annotated[LogKind | None, Query(alias="type", description="what the entries tell of")]
Writer = Annotated[Source | None, Query(description="who wrote them")]
Prefix = Annotated[
    str | None, Query(min_length=1, max_length=200, description="what the channel or key begins with")
]
Moment = Annotated[AwareDatetime | None, Query(description="ISO-8601 with zone, by the server's clock")]
EntryId = Annotated[
    str | None, Query(pattern=r"^\d{1,20}-\d{1,20}$", description="next_cursor of the page before")
]


@router.get("/log", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def log(
    *,
    desk: DeskAtHand,
    limit: Limit = DEFAULT_ENTRIES,
    kind: Kind = None,
    source: Writer = None,
    channel: Prefix = None,
    since: Moment = None,
    until: Moment = None,
    cursor: EntryId = None,
) -> LogPageView:
    """Return entries of the message log, newest first."""
    wanted = LogFilter(kind=kind, source=source, channel=channel)
    page = await desk.message_log.page(wanted, LogPeriod(since=since, until=until), limit, cursor)
    return LogPageView.of(page)


@router.get("/status", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def status(desk: DeskAtHand) -> RedisStatus:
    """Return version, memory, hits, latency, durability, keys per row of the key table, and what is wrong."""
    watch = desk.redis_watch
    sample = await watch.look()
    ping = PingView(
        samples=len(watch.samples), p50_ms=_milliseconds(desk, 0.5), p99_ms=_milliseconds(desk, 0.99)
    )
    return RedisStatus.of(sample, await watch.key_counts(), ping, problems(sample.state))


@router.get("/metrics/{name}", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def series(desk: DeskAtHand, name: Annotated[MetricName, Path()]) -> MetricSeries:
    """Return one figure over the last half hour: hits, misses, memory, latency or keys."""
    return MetricSeries.of(name, tuple(desk.redis_watch.samples))


def _milliseconds(desk: DeskAtHand, share: float) -> float | None:
    latency = desk.redis_watch.ping_quantile(share)
    return None if latency is None else latency.total_seconds() * 1000
