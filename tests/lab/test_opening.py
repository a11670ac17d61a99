"""Which tapes play together, and at which moment of their own."""

from pathlib import Path

import polars as pl
import pytest

from tests.lab.tape.test_folder import START, a_chart
from tests.recorded import recorded_root
from tradewind_lab.bars import BLOCK_MS
from tradewind_lab.market import Market
from tradewind_lab.opening import Asked, Markets, open_markets
from tradewind_lab.tape.port import TapeRefused

DAY_MS = 86_400_000
NOW_MS = START + 700 * DAY_MS + 12_345_678


def opened(
    *,
    swaps: Path | None = None,
    spot: Path | None = None,
    stocks: Path | None = None,
    state: Path | None = None,
    now_ms: int = NOW_MS,
) -> Markets:
    asked = Asked(swaps=swaps, spot=spot, stocks=stocks, seed=7, start_ms=None, state=state)
    return open_markets(asked, now_ms)


def a_folder(path: Path, **charts: pl.DataFrame) -> Path:
    path.mkdir()
    for name, chart in charts.items():
        chart.write_parquet(path / f"{name}.parquet")
    return path


def on_tape(market: Market, now_ms: int = NOW_MS) -> int:
    return now_ms - market.reel.shift_ms


def test_generated_spot_plays_with_the_swaps() -> None:
    markets = opened()

    assert len(markets.spot.symbols) == 29
    assert on_tape(markets.spot) == on_tape(markets.swaps)


def test_recorded_spot_that_covers_the_recorded_swaps_plays_at_the_same_moment(tmp_path: Path) -> None:
    swaps = a_folder(tmp_path / "swaps", **{"BTC-USDT-SWAP_5m": a_chart(days=20, start=START + 10 * DAY_MS)})
    spot = a_folder(tmp_path / "spot", BTCUSDT_1h=a_chart(days=60, step_s=3600))

    markets = opened(swaps=swaps, spot=spot)

    assert on_tape(markets.spot) == on_tape(markets.swaps)
    assert markets.spot.begins_ms == markets.swaps.begins_ms


def test_recorded_spot_that_does_not_cover_them_plays_on_its_own_and_continues(tmp_path: Path) -> None:
    spot = a_folder(tmp_path / "spot", BTCUSDT_1h=a_chart(days=60, step_s=3600))

    first = opened(spot=spot, state=tmp_path / "state")
    later = opened(spot=spot, state=tmp_path / "state", now_ms=NOW_MS + 3 * DAY_MS)

    assert START + 10 * DAY_MS <= on_tape(first.spot) < START + 10 * DAY_MS + BLOCK_MS
    assert later.spot.reel.shift_ms == first.spot.reel.shift_ms
    assert later.playback == first.playback


def test_a_spot_folder_lists_the_venue_s_coins_alone_in_its_order(tmp_path: Path) -> None:
    chart = a_chart(days=10, step_s=3600)
    spot = a_folder(tmp_path / "spot", ADAUSDT_1h=chart, BTCUSDT_1h=chart, TRUMPUSDT_1h=chart)

    assert opened(spot=spot).spot.symbols == ("BTCUSDT", "ADAUSDT")


def test_a_spot_folder_without_any_of_the_coins_is_refused(tmp_path: Path) -> None:
    spot = a_folder(tmp_path / "spot", TRUMPUSDT_1h=a_chart(days=10, step_s=3600))

    with pytest.raises(TapeRefused, match="none of the pairs that the lab lists"):
        opened(spot=spot)


def test_hours_are_refined_by_the_path(tmp_path: Path) -> None:
    spot = a_folder(tmp_path / "spot", BTCUSDT_1h=a_chart(days=20, step_s=3600))
    market = opened(spot=spot).spot
    hours = market.candles("BTCUSDT", "1H", 3, at_ms=NOW_MS)
    minutes = market.candles("BTCUSDT", "5m", 48, at_ms=NOW_MS)

    inside = [bar for bar in minutes if 0 <= bar.open_ms - hours[1].open_ms < 3_600_000]

    assert len(inside) == 12
    assert (inside[0].open, inside[-1].close) == (hours[1].open, hours[1].close)
    assert max(bar.high for bar in inside) == hours[1].high
    assert sum(bar.volume for bar in inside) == hours[1].volume


@pytest.mark.recorded
def test_recorded_hours_are_served_exactly_and_joined_to_four() -> None:
    root = recorded_root() / "candles"
    markets = opened(swaps=root / "swap", spot=root / "spot")
    shift = markets.spot.reel.shift_ms

    for symbol in ("BTCUSDT", "DOGEUSDT"):
        for timeframe, name in (("1H", "1h"), ("4H", "4h")):
            rows = {
                int(row[0]): row[1:]
                for row in pl.read_parquet(root / "spot" / f"{symbol}_{name}.parquet").iter_rows()
            }
            for bar in markets.spot.candles(symbol, timeframe, 40, at_ms=NOW_MS)[:-1]:
                prices = [float(value) for value in (bar.open, bar.high, bar.low, bar.close)]
                assert prices == list(rows[bar.open_ms - shift][:4])


@pytest.mark.recorded
def test_recorded_spot_lies_near_the_recorded_swaps() -> None:
    root = recorded_root() / "candles"
    markets = opened(swaps=root / "swap", spot=root / "spot")

    for coin in ("BTC", "ETH", "SOL"):
        (spot, _), (swap, _) = (
            market.candles(symbol, "1H", 2, at_ms=NOW_MS)
            for market, symbol in ((markets.spot, f"{coin}USDT"), (markets.swaps, f"{coin}-USDT-SWAP"))
        )
        assert float(spot.close / swap.close) == pytest.approx(1, abs=0.002)


def test_spot_on_its_own_keeps_its_place_in_its_own_file(tmp_path: Path) -> None:
    spot = a_folder(tmp_path / "spot", BTCUSDT_1h=a_chart(days=60, step_s=3600))

    playback = opened(spot=spot, state=tmp_path / "state").playback

    assert playback.identity == "generated:7"
    assert sorted(path.name for path in (tmp_path / "state").iterdir()) == ["spot-tape.json", "tape.json"]
