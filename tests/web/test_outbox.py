"""An outbox holds one frame per slot, the latest, in rising order of seq."""

import json

from tests.clocks import START
from tradewind.telemetry.metrics import Metrics
from tradewind.web.live.frames import (
    DECISION_SLOT,
    MOST_LOG_ENTRIES,
    Frame,
    LogLines,
    log_frame,
    market_frame,
)
from tradewind.web.live.outbox import Outbox


def a_price(seq: int, symbol: str, price: int) -> Frame:
    return market_frame(seq, {symbol: json.dumps({"price": price})}, START)


def a_state(seq: int, slot: str) -> Frame:
    return Frame(seq=seq, slot=slot, text=json.dumps({"seq": seq, "slot": slot}))


async def drained(outbox: Outbox) -> list[dict[str, object]]:
    return [json.loads(await outbox.take()) for _ in range(len(outbox))]


async def test_log_entries_that_wait_are_joined_and_the_oldest_of_too_many_dropped_and_counted() -> None:
    outbox = Outbox(4, Metrics())
    for start in range(0, 3 * MOST_LOG_ENTRIES, 50):
        entries = tuple(str(number) for number in range(start, start + 50))
        outbox.put(log_frame(LogLines(entries=entries, loss="emptied" if start == 50 else None), START))

    (frame,) = await drained(outbox)

    assert frame["data"] == {
        "entries": list(range(2 * MOST_LOG_ENTRIES, 3 * MOST_LOG_ENTRIES)),
        "dropped": 2 * MOST_LOG_ENTRIES,
        "loss": "emptied",
    }


async def test_a_client_that_keeps_up_gets_the_very_text_that_was_encoded() -> None:
    outbox, frame = Outbox(4, Metrics()), a_price(1, "BTC", 100)

    outbox.put(frame)

    assert await outbox.take() is frame.text


async def test_prices_of_a_lagging_client_are_merged_by_symbol() -> None:
    outbox = Outbox(4, Metrics())
    for frame in (a_price(1, "BTC", 100), a_price(2, "ETH", 7), a_price(3, "BTC", 101)):
        outbox.put(frame)

    (merged,) = await drained(outbox)

    assert merged["seq"] == 3
    assert merged["data"] == {"BTC": {"price": 101}, "ETH": {"price": 7}}


async def test_seq_never_falls_whatever_was_replaced() -> None:
    outbox = Outbox(4, Metrics())
    outbox.put(a_price(1, "BTC", 100))
    outbox.put(a_state(2, "portfolio"))
    outbox.put(a_price(3, "BTC", 101))
    outbox.put(a_state(4, "system"))
    outbox.put(a_state(5, "portfolio"))

    assert [frame["seq"] for frame in await drained(outbox)] == [3, 4, 5]


async def test_a_snapshot_that_waits_stays_a_snapshot() -> None:
    outbox = Outbox(4, Metrics())
    outbox.put(market_frame(1, {"BTC": "1"}, START, epoch="run-1"))
    outbox.put(market_frame(2, {"ETH": "2"}, START))

    (frame,) = await drained(outbox)

    assert frame["snapshot"] is True
    assert frame["data"] == {"BTC": 1, "ETH": 2}


async def test_only_so_many_decisions_wait_and_the_dropped_are_counted() -> None:
    metrics = Metrics()
    outbox = Outbox(3, metrics)
    for seq in range(1, 11):
        outbox.put(a_state(seq, f"{DECISION_SLOT}d{seq}"))

    assert [frame["seq"] for frame in await drained(outbox)] == [8, 9, 10]
    assert metrics.registry.get_sample_value("tradewind_ws_frames_dropped_total") == 7
