"""Signals come from the cache with their age; what is not known is null and never HOLD."""

from dataclasses import replace
from datetime import timedelta

from tests.signals.market import RISING
from tests.values import BTC, ETH
from tests.web.stage import Stage
from tradewind.bus.cache import Batch
from tradewind.bus.keys import SIGNAL_MONITOR, SIGNALS, Source
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.position import PositionSide
from tradewind.domain.signal import MonitoredSymbol, Signal, SignalMonitor, SignalType, Stance


def a_signal(stage: Stage, symbol: Symbol = BTC, *, minutes_old: float = 1) -> Signal:
    return Signal(
        source="signal-monitor",
        exchange_time=None,
        timestamp=Instant.of(stage.desk.clock.now() - timedelta(minutes=minutes_old)),
        symbol=symbol,
        type=SignalType.ENTRY,
        side=PositionSide.LONG,
        reason="score +0.80: trend +1.00",
        price=60_000.0,
        score=0.8,
        confidence=0.7,
        indicators=replace(RISING, scan=None),
    )


def a_watch(stage: Stage, symbol: Symbol, stance: Stance | None) -> MonitoredSymbol:
    return MonitoredSymbol(
        symbol=symbol,
        stance=stance,
        since=stage.desk.clock.now(),
        score=None,
        confidence=None,
        coverage=0.2,
        price=None,
        known_at=None,
        parts=RISING,
    )


async def put(stage: Stage, *found: Signal, watched: tuple[MonitoredSymbol, ...] = ()) -> None:
    batch = Batch(Source.SIGNAL_MONITOR)
    for signal in found:
        batch.put(SIGNALS[signal.type].at(signal.symbol), signal)
    if watched:
        now = stage.desk.clock.now()
        monitor = SignalMonitor(source="signal-monitor", exchange_time=None, timestamp=now, symbols=watched)
        batch.put(SIGNAL_MONITOR, monitor)
    await stage.cache.write(batch)


async def test_signals_come_newest_first_with_age_and_shares(stage: Stage) -> None:
    left = replace(a_signal(stage, ETH), type=SignalType.EXIT)
    await put(stage, a_signal(stage, minutes_old=5), left)

    body = (await stage.http.get("/api/signals")).json()

    assert body["total"] == 2
    assert [(item["symbol"], item["type"]) for item in body["items"]] == [(ETH, "exit"), (BTC, "entry")]
    assert body["items"][1]["age_ms"] >= 300_000
    assert body["items"][1]["indicators"]["scan"] is None
    assert body["items"][1]["timestamp"].endswith("Z")


async def test_signals_are_narrowed_by_type_symbol_and_limit(stage: Stage) -> None:
    await put(stage, a_signal(stage), replace(a_signal(stage), type=SignalType.EXIT), a_signal(stage, ETH))

    entries = (await stage.http.get("/api/signals?type=entry")).json()
    of_ether = (await stage.http.get(f"/api/signals?symbol={ETH}")).json()
    first = (await stage.http.get("/api/signals?limit=1")).json()
    refused = await stage.http.get("/api/signals?type=maybe")

    assert {item["type"] for item in entries["items"]} == {"entry"}
    assert {item["symbol"] for item in of_ether["items"]} == {ETH}
    assert (first["total"], len(first["items"])) == (3, 1)
    assert refused.status_code == 422


async def test_a_monitor_that_does_not_run_is_not_a_market_that_holds(stage: Stage) -> None:
    monitor = (await stage.http.get("/api/signals/monitor")).json()
    stats = (await stage.http.get("/api/signals/stats")).json()

    assert (monitor["updated_at"], monitor["symbols"]) == (None, [])
    assert (stats["stances"], stats["mean_confidence"]) == (None, None)


async def test_stances_and_signals_are_counted(stage: Stage) -> None:
    watched = (a_watch(stage, BTC, Stance.BUY), a_watch(stage, ETH, None))
    await put(stage, a_signal(stage), replace(a_signal(stage), type=SignalType.EXIT), watched=watched)

    stats = (await stage.http.get("/api/signals/stats")).json()
    monitor = (await stage.http.get("/api/signals/monitor")).json()

    assert stats["stances"] == {"buy": 1, "hold": 0, "sell": 0, "unknown": 1}
    assert (stats["entries"], stats["exits"], stats["long"], stats["short"]) == (1, 1, 1, 0)
    assert stats["mean_confidence"] == 0.7
    assert [(seen["symbol"], seen["stance"]) for seen in monitor["symbols"]] == [(BTC, "BUY"), (ETH, None)]
    assert monitor["age_ms"] >= 0
