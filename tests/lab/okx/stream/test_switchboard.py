"""When listeners hear what, on a clock moved by hand."""

from dataclasses import dataclass, field
from typing import Any

import orjson

from tests.lab.okx.venue import HandClock
from tradewind_lab.faults import Faults
from tradewind_lab.market import Market
from tradewind_lab.okx.stream.config import StreamConfig
from tradewind_lab.okx.stream.switchboard import Switchboard
from tradewind_lab.okx.stream.topic import Topic
from tradewind_lab.reel import Reel
from tradewind_lab.tape.generator import GeneratedTape

BTC = "BTC-USDT-SWAP"
MARKET = Market(Reel(GeneratedTape(seed=7), shift_ms=0))
NOON_MS = MARKET.begins_ms + 86_400_000


@dataclass(eq=False, slots=True)
class Memory:
    """A listener that keeps every message, as text."""

    texts: list[str] = field(default_factory=list)

    def offer(self, text: str) -> None:
        self.texts.append(text)

    @property
    def rows(self) -> list[Any]:
        return [row for text in self.texts for row in orjson.loads(text)["data"]]


def a_board(clock: HandClock) -> Switchboard:
    return Switchboard(MARKET, clock, StreamConfig(), Faults())


def play(board: Switchboard, clock: HandClock, *, until_ms: int) -> None:
    while clock.at_ms < until_ms:
        clock.at_ms += 100
        board.pulse(clock.at_ms)


def test_a_candle_that_closes_is_told_before_the_one_that_opens() -> None:
    clock, memory = HandClock(at_ms=NOON_MS + 58_000), Memory()
    board = a_board(clock)
    board.join(Topic(channel="candle1m", about=BTC), memory)

    play(board, clock, until_ms=NOON_MS + 61_000)

    told = [(int(row[0]), row[8]) for row in memory.rows]
    assert told.count((NOON_MS, "1")) == 1
    assert told == sorted(told)
    assert told[-1] == (NOON_MS + 60_000, "0")
    [closed] = [row for row in memory.rows if row[8] == "1"]
    [candle] = MARKET.candles(BTC, "1m", 1, at_ms=clock.at_ms, after_ms=NOON_MS + 1)
    assert (float(closed[4]), float(closed[6])) == (float(candle.close), float(candle.volume))


def test_trades_of_a_pause_are_told_later_and_none_is_lost() -> None:
    clock, memory = HandClock(at_ms=NOON_MS), Memory()
    board = a_board(clock)
    board.join(Topic(channel="trades", about=BTC), memory)

    clock.at_ms += 5_000
    board.pulse(clock.at_ms)

    assert {int(row["ts"]) for row in memory.rows} == {NOON_MS + second * 1000 for second in range(1, 6)}


def test_a_message_is_encoded_once_for_all_its_listeners() -> None:
    clock, first, second = HandClock(at_ms=NOON_MS), Memory(), Memory()
    board, topic = a_board(clock), Topic(channel="tickers", about=BTC)
    board.join(topic, first)
    board.join(topic, second)

    play(board, clock, until_ms=NOON_MS + 1_000)

    assert len(first.texts) == len(second.texts) == 5
    assert all(one is other for one, other in zip(first.texts[1:], second.texts[1:], strict=True))


def test_a_later_listener_finds_the_book_where_the_others_have_it() -> None:
    clock, early, late = HandClock(at_ms=NOON_MS), Memory(), Memory()
    board, topic = a_board(clock), Topic(channel="books", about=BTC)
    board.join(topic, early)
    play(board, clock, until_ms=NOON_MS + 2_050)

    board.join(topic, late)
    play(board, clock, until_ms=NOON_MS + 3_000)

    assert late.rows[0]["seqId"] == late.rows[1]["prevSeqId"]
    assert late.texts[1:] == early.texts[-len(late.texts) + 1 :]


def test_a_listener_that_left_hears_no_more() -> None:
    clock, memory = HandClock(at_ms=NOON_MS), Memory()
    board, topic = a_board(clock), Topic(channel="tickers", about=BTC)
    board.join(topic, memory)

    board.forget(memory)
    play(board, clock, until_ms=NOON_MS + 1_000)

    assert len(memory.texts) == 1
