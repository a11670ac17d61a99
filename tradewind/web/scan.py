"""Gathers what the cache holds of every symbol into the rows of the scanner, in one round trip."""

from tradewind.bus.keys import (
    INSTRUMENT,
    SCANNER_SCORES,
    SIGNAL_MONITOR,
    SPOT_PRICE,
    STOCK_INDICATORS,
    STOCK_PRICE,
    SWAP_SCORES,
    TICKER,
    KeyAt,
)
from tradewind.domain.stamp import Stamped
from tradewind.web.desk import Desk
from tradewind.web.scan_rows import Cached, coin_row, stock_row, swap_row
from tradewind.web.schemas.scanner import Kind, ScannedKind, ScanView


async def read_scan(desk: Desk) -> ScanView:
    """Return every symbol of which the cache holds something; BusUnavailable."""
    cached = await _read(desk)
    rows = [
        *(swap_row(symbol, cached) for symbol in desk.symbols),
        *(coin_row(symbol, cached) for symbol in desk.coins),
        *(stock_row(symbol, cached) for symbol in desk.stocks),
    ]
    return ScanView(
        timestamp=cached.now,
        kinds=_kinds(desk, cached),
        rows=tuple(row for row in rows if row.price is not None or row.readings),
        missing=tuple(row.symbol for row in rows if row.price is None and not row.readings),
    )


async def _read(desk: Desk) -> Cached:
    keys: list[KeyAt[Stamped]] = [SCANNER_SCORES, SWAP_SCORES, SIGNAL_MONITOR]
    keys += [key.at(symbol) for key in (TICKER, INSTRUMENT) for symbol in desk.symbols]
    keys += [SPOT_PRICE.at(symbol) for symbol in desk.coins]
    keys += [key.at(symbol) for key in (STOCK_PRICE, STOCK_INDICATORS) for symbol in desk.stocks]
    readings = await desk.cache.read(keys)
    values = {reading.key: reading.value for reading in readings if reading.value is not None}
    return Cached(values, desk.limits.ticker, desk.clock.now())


def _kinds(desk: Desk, cached: Cached) -> tuple[ScannedKind, ...]:
    swaps, others = cached.of(SWAP_SCORES), cached.of(SCANNER_SCORES)
    others_at = others.timestamp if others else None
    of_stocks = "stocks.enabled" if desk.coins else "spot.enabled"  # the scanner runs with the coins
    return (
        ScannedKind(
            kind=Kind.SWAP,
            symbols=len(desk.symbols),
            setting=None,
            scanned_at=swaps.timestamp if swaps else None,
        ),
        ScannedKind(
            kind=Kind.COIN,
            symbols=len(desk.coins),
            setting=None if desk.coins else "spot.enabled",
            scanned_at=others_at,
        ),
        ScannedKind(
            kind=Kind.STOCK,
            symbols=len(desk.stocks),
            setting=None if desk.stocks else of_stocks,
            scanned_at=others_at if desk.stocks else None,
        ),
    )
