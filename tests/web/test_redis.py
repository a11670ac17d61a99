"""The message log in pages and live, and what Redis says of itself."""

import asyncio
import json
from typing import Any

import pytest

from tests.clocks import START
from tests.values import ETH
from tests.web.stage import Stage, fresh_ticker, received
from tradewind.bus.cache import Batch
from tradewind.bus.keys import MESSAGE_LOG, Source
from tradewind.web.live.frames import MOST_LOG_ENTRIES
from tradewind.web.schemas.frames import LogEntries

LOG = "/api/redis/log"


async def noted(stage: Stage, kind: str, summary: str, channel: str = "market:x", amount: int = 1) -> None:
    batch = Batch(Source.TRADER_BOT)
    for number in range(amount):
        batch.note(kind, channel, f"{summary} {number}")
    await stage.cache.write(batch)


async def asked(stage: Stage, **query: Any) -> Any:
    answer = await stage.http.get(LOG, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_log_is_read_newest_first_and_page_by_page(stage: Stage) -> None:
    await noted(stage, "trade", "bought", amount=5)

    first = await asked(stage, limit=3)
    second = await asked(stage, limit=3, cursor=first["next_cursor"])

    summaries = [entry["summary"] for entry in first["items"] + second["items"]]
    assert summaries == [f"bought {number}" for number in (4, 3, 2, 1, 0)]
    assert second["next_cursor"] is None
    assert first["items"][0].keys() == {
        "id", "type", "channel", "source", "summary", "payload_size", "timestamp",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"type": "trade"}, ["bought 0"]),
        ({"source": "trader-bot"}, ["refused 0", "bought 0"]),
        ({"source": "ta-service"}, []),
        ({"channel": "market:E"}, ["refused 0"]),
        ({"since": "2020-01-01T00:00:00Z", "type": "error"}, ["refused 0"]),
        ({"until": "2020-01-01T00:00:00Z"}, []),
    ],
)
async def test_the_log_is_filtered_by_kind_writer_channel_and_time(
    stage: Stage, query: dict[str, str], expected: list[str]
) -> None:
    await stage.tick(fresh_ticker(stage))
    await noted(stage, "trade", "bought")
    await noted(stage, "error", "refused", channel=f"market:{ETH}:ticker")

    assert [entry["summary"] for entry in (await asked(stage, **query))["items"]] == expected


async def test_a_filter_finds_an_entry_far_behind_many_others(stage: Stage) -> None:
    await noted(stage, "signal", "long ago")
    await noted(stage, "trade", "busy", amount=1200)

    (found,) = (await asked(stage, type="signal"))["items"]

    assert found["summary"] == "long ago 0"


@pytest.mark.parametrize(
    "query", ["type=gossip", "cursor=1", "cursor=$", "since=2020-01-01T00:00:00", "limit=501", "kind=trade"]
)
async def test_a_query_that_makes_no_sense_is_refused(stage: Stage, query: str) -> None:
    assert (await stage.http.get(f"{LOG}?{query}")).status_code == 422


async def test_entries_of_an_unknown_form_are_skipped_and_counted_f57_f59(stage: Stage) -> None:
    await noted(stage, "trade", "before")
    await stage.redis.xadd(MESSAGE_LOG, {"schema": "9", "type": "telepathy"})
    await stage.redis.xadd(MESSAGE_LOG, {b"\xff": b"\xfe"})
    await noted(stage, "trade", "after")

    page = await asked(stage)

    assert [entry["summary"] for entry in page["items"]] == ["after 0", "before 0"]
    assert page["unreadable"] == 2


async def test_the_live_tail_carries_what_the_filters_admit_and_only_to_who_asked(stage: Stage) -> None:
    async with stage.socket() as curious, stage.socket() as other:
        await curious.send(json.dumps({"type": "subscribe", "topic": "log", "filters": {"type": "trade"}}))
        assert (await received(curious, "subscription"))["active"] is True
        await following(stage)
        await stage.tick(fresh_ticker(stage, 60_000))
        await noted(stage, "trade", "bought")
        frame = LogEntries.model_validate_json(json.dumps(await received(curious, "log_entry")))

        await other.send("ping")
        kinds = {json.loads(await other.recv())["type"] for _ in range(2)}

    assert [entry.summary for entry in frame.data.entries] == ["bought 0"]
    assert (frame.data.dropped, frame.data.loss) == (0, None)
    assert "log_entry" not in kinds


async def test_a_tail_is_ended_by_unsubscribing_and_nobody_reads_the_log_any_more(stage: Stage) -> None:
    async with stage.socket() as client:
        await client.send('{"type":"subscribe","topic":"log"}')
        await received(client, "subscription")
        await following(stage)
        await client.send('{"type":"unsubscribe","topic":"log"}')
        assert (await received(client, "subscription"))["active"] is False
        await noted(stage, "trade", "unheard")
        await client.send("ping")
        while (frame := json.loads(await client.recv()))["type"] != "pong":
            assert frame["type"] != "log_entry"


