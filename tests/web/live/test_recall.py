"""A client that comes back gets the latest of everything it missed, whatever the length of its absence."""

import json

from tests.clocks import START
from tradewind.web.live.frames import DECISION_SLOT, Frame, market_frame
from tradewind.web.live.recall import Recall


def a_price(seq: int, symbol: str, price: int) -> Frame:
    return market_frame(seq, {symbol: str(price)}, START)


def a_frame(seq: int, slot: str) -> Frame:
    return Frame(seq=seq, slot=slot, text=json.dumps({"seq": seq}))


def texts(frames: list[Frame] | None) -> list[dict[str, object]] | None:
    return None if frames is None else [json.loads(frame.encoded()) for frame in frames]


def test_what_moved_after_the_point_comes_as_one_frame_with_the_newest_seq() -> None:
    recall = Recall(4)
    for frame in (a_price(1, "BTC", 100), a_price(2, "ETH", 7), a_price(3, "BTC", 101), a_price(4, "SOL", 1)):
        recall.remember(frame)

    (missed,) = texts(recall.since(2)) or []

    assert missed["seq"] == 4
    assert missed["data"] == {"BTC": 101, "SOL": 1}


def test_who_missed_nothing_gets_nothing() -> None:
    recall = Recall(4)
    recall.remember(a_price(1, "BTC", 100))
    recall.remember(a_frame(2, "portfolio"))

    assert recall.since(2) == []


def test_frames_come_in_rising_order_and_one_per_slot() -> None:
    recall = Recall(4)
    for frame in (
        a_frame(1, "portfolio"),
        a_price(2, "BTC", 1),
        a_frame(3, "system"),
        a_frame(4, "portfolio"),
    ):
        recall.remember(frame)

    assert [frame.seq for frame in recall.since(0) or []] == [2, 3, 4]


def test_who_left_before_a_snapshot_starts_over() -> None:
    recall = Recall(4)
    recall.remember(a_price(1, "BTC", 1))
    recall.remember(market_frame(2, {"BTC": "2"}, START, epoch="run-1"))

    assert recall.since(1) is None
    assert recall.since(2) == []


def test_who_missed_more_decisions_than_are_kept_starts_over() -> None:
    recall = Recall(2)
    for seq in range(1, 5):
        recall.remember(a_frame(seq, f"{DECISION_SLOT}d{seq}"))

    assert recall.since(1) is None
    assert [frame.seq for frame in recall.since(2) or []] == [3, 4]


def test_a_long_absence_is_remembered_in_the_room_of_a_short_one() -> None:
    recall = Recall(2)
    for seq in range(1, 50_001):
        recall.remember(a_price(seq, f"S{seq % 50}", seq))

    (missed,) = texts(recall.since(0)) or []

    assert missed["seq"] == 50_000
    assert len(dict(missed["data"])) == 50  # type: ignore[call-overload]
