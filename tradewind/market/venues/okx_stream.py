"""The public stream of OKX: its two addresses, which feed comes over which, and how it stands."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from tradewind.domain.clock import Clock
from tradewind.domain.instrument import Symbol
from tradewind.market.budget import RequestBudget
from tradewind.market.stream_config import StreamConfig
from tradewind.market.venues.okx_frames import Feed, StreamChannel
from tradewind.market.venues.okx_line import Line
from tradewind.market.venues.okx_live import DropCount, OkxLive

CONNECT_LIMIT = 3
"""New connections from one address in a second: https://www.okx.com/docs-v5/en/#overview-websocket-connect"""
PUBLIC = (
    StreamChannel.MARK,
    StreamChannel.TICKERS,
    StreamChannel.BOOKS,
    StreamChannel.TRADES,
    StreamChannel.FUNDING,
)
BUSINESS = (StreamChannel.CANDLES_15M, StreamChannel.CANDLES_1H, StreamChannel.CANDLES_1M)


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamHealth:
    """The stream at one moment."""

    down: Mapping[Feed, str]
    """Feeds that do not come, each with the reason."""
    connections: int
    replacements: int
    renewals: int
    """Books begun again for a snapshot, on the connections that are open."""
    unreadable: int
    """Frames that were none."""
    drops: tuple[DropCount, ...]
    trades: int
    """Taken into minutes."""
    minutes_agreed: int
    minutes_differed: int
    """Compacted minutes that were, or were not, the venue's own."""
    candle_revisions: int


class OkxStream:
    """The stream; `run` keeps it, `live` is what it says."""

    def __init__(
        self, symbols: Sequence[Symbol], clock: Clock, config: StreamConfig, draw: Callable[[], float]
    ) -> None:
        self.config = config
        self.live = OkxLive(symbols, clock, config)
        turns = RequestBudget(CONNECT_LIMIT, timedelta(seconds=1), 1, clock)
        numbers = count(1)
        self._lines = [
            Line(
                url=f"{config.url.rstrip('/')}/{path}",
                feeds=[Feed(channel=channel, symbol=symbol) for channel in channels for symbol in symbols],
                live=self.live,
                clock=clock,
                config=config,
                turns=turns,
                number=lambda: next(numbers),
                draw=draw,
            )
            for path, channels in (("public", PUBLIC), ("business", BUSINESS))
        ]

    async def run(self) -> None:
        """Keep both connections until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for line in self._lines:
                tasks.create_task(line.run(), name="stream line")

    @property
    def down(self) -> dict[Feed, str]:
        """Feeds that do not come, each with the reason."""
        return {feed: reason for line in self._lines for feed, reason in line.down.items()}

    def health(self) -> StreamHealth:
        """Return how the stream stands."""
        instruments = self.live.instruments.values()
        return StreamHealth(
            down=self.down,
            connections=sum(line.connections for line in self._lines),
            replacements=sum(line.replacements for line in self._lines),
            renewals=sum(line.renewals for line in self._lines),
            unreadable=sum(line.unreadable for line in self._lines),
            drops=self.live.drops,
            trades=sum(one.compactor.taken for one in instruments),
            minutes_agreed=sum(one.compactor.agreed for one in instruments),
            minutes_differed=sum(one.compactor.differed for one in instruments),
            candle_revisions=sum(series.revisions for one in instruments for series in one.series.values()),
        )
