"""Opening what plays: swaps, spot and stocks, each from its recordings where a folder is named, else generated."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tradewind_lab.market import Market
from tradewind_lab.reel import Reel
from tradewind_lab.stocks.market import StockMarket
from tradewind_lab.tape.playback import Playback, resume
from tradewind_lab.tape.port import Tape

_SPOT_STATE: Final = "spot-tape.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks to play; a folder that is None stands for the generator."""

    swaps: Path | None
    spot: Path | None
    stocks: Path | None
    seed: int
    start_ms: int | None  # in the time of the swaps' tape
    state: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Markets:
    """Everything that has a price, and where the swaps' tape plays."""

    swaps: Market
    spot: Market
    stocks: StockMarket
    playback: Playback


def open_markets(asked: Asked, now_ms: int) -> Markets:
    """Open every tape; TapeRefused names the file, the row or the flag that cannot be used."""
    swaps = _swaps(asked)
    playback = resume(swaps, start_ms=asked.start_ms, now_ms=now_ms, folder=asked.state)
    return Markets(
        swaps=Market(Reel(swaps, playback.shift_ms)),
        spot=_spot(asked, swaps, playback.shift_ms, now_ms),
        stocks=_stocks(asked),
        playback=playback,
    )


def _swaps(asked: Asked) -> Tape:
    if asked.swaps is None:
        from tradewind_lab.tape.generator import GeneratedTape  # noqa: PLC0415 - one tape is loaded, not both

        return GeneratedTape(asked.seed)
    from tradewind_lab.tape.recorded import open_folder  # noqa: PLC0415 - polars is loaded only where files are read

    return open_folder(asked.swaps, asked.seed)


def _spot(asked: Asked, swaps: Tape, shift_ms: int, now_ms: int) -> Market:
    if asked.spot is None:
        from tradewind_lab.tape.spot import SpotTape  # noqa: PLC0415 - one tape is loaded, not both

        beside = SpotTape(swaps)
        return Market(Reel(beside, shift_ms, salts=beside.salts))
    from tradewind_lab.tape.recorded import SPOT, open_folder  # noqa: PLC0415 - polars is loaded only where files are read

    within = (
        None if swaps.block_count is None else range(swaps.first_block, swaps.first_block + swaps.block_count)
    )
    tape = open_folder(asked.spot, asked.seed, SPOT, within=within)
    if (tape.first_block, tape.block_count) != (swaps.first_block, swaps.block_count):
        alone = resume(tape, start_ms=None, now_ms=now_ms, folder=asked.state, file_name=_SPOT_STATE)
        shift_ms = alone.shift_ms
    return Market(Reel(tape, shift_ms))


def _stocks(asked: Asked) -> StockMarket:
    if asked.stocks is None:
        from tradewind_lab.stocks.tape import GeneratedStocks  # noqa: PLC0415 - one tape is loaded, not both

        return StockMarket(GeneratedStocks(asked.seed))
    from tradewind_lab.stocks.recorded import open_stocks  # noqa: PLC0415 - polars is loaded only where files are read

    return StockMarket(open_stocks(asked.stocks, asked.seed))