@pytest.mark.parametrize(
    "asked_for",
    [
        {"type": "subscribe", "topic": "secrets"},
        {"type": "subscribe", "topic": "log", "filters": {"type": "gossip"}},
        {"type": "subscribe", "topic": "log", "filters": {"channel": "x" * 300}},
        {"type": "subscribe", "topic": "log", "password": "x"},
    ],
)
async def test_a_subscription_that_makes_no_sense_is_answered_with_the_reason(
    stage: Stage, asked_for: dict[str, Any]
) -> None:
    async with stage.socket() as client:
        await client.send(json.dumps(asked_for))
        answer = await received(client, "subscription")

    assert answer["active"] is False
    assert answer["detail"]


async def test_a_tail_gets_no_more_than_the_newest_entries_and_is_told_how_many_it_missed(
    stage: Stage,
) -> None:
    async with stage.socket() as client:
        await client.send('{"type":"subscribe","topic":"log"}')
        await received(client, "subscription")
        await following(stage)
        await noted(stage, "trade", "busy", amount=MOST_LOG_ENTRIES * 2)
        frames = [await received(client, "log_entry")]
        while frames[-1]["data"]["entries"][-1]["summary"] != f"busy {MOST_LOG_ENTRIES * 2 - 1}":
            frames.append(await received(client, "log_entry"))

    assert max(len(frame["data"]["entries"]) for frame in frames) <= MOST_LOG_ENTRIES
    seen = sum(len(frame["data"]["entries"]) for frame in frames)
    assert seen + sum(frame["data"]["dropped"] for frame in frames) == MOST_LOG_ENTRIES * 2


async def test_the_tail_says_when_the_log_was_emptied_f54(stage: Stage) -> None:
    async with stage.socket() as client:
        await client.send('{"type":"subscribe","topic":"log"}')
        await received(client, "subscription")
        await following(stage)
        await noted(stage, "trade", "before")
        await received(client, "log_entry")

        await stage.redis.flushall()
        lost = await received(client, "log_entry")
        await noted(stage, "trade", "after")
        after = await received(client, "log_entry")

    assert lost["data"]["loss"]
    assert after["data"]["entries"][0]["summary"] == "after 0"


async def test_the_status_counts_keys_by_row_and_tells_hits_and_latency(stage: Stage) -> None:
    await stage.tick(fresh_ticker(stage), fresh_ticker(stage, 3_000, ETH))
    await stage.redis.set("somebody:else", "1")

    body = (await stage.http.get("/api/redis/status")).json()

    families = {family["pattern"]: family["keys"] for family in body["families"]}
    assert families["market:{symbol}:ticker"] == 2
    assert (body["other_keys"], body["is_count_complete"]) == (1, True)
    assert body["message_log_length"] == 3
    assert (body["product"], body["eviction_policy"]) == ("valkey", "volatile-lru")
    assert body["append_only_file"]["is_on"] is True
    assert 0 < body["ping"]["p50_ms"] <= body["ping"]["p99_ms"]
    assert 0 <= body["hit_rate"] <= 1
    assert body["problems"] == []


async def test_the_status_names_what_is_wrong_with_the_line_that_mends_it_f51(stage: Stage) -> None:
    await stage.redis.config_set("appendonly", "no")
    await stage.redis.config_set("maxmemory-policy", "allkeys-lfu")

    problems = (await stage.http.get("/api/redis/status")).json()["problems"]

    assert [(problem["code"], problem["is_fatal"]) for problem in problems] == [
        ("eviction_policy", True),
        ("append_only_file_off", False),
    ]
    assert "volatile-lru" in problems[0]["fix"]


@pytest.mark.parametrize("name", ["hits", "misses", "memory", "latency", "keys"])
async def test_every_figure_is_followed_over_time(stage: Stage, name: str) -> None:
    await stage.http.get("/api/redis/status")

    body = (await stage.http.get(f"/api/redis/metrics/{name}")).json()

    assert body["name"] == name
    assert body["points"][-1]["value"] >= 0
    assert body["points"][-1]["time"] > str(START)


async def test_an_unknown_figure_is_refused(stage: Stage) -> None:
    assert (await stage.http.get("/api/redis/metrics/gossip")).status_code == 422


async def test_without_redis_log_and_status_are_unavailable_and_the_figures_stay(stage: Stage) -> None:
    await stage.redis.client_pause(12000, all=True)

    answers = [await stage.http.get(path) for path in (LOG, "/api/redis/status", "/api/redis/metrics/keys")]

    assert [answer.status_code for answer in answers] == [503, 503, 200]


async def following(stage: Stage) -> None:
    """Wait until the one reader of the log stands at its end: two looks of it."""
    async with asyncio.timeout(30):
        before = await looks(stage)
        while await looks(stage) < before + 2:
            pass


async def looks(stage: Stage) -> int:
    said: dict[str, Any] = await stage.redis.info("commandstats")
    return int(said.get("cmdstat_xinfo|stream", {}).get("calls", 0))
