"""Entry and exit signals, and the BUY/HOLD/SELL monitor, as they stand in the cache."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from tradewind.bus.keys import SIGNAL_MONITOR, SIGNALS
from tradewind.domain.signal import Signal, SignalType
from tradewind.web.dependencies import DeskAtHand, Limit
from tradewind.web.desk import Desk
from tradewind.web.policy import HEAVY_READ, READ
from tradewind.web.schemas.signals import MonitorView, SignalList, SignalStats, SignalView

DEFAULT_SIGNALS = 100

router = APIRouter(prefix="/api/signals", tags=["signals"])

Kind = Annotated[SignalType | None, Query(alias="type", description="entries or exits alone")]
Name = Annotated[str | None, Query(pattern=r"^[A-Z0-9.-]{1,40}$", description="of one symbol alone")]


@router.get("", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def signals(
    desk: DeskAtHand, kind: Kind = None, symbol: Name = None, limit: Limit = DEFAULT_SIGNALS
) -> SignalList:
    """Return the last entry and exit of every symbol, newest first."""
    now = desk.clock.now()
    wanted = [
        signal
        for signal in await _signals(desk)
        if kind in {None, signal.type} and symbol in {None, signal.symbol}
    ]
    newest = sorted(wanted, key=lambda signal: signal.timestamp, reverse=True)[:limit]
    items = tuple(SignalView.of(signal, now) for signal in newest)
    return SignalList(timestamp=now, total=len(wanted), items=items)


@router.get("/stats", dependencies=[Depends(HEAVY_READ)], openapi_extra=HEAVY_READ.openapi)
async def stats(desk: DeskAtHand) -> SignalStats:
    """Return how many signals and stances of each kind there are."""
    monitor = await desk.cache.get(SIGNAL_MONITOR)
    return SignalStats.of(await _signals(desk), monitor, desk.clock.now())


@router.get("/monitor", dependencies=[Depends(READ)], openapi_extra=READ.openapi)
async def monitor(desk: DeskAtHand) -> MonitorView:
    """Return the stance of every monitored symbol with its score and what it is made of."""
    return MonitorView.of(await desk.cache.get(SIGNAL_MONITOR), desk.clock.now())


async def _signals(desk: Desk) -> list[Signal]:
    symbols = (*desk.symbols, *desk.coins, *desk.stocks)
    readings = await desk.cache.read([key.at(symbol) for key in SIGNALS.values() for symbol in symbols])
    return [reading.value for reading in readings if reading.value is not None]
