"""A desk's web server in a process of its own, over its own cache: prints where, and serves until it is told to stop."""

import asyncio
import json
import signal
import sys
import tempfile
from pathlib import Path

import structlog
import uvloop

from tests.web.stage import put_rules, running_stage
from tradewind.domain.instrument import Symbol


async def main() -> None:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    with tempfile.TemporaryDirectory() as folder:
        async with running_stage(Path(folder)) as stage:
            await put_rules(stage)
            redis_url = (Path(folder) / "valkey" / "url").read_text().strip()
            print(
                json.dumps({"base": stage.base, "redis": redis_url, "symbols": _names(stage.desk.symbols)}),
                flush=True,
            )
            await stop.wait()


def _names(symbols: tuple[Symbol, ...]) -> list[str]:
    return [str(symbol) for symbol in symbols]


if __name__ == "__main__":
    uvloop.run(main())
