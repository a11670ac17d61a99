"""A market as the collector writes it: python -m bench.market_feed REDIS_URL [--symbols 50] [--rate 20].

Every symbol moves RATE times a second; what moved while a write was on its way goes into the next one. The volume of a
ticker is the moment of its move (monotonic seconds). Runs until it is told to stop; says then how many ticks it wrote.
"""

import argparse
import asyncio
import random
import signal
import time

import uvloop

from tests.values import a_ticker
from tradewind.app.clock import SystemClock
from tradewind.bus.cache import Batch, Cache
from tradewind.bus.connection import connect
from tradewind.bus.keys import MARKET_TICK, TICKER, Source
from tradewind.bus.messages import TickNotice
from tradewind.domain.instrument import Symbol
from tradewind.domain.ticker import Ticker

FIRST_PRICE = 100.0
STEP = 0.1


def symbols_of(count: int) -> tuple[Symbol, ...]:
    """Return the names of so many swaps."""
    return tuple(Symbol(f"C{number:02}-USDT-SWAP") for number in range(count))


class Market:
    """Random walks, each symbol in turn."""

    def __init__(self, symbols: tuple[Symbol, ...]) -> None:
        self._clock = SystemClock()
        self._symbols = symbols
        self._draw = random.Random(7)  # noqa: S311 -- a walk, no secret
        self._prices = [FIRST_PRICE * (1 + number) for number in range(len(symbols))]
        self.ticks = 0

    def moved(self, until: int) -> dict[Symbol, Ticker]:
        """Move until `until` ticks were made; the last one of each symbol."""
        moved: dict[Symbol, Ticker] = {}
        now, moment = self._clock.now(), time.monotonic()
        while self.ticks < until:
            turn = self.ticks % len(self._symbols)
            self.ticks += 1
            self._prices[turn] = max(STEP, round(self._prices[turn] + self._draw.choice((-STEP, STEP)), 1))
            symbol, price = self._symbols[turn], self._prices[turn]
            moved[symbol] = a_ticker(
                symbol=symbol, last_price=price, timestamp=now, exchange_time=now, volume_24h=moment
            )
        return moved


async def feed(redis_url: str, symbols: int, rate: float, stop: asyncio.Event) -> int:
    """Write until `stop`; return how many ticks were made."""
    redis = connect(redis_url)
    cache, clock, market = Cache(redis, SystemClock()), SystemClock(), Market(symbols_of(symbols))
    began = time.monotonic()
    while not stop.is_set():
        moved = market.moved(int((time.monotonic() - began) * symbols * rate))
        if moved:
            batch = Batch(Source.MARKET_DATA)
            for symbol, ticker in moved.items():
                batch.put(TICKER.at(symbol), ticker)
            notice = TickNotice(tickers=tuple(moved.values()), seq=market.ticks, timestamp=clock.now())
            batch.publish(MARKET_TICK, notice, f"{len(moved)} tickers changed")
            await cache.write(batch)
        await asyncio.sleep(1 / (symbols * rate))
    await redis.aclose()
    return market.ticks


async def main(redis_url: str, symbols: int, rate: float) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    print("feeding", flush=True)
    print(await feed(redis_url, symbols, rate, stop), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("redis_url")
    parser.add_argument("--symbols", type=int, default=50)
    parser.add_argument("--rate", type=float, default=20)
    arguments = parser.parse_args()
    uvloop.run(main(arguments.redis_url, arguments.symbols, arguments.rate))
