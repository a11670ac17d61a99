"""Bars become candles over several pages; one stock's nonsense is no other's."""

from datetime import timedelta

import pytest

from tests.clocks import FakeClock
from tests.fakes.spot_venue import running_venue
from tradewind.domain.instrument import Symbol
from tradewind.market.config import StocksConfig
from tradewind.market.failures import Unusable
from tradewind.market.venues.alpaca import AlpacaFeed
from tradewind.market.venues.alpaca_bars import bar_page

SPY, AAPL = Symbol("SPY"), Symbol("AAPL")
FIRST = {"t": "2026-11-20T17:00:00Z", "o": 100, "h": 102, "l": 99, "c": 101, "v": 500}
SECOND = FIRST | {"t": "2026-11-20T17:05:00Z"}
ROW = (1795194000000, 100.0, 102.0, 99.0, 101.0, 500.0)


def test_a_bar_is_a_candle_and_a_page_names_the_next() -> None:
    page = bar_page({"bars": {"SPY": [FIRST]}, "next_page_token": "more"})

    assert page.rows == {SPY: (ROW,)}
    assert page.next_page == "more"


@pytest.mark.parametrize("change", [{"h": 98}, {"c": "x"}, {"v": None}, {"t": "soon"}, {"o": -1}])
def test_a_bar_that_makes_no_sense_spoils_only_its_stock(change: dict[str, object]) -> None:
    page = bar_page({"bars": {"SPY": [FIRST | change], "AAPL": [FIRST]}, "next_page_token": None})

    assert isinstance(page.rows[SPY], Unusable)
    assert page.rows[AAPL] == (ROW,)


def test_no_bars_at_all_are_an_empty_page() -> None:
    assert bar_page({"bars": None, "next_page_token": None}).rows == {}


async def test_pages_are_joined_until_there_is_no_next() -> None:
    async with running_venue() as venue:
        venue.bars = {
            "": {"bars": {"SPY": [FIRST]}, "next_page_token": "2"},
            "2": {"bars": {"SPY": [SECOND]}, "next_page_token": None},
        }
        config = StocksConfig(
            symbols=(SPY, AAPL),
            rest_url=venue.url,
            api_key="key",
            secret_key="secret",
            request_timeout=timedelta(seconds=20),
        )
        async with AlpacaFeed(config, FakeClock()) as feed:
            candles = await feed.candles()

    assert candles[SPY] == (ROW, (ROW[0] + 300_000, *ROW[1:]))
    assert isinstance(candles[AAPL], Unusable)
    assert sum("/v2/stocks/bars" in path for path in venue.asked) == 2


async def test_pages_without_an_end_are_given_up() -> None:
    async with running_venue() as venue:
        venue.bars = {key: {"bars": {"SPY": [FIRST]}, "next_page_token": "again"} for key in ("", "again")}
        config = StocksConfig(symbols=(SPY,), rest_url=venue.url, api_key="key", secret_key="secret")
        async with AlpacaFeed(config, FakeClock()) as feed:
            with pytest.raises(Unusable, match="did not end after 20 pages"):
                await feed.candles()
