"""A desk's web server in a process of its own, over its own cache: prints where, and serves until it is told to stop.

    python -m bench.stage_server [--port 0] [--symbols 2] [--decisions-every SECONDS]

With more than two symbols the desk follows those of `bench.market_feed`.
"""

import argparse
import asyncio
import json
import signal
import sys
import tempfile
from dataclasses import replace
from itertools import count
from pathlib import Path

import structlog
import uvloop
from redis.asyncio import Redis

from bench.market_feed import symbols_of
from tests.web.records import a_decision
from tests.web.stage import DESK_ID, DeskBuilder, Stage, a_desk, put_rules, running_stage
from tradewind.app.clock import SystemClock
from tradewind.bus.cache import Batch
from tradewind.bus.keys import DECISION_UPDATE, PORTFOLIO_UPDATE, SYSTEM_UPDATE, Source
from tradewind.bus.messages import DecisionNotice, PortfolioNotice, SystemNotice
from tradewind.domain.instrument import Symbol
from tradewind.ledger import Ledger
from tradewind.web.desk import Desk

FEWEST = 2


async def main(port: int, symbols: int, decisions_every: float | None) -> None:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    followed = symbols_of(symbols) if symbols > FEWEST else None
    with tempfile.TemporaryDirectory() as folder:
        async with (
            running_stage(Path(folder), build=_following(followed), port=port) as stage,
            asyncio.TaskGroup() as tasks,
        ):
            await put_rules(stage, *([followed] if followed else []))
            deciding = tasks.create_task(_decide(stage, decisions_every)) if decisions_every else None
            redis_url = (Path(folder) / "valkey" / "url").read_text().strip()
            print(
                json.dumps({"base": stage.base, "redis": redis_url, "symbols": _names(stage.desk.symbols)}),
                flush=True,
            )
            await stop.wait()
            if deciding is not None:
                deciding.cancel()


def _following(symbols: tuple[Symbol, ...] | None) -> DeskBuilder:
    def build(ledger: Ledger, redis: Redis, history: Path, clock: SystemClock) -> Desk:
        desk = a_desk(ledger, redis, history, clock)
        return desk if symbols is None else replace(desk, symbols=symbols)

    return build


async def _decide(stage: Stage, every_seconds: float) -> None:
    """Record decisions and tell of them, of the account and of the desk's state, as a trader does."""
    for number in count():
        now = stage.desk.clock.now()
        decision = a_decision(f"d{number}", now)
        await stage.ledger.decisions.add(decision)
        batch = Batch(Source.TRADER_BOT)
        batch.publish(
            DECISION_UPDATE,
            DecisionNotice(decision_id=decision.decision_id, summary="decided", timestamp=now),
        )
        batch.publish(PORTFOLIO_UPDATE, PortfolioNotice(portfolio_id=DESK_ID, summary="fill", timestamp=now))
        batch.publish(SYSTEM_UPDATE, SystemNotice(summary=f"decided {number}", timestamp=now))
        await stage.cache.write(batch)
        await asyncio.sleep(every_seconds)


def _names(symbols: tuple[Symbol, ...]) -> list[str]:
    return [str(symbol) for symbol in symbols]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--symbols", type=int, default=FEWEST)
    parser.add_argument("--decisions-every", type=float)
    arguments = parser.parse_args()
    uvloop.run(main(arguments.port, arguments.symbols, arguments.decisions_every))
