"""A tape of recorded candles: the timeframe that covers most is played, finer ones fill it where they are whole."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from tradewind_lab.bars import BLOCK_MS, CLOSE, VOLUME, Block, Whole, aggregate
from tradewind_lab.coins import COINS, spot_instrument
from tradewind_lab.instruments import LISTED, Instrument, listed
from tradewind_lab.tape.folder import (
    SPOT_NAMES,
    STEPS,
    SWAP_NAMES,
    CandleFile,
    Column,
    FundingFile,
    Naming,
    find_files,
    read_candles,
    read_funding,
)
from tradewind_lab.tape.port import TapeRefused

logger = logging.getLogger(__name__)

_LEAST_BLOCKS: Final = 3
MOST_PRICE_DECIMALS: Final = 10
_MOST_VOLUME_DECIMALS: Final = 8
_UNRECORDED_RATE: Final = Decimal("0.0001")  # OKX's interest component


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finer:
    """Finer candles, and for each candle of the backbone the row where its parts begin, -1 for none."""

    step_s: int
    candles: Whole
    rows: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recording:
    """One symbol over the range that all symbols share, without gaps."""

    instrument: Instrument
    step_s: int
    candles: Whole
    finer: tuple[_Finer, ...]  # coarser first
    rates: dict[int, Decimal]  # by the block that begins at the settlement


class RecordedTape:
    """Plays what was recorded; ends where the shortest recording ends."""

    def __init__(
        self, recordings: list[_Recording], first_block: int, block_count: int, identity: str, seed: int
    ) -> None:
        self.seed = seed
        self.identity = identity
        self.first_block = first_block
        self.block_count: int | None = block_count
        self.instruments = tuple(one.instrument for one in recordings)
        self._recordings = {one.instrument.symbol: one for one in recordings}

    def block(self, symbol: str, number: int) -> Block:
        """Return one block, built of the finest candles that cover each part of it."""
        one = self._recordings[symbol]
        count = BLOCK_MS // 1000 // one.step_s
        first = (number - self.first_block) * count
        seconds: list[int] = []
        legs: list[Whole] = []
        for place in range(first, first + count):
            step, candles = _parts(one, place)
            seconds += [step] * candles.shape[1]
            legs.append(candles)
        return Block(
            step_s=one.step_s,
            candles=one.candles[:, first : first + count],
            leg_seconds=np.array(seconds, dtype=np.int64),
            legs=np.concatenate(legs, axis=1),
        )

    def funding_rate(self, symbol: str, number: int) -> Decimal:
        """Return the recorded rate, or OKX's interest component where none was recorded."""
        return self._recordings[symbol].rates.get(number, _UNRECORDED_RATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What is recorded in a folder: how its files are named, and which rules a symbol trades by."""

    naming: Naming
    rules: Callable[[str], Instrument]
    order: tuple[str, ...]  # these symbols are listed first
    lists_others: bool
    has_funding: bool


SWAPS: Final = Kind(
    naming=SWAP_NAMES,
    rules=listed,
    order=tuple(one.symbol for one in LISTED),
    lists_others=True,
    has_funding=True,
)
SPOT: Final = Kind(
    naming=SPOT_NAMES,
    rules=spot_instrument,
    order=tuple(coin.symbol for coin in COINS),
    lists_others=False,
    has_funding=False,
)


def open_folder(folder: Path, seed: int, kind: Kind = SWAPS, *, within: range | None = None) -> RecordedTape:
    """Read every symbol of a folder, cut to the blocks `within` where it covers them; TapeRefused when it cannot be played."""
    files = find_files(folder, kind.naming)
    symbols = _listing(folder, kind, set(files))
    charts = {symbol: _read_symbol(files[symbol]) for symbol in symbols}
    rates = {
        symbol: read_funding(files[symbol]["funding"]) for symbol in symbols if "funding" in files[symbol]
    }
    first = max(-(-int(one[0].times[0]) // BLOCK_MS) for one in charts.values())
    end = min((int(one[0].times[0]) + one[0].span_ms) // BLOCK_MS for one in charts.values())
    if end - first < _LEAST_BLOCKS:
        raise TapeRefused(f"{folder}: the symbols share less than one day from 00:00, 08:00 or 16:00 UTC on")
    if within is not None and first <= within.start and within.stop <= end:
        first, end = within.start, within.stop
    recordings = [
        _recording(kind, symbol, charts[symbol], rates.get(symbol), range(first, end)) for symbol in symbols
    ]
    digest = hashlib.sha256()
    for symbol in symbols:
        for chart in charts[symbol]:
            digest.update(
                f"{symbol} {chart.step_s}".encode() + chart.times.tobytes() + chart.values.tobytes()
            )
        if symbol in rates:
            digest.update(rates[symbol].times.tobytes() + rates[symbol].rates.tobytes())
    identity = f"recorded:{folder.resolve().name}:{digest.hexdigest()[:12]}"
    return RecordedTape(recordings, first, end - first, identity, seed)


def _listing(folder: Path, kind: Kind, found: set[str]) -> list[str]:
    """Return the symbols to play in their order."""
    first = [symbol for symbol in kind.order if symbol in found]
    others = sorted(found.difference(first))
    if kind.lists_others:
        return first + others
    if not first:
        raise TapeRefused(f"{folder}: none of the pairs that the lab lists; they are {', '.join(kind.order)}")
    if others:
        logger.warning("%s: %s are not listed and left out", folder, ", ".join(others))
    return first


def _read_symbol(files: dict[str, Path]) -> list[CandleFile]:
    """Return the timeframe that covers most, then the finer ones, coarser first; the others are not needed."""
    charts = [read_candles(path, STEPS[kind]) for kind, path in files.items() if kind in STEPS]
    backbone = max(charts, key=lambda chart: (chart.span_ms, -chart.step_s))
    finer = sorted((one for one in charts if one.step_s < backbone.step_s), key=lambda one: -one.step_s)
    return [backbone, *finer]


def _recording(
    kind: Kind, symbol: str, charts: list[CandleFile], funding: FundingFile | None, blocks: range
) -> _Recording:
    prices = np.concatenate([chart.values[:VOLUME].ravel() for chart in charts])
    volumes = np.concatenate([chart.values[VOLUME] for chart in charts])
    price_decimals = decimals_of(prices, MOST_PRICE_DECIMALS)
    if price_decimals is None:
        raise TapeRefused(f"{charts[0].path}: prices must have at most {MOST_PRICE_DECIMALS} decimals")
    instrument = kind.rules(symbol).with_decimals(
        price=price_decimals, volume=decimals_of(volumes, _MOST_VOLUME_DECIMALS) or 0
    )
    backbone = charts[0]
    candles = _filled(backbone, _whole(backbone.values, instrument), blocks.start, blocks.stop)
    return _Recording(
        instrument=instrument,
        step_s=backbone.step_s,
        candles=candles,
        finer=tuple(
            _finer(chart, instrument, candles, backbone.step_s, blocks.start) for chart in charts[1:]
        ),
        rates=_rates(symbol, funding) if kind.has_funding else {},
    )


def decimals_of(values: Column, most: int) -> int | None:
    """Return how many decimals write every value exactly, None when `most` are too few."""
    for decimals in range(most + 1):
        scale = 10.0**decimals
        if np.array_equal(np.rint(values * scale) / scale, values):
            return decimals
    return None


def _whole(values: Column, instrument: Instrument) -> Whole:
    ticks = np.rint(values[:VOLUME] * 10.0**instrument.price_decimals)
    units = np.rint(values[VOLUME:] * 10.0**instrument.volume_decimals)
    return np.concatenate((ticks, units)).astype(np.int64)


def _filled(chart: CandleFile, candles: Whole, first: int, end: int) -> Whole:
    """Return the range without gaps; a missing candle stands flat at the close before it."""
    step = chart.step_s * 1000
    wanted = np.arange(first * BLOCK_MS, end * BLOCK_MS, step)
    rows = np.searchsorted(chart.times, wanted, side="right") - 1
    absent = chart.times[rows] != wanted
    filled = candles[:, rows]
    filled[:VOLUME, absent] = filled[CLOSE, absent]
    filled[VOLUME, absent] = 0
    if absent.any():
        logger.warning("%s: %d missing candles stand flat at the close before", chart.path.name, absent.sum())
    return filled


def _finer(chart: CandleFile, instrument: Instrument, backbone: Whole, backbone_s: int, first: int) -> _Finer:
    """Find the candles of the backbone that `chart` covers whole and agrees with."""
    parts = backbone_s // chart.step_s
    candles = _whole(chart.values, instrument)
    rows = np.full(backbone.shape[1], -1, dtype=np.int64)
    begins = np.flatnonzero(chart.times % (backbone_s * 1000) == 0)
    begins = begins[begins + parts <= len(chart.times)]
    lasts = chart.times[begins] + (parts - 1) * chart.step_s * 1000
    begins = begins[chart.times[begins + parts - 1] == lasts]
    places = (chart.times[begins] - first * BLOCK_MS) // (backbone_s * 1000)
    inside = (places >= 0) & (places < backbone.shape[1])
    begins, places = begins[inside], places[inside]
    if begins.size:
        joined = aggregate(candles[:, (begins[:, None] + np.arange(parts)).ravel()], parts)
        agree = (joined[:VOLUME] == backbone[:VOLUME, places]).all(axis=0)
        rows[places[agree]] = begins[agree]
        if not agree.all():
            logger.warning("%s: %d stretches contradict the longer file", chart.path.name, (~agree).sum())
    return _Finer(step_s=chart.step_s, candles=candles, rows=rows)


def _parts(one: _Recording, place: int) -> tuple[int, Whole]:
    """Return the finest candles of one candle of the backbone, and their length in seconds."""
    for finer in reversed(one.finer):
        row = int(finer.rows[place])
        if row >= 0:
            return finer.step_s, finer.candles[:, row : row + one.step_s // finer.step_s]
    return one.step_s, one.candles[:, place : place + 1]


def _rates(symbol: str, funding: FundingFile | None) -> dict[int, Decimal]:
    if funding is None:
        logger.warning("%s: no funding file; every settlement takes %s", symbol, _UNRECORDED_RATE)
        return {}
    on_grid = funding.times % BLOCK_MS == 0
    if not on_grid.all():
        logger.warning(
            "%s: %d settlements off the 8 h grid are left out", funding.path.name, (~on_grid).sum()
        )
    pairs = zip(funding.times[on_grid].tolist(), funding.rates[on_grid].tolist(), strict=True)
    return {at_ms // BLOCK_MS: Decimal(repr(rate)) for at_ms, rate in pairs}
