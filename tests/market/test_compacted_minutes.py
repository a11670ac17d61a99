"""Minutes compacted from the lab's trades are the lab's own, however late and in whatever order the two arrive."""

from collections import deque
from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.clocks import FakeClock
from tests.lab.okx.venue import HandClock
from tests.market.streams import some_rules
from tests.values import BTC
from tradewind.domain.clock import Instant
from tradewind.market.stream_config import StreamConfig
from tradewind.market.venues.okx_frames import Push, read_frame
from tradewind.market.venues.okx_live import OkxLive
from tradewind_lab.faults import Faults
from tradewind_lab.market import Market
from tradewind_lab.okx.stream.config import StreamConfig as LabConfig
from tradewind_lab.okx.stream.switchboard import Switchboard
from tradewind_lab.okx.stream.topic import Topic
from tradewind_lab.reel import Reel
from tradewind_lab.tape.generator import GeneratedTape

MARKET = Market(Reel(GeneratedTape(seed=7), shift_ms=0))
MINUTES = 11
MINUTE_MS = 60_000


class Line:
    """A connection: what was sent and has not arrived."""

    def __init__(self) -> None:
        self.under_way: deque[str] = deque()

    def offer(self, text: str) -> None:
        self.under_way.append(text)


class Rig:
    """The lab's switchboard in a time of its own, and the desk's end of two connections."""

    def __init__(self, chance: Random, longest_pause_ms: int) -> None:
        self.chance = chance
        self.longest_pause_ms = longest_pause_ms
        self.now_ms = MARKET.begins_ms + 3_600_000 + chance.randrange(MINUTE_MS)
        self.clock = FakeClock(Instant.from_ms(self.now_ms))
        self.board = Switchboard(MARKET, HandClock(at_ms=self.now_ms), LabConfig(), Faults())
        self.live = OkxLive((BTC,), self.clock, StreamConfig())
        self.live.asked(some_rules(BTC))
        self.trades, self.candles = Line(), Line()
        self.board.join(Topic(channel="trades", about=BTC), self.trades)
        self.board.join(Topic(channel="candle1m", about=BTC), self.candles)

    def play(self, minutes: int) -> None:
        """Let the lab speak, late at times, and each connection bring some of what it holds; in the end all of it."""
        until_ms = (self.now_ms // MINUTE_MS + minutes) * MINUTE_MS + 5_000
        while self.now_ms < until_ms:
            step = self.chance.randrange(20, self.longest_pause_ms)
            self.now_ms += step
            self.clock.advance(timedelta(milliseconds=step))
            self.board.pulse(self.now_ms)
            for line in self.chance.sample([self.trades, self.candles], 2):
                self.bring(line, self.chance.randrange(len(line.under_way) + 1))
        for line in (self.trades, self.candles):
            self.bring(line, len(line.under_way))

    def bring(self, line: Line, count: int) -> None:
        for _ in range(count):
            push = read_frame(line.under_way.popleft())
            assert isinstance(push, Push)
            assert self.live.take(push, session=1)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32), longest_pause_ms=st.sampled_from([200, 1_500, 4_000]))
def test_every_closed_minute_is_the_venues_own(seed: int, longest_pause_ms: int) -> None:
    rig = Rig(Random(seed), longest_pause_ms)
    rig.play(MINUTES)

    compactor = rig.live.instruments[BTC].compactor
    # Not compared are the minute in which the listening began and, where it began at its very end, the one after it.
    assert (compactor.differed, compactor.agreed >= MINUTES - 2) == (0, True)
