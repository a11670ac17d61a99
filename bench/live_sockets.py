"""How long a tick takes from the bus to the last of many live sockets: python -m bench.live_sockets [clients] [ticks]."""

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path

from websockets.asyncio.client import ClientConnection

from tests.values import BTC
from tests.web.stage import Stage, fresh_ticker, running_stage

WARM_UP = 5
PAUSE_SECONDS = 0.2


async def main(clients: int, ticks: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with running_stage(Path(folder)) as stage:
            sockets = [await stage.socket() for _ in range(clients)]
            waits = await measure(stage, sockets, ticks)
            for socket in sockets:
                await socket.close()
    waits.sort()
    print(f"{clients} sockets, {ticks} ticks, {len(waits)} deliveries; client and server share one process")
    for name, share in (("p50", 0.5), ("p99", 0.99), ("max", 1.0)):
        print(f"{name} {waits[min(int(len(waits) * share), len(waits) - 1)] * 1000:.1f} ms")


async def measure(stage: Stage, sockets: list[ClientConnection], ticks: int) -> list[float]:
    """Return the seconds from publishing to receiving, for every client and tick."""
    waits: list[float] = []
    async with asyncio.TaskGroup() as tasks:
        for socket in sockets:
            tasks.create_task(listen(socket, WARM_UP + ticks, waits))
        for number in range(1, WARM_UP + ticks + 1):
            await asyncio.sleep(PAUSE_SECONDS)
            await stage.tick(fresh_ticker(stage, number + time.perf_counter() % 10_000 / 100_000))
    return waits


async def listen(socket: ClientConnection, last: int, waits: list[float]) -> None:
    """Note how old each price is when it arrives; the price carries the moment it was published."""
    number = 0
    while number < last:
        frame = json.loads(await socket.recv())
        price = frame.get("data", {}).get(BTC, {}).get("price") if frame["type"] == "market_update" else None
        if price is None:
            continue
        number = int(price)
        if number > WARM_UP:
            waits.append(time.perf_counter() % 10_000 - (price - number) * 100_000)


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    asyncio.run(main(*(given or [500, 20])))
